"""What do rows add up to? One test per row of the table in domain.md 8.4 and mode, and the failures others had."""

from dataclasses import replace
from decimal import Decimal

import pytest

from segue.crm.pricing import (
    FINAL,
    GROSS,
    NET,
    PER_DOCUMENT,
    PER_ROW,
    PER_TAX_RATE,
    ROUNDING_MODES,
    Line,
    TaxLine,
    Totals,
    totals,
)

from .builders import line

A = line(FINAL, "80000", d="20", t="20", q="2")
C = line(NET, "32999", d="40", t="12")
D = line(NET, "999", d="10")
T6 = [
    line(NET, "10.05", q="3", t="19"),
    line(NET, "4.15", q="7", d="5", t="7"),
    line(GROSS, "19.99", q="2", t="19"),
    line(NET, "12.50", s="2.50"),
]
T8 = [line(NET, "333", q="3", d="10", t="10"), line(NET, "55", t="8")]
SAME = ""

# The rows, and what they come to per row, per tax rate, per document.
TABLE = {
    "T1": ([A], "133333.33 26666.67 160000.00", SAME, SAME),
    "T2": ([A, C, D], "154031.83 29042.60 183074.43", SAME, SAME),
    "T3": ([line(NET, "1.1111", t="6")] * 3, "3.33 0.21 3.54", "3.33 0.20 3.53", "3.33 0.20 3.53"),
    "T4": ([line(GROSS, "0.99", t="19")] * 3, "2.49 0.48 2.97", "2.50 0.47 2.97", "2.50 0.47 2.97"),
    "T5": ([line(GROSS, "9.99", q="10", t="19")], "83.95 15.95 99.90", SAME, SAME),
    "T6": (T6, "101.35 14.04 115.39", "101.35 14.04 115.39", "101.34 14.05 115.39"),
    "T7": ([line(NET, "0.3333", q="2.5", d="12.5", t="19")], "0.73 0.14 0.87", SAME, SAME),
    "T8": (T8, "954 94 1048", SAME, SAME),
    "T9": ([line(NET, "0.125", t="0"), line(NET, "0.125")], "0.26 0.00 0.26", SAME, "0.25 0.00 0.25"),
    "T10": ([line(NET, "0.07", t="19")] * 18, "1.26 0.18 1.44", "1.26 0.24 1.50", "1.26 0.24 1.50"),
    "T11": ([line(NET, "99.99", d="33", q="1000", t="19")], "66993.30 12728.73 79722.03", SAME, SAME),
}


def sums(paper: Totals) -> str:
    """Net, tax and gross as the table writes them."""
    return f"{paper.net} {paper.tax} {paper.gross}"


@pytest.mark.parametrize("mode", ROUNDING_MODES)
@pytest.mark.parametrize("row", TABLE)
def test_totals_are_those_of_the_table(row: str, mode: str) -> None:
    lines, *expected = TABLE[row]
    decimals = 0 if row == "T8" else 2  # yen
    assert sums(totals(lines, mode, decimals)) == (expected[ROUNDING_MODES.index(mode)] or expected[0])


def test_m1_an_invoice_comes_to_what_its_estimate_did_with_prices_of_four_decimals() -> None:
    estimate = [line(NET, "10.0043", q="3", t="17"), line(NET, "7.1277", q="5", t="17")]
    invoice = [replace(row) for row in estimate]
    assert sums(totals(estimate, PER_DOCUMENT, 2)) == sums(totals(invoice, PER_DOCUMENT, 2)) == "65.65 11.16 76.81"
    assert sums(totals(estimate, PER_ROW, 2)) == "65.65 11.17 76.82"


def test_m4_an_old_paper_keeps_its_totals_because_it_keeps_its_mode() -> None:
    rows = TABLE["T10"][0]
    before = totals(rows, PER_ROW, 2)
    assert totals(rows, PER_TAX_RATE, 2) != before
    assert totals(rows, PER_ROW, 2) == before


