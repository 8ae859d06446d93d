"""What does one unit cost: net and gross, before and after discount?"""

from decimal import Decimal, localcontext
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
        return UnitPrices(*(_stored(price) for price in self))


def unit_prices(line: Line, decimals: int) -> UnitPrices:
    """Derive all unit prices from the one entered, by the table of domain.md 8.2; or raise LineRefused.

    Prices divided out of others have two decimals, or the currency's if it has more.
    """
    check(line)
    with localcontext(EXACT):
        prices = _unit_prices(line, max(2, decimals))
    # No other price is larger than these two.
    if not (money.fits(_stored(prices.net)) and money.fits(_stored(prices.gross))):
        raise TooManyDigits("price_entered")
    return prices


def discount_sum(line: Line, decimals: int) -> Decimal:
    """Give S, what the discount takes off a unit without tax; must be called within EXACT."""
    if line.discount_type != PERCENT:
        return line.discount_sum
    if not line.discount_rate:
        return line.discount_rate
    net_final, net = _net_prices(line, line.discounted_price(), max(2, decimals))
    return net - net_final


def _unit_prices(line: Line, decimals: int) -> UnitPrices:
    discounted, factor = line.discounted_price(), line.tax_factor
    net_final, net = _net_prices(line, discounted, decimals)
    return UnitPrices(
        net_final=net_final,
        net=net,
        gross=_gross(line, net * factor, decimals),
        final=discounted * factor if line.basis == NET else discounted,
        discount_sum=net - net_final,
        discount_rate=_discount_rate(line, net),
    )


def _gross(line: Line, taxed: Decimal, decimals: int) -> Decimal:
    """Give B from the net price with its tax added: entered, exact or rounded, as the basis has it."""
    if line.basis == GROSS:
        return line.price_entered
    return taxed if line.basis == NET else money.round_to(taxed, decimals)


def _net_prices(line: Line, discounted: Decimal, decimals: int) -> tuple[Decimal, Decimal]:
    """Give E and N; from a price with tax both are found by going back, first over the tax, then over the discount."""
    if line.basis == NET:
        return discounted, line.price_entered
    net_final = money.round_quotient(discounted, line.tax_factor, decimals)
    if line.discount_type != PERCENT:
        return net_final, net_final + line.discount_sum
    if not line.discount_rate:
        return net_final, net_final
    if not line.kept_share:
        return net_final, money.round_quotient(line.price_entered, line.tax_factor, decimals)
    return net_final, money.round_quotient(net_final, line.kept_share, decimals)


def _discount_rate(line: Line, net: Decimal) -> Decimal:
    if line.discount_type == PERCENT:
        return line.discount_rate
    return money.round_quotient(line.discount_sum * 100, net, money.STORED_DECIMALS) if net else Decimal(0)


def _stored(price: Decimal) -> Decimal:
    return money.round_to(price, money.STORED_DECIMALS)
