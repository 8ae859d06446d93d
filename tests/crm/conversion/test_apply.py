"""Does a conversion make what it should, linked and told, once?"""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.core import item_types, permissions, records
from segue.core.models import DirectoryValue, Item, Link, TimelineEntry, User
from segue.crm import clients, communications, conversion, rows
from segue.crm.conversion import Decisions, Seen
from segue.crm.models import Company, Conversion
from tests import builders
from tests.crm.conversion.steps import convert, made, plan


@pytest.mark.parametrize("variant", conversion.VARIANTS, ids=lambda each: f"{each.source}-{each.code}")
def test_every_variant_makes_exactly_its_targets(variant: conversion.Variant, alice: User) -> None:
    source = getattr(builders, variant.source)(alice)
    before = set(Item.objects.values_list("pk", flat=True))
    convert(source, variant.code, alice)
    new = Item.objects.exclude(pk__in=before).values_list("type", flat=True)
    assert sorted(new) == sorted(variant.targets)


@pytest.mark.parametrize("variant", conversion.VARIANTS, ids=lambda each: f"{each.source}-{each.code}")
def test_every_variant_links_each_target_to_the_source(variant: conversion.Variant, alice: User) -> None:
    source = getattr(builders, variant.source)(alice)
    done = convert(source, variant.code, alice)
    links = Link.objects.filter(source=source, kind="created", conversion=done).values_list("target__type", flat=True)
    assert sorted(links) == sorted(variant.targets)


@pytest.mark.parametrize("variant", conversion.VARIANTS, ids=lambda each: f"{each.source}-{each.code}")
def test_every_variant_is_told_on_both_sides(variant: conversion.Variant, alice: User) -> None:
    source = getattr(builders, variant.source)(alice)
    done = convert(source, variant.code, alice)
    on_source = TimelineEntry.objects.filter(item=source, kind="made", conversion=done)
    on_targets = TimelineEntry.objects.filter(kind="created_from", conversion=done, data__source=source.pk)
    assert on_source.count() == on_targets.count() == len(variant.targets)


@pytest.mark.parametrize(
    ("edge", "target", "carried"),
    [
        (edge, target, source)
        for edge in conversion.EDGES.values()
        for target, source in edge.carry.items()
        if target not in {"owner", "currency"}
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value.source}-{value.target}",
)
def test_every_carried_field_arrives(edge: conversion.Edge, target: str, carried: str, alice: User) -> None:
    source = getattr(builders, edge.source)(alice, **_values_for(edge.source, carried))
    new = made(convert(source, edge.target, alice), edge.target)
    new.refresh_from_db()
    source.refresh_from_db()
    assert getattr(new, target) == getattr(source, carried) != ""


def _values_for(source: str, name: str) -> dict[str, object]:

    column = item_types.get(source).model._meta.get_field(name)
    special: dict[str, dict[str, object]] = {
        "amount": {"amount": Decimal("12.34"), "amount_is_manual": True},
        "amount_is_manual": {"amount_is_manual": True},
        "open_to_all": {"open_to_all": False},
        "rounding_mode": {"rounding_mode": "per_document"},
        "decimals": {"decimals": 3},
        "web_form": {"web_form": 7},
        "country_code": {"country_code": "DE"},
    }
    if name in special:
        return special[name]
    if name in {"source", "honorific"}:
        directory = {"source": "SOURCE", "honorific": "HONORIFIC"}[name]
        return {name: DirectoryValue.objects.filter(directory=directory).last()}
    if name == "my_company":
        return {
            name: Company.objects.get(
                pk=builders.company(builders.person("Dana", is_admin=True), is_my_company=True).pk
            )
        }

    return {name: date(2001, 2, 3) if column.get_internal_type() == "DateField" else f"a {name}"}


def test_a_lead_becomes_deal_contact_and_company_that_know_each_other(alice: User) -> None:
    done = convert(builders.lead(alice), "deal-contact-company", alice)
    deal, contact, company = (made(done, code) for code in ("deal", "contact", "company"))
    assert clients.read(deal) == clients.Clients(company.pk, (contact.pk,), contact.pk)
    assert contact.employments.get().company_id == company.pk
    assert (contact.title, company.title, deal.title) == ("Jana Brandt", "Brandt GmbH", "Website form")


def test_a_lead_moves_to_its_success_stage_and_takes_the_client(alice: User) -> None:
    lead = builders.lead(alice)
    done = convert(lead, "contact-company", alice)
    lead.refresh_from_db()
    assert (lead.stage.code, lead.closed_at is not None, lead.is_repeat) == ("CONVERTED", True, False)
    assert clients.read(lead).company == made(done, "company").pk


