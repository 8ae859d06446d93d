"""Kinds that are times: a day, and an instant. Instants are stored in UTC, in one width, so that texts sort by time."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from segue.core.models import CustomField
from segue.lib import dates

from .kind import Kind, Setting, Typed, Value, chosen, no_value, one_text

NONE, NOW, FIXED = STARTS = ("", "now", "fixed")
STORED = "%Y-%m-%dT%H:%M:%SZ"
OPERATORS = ("is", "is_not", "at_least", "at_most", "between", "blank", "filled")
START = (
    Setting(
        "start",
        gettext_lazy("Default"),
        "choice",
        NONE,
        ((NONE, gettext_lazy("None")), (NOW, gettext_lazy("Now")), (FIXED, gettext_lazy("A fixed one"))),
    ),
    Setting("default", gettext_lazy("The fixed one"), "value"),
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def _read_day(field: CustomField, typed: Typed) -> Value | None:
    text = one_text(typed).strip()
    try:
        return dates.parse_day(text, (get_language() or "en")[:2]).isoformat() if text else None
    except dates.NotADay:
        raise ValidationError(_("Enter a day of the calendar.")) from None


def _check_day(field: CustomField, value: Value) -> None:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise no_value()
    try:
        datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise no_value() from None


def _read_instant(field: CustomField, typed: Typed) -> Value | None:
    text = one_text(typed).strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        here = moment if moment.tzinfo else moment.replace(tzinfo=clock(field))
        _read_everywhere(here)
        return here.astimezone(UTC).strftime(STORED).rjust(len("2026-01-01T00:00:00Z"), "0")
    except (ValueError, OverflowError):
        raise ValidationError(_("Enter a day and a time.")) from None


def _check_instant(field: CustomField, value: Value) -> None:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise no_value()
    try:
        _read_everywhere(instant(value))
    except (ValueError, OverflowError):
        raise no_value() from None


def _read_everywhere(moment: datetime) -> None:
    """Raise OverflowError for an instant that some clock of the world cannot show."""
    for hours in (-24, 24):
        moment.astimezone(UTC) + timedelta(hours=hours)


def clock(field: CustomField) -> tzinfo:
    """Return the time zone in which a field is typed and read: its own, or that of the reader."""
    own = chosen(field, "time_zone")
    return ZoneInfo(own) if own else timezone.get_current_timezone()


def instant(value: str) -> datetime:
    """Return the instant that is stored."""
    return datetime.strptime(value, STORED).replace(tzinfo=UTC)


def _start_day(field: CustomField) -> Value | None:
    now = timezone.localtime().date().isoformat()
    return {NOW: now, FIXED: chosen(field, "default")}.get(chosen(field, "start") or NONE) or None


def _start_instant(field: CustomField) -> Value | None:
    now = timezone.now().strftime(STORED)
    return {NOW: now, FIXED: chosen(field, "default")}.get(chosen(field, "start") or NONE) or None


DATE = Kind(
    code="date",
    label=gettext_lazy("Date"),
    widget="day",
    read=_read_day,
    check=_check_day,
    key=lambda field, value: str(value),
    start=_start_day,
    settings=START,
    operators=OPERATORS,
)
DATETIME = Kind(
    code="datetime",
    label=gettext_lazy("Date and time"),
    widget="instant",
    read=_read_instant,
    check=_check_instant,
    key=lambda field, value: str(value),
    start=_start_instant,
    settings=(
        *START,
        Setting("seconds", gettext_lazy("With seconds"), "switch", default=False),
        Setting("time_zone", gettext_lazy("Time zone"), "zone"),
    ),
    operators=OPERATORS,
)
