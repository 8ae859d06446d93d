"""Does each kind read, refuse, keep and write down its values as it should?"""

import json
import time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as some

from segue.core import preferences
from segue.core.custom_fields import changes, kinds, settings, values
from segue.core.models import CustomField, Item, User
from segue.core.models.exact_json import ExactDecoder, ExactEncoder
from tests import builders
from tests.core.custom_fields.fields import stored, unstored

BERLIN, KATHMANDU = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu")
UNREADABLE = "This value cannot be read."
NOT_OFFERED = "Choose one of the offered values."
NO_LINK = "Enter a web or e-mail address, such as https://example.com."
DIGITS = "At most 11 digits before and 4 after the decimal point."


def refusal(field: CustomField, typed: Any) -> list[str]:
    """What is said about something typed."""
    with pytest.raises(ValidationError) as refused:
        values.parse(field, [typed])
    return refused.value.messages


READ: list[tuple[str, Any, Any]] = [
    ("string", "two\r\nlines\rof it", "two\nlines\nof it"),
    ("string", " as typed ", " as typed "),
    ("string", "  \n ", None),
    ("string", "<b>שלום 👩‍🚀</b>", "<b>שלום 👩‍🚀</b>"),
    ("integer", "1,234", 1234),
    ("integer", "-7", -7),
    ("integer", "5.00", 5),
    ("integer", "", None),
    ("double", "1.5", Decimal("1.5")),
    ("double", "1.234,5", Decimal("1234.5")),
    ("double", "-0", 0),
    ("double", ".50", Decimal("0.5")),
    ("boolean", "on", True),
    ("boolean", "No", False),
    ("boolean", "", False),
    ("date", "2026-12-31", "2026-12-31"),
    ("date", "31.12.2026", "2026-12-31"),
    ("date", "12/31/26", "2026-12-31"),
    ("date", "0001-01-01", "0001-01-01"),
    ("date", "  ", None),
    ("datetime", "2026-07-01T12:00", "2026-07-01T10:00:00Z"),
    ("datetime", "2026-12-01T12:00:05", "2026-12-01T11:00:05Z"),
    ("datetime", "2026-07-01T12:00:00Z", "2026-07-01T12:00:00Z"),
    ("datetime", "2026-07-01T12:00:00.999-05:00", "2026-07-01T17:00:00Z"),
    ("money", "100|USD", {"amount": 100, "currency": "USD"}),
    ("money", {"amount": "1,234.50", "currency": "eur"}, {"amount": Decimal("1234.5"), "currency": "EUR"}),
    ("money", {"amount": " ", "currency": "EUR"}, None),
    ("url", "example.com/a?b=c", "https://example.com/a?b=c"),
    ("url", "example.com:8080/a", "https://example.com:8080/a"),
    ("url", "jana@brandt.example", "mailto:jana@brandt.example"),
    ("url", "HTTP://example.com", "HTTP://example.com"),
    ("address", "Hauptstr. 1", {"text": "Hauptstr. 1"}),
    ("address", "Hauptstr. 1|52.5;13.4", {"text": "Hauptstr. 1", "latitude": "52.5", "longitude": "13.4"}),
    ("address", {"city": " Berlin ", "postal_code": "", "other": "x"}, {"city": "Berlin"}),
    ("address", {"city": "  "}, None),
    ("list", "1", 1),
    ("list", "Gold", 1),
    ("list", "g", 1),
    ("list", "", None),
    ("directory", "WEB", "WEB"),
    ("employee", "12", 12),
    ("crm", " 12 ", 12),
    ("file", "", None),
]


@pytest.mark.parametrize(("kind", "typed", "value"), READ)
def test_what_is_typed_becomes_this_value(kind: str, typed: Any, value: Any) -> None:
    with timezone.override(BERLIN):
        found = values.parse(unstored(kind), [typed])
    assert found == value
    assert type(found) is type(value)


