"""What becomes of custom values when one item is made from another, and of the fields they need?"""

from decimal import Decimal

import pytest

from segue.core.custom_fields import changes, definitions
from segue.core.models import CustomField, User
from segue.crm import conversion
from segue.crm.conversion import ALL, Decisions
from tests import builders
from tests.crm.conversion.fields import codes, field, held
from tests.crm.conversion.steps import convert, made, plan, undo

pytestmark = pytest.mark.django_db
NONE_TICKED = Decisions(create_fields={})


@pytest.fixture(autouse=True)
def visit_date(dana: User) -> CustomField:
    return field("deal", "date", "Visit", by=dana)


def ticked(**fields: tuple[str, ...]) -> Decisions:
    return Decisions(create_fields=fields)


def test_a_field_the_target_lacks_is_offered_even_when_it_is_blank_here(dana: User) -> None:
    asked = plan(builders.deal(dana), "invoice", dana).missing_fields
    assert [(group.slot, [offer.field.code for offer in group.offers]) for group in asked.groups] == [
        ("invoice", ["VISIT"])
    ]


def test_nothing_is_asked_where_the_target_has_the_field(dana: User) -> None:
    field("invoice", "date", "Another name", by=dana, code="VISIT")
    assert plan(builders.deal(dana), "invoice", dana).missing_fields is None


def test_the_question_stays_open_until_somebody_answered(dana: User) -> None:
    source = builders.deal(dana)
    with pytest.raises(conversion.DecisionNeeded):
        convert(source, "invoice", dana)
    assert convert(source, "invoice", dana, decisions=NONE_TICKED).state == "applied"


def test_a_ticked_field_is_created_and_filled(dana: User) -> None:
    source = builders.deal(dana, VISIT="2026-12-24")
    done = convert(source, "invoice", dana, decisions=ticked(invoice=("VISIT",)))
    assert (codes("invoice"), held(made(done, "invoice"))) == (["VISIT"], {"VISIT": "2026-12-24"})


def test_all_of_a_group_can_be_ticked_at_once(dana: User) -> None:
    field("deal", "string", "Note", by=dana)
    source = builders.deal(dana, VISIT="2026-12-24", NOTE="bring cake")
    done = convert(source, "invoice", dana, decisions=ticked(invoice=(ALL,)))
    assert held(made(done, "invoice")) == {"VISIT": "2026-12-24", "NOTE": "bring cake"}


def test_what_was_not_ticked_stays_and_the_plan_says_so(dana: User) -> None:
    source = builders.deal(dana, VISIT="2026-12-24")
    seen = plan(source, "invoice", dana, NONE_TICKED)
    assert [(stay.name, stay.reason) for stay in seen.stays if stay.name == "VISIT"] == [("VISIT", "not_created")]
    done = convert(source, "invoice", dana, decisions=NONE_TICKED)
    assert (codes("invoice"), held(made(done, "invoice")), held(source)) == ([], {}, {"VISIT": "2026-12-24"})


def test_one_lead_creates_the_field_on_three_types_at_once(dana: User) -> None:
    field("lead", "money", "Budget", by=dana)
    budget = {"amount": Decimal("99.5"), "currency": "EUR"}
    source = builders.lead(dana, BUDGET=budget)
    every = ticked(deal=("BUDGET",), contact=("BUDGET",), company=("BUDGET",))
    done = convert(source, "deal-contact-company", dana, decisions=every)
    assert [held(made(done, code))["BUDGET"] for code in ("deal", "contact", "company")] == [budget] * 3


def test_only_the_ticked_type_gets_the_field(dana: User) -> None:
    field("lead", "integer", "Desks", by=dana)
    done = convert(builders.lead(dana, DESKS=4), "deal-contact", dana, decisions=ticked(contact=("DESKS",)))
    assert [held(made(done, code)) for code in ("deal", "contact")] == [{}, {"DESKS": 4}]


def test_a_copied_field_is_like_the_first_but_not_required(dana: User) -> None:
    field(
        "deal", "double", "Weight", by=dana, settings={"min": "1", "precision": "3"}, mandatory=True,
        help_texts={"en": "in kg"}, in_filter=True,
    )  # fmt: skip
    convert(builders.deal(dana, WEIGHT=Decimal("2.125")), "invoice", dana, decisions=ticked(invoice=("WEIGHT",)))
    new = definitions.of_type("invoice")["WEIGHT"]
    assert (new.label, new.help_text, new.settings, new.in_filter) == (
        "Weight",
        "in kg",
        {"min": 1, "precision": 3},
        True,
    )
    assert (new.mandatory, new.show_always) == (False, True)


