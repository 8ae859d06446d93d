"""Which day is it where, and how are days and instants read and written in a person's language?

Instants are aware datetimes, stored in UTC; days are dates without a zone.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel import dates as babel


class NotADay(ValueError):
    """What was typed is not a day of the calendar in any notation we read."""


def today(zone: str, *, now: datetime | None = None) -> date:
    """Give the day it is in a time zone, at this instant or at another."""
    return (now or datetime.now(UTC)).astimezone(ZoneInfo(zone)).date()


def parse_day(text: str, language: str) -> date:
    """Read a day as people type it: `31.12.2026`, `12/31/26`, and 2026-12-31 in every language; or raise NotADay.

    Points mean day before month; elsewhere the language decides. Two digits of a year are of this century.
    """
    numbers = _DAY.fullmatch(text.strip())
    if not numbers:
        raise NotADay(text[:50])
    first, mark, second, third = numbers.groups()
    month_first = mark != "." and _is_month_first(language)
    if len(first) == _YEAR_DIGITS:
        year, month, day = first, second, third
    else:
        year, month, day = (third, first, second) if month_first else (third, second, first)
    try:
        return date(int(year) + (0 if len(year) == _YEAR_DIGITS else 2000), int(month), int(day))
    except ValueError as error:
        raise NotADay(text[:50]) from error


@lru_cache(maxsize=4096)  # a page names the same days again and again, and Babel composes each anew
def format_day(day: date, language: str) -> str:
    """Write a day: `Dec 31, 2026`, `31.12.2026`."""
    return babel.format_date(day, "medium", locale=language)


def format_input(day: date) -> str:
    """Write a day as date fields of every browser take it, which `parse_day` reads in every language."""
    return day.isoformat()


def format_instant(instant: datetime, zone: str, language: str, *, seconds: bool = False) -> str:
    """Write day and time as the clock of a zone shows them: `31.12.2026, 17:30`."""
    pattern = str(Locale.parse(language).datetime_formats["medium"])
    day = format_day(instant.astimezone(ZoneInfo(zone)).date(), language)
    return pattern.replace("{1}", day).replace("{0}", format_time(instant, zone, language, seconds=seconds))


def format_time(instant: datetime, zone: str, language: str, *, seconds: bool = False) -> str:
    """Write the time of day as the clock of a zone shows it: `17:30`, `5:30 PM`."""
    clock = instant.astimezone(ZoneInfo(zone)).time()
    return _format_clock(clock.replace(second=clock.second if seconds else 0, microsecond=0), language, seconds=seconds)


@lru_cache(maxsize=4096)  # as days
def _format_clock(clock: time, language: str, *, seconds: bool) -> str:
    return babel.format_time(clock, "medium" if seconds else "short", locale=language)


def zone_place(zone: str, language: str) -> str:
    """Name the place whose clock a time zone is: `Berlin`, `Rom`; `UTC` has none and is called so."""
    return zone if "/" not in zone else str(babel.get_timezone_location(zone, locale=language, return_city=True))


def day_heading(day: date, *, today: date, language: str, words: Mapping[int, str]) -> str:
    """Head a day of the timeline: a word for days near today (`{0: "Today", -1: "Yesterday"}`), else weekday and date.

    The words come from the caller, who has them translated; the year is written when it is not this one.
    """
    word = words.get((day - today).days)
    return word or babel.format_skeleton("MMMEd" if day.year == today.year else "yMMMEd", day, locale=language)


def ago(instant: datetime, language: str, *, now: datetime | None = None) -> str:
    """Write how long ago or ahead an instant is, in its largest unit: `3 days ago`, `in 2 Stunden`."""
    distance = instant - (now or datetime.now(UTC))
    return babel.format_timedelta(distance, add_direction=True, locale=language)


_YEAR_DIGITS = 4
_DAY = re.compile(r"([0-9]{1,2}|[0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2}|[0-9]{4})")


def _is_month_first(language: str) -> bool:
    pattern: str = Locale.parse(language).date_formats["short"].pattern
    return pattern.index("M") < pattern.index("d")
