"""What does one unit cost? One test per row of the table in domain.md 8.2, then every formula against the oracle."""

from decimal import Decimal

import pytest
from hypothesis import given

from segue.crm.pricing import BASES, FINAL, GROSS, NET, Line, unit_prices
from segue.lib import money

from . import oracle
from .builders import DECIMALS, line, lines

NOTHING = Decimal(0)
TABLE = {
    "A": (line(FINAL, "80000", d="20", t="20"), "66666.67 83333.34 100000.01 80000 16666.67"),
    "B": (line(FINAL, "90000", d="10", t="10"), "81818.18 90909.09 100000.00 90000 9090.91"),
    "C": (line(NET, "32999", d="40", t="12"), "19799.4 32999 36958.88 22175.328 13199.6"),
    "D": (line(NET, "999", d="10"), "899.1 999 999 899.1 99.9"),
    "E": (line(GROSS, "119", s="10", t="19"), "90.00 100.00 119 107.1 10"),
    "F": (line(GROSS, "100000", d="20", t="20"), "66666.67 83333.34 100000 80000 16666.67"),
    "G": (line(NET, "99.99", d="33", t="19"), "66.9933 99.99 118.9881 79.722027 32.9967"),
}


@pytest.mark.parametrize("row", TABLE)
def test_unit_prices_are_those_of_the_table(row: str) -> None:
    entered, prices = TABLE[row]
    assert unit_prices(entered, 2)[:5] == tuple(map(Decimal, prices.split()))


@given(lines(), DECIMALS)
def test_every_unit_price_follows_its_formula(entered: Line, decimals: int) -> None:
    assert oracle.exact(unit_prices(entered, decimals)) == oracle.unit_prices(entered, decimals)


@given(lines(), DECIMALS)
def test_the_price_entered_is_never_altered(entered: Line, decimals: int) -> None:
    """Scenario D25: a price typed by hand wins over whatever could be computed."""
    shown = unit_prices(entered, decimals)._asdict()
    assert shown[{NET: "net", GROSS: "gross", FINAL: "final"}[entered.basis]] == entered.price_entered


@given(lines(), DECIMALS)
def test_stored_prices_fit_into_the_database(entered: Line, decimals: int) -> None:
    stored = unit_prices(entered, decimals).stored()
    assert all(money.fits(price) and price.as_tuple().exponent == -4 for price in stored)


def test_a_stored_price_is_rounded_half_away_from_zero() -> None:
    assert str(unit_prices(line(NET, "-0.0003", d="50"), 2).stored().net_final) == "-0.0002"


@pytest.mark.parametrize("basis", [NET, GROSS])
def test_a_full_discount_leaves_the_price_before_it(basis: str) -> None:
    prices = unit_prices(line(basis, "119", d="100", t="19"), 2)
    net = Decimal(119) if basis == NET else Decimal(100)
    assert (prices.net_final, prices.net, prices.final, prices.discount_sum) == (NOTHING, net, NOTHING, net)


@pytest.mark.parametrize(("decimals", "net"), [(0, "0.85"), (2, "0.85"), (3, "0.849"), (4, "0.8487")])
def test_prices_divided_out_of_others_have_two_decimals_or_the_currencys(decimals: int, net: str) -> None:
    assert str(unit_prices(line(GROSS, "1.01", t="19"), decimals).net) == net


@pytest.mark.parametrize("basis", BASES)
def test_a_deduction_has_the_prices_of_its_opposite(basis: str) -> None:
    added = unit_prices(line(basis, "99.99", s="7.77", t="19"), 2)
    deducted = unit_prices(line(basis, "-99.99", s="-7.77", t="19"), 2)
    assert deducted[:5] == tuple(-price for price in added[:5])
    assert deducted.discount_rate == added.discount_rate


def test_a_sum_of_discount_shows_its_share_of_the_price() -> None:
    assert unit_prices(line(NET, "30", s="10"), 2).discount_rate == Decimal("33.3333")


def test_a_price_of_nothing_has_no_discount() -> None:
    assert unit_prices(line(GROSS, "0", s="0", t="19"), 2).discount_rate == 0


def test_only_the_discount_that_the_type_names_counts() -> None:
    entered = Line(NET, Decimal(100), discount_rate=Decimal(10), discount_sum=Decimal(70))
    assert unit_prices(entered, 2).net_final == 90