def test_phones_and_emails_go_to_contact_and_company(alice: User) -> None:
    lead = builders.lead(alice)
    done = convert(lead, "contact-company", alice)
    reach = communications.read(lead)
    assert communications.read(made(done, "contact")) == communications.read(made(done, "company")) == reach


def test_product_rows_travel_and_remember_where_they_come_from(alice: User) -> None:
    deal = builders.deal(alice)
    invoice = made(convert(deal, "invoice", alice), "invoice")
    before, after = rows.read(deal), rows.read(invoice)
    assert [row.origin_row_id for row in after] == [row.id for row in before]
    assert (invoice.amount, invoice.tax_amount) == (deal.amount, deal.tax_amount)


def test_a_deal_stays_where_it_is(alice: User) -> None:
    deal = builders.deal(alice)
    convert(deal, "invoice", alice)
    after = Item.objects.get(pk=deal.pk)
    assert (after.version, after.stage_id) == (1, deal.stage_id)


def test_an_invoice_of_an_estimate_knows_the_deal_behind_it(alice: User) -> None:
    deal = builders.deal(alice)
    estimate = made(convert(deal, "estimate", alice), "estimate")
    invoice = made(convert(estimate, "invoice", alice), "invoice")
    assert (invoice.estimate_id, invoice.deal_id) == (estimate.pk, deal.pk)


def test_a_deal_of_an_estimate_fills_the_estimate_if_it_had_none(alice: User) -> None:
    estimate = builders.estimate(alice)
    deal = made(convert(estimate, "deal", alice), "deal")
    estimate.refresh_from_db()
    assert (estimate.deal_id, deal.estimate_id) == (deal.pk, estimate.pk)


def test_the_same_request_with_the_same_key_answers_with_the_first_result(alice: User) -> None:
    deal = builders.deal(alice)
    first, second = (convert(deal, "invoice", alice, key="k") for _ in range(2))
    assert first == second
    assert Item.objects.of_type("invoice").count() == 1


def test_a_key_of_another_request_is_refused(alice: User) -> None:
    deal = builders.deal(alice)
    convert(deal, "invoice", alice, key="k")
    with pytest.raises(conversion.KeyReused):
        convert(deal, "estimate", alice, key="k")


def test_two_tabs_make_a_second_invoice_only_after_a_confirmation(alice: User) -> None:
    deal = builders.deal(alice)
    convert(deal, "invoice", alice)
    with pytest.raises(conversion.DecisionNeeded) as refused:
        convert(deal, "invoice", alice)
    (question,) = refused.value.plan.open
    convert(deal, "invoice", alice, decisions=Decisions(repeat=question.digest))
    assert Item.objects.of_type("invoice").count() == 2


def test_a_confirmation_names_only_the_earlier_ones_it_has_seen(alice: User) -> None:
    deal = builders.deal(alice)
    convert(deal, "invoice", alice)
    (question,) = plan(deal, "invoice", alice).open
    convert(deal, "invoice", alice, decisions=Decisions(repeat="any"))
    with pytest.raises(conversion.DecisionNeeded):
        convert(deal, "invoice", alice, decisions=Decisions(repeat=question.digest))


