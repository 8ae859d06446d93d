"""What was entered in a row, as far as its price depends on it?"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, FloatOperation, Inexact, InvalidOperation, Overflow

BASES = NET, GROSS, FINAL = "net", "gross", "final"
DISCOUNT_TYPES = AMOUNT, PERCENT = 1, 2

# Sums, differences and products of entered numbers have less than 100 digits. Should one ever not fit, it raises:
# nothing is rounded by accident. Quotients are left to `money.round_quotient` and Fraction.
EXACT = Context(
    prec=200,
    rounding=ROUND_HALF_UP,
    traps=[Inexact, FloatOperation, InvalidOperation, DivisionByZero, Overflow],
)


@dataclass(frozen=True)
class Line:
    """The numbers entered in a row: a price on its basis, a quantity, a discount and a tax rate.

    Of the discount only the number that its type names counts: `discount_rate` in per cent, or `discount_sum` per unit
    without tax. A tax rate of None is "no tax", which differs from 0 %.
    """

    basis: str
    price_entered: Decimal
    quantity: Decimal = Decimal(1)
    discount_type: int = PERCENT
    discount_rate: Decimal = Decimal(0)
    discount_sum: Decimal = Decimal(0)
    tax_rate: Decimal | None = None
    tax_category: str = ""

    @property
    def tax_share(self) -> Decimal:
        """Give T, the share of a net price that is its tax."""
        return (self.tax_rate or _NOTHING).scaleb(-2)

    @property
    def tax_factor(self) -> Decimal:
        """Give 1 + T, by which a net price becomes a gross one."""
        return 1 + self.tax_share

    @property
    def kept_share(self) -> Decimal:
        """Give 1 - D, the share of the price that a discount in per cent leaves."""
        return 1 - self.discount_rate.scaleb(-2)

    def discounted_price(self) -> Decimal:
        """Give the exact price of a unit after discount: without tax on basis net (E), with tax on the others (P).

        Must be called within EXACT.
        """
        if self.basis == FINAL:
            return self.price_entered
        if self.discount_type == PERCENT:
            return self.price_entered * self.kept_share
        return self.price_entered - self.discount_sum * (1 if self.basis == NET else self.tax_factor)


_NOTHING = Decimal(0)
