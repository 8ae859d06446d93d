"""Which right does it take to write: on a stage, in a pipeline, and what is part of the settings?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import pipelines, records
from segue.core.models import Destination, Grant, Item, Pipeline, Role, Stage, User
from segue.core.permissions import Forbidden
from segue.crm import conversion, sellers
from segue.crm.conversion.decisions import Decisions
from segue.crm.models import Company
from tests import builders
from tests.crm.conversion.steps import plan
from tests.rights import roles

EVERYTHING = {("company", action): "all" for action in ("read", "add", "edit", "delete")}


# My companies ---------------------------------------------------------------------------------------------------


@pytest.fixture
def seller(dana: User) -> Item:
    sellers.create({"title": "First"}, actor=dana)
    return sellers.create({"title": "Second"}, actor=dana)


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_who_edits_companies_edits_none_of_our_own(client: Client, seller: Item, alice: User, act: str) -> None:
    roles.only(alice, EVERYTHING)
    client.force_login(alice)
    address = f"/companies/{seller.pk}/{act}/"
    assert [client.get(address).status_code, client.post(address, {"title": "Mine"}).status_code] == [403, 403]
    assert Company.objects.get(pk=seller.pk).title == "Second"
    assert f"{act}/" not in client.get(f"/companies/{seller.pk}/").content.decode()


@pytest.mark.parametrize("write", [lambda item, who: records.change(item, {"title": "x"}, actor=who), records.delete])
def test_the_door_for_writing_asks_too(seller: Item, alice: User, write: Any) -> None:
    roles.only(alice, EVERYTHING)
    who = User.objects.get(pk=alice.pk)
    with pytest.raises(Forbidden):
        write(seller, who) if write is not records.delete else write(seller, actor=who)


def test_the_settings_right_is_all_that_our_own_companies_take(client: Client, seller: Item, alice: User) -> None:
    roles.only(alice, {}, settings=True)
    client.force_login(alice)
    assert client.post("/settings/my-companies/new/", {"title": "Third", "currency": "EUR"}).status_code == 303
    assert client.post(f"/settings/my-companies/{seller.pk}/delete/", {"confirm": "1"}).status_code == 303
    assert set(sellers.alive().values_list("title", flat=True)) == {"First", "Third"}


def test_a_conversion_that_uses_one_of_our_own_adds_nothing_to_it(seller: Item, alice: User, dana: User) -> None:
    roles.only(alice, EVERYTHING)
    lead = builders.lead(dana, owner=alice)
    variant = conversion.variant_of("lead", "company")
    assert variant is not None
    wanted = conversion.plan(lead, variant, actor=again(alice), decisions=Decisions(use={"company": seller.pk}))
    record = wanted.record("company")
    assert record is not None
    assert (record.item and record.item.pk, record.may_edit) == (seller.pk, False)


# Stages and pipelines ---------------------------------------------------------------------------------------------


def stage(code: str) -> Stage:
    return Stage.objects.get(pipeline__code="general", code=code)


@pytest.fixture
def role(alice: User) -> Role:
    return roles.only(alice, {("deal", action): "all" for action in ("read", "edit", "move")})


def again(user: User) -> User:
    """The same person at the next request."""
    return User.objects.get(pk=user.pk)


def test_add_on_a_stage_lets_items_be_made_right_there(role: Role, alice: User) -> None:
    Grant.objects.create(role=role, item_type="deal", action="add", scope="own", stage=stage("EXECUTING"))
    made = records.create("deal", {"title": "Late", "stage": stage("EXECUTING")}, actor=again(alice))
    assert made.stage == stage("EXECUTING")


@pytest.mark.parametrize("there", [None, "NEW", "WON"])
def test_and_nowhere_else(role: Role, alice: User, there: str | None) -> None:
    Grant.objects.create(role=role, item_type="deal", action="add", scope="own", stage=stage("EXECUTING"))
    values: dict[str, Any] = {"title": "Late"} | ({"stage": stage(there)} if there else {})
    with pytest.raises(Forbidden):
        records.create("deal", values, actor=again(alice))
    assert not Item.objects.exists()


def test_a_conversion_needs_add_on_the_first_stage(role: Role, alice: User, dana: User) -> None:
    Grant.objects.create(role=role, item_type="lead", action="edit", scope="all")
    Grant.objects.create(role=role, item_type="lead", action="read", scope="all")
    Grant.objects.create(role=role, item_type="deal", action="add", scope="own", stage=stage("EXECUTING"))
    lead = builders.lead(dana)
    assert [missing.action for missing in plan(lead, "deal", again(alice)).missing] == ["add"]
    assert conversion.offered(lead, actor=again(alice)) == ()


def test_a_conversion_takes_the_pipeline_where_one_may_begin(role: Role, alice: User, dana: User) -> None:
    north = pipelines.add("deal", {"en": "North", "de": "Nord"}, actor=dana)
    for of in ("edit", "read"):
        Grant.objects.create(role=role, item_type="lead", action=of, scope="all")
    Grant.objects.create(role=role, item_type="deal", action="add", scope="own", pipeline=north)
    lead = builders.lead(dana)
    answer = Client()
    answer.force_login(alice)
    assert answer.post(f"/leads/{lead.pk}/create/deal/", {"key": "k", "version": "1"}).status_code == 303
    assert Item.objects.get(type="deal").pipeline == north


def test_a_pipeline_one_may_not_add_in_cannot_be_forged(role: Role, alice: User, dana: User) -> None:
    north = pipelines.add("deal", {"en": "North", "de": "Nord"}, actor=dana)
    general = Pipeline.objects.get(code="general")
    for of in ("edit", "read"):
        Grant.objects.create(role=role, item_type="lead", action=of, scope="all")
    Grant.objects.create(role=role, item_type="deal", action="add", scope="own", pipeline=general)
    lead, web = builders.lead(dana), Client()
    web.force_login(alice)
    web.post(f"/leads/{lead.pk}/create/deal/", {"key": "k", "version": "1", "pipeline": north.pk})
    assert not Item.objects.filter(pipeline=north).exists()
    deal = builders.deal(dana)
    assert web.post(f"/deals/{deal.pk}/stage/?pipeline={north.code}").status_code == 403
    assert web.post("/deals/new/", {"title": "x", "pipeline": north.pk}).status_code in {303, 422}
    assert not Item.objects.filter(pipeline=north).exists()


def test_a_stage_left_in_one_direction_only(role: Role, alice: User, dana: User) -> None:
    Destination.objects.create(role=role, stage=stage("NEW"), to=stage("PREPARATION"))
    deal, web = builders.deal(dana), Client()
    web.force_login(alice)
    assert web.post(f"/deals/{deal.pk}/stage/", {"stage": "WON"}).status_code == 403
    assert web.post(f"/deals/{deal.pk}/stage/", {"stage": "PREPARATION"}).status_code == 303


def test_edit_ends_with_the_stage_that_grants_it(role: Role, alice: User, dana: User) -> None:
    Grant.objects.create(role=role, item_type="deal", action="edit", scope="none", stage=stage("WON"))
    deal, web = builders.deal(dana), Client()
    web.force_login(alice)
    assert web.post(f"/deals/{deal.pk}/stage/", {"stage": "WON"}).status_code == 303
    assert web.get(f"/deals/{deal.pk}/edit/").status_code == 403
    assert web.post(f"/deals/{deal.pk}/stage/", {"stage": "NEW"}).status_code == 403
