"""How are amounts, prices, quantities and rates written in a person's language?"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from babel import Locale
from babel.numbers import get_currency_precision, get_currency_symbol

from .money import STORED_DECIMALS, round_to


class Separators(NamedTuple):
    """What stands between the digits of a number; an empty `thousands` parts nothing."""

    point: str
    thousands: str


@dataclass(frozen=True, slots=True)
class AmountFormat:
    """How amounts of one currency are written in one language; `#` in the pattern stands for the number."""

    pattern: str
    decimals: int
    separators: Separators
    hide_zero_decimals: bool = False


@lru_cache(maxsize=512)
def amount_format(
    currency: str, language: str, *, pattern: str = "", decimals: int | None = None, hide_zero_decimals: bool = False
) -> AmountFormat:
    """Give the format of a currency in a language; where the currency's own settings are blank, the language rules."""
    return AmountFormat(
        pattern or _currency_pattern(currency, language),
        get_currency_precision(currency) if decimals is None else decimals,
        separators(language),
        hide_zero_decimals,
    )


def amount(value: Decimal, style: AmountFormat) -> str:
    """Write an amount with its currency, rounded to the currency's decimals: `-1.234,50 €`."""
    rounded = round_to(value, style.decimals)
    hide = style.hide_zero_decimals and rounded == rounded.to_integral_value()
    return _with_currency(rounded, style, fewest=0 if hide else style.decimals)


def price(value: Decimal, style: AmountFormat) -> str:
    """Write a unit price with its currency: the currency's decimals, and up to four where the price has more."""
    return _with_currency(round_to(value, STORED_DECIMALS), style, fewest=style.decimals)


def number(value: Decimal, language: str) -> str:
    """Write a quantity or rate with its thousands parted and no more decimals than it needs, up to four."""
    return _digits(round_to(value, STORED_DECIMALS), separators(language))


def field(value: Decimal, language: str) -> str:
    """Write a number as an input field shows it: `money.parse` reads it back to the same value."""
    return _digits(round_to(value, STORED_DECIMALS), Separators(separators(language).point, ""))


def percent(rate: Decimal, language: str) -> str:
    """Write a rate that is already in per cent: 19 is `19%` in English and `19 %` in German."""
    pattern: str = Locale.parse(language).percent_formats[None].pattern
    return _NUMBER_IN_PATTERN.sub(number(rate, language), pattern)


@lru_cache
def separators(language: str) -> Separators:
    """Give the decimal point and the thousands mark of a language."""
    symbols = Locale.parse(language).number_symbols["latn"]
    return Separators(symbols["decimal"], symbols["group"])


def symbol(currency: str, language: str) -> str:
    """Give the sign of a currency, its code where it has none: `€`, `US$`."""
    return get_currency_symbol(currency, Locale.parse(language))


_NUMBER_IN_PATTERN = re.compile(r"[#,.0]+")


def _currency_pattern(currency: str, language: str) -> str:
    locale = Locale.parse(language)
    pattern = _NUMBER_IN_PATTERN.sub("#", locale.currency_formats["standard"].pattern)
    symbol = get_currency_symbol(currency, locale)
    return pattern.replace("¤#", "¤\u00a0#" if symbol[-1].isalpha() else "¤#").replace("¤", symbol)


def _with_currency(rounded: Decimal, style: AmountFormat, *, fewest: int) -> str:
    written = style.pattern.replace("#", _digits(abs(rounded), style.separators, fewest=fewest))
    return f"-{written}" if rounded < 0 else written


def _digits(value: Decimal, between: Separators, *, fewest: int = 0) -> str:
    """Write at least so many decimals, and otherwise no zeros at their end."""
    whole, _, fraction = f"{value:,f}".partition(".")
    fraction = fraction.rstrip("0").ljust(fewest, "0")
    return whole.replace(",", between.thousands) + (between.point + fraction if fraction else "")