REFUSED: list[tuple[str, Any, str]] = [
    ("string", "a\x00b", "The text holds a sign that cannot be stored. Type it anew."),
    ("string", "x" * 1_000_000, "At most 65535 characters."),
    ("string", {"a": "b"}, UNREADABLE),
    ("integer", "1.5", "Enter a whole number."),
    ("integer", "many", "Enter a number, such as 1,234.5."),
    ("integer", "123456789012", DIGITS),
    ("double", "0.00001", DIGITS),
    ("double", "NaN", "Enter a number, such as 1,234.5."),
    ("double", "1.125", "At most 2 decimals."),
    ("boolean", "perhaps", NOT_OFFERED),
    ("date", "2026-02-30", "Enter a day of the calendar."),
    ("date", "tomorrow", "Enter a day of the calendar."),
    ("date", "٢٠٢٦-01-01", "Enter a day of the calendar."),
    ("datetime", "2026-02-30T10:00", "Enter a day and a time."),
    ("datetime", "noon", "Enter a day and a time."),
    ("datetime", "0001-01-01T00:00:00+14:00", "Enter a day and a time."),
    ("money", "100", NOT_OFFERED),
    ("money", "100|QQQ", NOT_OFFERED),
    ("money", "much|EUR", "Enter a number, such as 1,234.5."),
    ("url", "javascript:alert(1)", NO_LINK),
    ("url", "data:text/html,x", NO_LINK),
    ("url", "https://", NO_LINK),
    ("url", "two words.com", NO_LINK),
    ("url", "//[x@", NO_LINK),
    ("url", "mailto:", NO_LINK),
    ("address", {"city": "x" * 1001}, "At most 1000 characters."),
    ("address", "a\x00b", UNREADABLE),
    ("list", "Bronze", NOT_OFFERED),
    ("list", "9" * 5000, NOT_OFFERED),
    ("directory", "web", NOT_OFFERED),
    ("employee", "Alice", NOT_OFFERED),
    ("employee", "9" * 19, UNREADABLE),
    ("crm", "-1", NOT_OFFERED),
    ("crm", "0", UNREADABLE),
    ("file", "a.txt", UNREADABLE),
]


@pytest.mark.parametrize(("kind", "typed", "message"), REFUSED)
def test_what_is_wrong_is_said_in_these_words(kind: str, typed: Any, message: str) -> None:
    assert refusal(unstored(kind), typed) == [message]


SETTINGS: list[tuple[str, dict[str, Any], str, str]] = [
    ("string", {"max_length": 3}, "four", "At most 3 characters."),
    ("string", {"min_length": 3}, "ab", "At least 3 characters."),
    ("string", {"pattern": "[A-Z]{2}-[0-9]+"}, "ab-1", "It does not have the form that is asked for."),
    ("url", {"max_length": 12}, "https://example.com", "At most 12 characters."),
    ("integer", {"min": 0}, "-1", "At least 0."),
    ("integer", {"max": 10}, "11", "At most 10."),
    ("double", {"min": Decimal("0.5")}, "0.49", "At least 0.5."),
    ("double", {"max": Decimal("1000.25")}, "1000.26", "At most 1000.25."),
    ("double", {"precision": 0}, "1.5", "At most 0 decimals."),
    ("double", {"precision": 4}, "1.12345", DIGITS),
]


@pytest.mark.parametrize(("kind", "chosen", "typed", "message"), SETTINGS)
def test_limits_of_a_field_are_kept(kind: str, chosen: dict[str, Any], typed: str, message: str) -> None:
    assert refusal(unstored(kind, **chosen), typed) == [message]


WITHIN: list[tuple[str, dict[str, Any], str]] = [
    ("string", {"min_length": 3, "max_length": 3, "pattern": "[a-z]+"}, "abc"),
    ("integer", {"min": 0, "max": 0}, "0"),
    ("double", {"precision": 4, "min": Decimal("0.0001"), "max": Decimal("0.0001")}, "0.0001"),
    ("double", {"precision": 0}, "7"),
]


@pytest.mark.parametrize(("kind", "chosen", "typed"), WITHIN)
def test_what_stands_at_a_limit_is_taken(kind: str, chosen: dict[str, Any], typed: str) -> None:
    assert values.parse(unstored(kind, **chosen), [typed]) is not None


def test_an_own_message_is_said_instead(db: None) -> None:
    field = unstored("integer")
    field.error_texts = {"en": "How many seats?"}
    assert refusal(field, "many") == ["How many seats?"]


