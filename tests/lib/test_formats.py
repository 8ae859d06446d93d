from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.lib import formats, money


@pytest.mark.parametrize(
    ("currency", "language", "written"),
    [
        ("EUR", "en", "€1,234.50"),
        ("EUR", "de", "1.234,50\u00a0€"),
        ("JPY", "en", "¥1,235"),
        ("KWD", "de", "1.234,500\u00a0KWD"),
        ("CHF", "en", "CHF\u00a01,234.50"),
    ],
)
def test_an_amount_follows_the_language_and_the_decimals_of_its_currency(
    currency: str, language: str, written: str
) -> None:
    assert formats.amount(Decimal("1234.5"), formats.amount_format(currency, language)) == written


def test_a_negative_amount_has_its_sign_before_all() -> None:
    assert formats.amount(Decimal("-0.5"), formats.amount_format("USD", "en")) == "-$0.50"


def test_an_amount_that_rounds_to_nothing_has_no_sign() -> None:
    assert formats.amount(Decimal("-0.004"), formats.amount_format("USD", "en")) == "$0.00"


def test_the_pattern_and_decimals_of_the_currency_come_before_those_of_the_language() -> None:
    style = formats.amount_format("USD", "de", pattern="US$ #", decimals=3)
    assert formats.amount(Decimal("1234.5"), style) == "US$ 1.234,500"


def test_zero_decimals_are_hidden_only_where_wished_and_only_when_zero() -> None:
    style = formats.amount_format("EUR", "en", hide_zero_decimals=True)
    assert formats.amount(Decimal(5), style) == "€5"
    assert formats.amount(Decimal("5.5"), style) == "€5.50"


def test_a_unit_price_shows_up_to_four_decimals() -> None:
    style = formats.amount_format("EUR", "de")
    assert formats.price(Decimal("66.9933"), style) == "66,9933\u00a0€"
    assert formats.price(Decimal("79.722027"), style) == "79,722\u00a0€"
    assert formats.price(Decimal(90), style) == "90,00\u00a0€"


def test_a_quantity_has_no_more_decimals_than_it_needs() -> None:
    assert formats.number(Decimal("1234.5000"), "de") == "1.234,5"
    assert formats.number(Decimal("1E+3"), "en") == "1,000"


def test_a_rate_is_written_in_per_cent() -> None:
    assert formats.percent(Decimal(19), "de") == "19\u00a0%"
    assert formats.percent(Decimal("5.5"), "en") == "5.5%"


@given(st.decimals(min_value=-99999999999, max_value=99999999999, places=4), st.sampled_from(["en", "de"]))
def test_what_a_field_or_a_page_shows_is_read_back_as_it_was(value: Decimal, language: str) -> None:
    assert money.parse(formats.field(value, language), language) == value
    assert money.parse(formats.number(value, language), language) == value
