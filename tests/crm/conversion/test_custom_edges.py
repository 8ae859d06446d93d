"""What goes wrong easily with custom fields in a conversion: limits that changed, forged answers, hidden fields."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from segue.core import settings_changes
from segue.core.custom_fields import changes, definitions
from segue.core.models import Currency, CustomField, Stage, User
from segue.crm import conversion
from segue.crm.conversion import Decisions
from tests import builders
from tests.crm.conversion.fields import codes, field, held
from tests.crm.conversion.steps import convert, made, plan, undo

pytestmark = pytest.mark.django_db


def ticked(*fields: str, **more: Any) -> Decisions:
    return Decisions(create_fields={"invoice": fields}, **more)


def typed(**texts: str) -> Decisions:
    return Decisions(create_fields={}, fields={"invoice": texts})


def test_a_value_its_own_field_takes_no_longer_stays_and_the_field_is_created(dana: User) -> None:
    desks = field("deal", "integer", "Desks", by=dana)
    source = builders.deal(dana, DESKS=5)
    changes.save(desks, {"settings": {"min": "10"}}, actor=dana)
    assert [stay.reason for stay in plan(source, "invoice", dana, ticked("DESKS")).stays if stay.name == "DESKS"] == [
        "unfitting"
    ]
    done = convert(source, "invoice", dana, decisions=ticked("DESKS"))
    assert (codes("invoice"), held(made(done, "invoice")), held(source)) == (["DESKS"], {}, {"DESKS": 5})


def test_an_amount_in_a_currency_that_is_no_longer_offered_blocks_nothing(dana: User) -> None:
    Currency.objects.update_or_create(code="USD", defaults={"active": True})
    field("deal", "money", "Budget", by=dana)
    source = builders.deal(dana, BUDGET={"amount": 5, "currency": "USD"})
    Currency.objects.filter(code="USD").update(active=False)
    assert convert(source, "invoice", dana, decisions=ticked("BUDGET")).state == "applied"


def test_a_default_that_is_no_longer_offered_blocks_nothing(dana: User) -> None:
    Currency.objects.update_or_create(code="USD", defaults={"active": True})
    field("invoice", "money", "Deposit", by=dana, settings={"default": "5|USD"})
    Currency.objects.filter(code="USD").update(active=False)
    assert held(made(convert(builders.deal(dana), "invoice", dana), "invoice")) == {}


def test_nobody_writes_a_field_that_was_not_asked_for(alice: User, dana: User) -> None:
    changes.restrict(field("invoice", "string", "Secret", by=dana), [dana], [], actor=dana)
    changes.restrict(field("invoice", "string", "Margin", by=dana, mandatory=True), [dana], [], actor=dana)
    field("invoice", "string", "Fixed", by=dana, editable=False)
    forged = typed(SECRET="forged", MARGIN="forged", FIXED="forged")
    assert held(made(convert(builders.deal(alice), "invoice", alice, decisions=forged), "invoice")) == {}


def test_a_required_field_one_may_not_see_is_not_named(alice: User, dana: User) -> None:
    changes.restrict(field("invoice", "string", "Margin", by=dana, mandatory=True), [dana], [], actor=dana)
    shown = plan(builders.deal(alice), "invoice", alice, typed(MARGIN=""))
    assert (shown.questions, shown.errors) == ((), {})


def test_an_answer_names_only_items_one_may_see(alice: User, dana: User, charlie: User) -> None:
    field("invoice", "crm", "Partner", by=dana, mandatory=True, settings={"types": ["company"]})
    hidden = builders.company(charlie, open_to_all=False)
    for other in (hidden.pk, builders.lead(alice).pk, 10**9):
        assert plan(builders.deal(alice), "invoice", alice, typed(PARTNER=str(other))).errors
    own = builders.company(alice)
    done = convert(builders.deal(alice), "invoice", alice, decisions=typed(PARTNER=str(own.pk)))
    assert held(made(done, "invoice")) == {"PARTNER": own.pk}


def test_a_field_required_where_the_new_item_begins_is_asked_for(dana: User) -> None:
    first = Stage.objects.filter(pipeline__item_type="invoice").order_by("sort").first()
    field("invoice", "string", "Order", by=dana, mandatory_from=first)
    with pytest.raises(conversion.DecisionNeeded):
        convert(builders.deal(dana), "invoice", dana)
    assert convert(builders.deal(dana), "invoice", dana, decisions=typed(ORDER="4711")).state == "applied"


def test_a_required_file_is_left_to_the_form_that_opens(dana: User) -> None:
    field("invoice", "file", "Contract", by=dana, mandatory=True)
    assert convert(builders.deal(dana), "invoice", dana).state == "applied"


def test_do_not_offer_again_holds_for_every_type_of_the_variant(dana: User) -> None:
    extra = field("lead", "string", "Extra", by=dana)
    slots = ("deal", "contact", "company")
    decided = Decisions(create_fields={}, do_not_offer=slots)
    convert(builders.lead(dana), "deal-contact-company", dana, decisions=decided)
    assert CustomField.objects.get(pk=extra.pk).not_offered_on == sorted(slots)


def test_a_field_that_cannot_be_created_is_said_and_nothing_is_written(dana: User) -> None:
    going = field("invoice", "string", "Note", by=dana)
    field("deal", "string", "Note", by=dana)
    source = builders.deal(dana, NOTE="cake")
    settings_changes.save(going, {"deleted_at": going.pk and source.created_at}, actor=dana)
    with pytest.raises(ValidationError):
        convert(source, "invoice", dana, decisions=ticked("NOTE"))
    assert not type(source).objects.filter(type="invoice").exists()


def test_a_created_field_does_not_fill_itself_where_the_source_is_blank(dana: User) -> None:
    field("deal", "integer", "Desks", by=dana, settings={"default": "7"})
    source = builders.deal(dana, DESKS=None)
    assert held(made(convert(source, "invoice", dana, decisions=ticked("DESKS")), "invoice")) == {}


@pytest.mark.parametrize("change", ["seen by others", "another section"])
def test_undo_leaves_a_field_whose_definition_was_changed(dana: User, bob: User, change: str) -> None:
    changes.restrict(field("deal", "string", "Note", by=dana), [dana], [], actor=dana)
    done = convert(builders.deal(dana), "invoice", dana, decisions=ticked("NOTE"))
    new = definitions.of_type("invoice")["NOTE"]
    if change == "seen by others":
        changes.restrict(new, [dana, bob], [], actor=dana)
    else:
        changes.save(new, {"section": "about"}, actor=dana)
    undo(done, dana)
    assert codes("invoice") == ["NOTE"]


def test_the_prompt_says_nothing_of_fields_of_the_target_one_may_not_see(alice: User, dana: User) -> None:
    for label, code in (("Visit", "OTHER"), ("Conf", "CONF")):
        changes.restrict(field("invoice", "date", label, by=dana, code=code), [dana], [], actor=dana)
    field("deal", "date", "Visit", by=dana)
    field("deal", "string", "Conf", by=dana)
    group = plan(builders.deal(alice), "invoice", alice).missing_fields.groups[0]
    assert ([offer.has_namesake for offer in group.offers], group.conflicts) == ([False], ())
