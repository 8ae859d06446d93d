"""What does a row come to?"""

from decimal import Decimal, localcontext
from typing import NamedTuple

from segue.lib import money

from .lines import EXACT, NET, Line
from .refusals import TooManyDigits, check


class RowSums(NamedTuple):
    """A row's sums, rounded to the currency's decimals."""

    net: Decimal
    gross: Decimal


def row_sums(line: Line, decimals: int) -> RowSums:
    """Give what a row comes to with and without tax, each rounded by itself; or raise LineRefused."""
    check(line)
    with localcontext(EXACT):
        return rounded_sums(line, decimals)


def rounded_sums(line: Line, decimals: int) -> RowSums:
    """Give the row sums of a checked line; must be called within EXACT.

    Raises TooManyDigits at the quantity when they outgrow.
    """
    price, factor = line.discounted_price() * line.quantity, line.tax_factor
    if line.basis == NET:
        sums = RowSums(money.round_to(price, decimals), money.round_to(price * factor, decimals))
    else:
        sums = RowSums(money.round_quotient(price, factor, decimals), money.round_to(price, decimals))
    if not (money.fits(sums.net) and money.fits(sums.gross)):
        raise TooManyDigits("quantity")
    return sums


def exact_gross(line: Line) -> Decimal:
    """Give the exact sum of a row with tax; must be called within EXACT."""
    price = line.discounted_price() * line.quantity
    return price * line.tax_factor if line.basis == NET else price