SHAPES: list[tuple[str, Any]] = [
    ("string", 5), ("string", ["a"]), ("integer", "5"), ("integer", True), ("double", float("nan")),
    ("double", float("inf")), ("double", "1.5"), ("boolean", 1), ("date", "2026-1-1"), ("date", "٢٠٢٦-01-01"),
    ("date", 20260101), ("datetime", "2026-01-01T00:00:00"), ("datetime", "2026-13-01T00:00:00Z"),
    ("money", 5), ("money", {"amount": 5}), ("money", {"amount": "5", "currency": "EUR"}),
    ("url", 5), ("address", "Hauptstr. 1"), ("address", {"planet": "Mars"}), ("address", {"city": 5}),
    ("list", "Gold"), ("list", True), ("directory", 5), ("employee", "5"), ("employee", 0), ("employee", 2**63),
    ("crm", {"id": 5}), ("file", 5), ("file", "5"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value"), SHAPES)
def test_a_value_of_another_shape_is_refused(kind: str, value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        values.clean(unstored(kind), value)
    assert refused.value.messages == [UNREADABLE]


EVERY_VALUE: list[tuple[str, Any]] = [
    ("string", "two\nlines"), ("string", "1|2;3"), ("integer", -12345678901), ("double", Decimal("12345678901.12")),
    ("double", 0), ("boolean", True), ("boolean", False), ("date", "2026-12-31"), ("datetime", "2026-12-31T23:59:59Z"),
    ("money", {"amount": Decimal("0.0001"), "currency": "EUR"}), ("money", {"amount": -5, "currency": "USD"}),
    ("url", "mailto:a@b.example"), ("url", "https://example.com:80/ü"),
    ("address", {"text": "Hauptstr. 1, 10115 Berlin"}), ("address", {"text": "A|1;2"}),
    ("address", {"text": "Ufer", "latitude": "-52.5", "longitude": "13.4"}), ("list", 1), ("list", 2), ("list", 3),
    ("list", 4), ("directory", "WEB"), ("employee", 5), ("crm", 5),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value"), EVERY_VALUE)
@pytest.mark.parametrize("language", ["en", "de"])
def test_an_exchange_text_is_read_as_the_same_value(kind: str, value: Any, language: str) -> None:
    field = unstored(kind)
    with translation.override(language), timezone.override(KATHMANDU):
        assert values.parse(field, [values.text(field, value)]) == value


def test_every_kind_but_files_has_a_value_here() -> None:
    assert {kind for kind, _value in EVERY_VALUE} == set(kinds.KINDS) - {"file"}


def test_several_exchange_texts_are_joined_by_a_comma() -> None:
    assert values.text(unstored("integer", multiple=True), [1, 2]) == "1, 2"


# Numbers


NUMBERS = ["12345678901.1234", "0.0001", "-0.0001", "99999999999", "-99999999999.9999", "0", "0.1", "1.10"]


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_survive_the_database_digit_by_digit(alice: User, dana: User, number: str) -> None:
    stored(dana, "double", "SIZE", settings={"precision": "4"})
    stored(dana, "money", "PRICE")
    price = {"amount": Decimal(number), "currency": "EUR"}
    deal = builders.deal(alice, SIZE=Decimal(number), PRICE=price)
    custom = Item.objects.get(pk=deal.pk).custom
    assert str(custom["SIZE"]) == str(custom["PRICE"]["amount"]) == f"{Decimal(number).normalize():f}"
    assert isinstance(custom["SIZE"], int if Decimal(number) % 1 == 0 else Decimal)


@pytest.mark.parametrize("given", [5, 5.0, Decimal("5.00"), Decimal("5E0")])
def test_a_whole_number_is_kept_in_one_shape(given: Any) -> None:
    found = values.clean(unstored("double"), given)
    assert (found, type(found)) == (5, int)


def test_no_zero_has_a_sign() -> None:
    assert str(values.clean(unstored("double"), Decimal("-0.00"))) == "0"


# Instants


MOMENTS = [
    ("2026-03-29T01:59", "2026-03-29T00:59:00Z"),
    ("2026-03-29T02:30", "2026-03-29T01:30:00Z"),  # no clock shows it: the hour is left out
    ("2026-03-29T03:00", "2026-03-29T01:00:00Z"),
    ("2026-10-25T02:30", "2026-10-25T00:30:00Z"),  # clocks show it twice: the first time
    ("2026-10-25T03:00", "2026-10-25T02:00:00Z"),
]


@pytest.mark.parametrize(("typed", "kept"), MOMENTS)
def test_instants_are_right_when_clocks_change(typed: str, kept: str) -> None:
    with timezone.override(BERLIN):
        assert values.parse(unstored("datetime"), [typed]) == kept


@given(moments=some.lists(some.datetimes(timezones=some.sampled_from([BERLIN, KATHMANDU])), min_size=2, max_size=2))
def test_instants_sort_as_their_texts_do(moments: list[Any]) -> None:
    try:
        texts = [values.parse(unstored("datetime"), [moment.isoformat()]) for moment in moments]
    except ValidationError:
        return  # at the ends of the calendar a zone leads out of it
    first, second = (moment.replace(microsecond=0).astimezone(ZoneInfo("UTC")) for moment in moments)
    assert {len(text) for text in texts} == {20}
    assert (texts[0] < texts[1], texts[0] == texts[1]) == (first < second, first == second)


# Round trips


TEXT = some.text(some.characters(codec="utf-8", exclude_characters="\x00\r"), min_size=1).filter(str.strip)
NUMBER = some.decimals(-99999999999, 99999999999, places=4)
DAY = some.dates().map(lambda day: day.isoformat())
ROUND = {
    "string": TEXT,
    "integer": some.integers(-99999999999, 99999999999),
    "double": NUMBER,
    "date": DAY,
    "datetime": some.datetimes().map(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")),
    "money": some.fixed_dictionaries({"amount": NUMBER, "currency": some.sampled_from(["EUR", "USD"])}),
    "address": some.fixed_dictionaries({"text": some.text("abc ,\n|;1-.", min_size=1).map(str.strip).filter(bool)}),
}


@pytest.mark.parametrize("kind", ROUND)
@given(data=some.data())
def test_any_value_comes_back_from_its_exchange_text_and_from_json(kind: str, data: Any) -> None:
    field = unstored(kind, precision=4)
    value = values.clean(field, data.draw(ROUND[kind]))
    written = json.loads(json.dumps(value, cls=ExactEncoder), cls=ExactDecoder)
    assert values.parse(field, [values.text(field, value)]) == value
    assert written == value
    assert str(written) == str(value)


# Settings


CHOSEN: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("string", {"rows": "3", "default": "x", "min_length": ""}, {"rows": 3, "default": "x"}),
    ("integer", {"min": "0", "max": "1,000", "default": "7"}, {"min": 0, "max": 1000, "default": 7}),
    ("double", {"precision": "0", "default": "2"}, {"precision": 0, "default": 2}),
    ("date", {"start": "fixed", "default": "31.12.2026"}, {"start": "fixed", "default": "2026-12-31"}),
    ("url", {"new_tab": False}, {"new_tab": False}),
    ("crm", {"types": ["deal", "nonsense"]}, {"types": ["deal"]}),
    ("file", {"extensions": "pdf, .JPG", "largest": "2"}, {"extensions": "pdf, .JPG", "largest": 2}),
]


@pytest.mark.parametrize(("kind", "typed", "kept"), CHOSEN)
def test_settings_that_differ_from_the_usual_are_kept(
    db: None, kind: str, typed: dict[str, Any], kept: dict[str, Any]
) -> None:
    assert settings.clean(unstored(kind), typed) == kept


UNFIT: list[tuple[str, dict[str, Any], str, str]] = [
    ("string", {"pattern": "("}, "pattern", "This is not a regular expression."),
    ("string", {"default": "abc", "max_length": "2"}, "default", "At most 2 characters."),
    ("string", {"rows": "9" * 5000}, "rows", "Enter a whole number."),
    ("integer", {"min": "5", "max": "4"}, "max", "The largest is below the smallest."),
    ("integer", {"default": "5", "max": "4"}, "default", "At most 4."),
    ("integer", {"min": "few"}, "min", "Enter a number, such as 1,234.5."),
    ("date", {"start": "later"}, "start", NOT_OFFERED),
    ("directory", {"directory": "SECRETS"}, "directory", NOT_OFFERED),
    ("file", {"largest": "26"}, "largest", "At most 25."),
]


@pytest.mark.parametrize(("kind", "typed", "name", "message"), UNFIT)
def test_settings_that_cannot_be_are_refused(
    db: None, kind: str, typed: dict[str, Any], name: str, message: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        settings.clean(unstored(kind), typed)
    assert refused.value.message_dict == {name: [message]}


def test_a_new_money_field_may_begin_with_an_amount(dana: User) -> None:
    field = changes.new("deal", "money", code="FEE")
    given = {"labels": {"en": "Fee"}, "settings": {"default": "99.9|EUR"}}
    assert str(changes.save(field, given, actor=dana).settings["default"]["amount"]) == "99.9"


def test_a_file_may_be_as_large_as_the_organisation_allows(db: None) -> None:
    preferences.save({"upload_megabytes": 100})
    assert settings.clean(unstored("file"), {"largest": "100"}) == {"largest": 100}


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(a?){50}a{50}", "(.*)*x"])
def test_no_pattern_keeps_a_worker_busy(pattern: str) -> None:
    field = unstored("string", **settings.clean(unstored("string"), {"pattern": pattern}))
    begun = time.monotonic()
    assert refusal(field, "a" * 1999 + "!") == ["It does not have the form that is asked for."]
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("pattern", [r"(a)\1", "(?=a)b", "(?<=a)b", "(a{100}){100}", "a{99999999999999999999}"])
def test_a_pattern_that_could_not_be_judged_quickly_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError) as refused:
        settings.clean(unstored("string"), {"pattern": pattern})
    assert refused.value.messages[0].startswith("Signs, sets, groups")