def test_options_are_found_again_by_their_text(dana: User) -> None:
    colour = field("deal", "list", "Colour", by=dana, options=("Red", "Green"))
    green = next(pk for pk, option in colour.offered.items() if option.text == "Green")
    done = convert(builders.deal(dana, COLOUR=green), "invoice", dana, decisions=ticked(invoice=("COLOUR",)))
    new = definitions.of_type("invoice")["COLOUR"]
    chosen = held(made(done, "invoice"))["COLOUR"]
    assert (new.offered[chosen].text, chosen != green) == ("Green", True)


def test_an_option_the_target_does_not_know_stays_n4(dana: User) -> None:
    red = field("deal", "list", "Colour", by=dana, options=("Red",))
    field("invoice", "list", "Colour", by=dana, options=("Rot",))
    source = builders.deal(dana, COLOUR=next(iter(red.offered)))
    done = convert(source, "invoice", dana, decisions=NONE_TICKED)
    assert held(made(done, "invoice")) == {}
    assert [stay["reason"] for stay in done.plan["stays"] if stay["name"] == "COLOUR"] == ["unfitting"]


def test_an_option_of_another_spelling_is_found_by_its_external_id_n4(dana: User) -> None:
    here = field("deal", "list", "Colour", by=dana, options=("Red",))
    there = field("invoice", "list", "Colour", by=dana, options=("Rot",))
    for each in (here, there):
        changes.save_option(each.options.get(), {"external_id": "red"}, actor=dana)
    done = convert(builders.deal(dana, COLOUR=next(iter(here.offered))), "invoice", dana, decisions=NONE_TICKED)
    assert held(made(done, "invoice")) == {"COLOUR": next(iter(there.offered))}


def test_who_may_not_change_settings_converts_without_creating(alice: User, dana: User) -> None:
    source = builders.deal(alice, VISIT="2026-12-24")
    seen = plan(source, "invoice", alice)
    assert not seen.missing_fields.may_create
    done = convert(source, "invoice", alice, decisions=ticked(invoice=("VISIT",)))
    assert (codes("invoice"), held(made(done, "invoice"))) == ([], {})


def test_a_field_that_was_created_meanwhile_is_used(dana: User) -> None:
    source, seen = builders.deal(dana, VISIT="2026-12-24"), ticked(invoice=("VISIT",))
    shown = plan(source, "invoice", dana, seen)
    convert(builders.deal(dana), "invoice", dana, decisions=seen)
    done = convert(source, "invoice", dana, decisions=seen, seen=conversion.Seen(source.version, shown.fingerprint))
    assert (codes("invoice"), held(made(done, "invoice"))) == (["VISIT"], {"VISIT": "2026-12-24"})


def test_fields_that_are_not_to_be_offered_again_are_not(dana: User) -> None:
    convert(builders.deal(dana), "invoice", dana, decisions=Decisions(create_fields={}, do_not_offer=("invoice",)))
    assert plan(builders.deal(dana), "invoice", dana).missing_fields is None
    assert plan(builders.deal(dana), "estimate", dana).missing_fields is not None


def test_a_number_goes_into_a_text_of_the_same_code(dana: User) -> None:
    field("deal", "integer", "Desks", by=dana)
    field("invoice", "string", "Desks", by=dana)
    done = convert(builders.deal(dana, DESKS=12), "invoice", dana, decisions=NONE_TICKED)
    assert held(made(done, "invoice")) == {"DESKS": "12"}


def test_a_kind_that_would_lose_something_stays_as_a_conflict(dana: User) -> None:
    field("deal", "string", "Desks", by=dana)
    field("invoice", "date", "Desks", by=dana)
    source = builders.deal(dana, DESKS="twelve")
    asked = plan(source, "invoice", dana).missing_fields
    assert [(one.kind, other.kind) for one, other in asked.groups[0].conflicts] == [("string", "date")]
    done = convert(source, "invoice", dana, decisions=NONE_TICKED)
    assert [stay["reason"] for stay in done.plan["stays"] if stay["name"] == "DESKS"] == ["other_kind"]


def test_a_value_the_target_refuses_stays_and_blocks_nothing(dana: User) -> None:
    field("deal", "string", "Note", by=dana)
    field("invoice", "string", "Note", by=dana, settings={"max_length": "3"})
    done = convert(builders.deal(dana, NOTE="too long"), "invoice", dana, decisions=NONE_TICKED)
    assert [stay["reason"] for stay in done.plan["stays"] if stay["name"] == "NOTE"] == ["unfitting"]


def test_a_required_field_of_the_target_is_asked_for_n3(dana: User) -> None:
    field("invoice", "string", "Order", by=dana, mandatory=True)
    source = builders.deal(dana)
    with pytest.raises(conversion.DecisionNeeded) as asked:
        convert(source, "invoice", dana, decisions=NONE_TICKED)
    assert [question.name for question in asked.value.plan.open] == ["ORDER"]
    answered = Decisions(create_fields={}, fields={"invoice": {"ORDER": "4711"}})
    assert held(made(convert(source, "invoice", dana, decisions=answered), "invoice")) == {"ORDER": "4711"}


