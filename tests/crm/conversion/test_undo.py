"""Does undoing bring back the former state, and refuse where somebody built on what was made?"""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from segue.core import item_types, permissions, records, timeline
from segue.core.models import Item, Link, Stage, TimelineEntry, User
from segue.crm import clients, communications, conversion, employments
from segue.crm.conversion import Decisions
from segue.crm.models import Client, Conversion
from tests import builders
from tests.crm.conversion.steps import convert, made, undo

# What "former state" leaves out (domain.md 4.8).
STAMPS = {"version", "changed_by_id", "changed_at", "last_activity_by_id", "last_activity_at"}


def state(*items: Item) -> list[dict[str, Any]]:
    """All columns and parts of items, and which living items and links there are."""
    whole: list[dict[str, Any]] = []
    for item in items:
        fresh = item_types.of(item).model.objects.get(pk=item.pk)
        columns = {f.attname: getattr(fresh, f.attname) for f in fresh._meta.concrete_fields}
        parts = {part.name: part.read(fresh) for part in item_types.of(item).parts}
        whole.append({name: value for name, value in columns.items() if name not in STAMPS} | parts)
    living = sorted(Item.objects.alive().values_list("pk", flat=True))
    return [*whole, {"living": living, "links": list(Link.objects.values_list("source", "target"))}]


@pytest.mark.parametrize("variant", conversion.VARIANTS, ids=lambda each: f"{each.source}-{each.code}")
def test_undo_is_as_before_for_every_variant(variant: conversion.Variant, alice: User) -> None:
    source = getattr(builders, variant.source)(alice)
    before = state(source)
    undo(convert(source, variant.code, alice), alice)
    assert state(source) == before


