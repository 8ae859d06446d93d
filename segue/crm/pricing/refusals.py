"""Which lines have no price, and beside which field is that said?"""

from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from segue.lib import money

from .lines import BASES, DISCOUNT_TYPES, EXACT, FINAL, GROSS, NET, PERCENT, Line


class LineRefused(ValueError):
    """A line that cannot be priced; `field` names the attribute of Line at fault, `message` says what is allowed."""

    message: ClassVar[str | Promise]

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class TooManyDigits(LineRefused):
    """A number entered, or one that follows from it, has more digits than are kept."""

    message = _("At most 11 digits before and 4 after the decimal point.")


class ChoiceUnknown(LineRefused):
    """The basis or the kind of discount does not exist."""

    message = _("Choose one of the offered values.")


class QuantityNegative(LineRefused):
    """Less than nothing was sold; deductions have negative prices instead."""

    message = _("The quantity cannot be negative.")


class TaxRateNegative(LineRefused):
    """A tax that pays back."""

    message = _("The tax rate cannot be negative.")


class DiscountNegative(LineRefused):
    """The discount would raise the price."""

    message = _("The discount cannot be negative.")


class DiscountPositive(LineRefused):
    """A deduction would be raised by its discount."""

    message = _("On a negative price the discount is negative too.")


class DiscountTooLarge(LineRefused):
    """The discount is larger than the price."""

    message = _("The discount cannot be larger than the price.")


class FullDiscountOnFinalPrice(LineRefused):
    """From a final price of nothing it cannot be told what the price was before."""

    message = _("For a discount of the whole price, enter the price before discount.")


def check(line: Line) -> None:
    """Raise the first refusal of a line, if there is one; a sound line stays so, and is looked at once."""
    if "is_sound" in vars(line):
        return
    for refusal in refusals(line):
        raise refusal
    vars(line)["is_sound"] = True


def refusals(line: Line) -> Iterator[LineRefused]:
    """Name all that is wrong with a line; a line with none has unit prices, if those fit."""
    misfits = [TooManyDigits(field) for field in _NUMBERS if not _fits(getattr(line, field))]
    yield from misfits
    if line.basis not in BASES:
        yield ChoiceUnknown("basis")
    elif line.discount_type not in DISCOUNT_TYPES:
        yield ChoiceUnknown("discount_type")
    elif not misfits:
        yield from _wrong_signs(line)
        yield from _wrong_discount(line)


_WHOLE = Decimal(100)
_NUMBERS = ("price_entered", "quantity", "discount_rate", "discount_sum", "tax_rate")


def _fits(value: Decimal | None) -> bool:
    return value is None or money.fits(value)


def _wrong_signs(line: Line) -> Iterator[LineRefused]:
    if line.quantity < 0:
        yield QuantityNegative("quantity")
    if line.tax_rate is not None and line.tax_rate < 0:
        yield TaxRateNegative("tax_rate")


def _wrong_discount(line: Line) -> Iterator[LineRefused]:
    """Compare the discount with the price it is taken from; on negative prices (deductions) a sum is negative too."""
    field, discount, price = _discount_and_price(line)
    if discount < 0 < max(price, line.price_entered):
        yield DiscountNegative(field)
    elif price < 0 < discount:
        yield DiscountPositive(field)
    elif discount.copy_abs() > price.copy_abs():
        yield DiscountTooLarge(field)
    elif line.basis == FINAL and discount and discount == price:
        yield FullDiscountOnFinalPrice(field)


def _discount_and_price(line: Line) -> tuple[str, Decimal, Decimal]:
    """Give the discount's field, and the discount beside the undiscounted price in the same measure."""
    if line.discount_type == PERCENT:
        return "discount_rate", line.discount_rate, _WHOLE
    with localcontext(EXACT):
        discount = line.discount_sum * (1 if line.basis == NET else line.tax_factor)
        return "discount_sum", discount, line.price_entered + (0 if line.basis in {NET, GROSS} else discount)
