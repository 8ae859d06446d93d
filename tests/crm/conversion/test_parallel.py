"""Is a conversion applied exactly once when many ask at the same time, on the database under test?"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from segue.core.custom_fields import definitions
from segue.core.models import Item, NumberCounter, User
from segue.crm import conversion
from segue.crm.conversion import ANY, Decisions
from segue.crm.models import Conversion
from tests import builders
from tests.crm.conversion.fields import field
from tests.crm.conversion.steps import convert, undo

MANY, AT_ONCE = 50, 10


@pytest.fixture
def seller(home: Path) -> User:
    """Someone who may convert, in a database that other threads see too."""
    return builders.person("Alice", is_admin=True)


def together(act: Callable[[int], Any]) -> list[Any]:
    """Do something many times, several at once; answers what each came to, a refusal too."""

    def one(number: int) -> Any:
        try:
            return act(number)
        except conversion.Refused as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(MANY)))


@pytest.mark.parametrize(
    ("make", "variant"), [(builders.lead, "deal-contact-company"), (builders.deal, "invoice")], ids=["lead", "deal"]
)
def test_fifty_equal_requests_with_one_key_get_one_result_c3(seller: User, make: Any, variant: str) -> None:
    source = make(seller)
    answers = together(lambda _number: convert(source, variant, seller, key="one").pk)
    assert len(set(answers)) == 1
    assert Item.objects.exclude(pk=source.pk).count() == len(variant.split("-"))


def test_fifty_requests_that_confirm_any_repetition_get_fifty_numbers_c4(seller: User) -> None:
    deal = builders.deal(seller)
    answers = together(
        lambda number: convert(deal, "invoice", seller, key=f"k{number}", decisions=Decisions(repeat=ANY)).pk
    )
    numbers = Item.objects.filter(type="invoice").values_list("number", flat=True)
    assert len(set(answers)) == MANY
    assert sorted(map(int, numbers)) == list(range(1, MANY + 1))


def test_of_fifty_tabs_that_confirm_nothing_one_wins(seller: User) -> None:
    deal = builders.deal(seller)
    answers = together(lambda number: convert(deal, "invoice", seller, key=f"k{number}").state)
    assert answers.count("applied") == 1
    assert answers.count(conversion.DecisionNeeded) == MANY - 1
    assert Conversion.objects.count() == Item.objects.filter(type="invoice").count() == 1


@pytest.mark.parametrize(("clients", "new"), [(0, ["company", "contact", "deal"]), (20, ["company", "deal"])])
def test_a_lead_asked_from_fifty_tabs_is_converted_once(seller: User, clients: int, new: list[str]) -> None:
    people = [builders.contact(seller, last_name=f"Brandt {number}") for number in range(clients)]
    lead = builders.lead(seller, client=builders.client(None, *people))
    together(lambda number: convert(lead, "deal-contact-company", seller, key=f"k{number}"))
    made = Item.objects.exclude(pk__in=[each.pk for each in people]).values_list("type", flat=True)
    assert sorted(made) == [*new, "lead"]


def test_numbers_have_no_gap_under_load_c13(seller: User) -> None:
    deals = [builders.deal(seller) for _ in range(MANY)]
    together(lambda number: convert(deals[number], "invoice", seller))
    numbers = sorted(map(int, Item.objects.filter(type="invoice").values_list("number", flat=True)))
    assert numbers == list(range(1, MANY + 1))
    assert NumberCounter.objects.get(numbering__item_type="invoice").last == MANY


def test_fifty_people_who_tick_the_same_field_at_once_create_it_once(seller: User) -> None:
    field("deal", "list", "Colour", by=seller, options=("Red", "Green"))
    red = next(iter(definitions.of_type("deal")["COLOUR"].offered))
    deals = [builders.deal(seller, COLOUR=red) for _ in range(MANY)]
    tick = Decisions(create_fields={"invoice": ("COLOUR",)})
    answers = together(lambda number: convert(deals[number], "invoice", seller, decisions=tick).state)
    made = definitions.of_type("invoice")["COLOUR"]
    chosen = {invoice.custom["COLOUR"] for invoice in Item.objects.filter(type="invoice")}
    assert answers == ["applied"] * MANY
    assert [made.offered[each].text for each in chosen] == ["Red"]


def test_fifty_undos_at_once_are_one(seller: User) -> None:
    done = convert(builders.deal(seller), "invoice", seller)
    shown = conversion.plan_undo(done, actor=seller).fingerprint
    answers = together(lambda number: conversion.undo(done, actor=seller, key=f"u{number}", fingerprint=shown).state)
    assert answers == ["undone"] * MANY
    assert Item.objects.get(type="invoice").timeline.filter(kind="conversion_undone").count() == 1


def test_converting_and_undoing_the_same_lead_never_wait_for_each_other_for_ever(seller: User) -> None:
    lead = builders.lead(seller)
    first = convert(lead, "contact", seller)

    def act(number: int) -> Any:
        return undo(first, seller) if number % 2 else convert(lead, "deal-contact", seller, key=f"k{number}")

    together(lambda number: _refused(act, number))
    assert Item.objects.alive().filter(type="contact").count() <= 1


def _refused(act: Callable[[int], Any], number: int) -> str:
    try:
        act(number)
    except (conversion.Refused, conversion.UndoRefused) as refused:
        return type(refused).__name__
    return "done"
