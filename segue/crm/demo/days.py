"""When was that? Days of the demo are counted back from today, in working days, so that nobody works on Sundays."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

SATURDAY = 5
OPENS = time(8, 30)
OPEN_MINUTES = 9 * 60


@dataclass(frozen=True)
class Days:
    """The calendar as seen from one instant, in the organisation's time zone."""

    now: datetime
    zone: ZoneInfo

    @cached_property
    def today(self) -> date:
        """The day it is."""
        return self.day_of(self.now)

    def day_of(self, instant: datetime) -> date:
        """The day of an instant."""
        return instant.astimezone(self.zone).date()

    def ago(self, working_days: int, minute: int = 0) -> datetime:
        """The instant so many working days before today, so many minutes after the office opens."""
        day, left = self.today, max(working_days, 1)
        while left:
            day -= timedelta(days=1)
            left -= day.weekday() < SATURDAY
        return datetime.combine(day, OPENS, self.zone) + timedelta(minutes=minute)

    def minutes_ago(self, minutes: int) -> datetime:
        """An instant just now; never before the close of yesterday's office."""
        return (self.now - timedelta(minutes=minutes)).astimezone(self.zone)

    def from_today(self, days: int) -> date:
        """The day so many calendar days from today, back if negative."""
        return self.today + timedelta(days=days)
