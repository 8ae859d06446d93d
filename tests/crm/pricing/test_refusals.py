"""Which rows are refused, and beside which field does it say why?"""

from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Any

import pytest

from segue.crm.pricing import (
    AMOUNT,
    BASES,
    FINAL,
    GROSS,
    NET,
    ROUNDING_MODES,
    Line,
    LineRefused,
    refusals,
    row_sums,
    totals,
    unit_prices,
)

from .builders import line

DIGITS = "At most 11 digits before and 4 after the decimal point."
CHOICE = "Choose one of the offered values."
BELOW = "The discount cannot be negative."
ABOVE = "The discount cannot be larger than the price."
DEDUCTION = "On a negative price the discount is negative too."
WHOLE = "For a discount of the whole price, enter the price before discount."

REFUSED = {
    "a negative quantity": (line(NET, "1", q="-1"), "quantity", "The quantity cannot be negative."),
    "a negative tax": (line(NET, "1", t="-19"), "tax_rate", "The tax rate cannot be negative."),
    "a negative discount": (line(NET, "1", d="-0.0001"), "discount_rate", BELOW),
    "a negative discount on a deduction": (line(NET, "-1", d="-1"), "discount_rate", BELOW),
    "more than everything off": (line(GROSS, "1", d="100.0001"), "discount_rate", ABOVE),
    "more than everything off the final price": (line(FINAL, "1", d="101"), "discount_rate", ABOVE),
    "everything off the final price": (line(FINAL, "1", d="100"), "discount_rate", WHOLE),
    "everything off a final price of nothing": (line(FINAL, "0", d="100"), "discount_rate", WHOLE),
    "a negative sum off": (line(NET, "1", s="-1"), "discount_sum", BELOW),
    "a negative sum off the final price": (line(FINAL, "1", s="-2"), "discount_sum", BELOW),
    "a larger sum off": (line(NET, "1", s="1.0001"), "discount_sum", ABOVE),
    "a sum larger with its tax": (line(GROSS, "1", s="1", t="19"), "discount_sum", ABOVE),
    "a sum off nothing": (line(NET, "0", s="1"), "discount_sum", ABOVE),
    "the whole sum off the final price": (line(FINAL, "0", s="1"), "discount_sum", WHOLE),
    "a sum that raises a deduction": (line(NET, "-5", s="2"), "discount_sum", DEDUCTION),
    "a sum larger than the deduction": (line(GROSS, "-5", s="-6"), "discount_sum", ABOVE),
    "an unknown basis": (line("brutto", "1"), "basis", CHOICE),
    "an unknown kind of discount": (Line(NET, Decimal(1), discount_type=3), "discount_type", CHOICE),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_priced_is_refused_beside_its_field(case: str) -> None:
    entered, field, message = REFUSED[case]
    assert [(refused.field, str(refused)) for refused in refusals(entered)] == [(field, message)]


@pytest.mark.parametrize("case", REFUSED)
def test_all_that_prices_a_row_refuses_alike(case: str) -> None:
    entered, field, _ = REFUSED[case]
    for price in (unit_prices, row_sums, lambda row, decimals: totals([row], ROUNDING_MODES[0], decimals)):
        with pytest.raises(LineRefused) as refused:
            price(entered, 2)
        assert refused.value.field == field


def test_what_the_caller_rounds_to_hides_no_discount_that_is_too_large() -> None:
    with localcontext(prec=2):
        assert [refused.field for refused in refusals(line(NET, "1", s="1.0001"))] == ["discount_sum"]


@pytest.mark.parametrize("field", ["price_entered", "quantity", "discount_rate", "discount_sum", "tax_rate"])
@pytest.mark.parametrize("number", ["100000000000", "0.00001", "NaN", "sNaN", "Infinity", "-Infinity", "1E+999999"])
def test_a_number_with_too_many_digits_is_refused_beside_its_field(field: str, number: str) -> None:
    broken: dict[str, Any] = {field: Decimal(number)}
    entered = replace(line(NET, "1"), **broken)
    assert [(refused.field, str(refused)) for refused in refusals(entered)] == [(field, DIGITS)]


def test_everything_wrong_is_said_at_once() -> None:
    entered = line(NET, "1", q="-1", t="-1", d="101")
    assert [refused.field for refused in refusals(entered)] == ["quantity", "tax_rate", "discount_rate"]


@pytest.mark.parametrize(
    "entered",
    [line(NET, "99999999999", t="19"), line(FINAL, "99999999999", d="99"), line(GROSS, "99999999999.9999")],
    ids=["its gross price", "its price before discount", "its rounded net price"],
)
def test_a_price_from_which_larger_ones_follow_is_refused(entered: Line) -> None:
    with pytest.raises(LineRefused) as refused:
        unit_prices(entered, 2)
    assert (refused.value.field, str(refused.value)) == ("price_entered", DIGITS)


@pytest.mark.parametrize("mode", ROUNDING_MODES)
def test_a_row_that_outgrows_is_refused_at_its_quantity_in_every_mode(mode: str) -> None:
    outgrown = line(NET, "99999999999", q="2")
    for lines in ([outgrown], [outgrown, line(NET, "-99999999999", q="2")]):
        with pytest.raises(LineRefused) as refused:
            totals(lines, mode, 2)
        assert refused.value.field == "quantity"


@pytest.mark.parametrize("entered", [line(NET, "99999999999", t="19"), line(GROSS, "-99999999999", q="1.01")])
def test_a_row_of_which_one_sum_outgrows_is_refused(entered: Line) -> None:
    with pytest.raises(LineRefused) as refused:
        row_sums(entered, 2)
    assert (refused.value.field, str(refused.value)) == ("quantity", DIGITS)


LARGE, GIVEN_AWAY = line(NET, "90000000000"), line(NET, "90000000000", d="100")
OUTGROWN = {
    "the net": [LARGE, LARGE],
    "the gross": [LARGE, line(NET, "9000000000", t="19")],
    "the discount": [GIVEN_AWAY, GIVEN_AWAY, line(NET, "-90000000000")],
    "the total before discount": [LARGE, GIVEN_AWAY],
}


@pytest.mark.parametrize("mode", ROUNDING_MODES)
@pytest.mark.parametrize("case", OUTGROWN)
def test_rows_that_outgrow_together_are_refused_as_rows(case: str, mode: str) -> None:
    with pytest.raises(LineRefused) as refused:
        totals(OUTGROWN[case], mode, 2)
    assert (refused.value.field, str(refused.value)) == ("rows", DIGITS)


@pytest.mark.parametrize("basis", BASES)
def test_the_largest_number_that_is_kept_is_priced(basis: str) -> None:
    assert unit_prices(line(basis, "99999999999.9999"), 4).stored().final == Decimal("99999999999.9999")


@pytest.mark.parametrize("basis", BASES)
def test_a_deduction_may_be_discounted_by_a_negative_sum(basis: str) -> None:
    assert not list(refusals(line(basis, "-10", s="-2", t="19")))


def test_a_discount_that_is_not_the_named_one_is_not_compared() -> None:
    entered = Line(NET, Decimal(1), discount_type=AMOUNT, discount_rate=Decimal(500))
    assert not list(refusals(entered))
