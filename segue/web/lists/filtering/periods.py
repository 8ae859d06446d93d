"""Which days are "this week" or "the last seven days"? By the reader's calendar, anew each time one asks."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from segue.core.item_types import Text

Span = tuple[date | None, date | None]  # the first and the last day; None for no end
MOST_DAYS = 9999
OPEN_ENDED = re.compile(r"(last|next):([1-9][0-9]{0,3})", re.ASCII)
DAY = timedelta(days=1)
WEEK, MONTHS, QUARTER = 7, 12, 3


def _week(today: date, weeks: int) -> Span:
    first = today + timedelta(days=WEEK * weeks - today.weekday())
    return first, first + timedelta(days=WEEK - 1)


def _months(year: int, month: int, count: int) -> Span:
    """Return so many months from one on; months beyond the year count on."""
    return _first_of(year, month), _first_of(year, month + count) - DAY


def _first_of(year: int, month: int) -> date:
    return date(year + (month - 1) // MONTHS, (month - 1) % MONTHS + 1, 1)


PERIODS: dict[str, tuple[Text, Callable[[date], Span]]] = {
    "today": (gettext_lazy("today"), lambda day: (day, day)),
    "yesterday": (gettext_lazy("yesterday"), lambda day: (day - DAY, day - DAY)),
    "tomorrow": (gettext_lazy("tomorrow"), lambda day: (day + DAY, day + DAY)),
    "this_week": (gettext_lazy("this week"), lambda day: _week(day, 0)),
    "last_week": (gettext_lazy("last week"), lambda day: _week(day, -1)),
    "next_week": (gettext_lazy("next week"), lambda day: _week(day, 1)),
    "this_month": (gettext_lazy("this month"), lambda day: _months(day.year, day.month, 1)),
    "last_month": (gettext_lazy("last month"), lambda day: _months(day.year, day.month - 1, 1)),
    "next_month": (gettext_lazy("next month"), lambda day: _months(day.year, day.month + 1, 1)),
    "this_quarter": (
        gettext_lazy("this quarter"),
        lambda day: _months(day.year, day.month - (day.month - 1) % QUARTER, QUARTER),
    ),
    "this_year": (gettext_lazy("this year"), lambda day: _months(day.year, 1, MONTHS)),
    "last_year": (gettext_lazy("last year"), lambda day: _months(day.year - 1, 1, MONTHS)),
    "past": (gettext_lazy("before today"), lambda day: (None, day - DAY)),
    "future": (gettext_lazy("after today"), lambda day: (day + DAY, None)),
}
COUNTED: dict[str, Text] = {
    "last": pgettext_lazy("filter", "the last … days"),
    "next": pgettext_lazy("filter", "the next … days"),
}


def read(text: str) -> str:
    """Return a period as an address says it; raises ValueError for what is none."""
    if text not in PERIODS and not OPEN_ENDED.fullmatch(text):
        raise ValueError(text)
    return text


def days(text: str, today: date) -> Span:
    """Return the days of a period; the last and the next days count today in."""
    if text in PERIODS:
        return PERIODS[text][1](today)
    way, _sign, count = text.partition(":")
    others = timedelta(days=int(count) - 1)
    return (today - others, today) if way == "last" else (today, today + others)


def shown(text: str) -> str:
    """Say a period in words."""
    if text in PERIODS:
        return str(PERIODS[text][0])
    way, _sign, count = text.partition(":")
    said = _("the last %(count)s days") if way == "last" else _("the next %(count)s days")
    return said % {"count": count}


def begin_of(day: date, zone: str) -> datetime:
    """Return the instant at which a day begins in a time zone."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
