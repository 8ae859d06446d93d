"""Does a conversion ask for the required standard fields that nothing fills in, of its targets and of its lead?"""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.core import item_types, required
from segue.core.models import DirectoryValue, User
from segue.crm import communications, conversion
from segue.crm.conversion import Decisions, standard
from segue.crm.models import Deal, Lead
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.core.test_required import need
from tests.crm.conversion.steps import convert, made, plan, undo
from tests.crm.test_sellers import seller


def open_names(seen: Any) -> list[tuple[str, str]]:
    return [(each.slot, each.name) for each in seen.open if isinstance(each, conversion.Blank)]


def answered(slot: str, **texts: str) -> Decisions:
    return Decisions(fields={slot: texts})


def test_a_required_field_of_the_target_that_is_blank_is_asked_for(alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    need(dana, "comment", item_type="invoice")
    with pytest.raises(conversion.DecisionNeeded) as asked:
        convert(deal, "invoice", alice)
    assert open_names(asked.value.plan) == [("invoice", "comment")]
    done = convert(deal, "invoice", alice, decisions=answered("invoice", comment=" By post "))
    assert made(done, "invoice").comment == "By post"


def test_what_the_source_carries_over_is_not_asked_for(alice: User, dana: User) -> None:
    need(dana, "comment", item_type="invoice")
    assert made(convert(builders.deal(alice, comment="Called"), "invoice", alice), "invoice").comment == "Called"


def test_what_a_later_stage_requires_is_not_asked_for(alice: User, dana: User) -> None:
    need(dana, "comment", "S", "invoice")
    assert plan(builders.deal(alice), "invoice", alice).open == ()


def test_an_answer_does_not_replace_what_is_carried_over(alice: User, dana: User) -> None:
    need(dana, "comment", item_type="invoice")
    done = convert(
        builders.deal(alice, comment="Called"), "invoice", alice, decisions=answered("invoice", comment="No")
    )
    assert made(done, "invoice").comment == "Called"


def test_an_answer_nobody_asks_for_is_none(alice: User) -> None:
    done = convert(builders.deal(alice), "invoice", alice, decisions=answered("invoice", comment="Hello"))
    assert made(done, "invoice").comment == ""


@pytest.mark.parametrize(
    ("slot", "case"),
    [
        ("deal", ("probability", "40", 40)),
        ("contact", ("birth_on", "3.2.1980", date(1980, 2, 3))),
        ("contact", ("position", "Buyer", "Buyer")),
        ("company", ("revenue", "1,000", 1000)),
    ],
)
def test_an_answer_is_read_as_in_the_form(alice: User, dana: User, slot: str, case: tuple[Any, ...]) -> None:
    name, text, value = case
    lead = builders.lead(alice, communications=())
    need(dana, name, item_type=slot)
    done = convert(lead, slot, alice, decisions=answered(slot, **{name: text}))
    assert getattr(made(done, slot), name) == value


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("probability", "many", "Enter a whole number."),
        ("probability", "101", "Ensure this value is less than or equal to 100."),
        ("utm_term", "x" * 256, "At most 255 characters."),
        ("utm_term", "a\x00", "The text holds a sign that cannot be stored. Type it anew."),
        ("utm_term", " ", "This field is required."),
    ],
)
def test_a_wrong_answer_is_said_and_stays_open(alice: User, dana: User, name: str, text: str, said: str) -> None:
    need(dana, name)
    seen = plan(builders.lead(alice), "deal", alice, answered("deal", **{name: text}))
    assert (seen.errors, open_names(seen)) == ({("deal", name): said}, [("deal", name)])


def test_a_choice_is_one_of_those_offered(alice: User, dana: User) -> None:
    need(dana, "industry", item_type="company")
    lead = builders.lead(alice, communications=())
    other, right = (DirectoryValue.objects.filter(directory=name)[0] for name in ("SOURCE", "INDUSTRY"))
    wrong = plan(lead, "company", alice, answered("company", industry=str(other.pk)))
    assert wrong.errors == {("company", "industry"): "Choose one of the offered values."}
    done = convert(lead, "company", alice, decisions=answered("company", industry=str(right.pk)))
    assert made(done, "company").industry == right


def test_where_nothing_can_be_chosen_nothing_is_asked(alice: User, dana: User) -> None:
    need(dana, "my_company", item_type="invoice")
    assert plan(builders.deal(alice), "invoice", alice).open == ()


