"""What do the rows of a paper add up to?

Where rounding happens decides about cents, so its mode is stored on the paper. Each mode is a function that gives the
tax lines; the totals are their sums, and so agree with them in every mode.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from segue.lib import money

from .lines import EXACT, NET, Line
from .refusals import TooManyDigits, check
from .rows import RowSums, exact_gross, rounded_sums
from .units import discount_sum

PER_ROW, PER_TAX_RATE, PER_DOCUMENT = "per_row", "per_tax_rate", "per_document"


class TaxLine(NamedTuple):
    """What is taxed at one rate; None is "no tax". Rates without tax are told apart by their category."""

    rate: Decimal | None
    category: str
    net: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        """Give the sum with tax."""
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a paper in the currency's decimals; `discount` is without tax."""

    net: Decimal
    tax: Decimal
    discount: Decimal
    tax_lines: tuple[TaxLine, ...]

    @property
    def gross(self) -> Decimal:
        """Give what is to be paid."""
        return self.net + self.tax

    @property
    def before_discount(self) -> Decimal:
        """Give what the rows would come to without tax and discount."""
        return self.net + self.discount


def totals(lines: Iterable[Line], mode: str, decimals: int) -> Totals:
    """Add up the rows in one of the ROUNDING_MODES; the order of the rows does not matter.

    Raises LineRefused, in every mode alike: of a line or its row sums, or of the field "rows" when the totals outgrow.
    """
    lines = tuple(lines)
    for line in lines:
        check(line)
    nothing = money.round_to(Decimal(0), decimals)
    with localcontext(EXACT):
        tax_lines = tuple(_TAX_LINES[mode](_by_rate(lines, decimals), decimals))
        discount = sum((discount_sum(line, decimals) * line.quantity for line in lines), nothing)
        sums = Totals(
            net=sum((each.net for each in tax_lines), nothing),
            tax=sum((each.tax for each in tax_lines), nothing),
            discount=money.round_to(discount, decimals),
            tax_lines=tax_lines,
        )
    if not all(map(money.fits, (sums.net, sums.tax, sums.gross, sums.discount, sums.before_discount))):
        raise TooManyDigits("rows")
    return sums


class _Group(NamedTuple):
    """The rows of one tax rate: what was entered, and the rounded sums."""

    rate: Decimal | None
    category: str
    rows: list[tuple[Line, RowSums]]


def _by_rate(lines: Iterable[Line], decimals: int) -> list[_Group]:
    """Group the rows by tax rate, the highest first and "no tax" last.

    A rate above zero is the standard category whatever was noted; without tax the category says why there is none.
    """
    groups: defaultdict[tuple[Decimal | None, str], list[tuple[Line, RowSums]]] = defaultdict(list)
    for line in lines:
        key = line.tax_rate, "S" if line.tax_rate else line.tax_category
        groups[key].append((line, rounded_sums(line, decimals)))
    return sorted(
        (_Group(*key, rows) for key, rows in groups.items()),
        key=lambda group: (group.rate is None, -(group.rate or 0), group.category),
    )


def _per_row(groups: list[_Group], _decimals: int) -> Iterable[TaxLine]:
    for group in groups:
        net = sum((sums.net for _, sums in group.rows), Decimal(0))
        gross = sum((sums.gross for _, sums in group.rows), Decimal(0))
        yield TaxLine(group.rate, group.category, net, gross - net)


def _per_tax_rate(groups: list[_Group], decimals: int) -> Iterable[TaxLine]:
    for group in groups:
        net = sum((sums.net for line, sums in group.rows if line.basis == NET), Decimal(0))
        gross = sum((sums.gross for line, sums in group.rows if line.basis != NET), Decimal(0))
        first, _ = group.rows[0]
        added = money.round_to(net * first.tax_share, decimals)
        included = money.round_quotient(gross * first.tax_share, first.tax_factor, decimals)
        yield TaxLine(group.rate, group.category, net + gross - included, added + included)


def _per_document(groups: list[_Group], decimals: int) -> Iterable[TaxLine]:
    exact = [sum((exact_gross(line) for line, _ in group.rows), Decimal(0)) for group in groups]
    nets = [Fraction(gross) / Fraction(group.rows[0][0].tax_factor) for gross, group in zip(exact, groups, strict=True)]
    taxes = [Fraction(gross) - net for gross, net in zip(exact, nets, strict=True)]
    net = money.round_to(sum(nets, Fraction(0)), decimals)
    tax = money.round_to(sum(exact, Decimal(0)), decimals) - net
    shares = zip(groups, _spread(net, nets, decimals), _spread(tax, taxes, decimals), strict=True)
    return (TaxLine(group.rate, group.category, net_share, tax_share) for group, net_share, tax_share in shares)


def _spread(total: Decimal, exact: list[Fraction], decimals: int) -> list[Decimal]:
    """Round the parts of a total; what rounding leaves over goes to the largest part."""
    parts = [money.round_to(part, decimals) for part in exact]
    if parts:
        largest = max(range(len(exact)), key=lambda index: abs(exact[index]))
        parts[largest] += total - sum(parts)
    return parts


_TAX_LINES: dict[str, Callable[[list[_Group], int], Iterable[TaxLine]]] = {
    PER_ROW: _per_row,
    PER_TAX_RATE: _per_tax_rate,
    PER_DOCUMENT: _per_document,
}
ROUNDING_MODES = tuple(_TAX_LINES)
