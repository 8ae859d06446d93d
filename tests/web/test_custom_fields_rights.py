"""Do custom fields keep what is forged, restricted or absurd out, without a page that fails?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import records
from segue.core.custom_fields import changes, kinds
from segue.core.models import Item, User
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.web.form_data import errors, typed
from tests.web.test_custom_fields import custom, edit, new

CHOOSE = "Choose one of the offered values."
PEOPLE = "Choose one of the offered people."
NUMBER = "Enter a number, such as 1,234.5."
DIGITS = "At most 11 digits before and 4 after the decimal point."
LONG = "At most 65535 characters."
NUL = "The text holds a sign that cannot be stored. Type it anew."
ADDRESS = "Enter a web or e-mail address, such as https://example.com."
UNREADABLE = "This value cannot be read."

# What is sent, and what stands beside the field.
BAD: tuple[tuple[str, dict[str, Any], dict[str, Any], str], ...] = (
    ("string", {}, {"A": "x" * 1_000_000}, LONG),
    ("string", {}, {"A": "a\x00b"}, NUL),
    ("string", {"max_length": "3"}, {"A": "four"}, "At most 3 characters."),
    ("string", {"min_length": "3"}, {"A": "no"}, "At least 3 characters."),
    ("integer", {}, {"A": "many"}, NUMBER),
    ("integer", {}, {"A": "1.5"}, "Enter a whole number."),
    ("integer", {}, {"A": "9" * 30}, DIGITS),
    ("integer", {"min": "5"}, {"A": "4"}, "At least 5."),
    ("double", {}, {"A": "NaN"}, NUMBER),
    ("double", {"precision": "1"}, {"A": "1.25"}, "At most 1 decimals."),
    ("boolean", {"display": "radio"}, {"A": "perhaps"}, CHOOSE),
    ("date", {}, {"A": "2026-02-30"}, "Enter a day of the calendar."),
    ("date", {}, {"A": "\x00"}, "Enter a day of the calendar."),
    ("datetime", {}, {"A": "soon"}, "Enter a day and a time."),
    ("datetime", {}, {"A": "0001-01-01T00:00+14:00"}, "Enter a day and a time."),
    ("datetime", {}, {"A": "0001-01-01T12:00Z"}, "Enter a day and a time."),  # west of Greenwich there is no such day
    ("datetime", {"time_zone": "UTC"}, {"A": "9999-12-31T23:00"}, "Enter a day and a time."),  # nor east of it
    ("money", {}, {"A": "many", "A-currency": "EUR"}, NUMBER),
    ("money", {}, {"A": "1", "A-currency": "ZZZ"}, CHOOSE),
    ("money", {}, {"A": "1", "A-currency": []}, CHOOSE),
    ("url", {}, {"A": "javascript:alert(1)"}, ADDRESS),
    ("url", {}, {"A": "https://[::1"}, ADDRESS),
    ("address", {}, {"A-city": "\x00"}, UNREADABLE),
    ("address", {}, {"A-city": "x" * 2000}, "At most 1000 characters."),
    ("list", {}, {"A": "999999"}, CHOOSE),
    ("list", {}, {"A": "9" * 40}, CHOOSE),
    ("directory", {}, {"A": "\x00"}, CHOOSE),
    ("employee", {}, {"A": "999999"}, PEOPLE),
    ("employee", {}, {"A": "9" * 40}, CHOOSE),
    ("employee", {}, {"A": "x"}, CHOOSE),
)


@pytest.mark.parametrize("multiple", [False, True])
@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad[0]}: {str(next(iter(bad[2].values())))[:20]!r}")
def test_what_cannot_be_is_refused_beside_the_field(web: Client, dana: User, bad: Any, *, multiple: bool) -> None:
    kind, settings, sent, message = bad
    stored(dana, kind, "A", settings=settings, multiple=multiple, options=("North",) if kind == "list" else ())
    response = new(web, **sent, comment="Call")
    assert (response.status_code, errors(response)) == (422, [message])
    assert typed(response)["comment"] == ["Call"]
    assert not Item.objects.exists()


@pytest.mark.parametrize("nasty", ["\x00", "x" * 30_000, "<script>alert(1)</script>{{ 7 }}", "-1", "٣", "{}", "[]"])
@pytest.mark.parametrize("multiple", [False, True])
def test_no_value_makes_a_page_fail(web: Client, dana: User, nasty: str, *, multiple: bool) -> None:
    parts = ("", "-q", "-currency", "-city", "-text")
    for kind in kinds.KINDS:
        stored(dana, kind, kind.upper(), multiple=multiple)
    response = new(web, **{f"{kind.upper()}{part}": [nasty, nasty] for kind in kinds.KINDS for part in parts})
    assert response.status_code == 422
    assert len(errors(response)) > 5
    assert "<script>alert(1)" not in response.content.decode()


@pytest.mark.parametrize("shown", ["", "A", "A:", ":", "A:x A:y", "\x00", "B:1", "A:" + "x" * 100_000])
def test_a_forged_mark_does_no_harm(web: Client, dana: User, shown: str) -> None:
    stored(dana, "string", "A")
    assert new(web, A="Blue", custom_shown=shown).status_code == 303
    assert custom() in ({}, {"A": "Blue"})


def test_what_was_typed_is_kept_beside_the_error(web: Client, dana: User) -> None:
    sent: dict[str, Any] = {
        "TEXT": "Blue", "DAY": "2026-12-31", "WHEN": "2026-12-31T17:30", "SUM": "1.50", "SUM-currency": "USD",
        "LINK": "brandt", "PLACE-city": "Bonn", "FLAG": "1", "BAD": "many",
    }  # fmt: skip
    for kind, code in (("string", "TEXT"), ("date", "DAY"), ("datetime", "WHEN"), ("money", "SUM"), ("url", "LINK"),
                       ("address", "PLACE"), ("boolean", "FLAG"), ("integer", "BAD")):  # fmt: skip
        stored(dana, kind, code)
    again = typed(new(web, **sent))
    assert {name: again[name] for name in sent} == {name: [value] for name, value in sent.items()}


# Restricted fields


@pytest.fixture
def deal(alice: User, bob: User, dana: User) -> Item:
    """A deal of Alice's with a value that only Bob and Dana may see."""
    field = stored(dana, "string", "A", labels={"en": "Margin"}, mandatory=True)
    changes.restrict(field, [bob], [], actor=dana)
    made: Item = builders.deal(alice)
    return records.change(made, {"A": "Secret"}, actor=dana)


