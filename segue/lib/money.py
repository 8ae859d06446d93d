"""How are amounts rounded, converted and read?

Everything is Decimal, or Fraction where a sum of quotients must be exact; a number has at most 11 digits before and 4
after the point, which both databases return as they were stored.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation, localcontext
from fractions import Fraction
from typing import NamedTuple

from babel.numbers import get_decimal_symbol

WHOLE_DIGITS = 11
STORED_DECIMALS = 4

_KEPT = Context(prec=WHOLE_DIGITS + STORED_DECIMALS, traps=[Inexact, InvalidOperation])
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
_UNITS = tuple(Decimal(1).scaleb(-decimals) for decimals in range(STORED_DECIMALS + 1))


class NotANumber(ValueError):
    """What was typed is not a number in any notation we read."""


class TooManyDigits(ValueError):
    """The number has more than 11 digits before or 4 after the point."""


class Rate(NamedTuple):
    """What a currency is worth: `nominal` units of it are `value` units of the base currency."""

    value: Decimal
    nominal: int = 1


def round_to(value: Decimal | Fraction, decimals: int) -> Decimal:
    """Round half away from zero, exactly, to 0 to 4 decimals; the answer has just so many, and its zero no sign."""
    if isinstance(value, Decimal):
        return _WIDE.plus(_WIDE.quantize(value, _UNITS[decimals]))
    units, rest = divmod(abs(value.numerator) * 10**decimals, value.denominator)
    units += 2 * rest >= value.denominator
    return Decimal(units if value >= 0 else -units).scaleb(-decimals, _WIDE)


def round_quotient(dividend: Decimal, divisor: Decimal, decimals: int) -> Decimal:
    """Divide and round half away from zero, exactly, to 0 to 4 decimals; the answer looks as that of `round_to`."""
    units, rest = _WIDE.divmod(dividend.scaleb(decimals, _WIDE), divisor)
    if _WIDE.add(rest, rest).copy_abs() >= divisor.copy_abs():
        units = _WIDE.add(units, 1 if (dividend < 0) == (divisor < 0) else -1)
    return _WIDE.plus(units.scaleb(-decimals, _WIDE))


def fits(value: Decimal) -> bool:
    """Tell whether the database keeps this number digit by digit."""
    try:
        return not _KEPT.quantize(value, _UNITS[STORED_DECIMALS]).is_nan()
    except (Inexact, InvalidOperation):
        return False


def convert(amount: Decimal, source: Rate, target: Rate, decimals: int) -> Decimal:
    """Change an amount from one currency into another, rounded to so many decimals; TooManyDigits if it outgrows."""
    with localcontext(_WIDE):
        worth = amount * source.value * target.nominal
        converted = round_quotient(worth, source.nominal * target.value, decimals)
    if not fits(converted):
        raise TooManyDigits(str(converted))
    return converted


def base_amount(amount: Decimal, rate: Rate, decimals: int) -> Decimal:
    """Change an amount into the base currency, which has so many decimals; TooManyDigits if it outgrows."""
    return convert(amount, rate, Rate(Decimal(1)), decimals)


def parse(text: str, language: str) -> Decimal:
    """Read a number as people type it: `1,234.50`, `1.234,50`, `1 234,5`, `.5`; NotANumber or TooManyDigits.

    The language decides only where two readings are possible: `1.234` is above a thousand in German.
    """
    typed = text.strip().translate(_LOOK_ALIKES)
    usual, other = (".", ",") if get_decimal_symbol(language) == "." else (",", ".")
    match = _SHAPES[usual].fullmatch(typed) or _SHAPES[other].fullmatch(typed)
    if not match:
        raise NotANumber(text[:50])
    whole = re.sub(r"\D", "", match["whole"]).lstrip("0")
    fraction = (match["fraction"] or "").rstrip("0")
    if len(whole) > WHOLE_DIGITS or len(fraction) > STORED_DECIMALS:
        raise TooManyDigits(text[:50])
    return _WIDE.create_decimal(f"{match['sign']}{whole or 0}.{fraction}") + 0


def _shape(point: str, mark: str) -> re.Pattern[str]:
    """Match numbers with this decimal point; one mark throughout parts the thousands, and `0.125` has none."""
    grouped = rf"[1-9]\d{{0,2}}(?P<mark>[{mark}' ])\d{{3}}(?:(?P=mark)\d{{3}})*"
    return re.compile(rf"(?P<sign>[-+]?)(?=.?\d)(?P<whole>{grouped}|\d*)(?:[{point}](?P<fraction>\d+))?", re.ASCII)


_SHAPES = {".": _shape(".", ","), ",": _shape(",", ".")}
_LOOK_ALIKES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "\u2212": "-"})
