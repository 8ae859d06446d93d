"""Is a copy the same with its own number, on the first stage, without links and files?"""

from decimal import Decimal

import pytest
from django.test import Client

from segue.core import item_types
from segue.core.custom_fields import changes
from segue.core.models import Item, Stage, User
from segue.crm import rows
from segue.crm.models import Client as ClientLink
from tests import builders
from tests.crm.conversion.steps import convert

every_type = pytest.mark.parametrize("slug", list(builders.BY_SLUG))


def copied(web: Client, slug: str, item: Item) -> Item:
    answer = web.post(f"/{slug}/{item.pk}/copy/")
    assert answer.status_code == 303
    return item_types.child_of(Item.objects.get(pk=answer["Location"].strip("/").split("/")[1]))


@every_type
def test_each_type_can_be_copied(web: Client, alice: User, slug: str) -> None:
    item = builders.BY_SLUG[slug](alice, source_note="from the fair")
    made = copied(web, slug, item)
    assert (made.title, made.source_note, made.owner_id) == (item.title, "from the fair", alice.pk)
    assert made.pk != item.pk
    assert made.number != item.number or not item.number


def test_rows_and_clients_come_along_and_lineage_does_not(web: Client, alice: User) -> None:
    company = builders.company(alice)
    convert(builders.deal(alice, client=builders.client(company)), "estimate", alice)
    estimate = Item.objects.get(type="estimate")
    made = copied(web, "estimates", estimate)
    assert made.amount == estimate.amount > 0
    assert {row.origin_row_id for row in rows.read(made)} == {None}
    assert ClientLink.objects.get(item=made.pk).company_id == company.pk
    assert not made.links_up.exists()


def test_it_begins_on_the_first_stage_of_the_same_pipeline(web: Client, alice: User) -> None:
    won = Stage.objects.get(pipeline__code="general", semantics="success")
    made = copied(web, "deals", builders.deal(alice, stage=won, amount=Decimal(5), amount_is_manual=True))
    assert (made.stage.code, made.pipeline_id, made.amount) == ("NEW", won.pipeline_id, 5)


def test_what_one_may_not_see_stays_behind(web: Client, alice: User, dana: User) -> None:
    for code in ("SECRET", "PLAIN"):
        changes.save(changes.new("deal", "string", code=code), {"labels": {"en": code}}, actor=dana)
    field = changes.save(changes.new("deal", "string", code="HIDDEN"), {"labels": {"en": "H"}}, actor=dana)
    deal = builders.deal(dana, PLAIN="x", HIDDEN="y", owner=alice)
    changes.restrict(field, [dana], [], actor=dana)
    assert copied(web, "deals", deal).custom == {"PLAIN": "x"}


def test_it_takes_the_right_to_add(web: Client, alice: User, charlie: User) -> None:
    deal = builders.deal(alice)
    builders.take_right_away("add", "deal")
    assert web.post(f"/deals/{deal.pk}/copy/").status_code == 403
    web.force_login(charlie)
    assert web.post(f"/deals/{deal.pk}/copy/").status_code == 404