def test_a_restricted_field_is_neither_shown_nor_typed(web: Client, deal: Item) -> None:
    for address in (f"/deals/{deal.pk}/", f"/deals/{deal.pk}/edit/", "/deals/new/"):
        page = web.get(address).content.decode()
        assert ("Secret" in page, "Margin" in page, "field-A" in page) == (False, False, False)


def test_a_save_by_others_keeps_the_value(web: Client, deal: Item) -> None:
    assert edit(web, deal, comment="Call", A="Forged", custom_shown="A:0").status_code == 303
    assert custom() == {"A": "Secret"}


def test_a_required_field_does_not_bind_who_may_not_see_it(web: Client, deal: Item) -> None:
    assert new(web).status_code == 303


def test_who_may_see_it_types_it(client: Client, bob: User, deal: Item) -> None:
    client.force_login(bob)
    assert "Secret" in client.get(f"/deals/{deal.pk}/").content.decode()
    edit(client, deal, A="Known")
    assert custom() == {"A": "Known"}


def test_its_buttons_are_not_there_for_others(web: Client, dana: User) -> None:
    changes.restrict(stored(dana, "string", "A", multiple=True), [dana], [], actor=dana)
    assert web.post("/parts/custom/", typed(web.get("/deals/new/")) | {"custom_action": "more:A"}).status_code == 400


def test_a_stranger_finds_no_form(client: Client, charlie: User, deal: Item) -> None:
    client.force_login(charlie)
    sent = {"item_type": "deal", "item": str(deal.pk), "custom_action": "more:A"}
    assert client.post("/parts/custom/", sent).status_code == 404
    assert client.get("/parts/custom/").status_code == 405
