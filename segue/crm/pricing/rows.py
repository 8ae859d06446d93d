"""What does a row come to?"""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from segue.lib import money

from .lines import EXACT, NET, Line
from .refusals import TooManyDigits, check


class RowSums(NamedTuple):
    """A row's sums, rounded to the currency's decimals."""

    net: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    """The exact sum of one or more rows of one tax rate, kept on the two bases in which prices are entered."""

    tax_factor: Decimal
    without_tax: Decimal = Decimal(0)
    with_tax: Decimal = Decimal(0)

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.tax_factor, self.without_tax + other.without_tax, self.with_tax + other.with_tax)

    def net(self) -> Fraction:
        """Give the exact sum without tax."""
        return Fraction(self.without_tax) + Fraction(self.with_tax) / Fraction(self.tax_factor)

    def gross(self) -> Decimal:
        """Give the exact sum with tax; must be called within EXACT."""
        return self.without_tax * self.tax_factor + self.with_tax


def row_sums(line: Line, decimals: int) -> RowSums:
    """Give what a row comes to with and without tax, each rounded by itself; or raise LineRefused."""
    check(line)
    with localcontext(EXACT):
        return rounded(exact_sum(line), decimals)


def exact_sum(line: Line) -> Sum:
    """Give the exact price of a row; must be called within EXACT."""
    price = line.discounted_price() * line.quantity
    return Sum(line.tax_factor, without_tax=price) if line.basis == NET else Sum(line.tax_factor, with_tax=price)


def rounded(row: Sum, decimals: int) -> RowSums:
    """Round a row's sums; must be called within EXACT. Raises TooManyDigits at the quantity when they outgrow."""
    sums = RowSums(money.round_to(row.net(), decimals), money.round_to(row.gross(), decimals))
    if not (money.fits(sums.net) and money.fits(sums.gross)):
        raise TooManyDigits("quantity")
    return sums
