"""How does a single value read, in the reader's language and by the reader's clock?"""

from datetime import date, datetime
from decimal import Decimal
from html import unescape
from typing import Any

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext

from segue.core.models import Currency
from segue.lib import dates, formats, markup


def language() -> str:
    """Return the language the reader has chosen."""
    return (get_language() or "en")[:2]


def amount(value: Decimal, currency: Currency) -> str:
    """Write an amount with its currency: `€1,234.50`."""
    return formats.amount(value, _style(currency))


def price(value: Decimal, currency: Currency) -> str:
    """Write a unit price, which may have more decimals than its currency."""
    return formats.price(value, _style(currency))


def number(value: Decimal) -> str:
    """Write a quantity."""
    return formats.number(value, language())


def percent(value: Decimal) -> str:
    """Write a rate that is in per cent already."""
    return formats.percent(value, language())


def day(value: date | None) -> str:
    """Write a day; nothing for none."""
    return dates.format_day(value, language()) if value else ""


def instant(value: datetime | None, *, seconds: bool = False) -> str:
    """Write day and time by the reader's clock; nothing for none."""
    if value is None:
        return ""
    return dates.format_instant(value, timezone.get_current_timezone_name(), language(), seconds=seconds)


def day_of(value: datetime) -> str:
    """Write the day of an instant by the reader's clock."""
    return day(timezone.localtime(value).date())


def yes_no(value: bool) -> str:  # noqa: FBT001  the value itself
    """Write a switch."""
    return pgettext("answer", "Yes") if value else pgettext("answer", "No")


def rich(markdown: str) -> SafeString:
    """Render rich text, which `markup` has cleaned."""
    return mark_safe(markup.to_html(markdown))  # noqa: S308  nh3 lets nothing through that could act


def plain(markdown: str) -> str:
    """Write rich text in one line, without its marks."""
    return " ".join(unescape(strip_tags(markup.to_html(markdown))).split())


def address(item: Any) -> list[str]:
    """Return the lines of a flat address, as a letter has them."""
    place = " ".join(filter(None, (item.postal_code, item.city)))
    return [line for line in (item.address, item.address_2, place, item.region, item.province, item.country) if line]


def _style(currency: Currency) -> formats.AmountFormat:
    spoken = language()
    return formats.amount_format(
        currency.pk,
        spoken,
        pattern=currency.patterns.get(spoken, ""),
        decimals=currency.decimals,
        hide_zero_decimals=currency.hide_zero_decimals,
    )
