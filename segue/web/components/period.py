"""Which days does an address ask for? They are of the reader's calendar, both ends included."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import pgettext

from segue.lib import dates
from segue.web.components import values

FIRST, LAST = date(1900, 1, 1), date(9998, 12, 31)


@dataclass(frozen=True)
class Period:
    """From one day to another; None for no end."""

    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        return bool(self.since or self.until)

    @property
    def params(self) -> dict[str, str]:
        """What an address says of it."""
        return {name: str(day) for name, day in (("since", self.since), ("until", self.until)) if day}

    @property
    def begins_at(self) -> datetime | None:
        """The first instant of the first day."""
        return _midnight(self.since) if self.since else None

    @property
    def ends_before(self) -> datetime | None:
        """The first instant after the last day."""
        return _midnight(self.until + timedelta(days=1)) if self.until else None

    def inputs(self) -> list[dict[str, str]]:
        """Ask for both days, as c-filter-bar does."""
        ends = (("since", pgettext("period", "From"), self.since), ("until", pgettext("period", "To"), self.until))
        return [
            {"name": name, "label": label, "value": dates.format_input(end) if end else ""} for name, label, end in ends
        ]


ALWAYS = Period()


def read(params: Mapping[str, Any]) -> Period:
    """Read an address; what is no day is left out."""
    return Period(_day(params.get("since")), _day(params.get("until")))


def day(distance: int) -> Period:
    """Return the one day that is so far from the reader's today."""
    there = timezone.localdate() + timedelta(days=distance)
    return Period(there, there)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(text: Any) -> date | None:
    try:
        found = dates.parse_day(str(text or "").strip(), values.language()) if text else None
    except dates.NotADay:
        return None
    return found if found and FIRST <= found <= LAST else None