def test_an_undo_asks_what_a_deal_needs_and_no_more(
    alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Half of it looks for what stands against it; on PostgreSQL that travels together."""
    undo(convert(builders.lead(alice), "deal", alice), alice)  # what is composed once, and rights
    done = convert(builders.lead(alice), "deal", alice)
    with django_assert_max_num_queries(54):
        conversion.undo(done, actor=alice, key="counted", fingerprint=None)


def test_undo_takes_back_what_a_used_contact_gained(alice: User) -> None:
    known = builders.contact(alice, communications=(communications.Communication("EMAIL", "jana@brandt.example"),))
    lead = builders.lead(alice)
    before = state(lead, known)
    done = convert(lead, "contact-company", alice, decisions=Decisions(use={"contact": known.pk}))
    undo(done, alice)
    assert state(lead, known) == before


def test_undo_keeps_a_phone_that_somebody_changed_since(alice: User) -> None:
    known = builders.contact(alice, communications=(communications.Communication("EMAIL", "jana@brandt.example"),))
    done = convert(builders.lead(alice), "contact", alice, decisions=Decisions(use={"contact": known.pk}))
    changed = (communications.Communication("PHONE", "030 999"),)
    records.change(known, {}, parts={"communications": changed}, actor=alice)
    undo(done, alice)
    assert communications.read(known) == changed


def test_the_second_undo_of_a_lead_brings_its_stage_back(alice: User) -> None:
    lead = builders.lead(alice)
    before = state(lead)
    first = convert(lead, "deal", alice)
    second = convert(lead, "company", alice)
    undo(first, alice)
    assert Item.objects.get(pk=lead.pk).stage.code == "CONVERTED"
    undo(second, alice)
    assert state(lead) == before


def test_a_lead_moved_since_stays_where_it_is(alice: User) -> None:
    lead = builders.lead(alice)
    done = convert(lead, "deal", alice)
    records.change(lead, {"stage": Stage.objects.get(code="JUNK")}, actor=alice)
    assert undo(done, alice).undo_result == {"kept": ["stage"]}
    assert Item.objects.get(pk=lead.pk).stage.code == "JUNK"


def test_a_stage_deleted_since_is_replaced_by_the_first(alice: User) -> None:
    stage = Stage.objects.create(
        pipeline=Stage.objects.get(code="JUNK").pipeline, code="CALLED", semantics="process", sort=25
    )
    lead = builders.lead(alice, stage=stage)
    done = convert(lead, "deal", alice)
    lead.stage_changes.filter(stage=stage).delete()
    stage.delete()
    undo(done, alice)
    assert Item.objects.get(pk=lead.pk).stage.code == "NEW"


def test_undoing_twice_is_undoing_once(alice: User) -> None:
    done = convert(builders.deal(alice), "invoice", alice)
    first = undo(done, alice)
    again = conversion.undo(done, actor=alice, key="other", fingerprint="whatever")
    assert (again.undone_at, again.undo_key) == (first.undone_at, first.undo_key)


def test_an_undone_conversion_does_not_count_as_a_repetition(alice: User) -> None:
    deal = builders.deal(alice)
    undo(convert(deal, "invoice", alice), alice)
    convert(deal, "invoice", alice)
    assert Item.objects.alive().of_type("invoice").count() == 1


def test_the_number_of_an_undone_invoice_is_never_given_again(alice: User) -> None:
    deal = builders.deal(alice)
    undo(convert(deal, "invoice", alice), alice)
    assert made(convert(deal, "invoice", alice), "invoice").number == "2"


def test_the_same_key_after_an_undo_makes_nothing(alice: User) -> None:
    deal = builders.deal(alice)
    undo(convert(deal, "invoice", alice, key="k"), alice)
    assert convert(deal, "invoice", alice, key="k").state == "undone"
    assert not Item.objects.alive().of_type("invoice").exists()


def test_a_restored_item_comes_back_without_the_link(alice: User) -> None:
    deal = builders.deal(alice)
    invoice = made(undo(convert(deal, "invoice", alice), alice), "invoice")
    restored: Any = item_types.child_of(records.restore(invoice, actor=alice))
    assert (restored.deal_id, restored.links_up.count()) == (None, 0)


def test_undo_is_told_on_both_sides(alice: User) -> None:
    deal = builders.deal(alice)
    done = undo(convert(deal, "invoice", alice), alice)
    told = TimelineEntry.objects.filter(kind="conversion_undone").values_list("item_id", flat=True)
    assert set(told) == {deal.pk, made(done, "invoice").pk}


def blocked(done: Conversion, actor: User) -> list[str]:
    shown = conversion.plan_undo(done, actor=actor)
    with pytest.raises(conversion.UndoRefused):
        conversion.undo(done, actor=actor, key="u", fingerprint=shown.fingerprint)
    return [reason.code for reason in shown.blocked]


def test_a_further_conversion_stands_in_the_way(alice: User) -> None:
    done = convert(builders.deal(alice), "estimate", alice)
    convert(made(done, "estimate"), "invoice", alice)
    assert "converted_on" in blocked(done, alice)


def test_a_comment_stands_in_the_way(alice: User) -> None:
    done = convert(builders.deal(alice), "invoice", alice)
    timeline.record(made(done, "invoice"), "comment", actor=alice, data={"text": "sent"})
    assert blocked(done, alice) == ["worked_on"]


def test_a_final_stage_stands_in_the_way(alice: User) -> None:
    done = convert(builders.deal(alice), "invoice", alice)
    paid = Stage.objects.get(pipeline__item_type="invoice", semantics="success")
    records.change(made(done, "invoice"), {"stage": paid}, actor=alice)
    assert blocked(done, alice) == ["worked_on"]


def test_a_deal_that_has_the_contact_as_client_stands_in_the_way(alice: User) -> None:
    done = convert(builders.lead(alice), "contact", alice)
    builders.deal(alice, client=builders.client(None, made(done, "contact")))
    assert blocked(done, alice) == ["referred_to"]


def test_changed_fields_do_not_stand_in_the_way_but_are_told(alice: User, bob: User) -> None:
    done = convert(builders.deal(alice), "invoice", alice)
    records.change(made(done, "invoice"), {"title": "Final"}, actor=bob)
    shown = conversion.plan_undo(done, actor=alice)
    assert [(entry.actor, list(entry.data["changes"])) for entry in shown.changes] == [(bob, ["title"])]
    undo(done, alice)


def test_what_changed_since_it_was_shown_refuses_the_undo(alice: User, bob: User) -> None:
    done = convert(builders.deal(alice), "invoice", alice)
    shown = conversion.plan_undo(done, actor=alice)
    records.change(made(done, "invoice"), {"title": "Final"}, actor=bob)
    with pytest.raises(conversion.UndoRefused):
        conversion.undo(done, actor=alice, key="u", fingerprint=shown.fingerprint)


def test_a_colleague_needs_the_right_to_delete(alice: User, bob: User) -> None:
    done = convert(builders.deal(alice), "invoice", alice)
    with pytest.raises(permissions.Forbidden) as refused:
        undo(done, bob)
    assert [right.action for right in refused.value.missing] == ["delete"]


def test_after_a_day_one_needs_the_right_to_delete_oneself(alice: User) -> None:
    done = convert(builders.deal(alice), "invoice", alice)
    Conversion.objects.update(at=timezone.now() - timedelta(hours=25))
    with pytest.raises(permissions.Forbidden):
        undo(Conversion.objects.get(pk=done.pk), alice)


def test_an_administrator_may_always_undo(alice: User, dana: User) -> None:
    done = convert(builders.deal(alice), "invoice", alice)
    Conversion.objects.update(at=timezone.now() - timedelta(days=30))
    assert undo(Conversion.objects.get(pk=done.pk), dana).state == "undone"


def test_a_created_item_already_in_the_bin_counts_as_gone(alice: User, dana: User) -> None:
    lead = builders.lead(alice)
    before = state(lead)
    done = convert(lead, "deal", alice)
    records.delete(made(done, "deal"), actor=dana)
    undo(done, alice)
    assert state(lead) == before


def test_the_client_a_person_added_since_stays(alice: User) -> None:
    lead, other = builders.lead(alice), builders.contact(alice, last_name="Other")
    done = convert(lead, "company", alice)
    company = made(done, "company")
    records.change(lead, {}, parts={"client": clients.Clients(company.pk, (other.pk,))}, actor=alice)
    undo(done, alice)
    assert clients.read(lead) == clients.Clients(None, (other.pk,), other.pk)
    assert Client.objects.filter(item=lead).count() == 1


def test_a_used_company_loses_the_contact_created_beside_it(alice: User) -> None:
    company = builders.company(alice)
    before = state(company)
    done = convert(builders.lead(alice), "contact-company", alice, decisions=Decisions(use={"company": company.pk}))
    undo(done, alice)
    assert state(company)[0] == before[0]
    restored = records.restore(made(done, "contact"), actor=alice)
    assert employments.COMPANIES.read(restored) == ()


def test_an_undo_key_serves_one_conversion_only(alice: User) -> None:
    deal = builders.deal(alice)
    first, second = convert(deal, "invoice", alice), convert(deal, "estimate", alice)
    shown = conversion.plan_undo(first, actor=alice).fingerprint
    conversion.undo(first, actor=alice, key="u", fingerprint=shown)
    shown = conversion.plan_undo(second, actor=alice).fingerprint
    with pytest.raises(conversion.KeyReused):
        conversion.undo(second, actor=alice, key="u", fingerprint=shown)
    assert Conversion.objects.get(pk=second.pk).state == "applied"


@pytest.mark.parametrize("done_at_once", [False, True])
def test_an_activity_made_by_people_stands_in_the_way(alice: User, done_at_once: bool) -> None:
    done = convert(builders.deal(alice), "invoice", alice)
    builders.activity(alice, made(done, "invoice"), done=done_at_once)
    assert blocked(done, alice) == ["worked_on"]