def test_m5_the_mode_decides_between_twenty_and_twenty_one_cents_of_tax() -> None:
    rows = [line(NET, "1.1111", t="6")] * 3
    assert {mode: str(totals(rows, mode, 2).tax) for mode in ROUNDING_MODES} == {
        PER_ROW: "0.21",
        PER_TAX_RATE: "0.20",
        PER_DOCUMENT: "0.20",
    }


def test_m6_groups_are_summed_before_or_after_rounding_as_the_mode_says() -> None:
    rows = [line(NET, "0.125", t="19"), line(NET, "0.125", t="7"), line(NET, "0.125")]
    assert sums(totals(rows, PER_ROW, 2)) == "0.39 0.02 0.41"
    assert sums(totals(rows, PER_TAX_RATE, 2)) == "0.39 0.03 0.42"
    assert sums(totals(rows, PER_DOCUMENT, 2)) == "0.38 0.03 0.41"


def test_the_footer_starts_from_the_total_before_discount() -> None:
    paper = totals(T6, PER_ROW, 2)
    assert (str(paper.before_discount), str(paper.discount), str(paper.net)) == ("105.30", "3.95", "101.35")


@pytest.mark.parametrize("mode", ROUNDING_MODES)
def test_taxes_are_listed_from_the_highest_rate_to_no_tax(mode: str) -> None:
    zero, seven = line(NET, "1", t="0"), line(NET, "1", t="7")
    rates = [each.rate for each in totals([D, zero, seven, C, A], mode, 2).tax_lines]
    assert rates == [Decimal(20), Decimal(12), Decimal(7), Decimal(0), None]


@pytest.mark.parametrize("mode", ROUNDING_MODES)
def test_net_and_gross_prices_of_one_rate_share_a_tax_line(mode: str) -> None:
    (only,) = totals([line(NET, "10.00", t="19"), line(FINAL, "11.90", t="19.00")], mode, 2).tax_lines
    assert only == TaxLine(Decimal(19), "S", Decimal("20.00"), Decimal("3.80"))
    assert only.gross == Decimal("23.80")


def test_rows_without_tax_are_told_apart_by_the_reason() -> None:
    abroad, exempt = (Line(NET, Decimal(1), tax_rate=Decimal(0), tax_category=why) for why in ("G", "E"))
    paper = totals([abroad, exempt, abroad], PER_DOCUMENT, 2)
    assert [(each.category, str(each.net)) for each in paper.tax_lines] == [("E", "1.00"), ("G", "2.00")]


def test_a_taxed_row_is_standard_whatever_was_noted() -> None:
    noted = Line(NET, Decimal(1), tax_rate=Decimal(19), tax_category="E")
    assert [each.category for each in totals([noted, replace(noted, tax_category="")], PER_ROW, 2).tax_lines] == ["S"]


def test_per_document_a_remaining_cent_goes_to_the_rate_with_the_largest_tax() -> None:
    rows = [line(NET, "0.4", t="1"), line(NET, "0.2", t="2"), line(NET, "0.6", t="3")]
    taxes = [f"{each.rate} %: {each.tax}" for each in totals(rows, PER_DOCUMENT, 2).tax_lines]
    assert taxes == ["3 %: 0.03", "2 %: 0.00", "1 %: 0.00"]


@pytest.mark.parametrize("mode", ROUNDING_MODES)
def test_a_paper_without_rows_comes_to_nothing(mode: str) -> None:
    assert totals([], mode, 2) == Totals(Decimal("0.00"), Decimal("0.00"), Decimal("0.00"), ())


@pytest.mark.parametrize("mode", ROUNDING_MODES)
def test_a_deduction_of_the_same_row_leaves_nothing(mode: str) -> None:
    paper = totals([line(GROSS, "9.99", q="7", t="19"), line(GROSS, "-9.99", q="7", t="19")], mode, 2)
    assert sums(paper) == "0.00 0.00 0.00"


@pytest.mark.parametrize(
    ("decimals", "expected"), [(0, "14 3 17"), (2, "14.33 2.72 17.05"), (3, "14.331 2.723 17.054")]
)
def test_a_paper_is_added_up_in_the_decimals_of_its_currency(decimals: int, expected: str) -> None:
    assert sums(totals([line(NET, "4.7770", q="3", t="19")], PER_DOCUMENT, decimals)) == expected
