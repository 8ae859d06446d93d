"""How are days and instants compared: with days of the calendar, or with periods that move on?"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from segue.lib import dates
from segue.web.components import values

from . import periods, words
from .subject import Context


def span(context: Context, operator: str, asked: Sequence[str]) -> periods.Span:
    """Return the first and the last day that a condition asks for."""
    if operator == "within":
        return periods.days(asked[0], context.today)
    found = [date.fromisoformat(text) for text in asked]
    if operator == "between" and found[0] > found[1]:
        raise ValidationError([_("The largest is below the smallest.")])
    first = None if operator == "at_most" else found[0]
    return first, None if operator == "at_least" else found[-1]


def day(context: Context, path: str, operator: str, asked: Sequence[str]) -> Q:
    """Ask for days."""
    empty = Q(**{f"{path}__isnull": True})
    if operator in words.ASK_NOTHING:
        return empty if operator == "blank" else ~empty
    first, last = span(context, operator, asked)
    ends = {f"{path}__gte": first, f"{path}__lte": last}
    return Q(**{name: day for name, day in ends.items() if day})


def instant(context: Context, path: str, operator: str, asked: Sequence[str]) -> Q:
    """Ask for instants of days as the reader's clock has them."""
    empty = Q(**{f"{path}__isnull": True})
    if operator in words.ASK_NOTHING:
        return empty if operator == "blank" else ~empty
    first, last = span(context, operator, asked)
    found = Q(**{f"{path}__gte": periods.begin_of(first, context.zone)}) if first else Q()
    return found & Q(**{f"{path}__lt": periods.begin_of(last + timedelta(days=1), context.zone)}) if last else found


def read_day(context: Context, operator: str, text: str) -> str:
    """Read a day or a period."""
    if operator == "within":
        return periods.read(text)
    day = date.fromisoformat(text)
    if not 1 < day.year < date.max.year:  # so that neighbouring days and other zones' are days too
        raise ValueError(text)
    return day.isoformat()


def typed_day(context: Context, operator: str, text: str) -> str:
    """Read a day as people type it."""
    return text.strip() if operator == "within" else dates.parse_day(text, values.language()).isoformat()


def shown_day(context: Context, operator: str, text: str) -> str:
    """Say a day or a period in words."""
    return periods.shown(text) if operator == "within" else values.day(date.fromisoformat(text))
