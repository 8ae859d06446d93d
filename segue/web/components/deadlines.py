"""When is an estimate or an invoice due: the spans of the board of deadlines, and the day that a drop on each sets?"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

# Until when an open item of a type holds (domain.md 7.9).
COLUMNS = {"estimate": "valid_until", "invoice": "due_on"}
OVERDUE, TODAY, THIS_WEEK, NEXT_WEEK, LATER = "overdue", "today", "this-week", "next-week", "later"
WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A span of days: from `begins`, before `ends`; without them from ever, or for ever. `sets` is what a drop sets."""

    code: str
    label: str
    hue: str
    begins: date | None
    ends: date | None
    sets: date | None

    @property
    def takes(self) -> bool:
        """Say whether something can be dropped here."""
        return self.sets is not None


def spans(today: date) -> list[Span]:
    """List the spans as they are today; weeks begin on Monday."""
    monday = today + WEEK - today.weekday() * DAY  # the next one
    tomorrow = today + DAY
    return [
        Span(OVERDUE, _("Overdue"), "red", None, today, None),
        Span(TODAY, _("Today"), "orange", today, tomorrow, today),
        Span(THIS_WEEK, _("This week"), "yellow", tomorrow, monday, tomorrow if tomorrow < monday else today),
        Span(NEXT_WEEK, _("Next week"), "blue", monday, monday + WEEK, today + WEEK),
        Span(LATER, pgettext("a day", "Later"), "grey", monday + WEEK, None, today + 2 * WEEK),
    ]


def span_of(day: date, today: date) -> str:
    """Return the code of the span that a day falls into."""
    return next(each.code for each in reversed(spans(today)) if each.begins is None or day >= each.begins)
