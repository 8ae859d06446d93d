"""What does one unit cost: net and gross, before and after discount?"""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from segue.lib import money

from .lines import EXACT, GROSS, NET, PERCENT, Line
from .refusals import TooManyDigits, check


class UnitPrices(NamedTuple):
    """The prices of one unit, for showing; sums are never computed from them."""

    net_final: Decimal  # E: without tax, discounted
    net: Decimal  # N: without tax, undiscounted
    gross: Decimal  # B: with tax, undiscounted
    final: Decimal  # P: with tax, discounted
    discount_sum: Decimal  # S: net
    discount_rate: Decimal  # d: per cent, with up to four decimals

    def stored(self) -> "UnitPrices":
        """Give the prices with the four decimals the database keeps."""
        return UnitPrices(*(money.round_to(price, money.STORED_DECIMALS) for price in self))


def unit_prices(line: Line, decimals: int) -> UnitPrices:
    """Derive all unit prices from the one entered; derived ones have two decimals, or the currency's if it has more.

    Raises LineRefused.
    """
    check(line)
    with localcontext(EXACT):
        prices = _from_net(line) if line.basis == NET else _from_price(line, max(2, decimals))
    if not all(map(money.fits, prices.stored())):
        raise TooManyDigits("price_entered")
    return prices


def discount_sum(line: Line, decimals: int) -> Decimal:
    """Give S, what the discount takes off a unit without tax; must be called within EXACT."""
    if line.discount_type != PERCENT:
        return line.discount_sum
    if not line.discount_rate:
        return Decimal(0)
    if line.basis == NET:
        return line.price_entered * line.discount_rate.scaleb(-2)
    return _from_price(line, max(2, decimals)).discount_sum


def _from_net(line: Line) -> UnitPrices:
    net = line.price_entered
    net_final = line.discounted_price()
    return UnitPrices(
        net_final=net_final,
        net=net,
        gross=net * line.tax_factor,
        final=net_final * line.tax_factor,
        discount_sum=net - net_final,
        discount_rate=_discount_rate(line, net),
    )


def _from_price(line: Line, decimals: int) -> UnitPrices:
    """Go back from the price with tax (basis gross or final) to the prices without."""
    final = line.discounted_price()
    net_final = _divide(final, line.tax_factor, decimals)
    net = _net_before_discount(line, net_final, decimals)
    return UnitPrices(
        net_final=net_final,
        net=net,
        gross=line.price_entered if line.basis == GROSS else money.round_to(net * line.tax_factor, decimals),
        final=final,
        discount_sum=net - net_final,
        discount_rate=_discount_rate(line, net),
    )


def _net_before_discount(line: Line, net_final: Decimal, decimals: int) -> Decimal:
    if line.discount_type != PERCENT:
        return net_final + line.discount_sum
    if not line.kept_share:
        return _divide(line.price_entered, line.tax_factor, decimals)
    return _divide(net_final, line.kept_share, decimals)


def _discount_rate(line: Line, net: Decimal) -> Decimal:
    if line.discount_type == PERCENT:
        return line.discount_rate
    return _divide(line.discount_sum * 100, net, money.STORED_DECIMALS) if net else Decimal(0)


def _divide(dividend: Decimal, divisor: Decimal, decimals: int) -> Decimal:
    return money.round_to(Fraction(dividend) / Fraction(divisor), decimals)