def test_a_source_changed_since_is_stale_and_writes_nothing(alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    records.change(deal, {"title": "Shop"}, actor=bob)
    with pytest.raises(conversion.Stale):
        convert(deal, "invoice", alice, seen=Seen(version=1))
    assert not Conversion.objects.exists()


def test_a_plan_that_would_come_out_otherwise_is_stale(alice: User) -> None:
    lead = builders.lead(alice)
    shown = plan(lead, "contact", alice)
    builders.contact(alice)
    with pytest.raises(conversion.Stale):
        convert(lead, "contact", alice, seen=Seen(lead.version, shown.fingerprint))


def test_a_stranger_may_not_convert(alice: User, charlie: User) -> None:
    with pytest.raises(permissions.Forbidden):
        convert(builders.deal(alice), "invoice", charlie)
    assert not Conversion.objects.exists()


def test_a_lead_without_a_name_asks_for_one(alice: User) -> None:
    lead = builders.lead(alice, first_name="", last_name="", title="Fair, stand 7")
    (question,) = plan(lead, "contact", alice).open
    assert (question.slot, question.name, question.text) == ("contact", "last_name", "Fair, stand 7")


def test_what_was_asked_is_filled_in(alice: User) -> None:
    lead = builders.lead(alice, company_name="")
    done = convert(lead, "company", alice, decisions=Decisions(fields={"company": {"title": "Nordwind eG"}}))
    assert made(done, "company").title == "Nordwind eG"


def test_an_existing_contact_with_the_same_email_is_offered_and_used(alice: User) -> None:
    known = builders.contact(alice, communications=(communications.Communication("EMAIL", "JANA@brandt.example"),))
    lead = builders.lead(alice)
    (question,) = plan(lead, "deal-contact", alice).open
    assert (question.chosen, question.matches[0].reasons) == (known.pk, ("email", "name"))
    done = convert(lead, "deal-contact", alice, decisions=Decisions(use={"contact": known.pk}))
    assert clients.read(made(done, "deal")).contacts == (known.pk,)


def test_a_used_contact_keeps_its_values_and_gains_what_it_lacks(alice: User) -> None:
    known = builders.contact(
        alice, first_name="J.", communications=(communications.Communication("EMAIL", "jana@brandt.example", "HOME"),)
    )
    convert(builders.lead(alice), "contact", alice, decisions=Decisions(use={"contact": known.pk}))
    known.refresh_from_db()
    assert known.first_name == "J."
    assert [each.value for each in communications.read(known)] == ["jana@brandt.example", "030 123456"]


def test_the_stricter_do_not_contact_mark_stands_d19(alice: User) -> None:
    known = builders.contact(alice, communications=(communications.Communication("EMAIL", "jana@brandt.example"),))
    marked = (communications.Communication("EMAIL", "jana@brandt.example", do_not_contact=True),)
    lead = builders.lead(alice, communications=marked)
    convert(lead, "contact", alice, decisions=Decisions(use={"contact": known.pk}))
    assert [each.do_not_contact for each in communications.read(known)] == [True]


def test_a_match_one_may_not_see_is_only_hinted_at(alice: User, charlie: User) -> None:
    builders.contact(charlie, open_to_all=False)
    (question,) = plan(builders.lead(alice), "contact", alice).open
    assert (question.matches, question.has_hidden, question.chosen) == ((), True, 0)


def test_a_contact_made_before_is_taken_again_for_a_deal(alice: User) -> None:
    lead = builders.lead(alice)
    contact = made(convert(lead, "contact", alice), "contact")
    done = convert(lead, "deal-contact", alice)
    assert clients.read(made(done, "deal")).contacts == (contact.pk,)
    assert Item.objects.of_type("contact").count() == 1


def test_nothing_is_left_to_do_when_all_was_made_before(alice: User) -> None:
    lead = builders.lead(alice)
    convert(lead, "contact", alice)
    with pytest.raises(conversion.NothingToDo):
        convert(lead, "contact", alice)


def test_a_target_in_the_recycle_bin_does_not_count(alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    records.delete(made(convert(deal, "invoice", alice), "invoice"), actor=dana)
    convert(deal, "invoice", alice)
    assert Item.objects.alive().of_type("invoice").count() == 1


def test_a_client_in_the_recycle_bin_stays_behind_and_is_listed(alice: User, dana: User) -> None:
    company = builders.company(alice)
    deal = builders.deal(alice, client=builders.client(company))
    records.delete(company, actor=dana)
    assert [stay.reason for stay in plan(deal, "invoice", alice).stays if stay.name == "client"] == ["in_bin"]
    assert clients.read(made(convert(deal, "invoice", alice), "invoice")) == clients.NOBODY


def test_an_inactive_owner_is_replaced_by_the_actor(alice: User, bob: User) -> None:
    deal = builders.deal(bob)
    bob.is_active = False
    bob.save()
    assert made(convert(deal, "invoice", alice), "invoice").owner == alice


def test_what_stays_on_a_lead_made_into_a_contact_is_listed(alice: User) -> None:
    stays = {stay.name: stay.reason for stay in plan(builders.lead(alice, stage_note="call"), "contact", alice).stays}
    assert stays == {
        "title": "own_default", "amount": "no_field", "currency": "no_field", "company_name": "no_field",
        "stage_note": "no_field", "rows": "no_field",
    }  # fmt: skip


def test_the_plan_writes_nothing(alice: User, django_assert_num_queries: object) -> None:

    lead = builders.lead(alice)
    with CaptureQueriesContext(connection) as queries:
        plan(lead, "deal-contact-company", alice)
    assert not [query for query in queries if not query["sql"].lstrip("(").startswith("SELECT")]
