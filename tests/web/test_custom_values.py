"""Does a custom value of every kind read as people write it, in their language, and name only what they may see?"""

from typing import Any

import pytest
from django.utils import timezone, translation

from segue.core.custom_fields import changes, definitions, kinds
from segue.core.models import CustomField, Item, User
from segue.web.components import custom_values
from tests import builders


def field(dana: User, kind: str, *, multiple: bool = False, **settings: Any) -> CustomField:
    """A field of deals, with what can be chosen in it."""
    made = changes.save(
        changes.new("deal", kind, multiple=multiple), {"labels": {"en": kind}, "settings": settings}, actor=dana
    )
    return definitions.of_type("deal")[made.code]


READS: dict[str, tuple[str, Any, dict[str, Any], str, str]] = {
    "text": ("string", "two\nlines", {}, "two\nlines", "two\nlines"),
    "whole number": ("integer", 1234567, {}, "1,234,567", "1.234.567"),
    "number": ("double", 1234.5, {}, "1,234.5", "1.234,5"),
    "yes": ("boolean", True, {}, "Yes", "Ja"),
    "no": ("boolean", False, {}, "No", "Nein"),
    "own words": ("boolean", True, {"yes": "Signed"}, "Signed", "Signed"),
    "day": ("date", "2026-12-31", {}, "Dec 31, 2026", "31.12.2026"),
    "instant": ("datetime", "2026-12-31T16:30:05Z", {}, "Dec 31, 2026, 5:30\u202fPM", "31.12.2026, 17:30"),
    "seconds": (
        "datetime", "2026-12-31T16:30:05Z", {"seconds": True}, "Dec 31, 2026, 5:30:05\u202fPM", "31.12.2026, 17:30:05"
    ),
    "own clock": (
        "datetime", "2026-12-31T16:30:05Z", {"time_zone": "Europe/Rome"},
        "Dec 31, 2026, 5:30\u202fPM (Rome)", "31.12.2026, 17:30 (Rom)",
    ),
    "the reader's own clock": (
        "datetime", "2026-12-31T16:30:05Z", {"time_zone": "Europe/Berlin"},
        "Dec 31, 2026, 5:30\u202fPM", "31.12.2026, 17:30",
    ),
    "the world's clock": (
        "datetime", "2026-12-31T16:30:05Z", {"time_zone": "UTC"},
        "Dec 31, 2026, 4:30\u202fPM (UTC)", "31.12.2026, 16:30 (UTC)",
    ),
    "money": ("money", {"amount": 1234.5, "currency": "EUR"}, {}, "€1,234.50", "1.234,50\xa0€"),
    "money of another time": ("money", {"amount": 7, "currency": "DEM"}, {}, "DEM\xa07.00", "7,00\xa0DEM"),
    "link": ("url", "https://example.com/a", {}, "https://example.com/a", "https://example.com/a"),
    "mail": ("url", "mailto:jana@brandt.example", {}, "jana@brandt.example", "jana@brandt.example"),
    "address": ("address", {"address": "Weg 1", "city": "Berlin"}, {}, "Weg 1, Berlin", "Weg 1, Berlin"),
    "directory": ("directory", "CALL", {}, "Call", "Anruf"),
    "removed option": ("list", 77, {}, "#77", "#77"),
    "item that never was": ("crm", 77, {}, "Deleted item", "Gelöschtes Element"),
}  # fmt: skip


@pytest.mark.parametrize("name", READS)
def test_a_value_reads_as_people_write_it(dana: User, name: str) -> None:
    kind, value, settings, english, german = READS[name]
    made = field(dana, kind, **settings)
    with timezone.override("Europe/Berlin"):
        with translation.override("en"):
            assert custom_values.plain(made, value, dana) == english
        with translation.override("de"):
            assert custom_values.plain(made, value, dana) == german


def test_every_kind_has_words() -> None:
    assert set(kinds.KINDS) <= set(custom_values.WORDS)


def test_several_values_are_joined_by_a_comma(dana: User) -> None:
    made = field(dana, "string", multiple=True)
    assert custom_values.plain(made, ["a", "b"], dana) == "a, b"
    assert custom_values.shown(made, ["a", "b"], dana)["value"] == "a, b"


def test_nothing_reads_as_nothing(dana: User) -> None:
    assert custom_values.plain(field(dana, "string"), None, dana) == ""
    assert custom_values.plain(field(dana, "crm", multiple=True), None, dana) == ""


def test_an_item_is_a_link_for_who_may_see_it_and_hidden_from_others(dana: User, alice: User, charlie: User) -> None:
    lead = builders.lead(alice, title="Secret")
    Item.objects.filter(pk=lead.pk).update(open_to_all=False)
    made = field(dana, "crm")
    assert custom_values.shown(made, lead.pk, alice)["lines"][0]["href"] == f"/leads/{lead.pk}/"
    assert custom_values.plain(made, lead.pk, charlie) == "Hidden item"
    assert custom_values.shown(made, lead.pk, charlie)["value"] == "Hidden item"


def test_a_link_opens_in_a_new_tab_unless_the_field_says_otherwise(dana: User) -> None:
    [new] = custom_values.shown(field(dana, "url"), "https://example.com", dana)["lines"]
    [same] = custom_values.shown(field(dana, "url", new_tab=False), "https://example.com", dana)["lines"]
    assert (new["new_tab"], same["new_tab"]) == (True, False)


def test_an_address_by_itself_has_its_lines(dana: User) -> None:
    place = {"text": "Hall 3", "postal_code": "10115", "city": "Berlin"}
    lines = custom_values.shown(field(dana, "address"), place, dana)["lines"]
    assert [line["value"] for line in lines] == ["Hall 3", "10115 Berlin", "Show on a map"]
    assert lines[-1]["href"] == "https://www.openstreetmap.org/search?query=Hall+3%2C+10115+Berlin"


def test_where_coordinates_are_known_the_map_opens_there(dana: User) -> None:
    place = {"text": "Hall 3", "latitude": "52.5", "longitude": "13.4"}
    lines = custom_values.shown(field(dana, "address"), place, dana)["lines"]
    assert lines[-1]["href"] == "https://www.openstreetmap.org/?mlat=52.5&mlon=13.4"


def test_several_addresses_have_a_line_and_a_map_each_unless_the_field_says_otherwise(dana: User) -> None:
    several = [{"text": "Hall 3", "city": "Berlin"}, {"text": "Weg 1"}]
    lines = custom_values.shown(field(dana, "address", multiple=True), several, dana)["lines"]
    assert [line["value"] for line in lines] == ["Hall 3, Berlin", "Show on a map", "Weg 1", "Show on a map"]
    lines = custom_values.shown(field(dana, "address", multiple=True, show_map=False), several, dana)["lines"]
    assert [line["value"] for line in lines] == ["Hall 3, Berlin", "Weg 1"]


def test_many_values_are_looked_up_at_once(dana: User, alice: User, django_assert_num_queries: Any) -> None:
    people, items = field(dana, "employee", multiple=True), field(dana, "crm", multiple=True)
    pairs = [(people, [alice.pk, dana.pk]), (items, [builders.lead(alice).pk, builders.lead(alice, title="B").pk])] * 5
    with django_assert_num_queries(2):
        named = custom_values.known(pairs, dana)
        assert [custom_values.plain(each, value, dana, named) for each, value in pairs][:2] == [
            "Alice, Dana", "Website form, B",
        ]  # fmt: skip