def test_a_phone_that_is_required_is_asked_for_and_written(alice: User, dana: User) -> None:
    need(dana, "phone", item_type="contact")
    lead = builders.lead(alice, communications=())
    assert open_names(plan(lead, "contact", alice)) == [("contact", "phone")]
    done = convert(lead, "contact", alice, decisions=answered("contact", phone="030 1"))
    assert [each.value for each in communications.read(made(done, "contact"))] == ["030 1"]


def test_an_amount_that_comes_from_the_rows_is_not_asked_for(alice: User, dana: User) -> None:
    need(dana, "amount", item_type="invoice")
    assert plan(builders.deal(alice), "invoice", alice).open == ()
    assert open_names(plan(builders.deal(alice, rows=()), "invoice", alice)) == [("invoice", "amount")]


@pytest.mark.parametrize("name", ["client", "observers", "files"])
def test_what_no_single_input_can_take_the_new_form_asks_for(alice: User, dana: User, name: str) -> None:
    need(dana, name)
    assert made(convert(builders.lead(alice), "deal", alice), "deal").pk


def test_an_existing_contact_is_not_asked_for_anything(alice: User, dana: User) -> None:
    known = builders.contact(alice)
    need(dana, "position", item_type="contact")
    done = convert(builders.lead(alice), "contact", alice, decisions=Decisions(use={"contact": known.pk}))
    assert made(done, "contact") == known


# What the lead's own success stage requires


def test_the_success_stage_asks_for_what_the_lead_lacks(alice: User, dana: User) -> None:
    lead = builders.lead(alice)
    need(dana, "comment", "CONVERTED", "lead")
    stored(dana, "integer", "SEATS", item_type="lead", mandatory=True)
    assert open_names(plan(lead, "deal", alice)) == [("lead", "comment"), ("lead", "SEATS")]
    answers = Decisions(create_fields={}, fields={"lead": {"comment": "Called", "SEATS": "3"}})
    convert(lead, "deal", alice, decisions=answers)
    found = Lead.objects.get()
    assert (found.comment, found.custom, str(found.stage)) == ("Called", {"SEATS": 3}, "Converted")


def test_a_phone_of_the_lead_is_asked_for_too(alice: User, dana: User) -> None:
    lead = builders.lead(alice, communications=())
    need(dana, "phone", "CONVERTED", "lead")
    convert(lead, "deal", alice, decisions=answered("lead", phone="030 1"))
    assert [each.value for each in communications.read(lead)] == ["030 1"]


def test_a_lead_that_has_succeeded_already_is_not_asked_again(alice: User, dana: User) -> None:
    lead = builders.lead(alice)
    convert(lead, "contact", alice)
    need(dana, "comment", "CONVERTED", "lead")
    assert plan(Lead.objects.get(), "deal", alice).open == ()


def test_what_was_answered_stays_when_the_conversion_is_undone(alice: User, dana: User) -> None:
    lead = builders.lead(alice)
    need(dana, "comment", "CONVERTED", "lead")
    undo(convert(lead, "deal", alice, decisions=answered("lead", comment="Called")), alice)
    found = Lead.objects.get()
    assert (found.comment, str(found.stage), Deal.objects.alive().exists()) == ("Called", "Unassigned", False)


@pytest.mark.parametrize("variant", conversion.VARIANTS, ids=lambda each: f"{each.source}-{each.code}")
def test_whatever_a_type_requires_its_questions_let_through(
    alice: User, dana: User, variant: conversion.Variant
) -> None:
    """Every column of the targets is required: what is asked and answered is enough to make them."""
    seller(dana)
    source = getattr(builders, variant.source)(alice)
    texts = {"probability": "4", "birth_on": "1980-02-03", "revenue": "1", "email": "a@b.example"}
    for slot in variant.targets:
        item_type = item_types.get(slot)
        for name in {*required.choosable(item_type)} - {*item_type.required}:
            need(dana, name, item_type=slot)
    asked = open_names(plan(source, variant.code, alice))
    given: dict[str, dict[str, str]] = {}
    for slot, name in asked:
        offered = standard.offered(slot, name)
        given.setdefault(slot, {})[name] = str(offered[0].pk) if offered else texts.get(name, "Word")
    done = convert(source, variant.code, alice, decisions=Decisions(fields=given))
    assert asked
    assert all(made(done, slot).pk for slot in variant.targets)


def test_nothing_required_costs_a_conversion_one_question(alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    with CaptureQueriesContext(connection) as queries:
        convert(deal, "invoice", alice)
    asked = [query["sql"] for query in queries if "core_requiredfield" in query["sql"]]
    assert len(asked) == 1
