import contextlib
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.lib import money


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("0.005", 2, "0.01"),
        ("-0.005", 2, "-0.01"),
        ("2.5", 0, "3"),
        ("0.0049999", 2, "0.00"),
        ("12345678901.99995", 4, "12345678902.0000"),
        ("7", 3, "7.000"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: str, decimals: int, rounded: str) -> None:
    assert str(money.round_to(Decimal(value), decimals)) == rounded
    assert str(money.round_to(Fraction(Decimal(value)), decimals)) == rounded


def test_a_quotient_just_below_a_half_is_rounded_down() -> None:
    assert money.round_to(Fraction(1, 2) - Fraction(1, 10**80), 0) == 0


@given(st.integers(), st.integers().filter(bool), st.integers(0, 4))
def test_a_quotient_is_rounded_as_the_exact_fraction_is(dividend: int, divisor: int, decimals: int) -> None:
    rounded = money.round_quotient(Decimal(dividend).scaleb(-3), Decimal(divisor).scaleb(-1), decimals)
    assert str(rounded) == str(money.round_to(Fraction(dividend, 100 * divisor), decimals))


def test_zero_has_no_sign() -> None:
    assert str(money.round_to(Decimal("-0.001"), 2)) == "0.00"
    assert str(money.round_to(Fraction(-1, 1000), 2)) == "0.00"


@pytest.mark.parametrize("value", ["99999999999.9999", "-99999999999.9999", "0", "1E+10", "1.50000000"])
def test_eleven_digits_and_four_decimals_fit(value: str) -> None:
    assert money.fits(Decimal(value))


@pytest.mark.parametrize("value", ["100000000000", "0.00001", "NaN", "sNaN", "-Infinity", "1E+999999", "1E-999999"])
def test_more_digits_and_what_is_no_number_do_not_fit(value: str) -> None:
    assert not money.fits(Decimal(value))


def test_a_base_amount_is_amount_times_rate_by_nominal() -> None:
    assert money.base_amount(Decimal("1000.50"), money.Rate(Decimal("0.6112"), 100), 2) == Decimal("6.12")


def test_an_amount_moves_from_one_currency_to_another_with_a_single_rounding() -> None:
    yen, dollar = money.Rate(Decimal("0.6112"), 100), money.Rate(Decimal("0.9000"))
    assert money.convert(Decimal(1000), yen, dollar, 2) == Decimal("6.79")


def test_a_base_amount_that_outgrows_the_database_is_refused() -> None:
    with pytest.raises(money.TooManyDigits):
        money.base_amount(Decimal(99999999999), money.Rate(Decimal(2)), 2)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1,234.50", "1234.5"),
        ("1.234,50", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1’234.50", "1234.5"),
        ("1\u00a0234\u00a0567,5", "1234567.5"),
        ("1\u202f234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1 234,567", "1234.567"),
        ("0.125", "0.125"),
        (",5", "0.5"),
        ("\u22125", "-5"),
        (" +007 ", "7"),
        ("-0", "0"),
        ("12345678901.1234", "12345678901.1234"),
        ("0.10000000", "0.1"),
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_numbers_with_one_reading_are_read_alike_in_every_language(typed: str, number: str, language: str) -> None:
    assert str(money.parse(typed, language)) == number


@pytest.mark.parametrize(
    ("typed", "english", "german"),
    [("1,234", "1234", "1.234"), ("1.234", "1.234", "1234"), ("-12,345", "-12345", "-12.345")],
)
def test_the_language_decides_between_two_readings(typed: str, english: str, german: str) -> None:
    assert str(money.parse(typed, "en")) == english
    assert str(money.parse(typed, "de")) == german


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "-",
        ".",
        "5.",
        "1,23,456",
        "12,34.5",
        "1.2.3",
        "1e5",
        "0x1F",
        "NaN",
        "--5",
        "5-",
        "\u0665",
        "1 €",
        "<b>1</b>",
        "a" * 10**6,
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_no_number_is_refused(typed: str, language: str) -> None:
    with pytest.raises(money.NotANumber):
        money.parse(typed, language)


@pytest.mark.parametrize("typed", ["123456789012", "1.23456", "-100,000,000,000.00", "9" * 10**6])
def test_more_digits_than_are_kept_are_refused(typed: str) -> None:
    with pytest.raises(money.TooManyDigits):
        money.parse(typed, "en")


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused_by_name(typed: str) -> None:
    with contextlib.suppress(money.NotANumber, money.TooManyDigits):
        assert money.fits(money.parse(typed, "de"))