def test_a_wrong_answer_to_a_required_field_is_said_at_the_field(dana: User) -> None:
    field("invoice", "integer", "Desks", by=dana, mandatory=True)
    answered = Decisions(create_fields={}, fields={"invoice": {"DESKS": "many"}})
    seen = plan(builders.deal(dana), "invoice", dana, answered)
    assert list(seen.errors) == [("invoice", "DESKS")]
    assert len(seen.open) == 1


def test_a_default_of_the_target_fills_what_does_not_travel(dana: User) -> None:
    field("invoice", "string", "Terms", by=dana, settings={"default": "14 days"})
    done = convert(builders.deal(dana), "invoice", dana, decisions=NONE_TICKED)
    assert held(made(done, "invoice")) == {"TERMS": "14 days"}


def test_a_restricted_value_goes_only_where_no_more_people_see_it(dana: User, alice: User) -> None:
    secret = field("deal", "string", "Margin", by=dana)
    changes.restrict(secret, [dana], [], actor=dana)
    field("invoice", "string", "Margin", by=dana)
    done = convert(builders.deal(dana, MARGIN="40 %"), "invoice", dana, decisions=NONE_TICKED)
    assert held(made(done, "invoice")) == {}
    assert [stay["reason"] for stay in done.plan["stays"] if stay["name"] == "MARGIN"] == ["restricted"]


def test_a_field_one_may_not_see_is_counted_and_not_offered(dana: User, alice: User) -> None:
    changes.restrict(field("deal", "string", "Margin", by=dana), [dana], [], actor=dana)
    group = plan(builders.deal(alice), "invoice", alice).missing_fields.groups[0]
    assert ([offer.field.code for offer in group.offers], group.hidden) == (["VISIT"], 1)


def test_a_created_field_keeps_its_restriction(dana: User) -> None:
    changes.restrict(field("deal", "string", "Margin", by=dana), [dana], [], actor=dana)
    convert(builders.deal(dana, MARGIN="40 %"), "invoice", dana, decisions=ticked(invoice=("MARGIN",)))
    new = definitions.of_type("invoice")["MARGIN"]
    assert (new.is_restricted, list(new.users.all())) == (True, [dana])


def test_undo_takes_the_created_field_back(dana: User) -> None:
    done = convert(builders.deal(dana, VISIT="2026-12-24"), "invoice", dana, decisions=ticked(invoice=("VISIT",)))
    item = made(done, "invoice")
    undo(done, dana)
    assert (codes("invoice"), held(item)) == ([], {})


def test_undo_leaves_a_field_that_somebody_else_filled_in(dana: User) -> None:
    done = convert(builders.deal(dana), "invoice", dana, decisions=ticked(invoice=("VISIT",)))
    builders.invoice(dana, VISIT="2027-01-01")
    undone = undo(done, dana)
    assert codes("invoice") == ["VISIT"]
    assert [each["labels"] for each in undone.undo_result["fields"]] == [{"en": "Visit"}]


def test_undo_leaves_a_field_that_was_changed_since(dana: User) -> None:
    done = convert(builders.deal(dana), "invoice", dana, decisions=ticked(invoice=("VISIT",)))
    changes.save(definitions.of_type("invoice")["VISIT"], {"labels": {"en": "Appointment"}}, actor=dana)
    undo(done, dana)
    assert codes("invoice") == ["VISIT"]


def test_an_existing_contact_keeps_its_own_values(dana: User) -> None:
    field("lead", "string", "Nickname", by=dana)
    field("contact", "string", "Nickname", by=dana)
    known = builders.contact(dana, NICKNAME="Jo")
    decisions = Decisions(use={"contact": known.pk})
    done = convert(builders.lead(dana, NICKNAME="Janni"), "contact", dana, decisions=decisions)
    assert held(known) == {"NICKNAME": "Jo"}
    assert [stay["reason"] for stay in done.plan["stays"] if stay["name"] == "NICKNAME"] == ["existing_kept"]


def test_a_refused_conversion_creates_no_field(dana: User) -> None:
    field("invoice", "string", "Order", by=dana, mandatory=True)
    with pytest.raises(conversion.DecisionNeeded):
        convert(builders.deal(dana), "invoice", dana, decisions=ticked(invoice=("VISIT",)))
    assert codes("invoice") == ["ORDER"]


def test_an_automatic_conversion_of_a_field_that_only_the_source_has_loses_nothing_d9(dana: User) -> None:
    source = builders.deal(dana, VISIT="2026-12-24")
    done = convert(source, "estimate", dana, decisions=NONE_TICKED)
    assert held(source) == {"VISIT": "2026-12-24"}
    assert "VISIT" in [stay["name"] for stay in done.plan["stays"]]
