"""What holds for whatever rows people enter?"""

import ast
import contextlib
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.crm import pricing
from segue.crm.pricing import AMOUNT, NET, PER_DOCUMENT, PER_ROW, PER_TAX_RATE, Line, LineRefused, row_sums, totals
from segue.lib import money

from . import oracle
from .builders import DECIMALS, MANY, MODES, wild_lines


@pytest.mark.parametrize("mode", pricing.ROUNDING_MODES)
@given(MANY, DECIMALS)
def test_totals_follow_their_formulas(mode: str, lines: list[Line], decimals: int) -> None:
    assert oracle.shown(totals(lines, mode, decimals)) == oracle.totals(lines, mode, decimals)


@given(MODES, MANY, DECIMALS)
def test_net_and_tax_are_the_gross_in_total_and_per_rate(mode: str, lines: list[Line], decimals: int) -> None:
    paper = totals(lines, mode, decimals)
    assert paper.net + paper.tax == paper.gross == sum(each.gross for each in paper.tax_lines)
    assert paper.net == sum(each.net for each in paper.tax_lines)
    assert paper.tax == sum(each.tax for each in paper.tax_lines)


@given(MODES, MANY, DECIMALS)
def test_each_rate_has_one_tax_line(mode: str, lines: list[Line], decimals: int) -> None:
    rates = [each.rate for each in totals(lines, mode, decimals).tax_lines]
    assert len(rates) == len(set(rates))
    assert set(rates) == {line.tax_rate for line in lines}


@given(st.data(), MODES, MANY, DECIMALS)
def test_the_order_of_rows_does_not_matter(data: st.DataObject, mode: str, lines: list[Line], decimals: int) -> None:
    shuffled = data.draw(st.permutations(lines))
    assert totals(shuffled, mode, decimals) == totals(lines, mode, decimals)


@given(MANY, DECIMALS)
def test_per_row_the_totals_are_the_sums_of_the_rows_as_shown(lines: list[Line], decimals: int) -> None:
    paper, rows = totals(lines, PER_ROW, decimals), [row_sums(line, decimals) for line in lines]
    assert (paper.net, paper.gross) == (sum(row.net for row in rows), sum(row.gross for row in rows))


@given(MANY, DECIMALS)
def test_per_document_totals_are_as_near_as_the_currency_allows(lines: list[Line], decimals: int) -> None:
    assert max(_distances(lines, PER_DOCUMENT, decimals)) <= Fraction(1, 2)


@given(MANY, DECIMALS)
def test_per_row_each_row_moves_the_totals_by_half_a_cent_at_most(lines: list[Line], decimals: int) -> None:
    assert max(_distances(lines, PER_ROW, decimals)) <= Fraction(len(lines), 2)


@given(MANY, DECIMALS)
def test_per_tax_rate_each_group_moves_the_totals_by_half_a_cent_more(lines: list[Line], decimals: int) -> None:
    groups = {(line.tax_rate, line.basis == NET) for line in lines}
    taxed_halves = sum((1 + Fraction(line.tax_rate or 0) / 100 for line in lines), Fraction(0)) / 2
    assert max(_distances(lines, PER_TAX_RATE, decimals)) <= taxed_halves + Fraction(len(groups), 2)


@given(MODES, MANY, DECIMALS)
def test_a_copy_read_back_from_the_database_has_the_same_sums(mode: str, lines: list[Line], decimals: int) -> None:
    copies = [_stored_and_read(line, decimals) for line in lines]
    assert totals(copies, mode, decimals) == totals(lines, mode, decimals)
    assert [row_sums(copy, decimals) for copy in copies] == [row_sums(line, decimals) for line in lines]


@given(MODES, MANY, DECIMALS)
def test_sums_are_decimals_written_as_the_currency_has_it(mode: str, lines: list[Line], decimals: int) -> None:
    paper = totals(lines, mode, decimals)
    amounts = [paper.net, paper.tax, paper.gross, paper.discount, paper.before_discount]
    amounts += [amount for each in paper.tax_lines for amount in (each.net, each.tax)]
    assert all(type(amount) is Decimal and amount.as_tuple().exponent == -decimals for amount in amounts)


