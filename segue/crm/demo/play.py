"""How do many stories happen at once, in the order of time?

A story is a generator: it yields the moment at which it goes on. Everything is done now, through the doors that people
use; `past` then moves each stamp to the moment its act is said to have happened.
"""

import heapq
from bisect import bisect_right
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.utils import timezone

Story = Generator[datetime, None, None]
PAUSE = timedelta(minutes=2)  # nobody does two things at once


@dataclass
class Past:
    """The acts that were played: when each really began, and when it is said to have happened.

    What was there before the play, `since`, keeps its stamps.
    """

    since: datetime
    began: list[datetime] = field(default_factory=list)
    said: list[datetime] = field(default_factory=list)

    def note(self, moment: datetime) -> None:
        """An act begins."""
        self.began.append(timezone.now())
        self.said.append(moment.astimezone(UTC))

    @property
    def now(self) -> datetime:
        """The moment of the act that is being played."""
        return self.said[-1]

    def of(self, stamp: datetime) -> datetime:
        """The moment that a stamp of the play stands for; what came before the first act belongs to it."""
        if stamp < self.since:
            return stamp
        act = max(bisect_right(self.began, stamp) - 1, 0)
        return self.said[act] + max(stamp - self.began[act], timedelta())


def play(stories: Iterable[Story], past: Past, *, new_year: Callable[[int], None]) -> None:
    """Let all stories happen, act by act in the order of their moments; tell when a year begins."""
    year = 0
    acts = [(next(story), place, story) for place, story in enumerate(stories)]
    heapq.heapify(acts)
    while acts:
        moment, place, story = heapq.heappop(acts)
        if moment.year != year:
            year = moment.year
            new_year(year)
        past.note(moment)
        following = next(story, None)
        if following is not None:
            heapq.heappush(acts, (max(following, moment + PAUSE), place, story))
