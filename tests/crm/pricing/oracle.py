"""What should rows cost? The tables of domain.md 8.2 to 8.4 in fractions: slow, plain, and nothing of the engine's."""

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import NamedTuple

from segue.crm.pricing import AMOUNT, FINAL, GROSS, NET, Line, RowSums, Totals, UnitPrices

Rate = Decimal | None
Numbers = tuple[Fraction, ...]


def rounded(value: Fraction, decimals: int) -> Fraction:
    """round_c: half away from zero."""
    units = floor(abs(value) * 10**decimals + Fraction(1, 2))
    return Fraction(units if value > 0 else -units, 10**decimals)


def exact(prices: UnitPrices | RowSums) -> Numbers:
    """What the engine gives, to be compared."""
    return tuple(map(Fraction, prices))


def unit_prices(line: Line, decimals: int) -> Numbers:
    """8.2: E, N, B, P, S, d of one unit."""
    places, entered, taxed, kept = max(2, decimals), Fraction(line.price_entered), _taxed(line), _kept(line)
    e, b, p = _net_final(line), entered, _final(line)
    if line.basis != NET:
        e = rounded(e, places)
    if line.basis == NET:
        n, b = entered, entered * taxed
    elif line.discount_type == AMOUNT:
        n = e + Fraction(line.discount_sum)
    else:
        n = rounded(e / kept if kept else b / taxed, places)
    if line.basis == FINAL:
        b = rounded(n * taxed, places)
    if line.discount_type == AMOUNT:
        s = Fraction(line.discount_sum)
        return e, n, b, p, s, rounded(s / n * 100, 4) if n else Fraction(0)
    return e, n, b, p, n - e, Fraction(line.discount_rate)


def row_sums(line: Line, decimals: int) -> Numbers:
    """8.3: the shown net and gross of a row."""
    return rounded(row_net(line), decimals), rounded(row_gross(line), decimals)


def row_net(line: Line) -> Fraction:
    """8.3: the exact net of a row."""
    return _net_final(line) * Fraction(line.quantity)


def row_gross(line: Line) -> Fraction:
    """8.3: the exact gross of a row."""
    return _final(line) * Fraction(line.quantity)


class Sums(NamedTuple):
    """8.4: what a paper comes to, and the tax of each rate."""

    net: Fraction
    tax: Fraction
    gross: Fraction
    discount: Fraction
    tax_by_rate: dict[Rate, Fraction]


def shown(totals: Totals) -> Sums:
    """The totals as the engine gives them, to be compared."""
    by_rate: dict[Rate, Fraction] = {}
    for each in totals.tax_lines:
        by_rate[each.rate] = by_rate.get(each.rate, Fraction(0)) + Fraction(each.tax)
    net, tax, gross, discount = map(Fraction, (totals.net, totals.tax, totals.gross, totals.discount))
    return Sums(net, tax, gross, discount, by_rate)


def totals(lines: list[Line], mode: str, decimals: int) -> Sums:
    """8.4: the totals of a paper."""
    discount = rounded(sum((_discount(line, decimals) for line in lines), Fraction(0)), decimals)
    if mode == "per_document":
        return _per_document(lines, decimals, discount)
    compute = {"per_row": _per_row, "per_tax_rate": _per_tax_rate}[mode]
    by_rate = {rate: compute(rows, decimals) for rate, rows in _by_rate(lines).items()}
    net = sum((each[0] for each in by_rate.values()), Fraction(0))
    taxes = {rate: each[1] for rate, each in by_rate.items()}
    tax = sum(taxes.values(), Fraction(0))
    return Sums(net, tax, net + tax, discount, taxes)


def _per_row(rows: list[Line], decimals: int) -> Numbers:
    sums = [row_sums(line, decimals) for line in rows]
    net, gross = (sum(column, Fraction(0)) for column in zip(*sums, strict=True))
    return net, gross - net


def _per_tax_rate(rows: list[Line], decimals: int) -> Numbers:
    share = _taxed(rows[0]) - 1
    n = sum((row_sums(line, decimals)[0] for line in rows if line.basis == NET), Fraction(0))
    g = sum((row_sums(line, decimals)[1] for line in rows if line.basis != NET), Fraction(0))
    included = rounded(g * share / (1 + share), decimals)
    return n + g - included, rounded(n * share, decimals) + included


def _per_document(lines: list[Line], decimals: int, discount: Fraction) -> Sums:
    net = rounded(sum(map(row_net, lines), Fraction(0)), decimals)
    gross = rounded(sum(map(row_gross, lines), Fraction(0)), decimals)
    exact_taxes = {
        rate: sum((row_gross(line) - row_net(line) for line in rows), Fraction(0))
        for rate, rows in _by_rate(lines).items()
    }
    taxes = {rate: rounded(tax, decimals) for rate, tax in exact_taxes.items()}
    if taxes:
        # Of rates with equally large tax, the higher rate.
        largest = max(exact_taxes, key=lambda rate: (abs(exact_taxes[rate]), rate is not None, rate or 0))
        taxes[largest] += gross - net - sum(taxes.values())
    return Sums(net, gross - net, gross, discount, taxes)


def _by_rate(lines: list[Line]) -> dict[Rate, list[Line]]:
    rates = {line.tax_rate for line in lines}
    return {rate: [line for line in lines if line.tax_rate == rate] for rate in rates}


def _discount(line: Line, decimals: int) -> Fraction:
    return unit_prices(line, decimals)[4] * Fraction(line.quantity)


def _taxed(line: Line) -> Fraction:
    return 1 + Fraction(line.tax_rate or 0) / 100


def _kept(line: Line) -> Fraction:
    return 1 - Fraction(line.discount_rate) / 100


def _net_final(line: Line) -> Fraction:
    """E before any rounding."""
    if line.basis != NET:
        return _final(line) / _taxed(line)
    if line.discount_type == AMOUNT:
        return Fraction(line.price_entered) - Fraction(line.discount_sum)
    return Fraction(line.price_entered) * _kept(line)


def _final(line: Line) -> Fraction:
    """P, which is never rounded."""
    if line.basis == NET:
        return _net_final(line) * _taxed(line)
    if line.basis == GROSS and line.discount_type == AMOUNT:
        return Fraction(line.price_entered) - Fraction(line.discount_sum) * _taxed(line)
    return Fraction(line.price_entered) * (_kept(line) if line.basis == GROSS else 1)
