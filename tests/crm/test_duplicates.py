"""Who may be the same? Each criterion of each type, in any notation, and only as far as one may see."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from segue.core import item_types, records
from segue.core.custom_fields import changes, definitions
from segue.core.models import Item, User
from segue.crm import duplicates
from segue.crm.billing import Billing
from segue.crm.communications import Communication
from segue.crm.duplicates import Found
from segue.crm.models import BillingDetails, Company, Lead, NotDuplicate
from tests.core.custom_fields.fields import stored

COMMUNICATING, BILLED = ("lead", "contact", "company"), ("contact", "company")
Values = dict[str, Any]


def phone(number: str) -> Any:
    return {"communications": (Communication("PHONE", number),)}


def email(address: str) -> Any:
    return {"communications": (Communication("EMAIL", address),)}


def billed(**lines: str) -> Any:
    return {"billing": Billing(**lines)}


# Criterion, the types it is of, what one has, and what the other has in another notation.
SAME: tuple[tuple[str, tuple[str, ...], Values, Values], ...] = (
    ("email", COMMUNICATING, email("Jana@Brandt.example"), email(" jana@brandt.EXAMPLE ")),
    ("phone", COMMUNICATING, phone("030 123456"), phone("+49 (30) 12-34-56")),
    ("tax", BILLED, billed(tax_number="12/345/67890"), billed(tax_number="12 345 67890")),
    ("vat", BILLED, billed(vat_number="DE 123 456 789"), billed(vat_number="de123456789")),
    ("account", BILLED, billed(iban="DE02 1203 0000 0000 2020 51"), billed(iban="de02120300000000202051")),
    ("name", ("lead", "contact"), {"first_name": "José", "last_name": "Müller"},
     {"first_name": "jose", "last_name": "MULLER"}),
    ("name", ("company",), {"title": "Müller & Söhne GmbH"}, {"title": "Muller Sohne, AG"}),
    ("name", ("lead", "contact"), {"first_name": "Jörg", "last_name": "Müller"},
     {"first_name": "Joerg", "last_name": "MUELLER"}),
    ("name", ("company",), {"title": "Müller & Söhne GmbH"}, {"title": "Mueller und Soehne"}),
    ("company_name", ("lead",), {"company_name": "Brandt GmbH"}, {"company_name": "BRANDT Ltd."}),
    ("company_name", ("lead",), {"company_name": "Bäcker Öhm"}, {"company_name": "Baecker Oehm KG"}),
)  # fmt: skip
ROWS = [pytest.param(code, kind, one, other, id=f"{kind}-{code}") for code, of, one, other in SAME for kind in of]
NAMES: dict[str, Values] = {"lead": {}, "contact": {"last_name": "Other"}, "company": {"title": "Other"}}


def taken(values: Values) -> Values:
    """Take the parts out of values."""
    return {name: values.pop(name) for name in duplicates.PARTS if name in values}


def make(actor: User, kind: str, number: str = "", **values: Any) -> Any:
    """An item with these columns and parts, and a name that no other has unless one is given."""
    parts = taken(values)
    named = {name: f"{value} {number}" for name, value in NAMES.get(kind, {}).items()}
    if "first_name" in values:
        named = {}
    return records.create(kind, named | values, actor=actor, parts=parts)


def look(actor: User, kind: str, **values: Any) -> Found:
    """Look for an item that is not stored."""
    parts = taken(values)
    fields = definitions.seen_by(actor, definitions.of_type(kind))
    custom = {name: values.pop(name) for name in list(values) if definitions.is_code(name)}
    item = item_types.get(kind).model(type=kind, custom=custom, **values)
    return duplicates.find(kind, duplicates.of(item, parts, fields), actor=actor, fields=fields)


def found(*looked: Any, **values: Any) -> list[Any]:
    return [(match.item.pk, match.reasons) for match in look(*looked, **values).matches]


# The table ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "kind", "one", "other"), ROWS)
def test_the_same_is_found_in_any_notation(alice: User, code: str, kind: str, one: Values, other: Values) -> None:
    item = make(alice, kind, "1", **one)
    make(alice, kind, "2")
    assert found(alice, kind, **other) == [(item.pk, (code,))]


@pytest.mark.parametrize(("code", "kind", "one", "other"), ROWS)
def test_the_same_is_found_the_other_way_round(alice: User, code: str, kind: str, one: Values, other: Values) -> None:
    item = make(alice, kind, "1", **other)
    assert found(alice, kind, **one) == [(item.pk, (code,))]


@pytest.mark.parametrize(("one", "other"), [("Joe", "Jo"), ("Jo", "Joe"), ("Mueller", "Muller"), ("Muller", "Mueller")])
def test_names_that_people_tell_apart_are_two(alice: User, one: str, other: str) -> None:
    make(alice, "contact", first_name="Jana", last_name=one)
    assert not look(alice, "contact", first_name="Jana", last_name=other)


@pytest.mark.parametrize("kind", COMMUNICATING)
def test_an_item_of_another_type_is_another(alice: User, kind: str) -> None:
    make(alice, kind, **phone("030 123456"))
    assert [bool(look(alice, each, **phone("030 123456"))) for each in COMMUNICATING] == [
        each == kind for each in COMMUNICATING
    ]


@pytest.mark.parametrize(("code", "kind", "one", "other"), ROWS)
def test_it_is_found_by_what_it_is_changed_to(alice: User, code: str, kind: str, one: Values, other: Values) -> None:
    item = make(alice, kind)
    values = dict(one)
    parts = taken(values)
    records.change(item, values, actor=alice, parts=parts)
    assert found(alice, kind, **other) == [(item.pk, (code,))]


@pytest.mark.parametrize("kind", COMMUNICATING)
def test_blank_never_matches_blank(alice: User, kind: str) -> None:
    blank: Values = {"billing": Billing(city="Bonn")} if kind in BILLED else {}
    make(alice, kind, communications=(), **blank)
    assert not look(alice, kind, communications=(Communication("PHONE", " - "), Communication("EMAIL", " ")))


def test_one_line_of_the_billing_block_is_not_compared_with_another(alice: User) -> None:
    make(alice, "company", **billed(tax_number="123456789"))
    assert not look(alice, "company", **billed(vat_number="123456789"))


def test_a_website_is_no_criterion(alice: User) -> None:
    site: Any = {"communications": (Communication("WEB", "brandt.example"),)}
    make(alice, "company", **site)
    assert not look(alice, "company", **site)


def test_the_strongest_reason_comes_first_and_one_more_counts(alice: User) -> None:
    by_name = make(alice, "contact", first_name="Jana", last_name="Brandt")
    by_phone = make(alice, "contact", "1", **phone("030 123456"))
    all_of_it = make(alice, "contact", first_name="Jana", last_name="Brandt", **phone("030 123456"))
    assert found(alice, "contact", first_name="Jana", last_name="Brandt", **phone("030123456")) == [
        (all_of_it.pk, ("phone", "name")),
        (by_phone.pk, ("phone",)),
        (by_name.pk, ("name",)),
    ]


def test_five_are_shown_and_the_others_told(alice: User) -> None:
    for _number in range(7):
        make(alice, "company", title="Brandt GmbH")
    looked = look(alice, "company", title="Brandt")
    assert (len(looked.matches), looked.more, len(looked.ids)) == (5, 2, 7)


def test_the_recycle_bin_and_my_companies_are_left_out(alice: User, dana: User) -> None:
    gone, own = make(alice, "company", title="Brandt GmbH"), make(alice, "company", title="Brandt AG")
    records.delete(gone, actor=dana)
    Company.objects.filter(pk=own.pk).update(is_my_company=True)
    assert not look(alice, "company", title="Brandt")
    assert duplicates.of(Company.objects.get(pk=own.pk), {}, {}) == frozenset()


# Rights -------------------------------------------------------------------------------------------------------


def test_what_one_may_not_see_is_neither_named_nor_counted(alice: User, charlie: User) -> None:
    make(charlie, "company", title="Brandt GmbH", open_to_all=False)
    looked = look(alice, "company", title="Brandt")
    assert (looked.matches, looked.more, looked.has_hidden) == ((), 0, True)


def test_others_are_named_beside_what_one_may_not_see(alice: User, charlie: User) -> None:
    make(charlie, "company", title="Brandt GmbH", open_to_all=False)
    own = make(alice, "company", title="Brandt AG")
    assert found(alice, "company", title="Brandt") == [(own.pk, ("name",))]


def test_a_restricted_field_is_a_criterion_for_those_who_see_it(alice: User, dana: User) -> None:
    field = stored(dana, "string", "CUSTOMER", item_type="contact", finds_duplicates=True)
    item = make(dana, "contact", CUSTOMER="K-17")
    changes.restrict(field, [dana], [], actor=dana)
    assert found(dana, "contact", CUSTOMER="k 17") == [(item.pk, ("CUSTOMER",))]
    assert not look(alice, "contact", CUSTOMER="k 17")


# What a person said -------------------------------------------------------------------------------------------


def test_a_pair_that_was_set_apart_is_remembered_for_that_person(alice: User, bob: User) -> None:
    one, other = make(alice, "contact", "1"), make(alice, "contact", "2")
    for _twice in range(2):
        duplicates.remember(other, [one.pk], actor=alice)
    assert duplicates.apart_from(one, actor=alice) == {other.pk}
    assert duplicates.apart_from(other, actor=alice) == {one.pk}
    assert duplicates.apart_from(one, actor=bob) == set()
    assert NotDuplicate.objects.count() == 1


def test_nothing_is_noted_about_what_one_may_not_see_or_what_is_not_there(alice: User, charlie: User) -> None:
    own, hidden = make(alice, "contact"), make(charlie, "contact", open_to_all=False)
    duplicates.remember(own, [hidden.pk, own.pk, 10**17], actor=alice)
    assert not NotDuplicate.objects.exists()


def test_what_is_apart_is_not_offered(alice: User) -> None:
    item = make(alice, "company", title="Brandt GmbH")
    wanted = duplicates.of(Company(title="Brandt"), {}, {})
    assert not duplicates.find("company", wanted, actor=alice, apart={item.pk})


def test_a_pair_goes_with_its_items(alice: User) -> None:
    one, other = make(alice, "contact", "1"), make(alice, "contact", "2")
    duplicates.remember(other, [one.pk], actor=alice)
    Item.objects.filter(pk=one.pk).delete()
    assert not NotDuplicate.objects.exists()


def test_the_keys_of_billing_follow_its_numbers(alice: User) -> None:
    company = make(alice, "company", **billed(vat_number="DE 1", iban="X 2"))
    records.change(company, {}, actor=alice, parts=billed(vat_number="", iban="X 3"))
    block = BillingDetails.objects.get(item=company.pk)
    assert (block.tax_key, block.vat_key, block.account_key) == ("", "", "x3")


def test_what_was_there_before_gets_its_keys(alice: User) -> None:
    lead = make(alice, "lead", company_name="Brandt GmbH")
    company = make(alice, "company", **billed(tax_number="1/2", vat_number="DE 3", iban="X 4"))
    Lead.objects.update(company_key="")
    BillingDetails.objects.update(tax_key="", vat_key="", account_key="")
    import_module("segue.crm.migrations.0005_keys_of_duplicates").fill(apps, None)
    assert found(alice, "lead", company_name="Brandt") == [(lead.pk, ("company_name",))]
    assert found(alice, "company", **billed(tax_number="12", vat_number="DE3", iban="X4")) == [
        (company.pk, ("tax", "vat", "account"))
    ]
