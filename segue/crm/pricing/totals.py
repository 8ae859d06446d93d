"""What do the rows of a paper add up to?

Where rounding happens decides about cents, so its mode is stored on the paper. Each mode is a function that gives the
tax lines; the totals are their sums, and so agree with them in every mode.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from segue.lib import money

from .lines import EXACT, NET, Line
from .refusals import TooManyDigits, check
from .rows import exact_sum, rounded
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
    """Add up the rows in one of the ROUNDING_MODES; the order of the rows does not matter. Raises LineRefused."""
    lines = tuple(lines)
    for line in lines:
        check(line)
    nothing = money.round_to(Decimal(0), decimals)
    with localcontext(EXACT):
        tax_lines = tuple(_TAX_LINES[mode](_by_rate(lines), decimals))
        discount = sum((discount_sum(line, decimals) * line.quantity for line in lines), nothing)
        sums = Totals(
            net=sum((each.net for each in tax_lines), nothing),
            tax=sum((each.tax for each in tax_lines), nothing),
            discount=money.round_to(discount, decimals),
            tax_lines=tax_lines,
        )
    if not all(map(money.fits, (sums.net, sums.gross, sums.discount, sums.before_discount))):
        raise TooManyDigits("rows")
    return sums


class _Group(NamedTuple):
    """The lines of one tax rate."""

    rate: Decimal | None
    category: str
    lines: Sequence[Line]


def _by_rate(lines: Iterable[Line]) -> list[_Group]:
    """Group the lines by tax rate, the highest first and "no tax" last.

    A rate above zero is the standard category whatever was noted; without tax the category says why there is none.
    """
    groups: defaultdict[tuple[Decimal | None, str], list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.tax_rate, "S" if line.tax_rate else line.tax_category].append(line)
    return sorted(
        (_Group(*key, rows) for key, rows in groups.items()),
        key=lambda group: (group.rate is None, -(group.rate or 0), group.category),
    )


def _per_row(groups: list[_Group], decimals: int) -> Iterable[TaxLine]:
    for group in groups:
        rows = [rounded(exact_sum(line), decimals) for line in group.lines]
        net = sum((row.net for row in rows), Decimal(0))
        yield TaxLine(group.rate, group.category, net, sum((row.gross for row in rows), Decimal(0)) - net)


def _per_tax_rate(groups: list[_Group], decimals: int) -> Iterable[TaxLine]:
    for group in groups:
        rows = [(line.basis == NET, rounded(exact_sum(line), decimals)) for line in group.lines]
        net = sum((row.net for is_net, row in rows if is_net), Decimal(0))
        gross = sum((row.gross for is_net, row in rows if not is_net), Decimal(0))
        factor = group.lines[0].tax_factor
        added = money.round_to(net * (factor - 1), decimals)
        included = money.round_to(Fraction(gross * (factor - 1)) / Fraction(factor), decimals)
        yield TaxLine(group.rate, group.category, net + gross - included, added + included)


def _per_document(groups: list[_Group], decimals: int) -> Iterable[TaxLine]:
    sums = [sum(map(exact_sum, group.lines[1:]), exact_sum(group.lines[0])) for group in groups]
    exact_net = [each.net() for each in sums]
    exact_tax = [Fraction(each.gross()) - each.net() for each in sums]
    net = money.round_to(sum(exact_net, Fraction(0)), decimals)
    gross = money.round_to(sum(exact_net + exact_tax, Fraction(0)), decimals)
    shares = zip(groups, _spread(net, exact_net, decimals), _spread(gross - net, exact_tax, decimals), strict=True)
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
