"""What does a row come to? The formulas of domain.md 8.3."""

from decimal import Decimal

import pytest
from hypothesis import given

from segue.crm.pricing import FINAL, GROSS, NET, Line, row_sums

from . import oracle
from .builders import DECIMALS, line, lines


@given(lines(), DECIMALS)
def test_every_row_sum_follows_its_formula(entered: Line, decimals: int) -> None:
    assert oracle.exact(row_sums(entered, decimals)) == oracle.row_sums(entered, decimals)


@pytest.mark.parametrize(
    ("entered", "net", "gross"),
    [
        (line(NET, "99.99", d="33", q="1000", t="19"), "66993.30", "79722.03"),
        (line(GROSS, "9.99", q="10", t="19"), "83.95", "99.90"),
        (line(FINAL, "9.99", d="50", q="10", t="19"), "83.95", "99.90"),
        (line(GROSS, "119", s="10", q="3", t="19"), "270.00", "321.30"),
    ],
)
def test_sums_start_from_the_number_entered_not_from_a_rounded_price(entered: Line, net: str, gross: str) -> None:
    assert tuple(map(str, row_sums(entered, 2))) == (net, gross)


@pytest.mark.parametrize(
    ("decimals", "net", "gross"), [(0, "2", "3"), (2, "2.47", "2.94"), (3, "2.469", "2.938"), (4, "2.4690", "2.9381")]
)
def test_sums_have_the_decimals_of_the_currency(decimals: int, net: str, gross: str) -> None:
    assert tuple(map(str, row_sums(line(NET, "1.2345", q="2", t="19"), decimals))) == (net, gross)


def test_a_deduction_is_rounded_away_from_zero_too() -> None:
    assert row_sums(line(NET, "-0.125"), 2) == (Decimal("-0.13"), Decimal("-0.13"))


def test_no_quantity_comes_to_nothing_without_a_sign() -> None:
    assert tuple(map(str, row_sums(line(GROSS, "-5", q="0", t="19"), 2))) == ("0.00", "0.00")