@given(MODES, MANY, DECIMALS)
def test_what_the_caller_rounds_to_has_no_influence(mode: str, lines: list[Line], decimals: int) -> None:
    expected = totals(lines, mode, decimals)
    with localcontext(prec=3):
        assert totals(lines, mode, decimals) == expected


@given(MODES, st.lists(wild_lines(), min_size=1, max_size=3), DECIMALS)
def test_whatever_is_sent_is_added_up_and_kept_or_refused(mode: str, lines: list[Line], decimals: int) -> None:
    with contextlib.suppress(LineRefused):
        paper = totals(lines, mode, decimals)
        assert all(map(money.fits, (paper.net, paper.tax, paper.gross, paper.discount, paper.before_discount)))


@given(wild_lines(), DECIMALS)
def test_whatever_is_sent_has_unit_prices_that_can_be_kept_or_is_refused(line: Line, decimals: int) -> None:
    with contextlib.suppress(LineRefused):
        assert all(map(money.fits, pricing.unit_prices(line, decimals).stored()))
        assert not list(pricing.refusals(line))


@given(wild_lines())
def test_a_refusal_names_a_field_of_the_row_and_says_what_is_allowed(line: Line) -> None:
    for refused in pricing.refusals(line):
        assert refused.field in Line.__dataclass_fields__
        assert str(refused).endswith(".")


@given(st.lists(wild_lines(), min_size=1, max_size=3), DECIMALS)
def test_every_mode_refuses_the_same_rows(lines: list[Line], decimals: int) -> None:
    fields = {_refused_field(lines, mode, decimals) for mode in pricing.ROUNDING_MODES}
    assert len(fields - {"rows"}) <= 1


def test_numbers_that_no_binary_float_holds_are_added_up_exactly() -> None:
    large = [Line(NET, Decimal("99999999999.9998")), Line(NET, Decimal("0.0001"))]
    assert str(totals(large, PER_DOCUMENT, 4).gross) == "99999999999.9999"


def test_a_binary_float_is_not_taken_for_a_number() -> None:
    with pytest.raises(TypeError):
        totals([Line(NET, 0.1)], PER_ROW, 2)  # type: ignore[arg-type]


@pytest.mark.parametrize("module", [Path(money.__file__), *Path(pricing.__file__).parent.glob("*.py")], ids=str)
def test_no_module_that_reckons_with_money_names_a_float(module: Path) -> None:
    names = [node for node in ast.walk(ast.parse(module.read_text())) if _is_float(node)]
    assert names == []


def _is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    return isinstance(node, ast.Name) and node.id == "float"


def _distances(lines: Sequence[Line], mode: str, decimals: int) -> tuple[Fraction, Fraction]:
    """How far net and gross are from the exact sums, in the currency's smallest unit."""
    paper = totals(lines, mode, decimals)
    exact = sum(map(oracle.row_net, lines), Fraction(0)), sum(map(oracle.row_gross, lines), Fraction(0))
    net, gross = (abs(Fraction(shown) - sum_) for shown, sum_ in zip((paper.net, paper.gross), exact, strict=True))
    return net * 10**decimals, gross * 10**decimals


def _stored_and_read(line: Line, decimals: int) -> Line:
    """What a row's columns give back: four decimals everywhere, and both discounts filled."""
    stored = pricing.unit_prices(line, decimals).stored()
    rate = line.discount_rate if line.discount_type != AMOUNT else stored.discount_rate
    return replace(
        line,
        price_entered=money.round_to(line.price_entered, 4),
        quantity=money.round_to(line.quantity, 4),
        discount_rate=money.round_to(rate, 4),
        discount_sum=stored.discount_sum,
        tax_rate=None if line.tax_rate is None else money.round_to(line.tax_rate, 4),
    )


def _refused_field(lines: Sequence[Line], mode: str, decimals: int) -> str | None:
    try:
        totals(lines, mode, decimals)
    except LineRefused as refused:
        return refused.field
    return "rows"
