"""How is the demo put into an empty database?"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from segue.core import preferences
from segue.core.models import User

from . import deals, leads, parties, staff
from .days import Days
from .past import settle
from .play import Past, play
from .world import World


@transaction.atomic
def load() -> None:
    """Hire the people, set the firm up, and let everything happen that its tables tell."""
    past = Past(since=timezone.now())
    people = staff.hire()
    staff.set_up(people["d"])
    perform(people, past, new_year=staff.count_in)
    staff.count_in(None)
    settle(past)


def perform(people: dict[str, User], past: Past, *, new_year: Callable[[int], None]) -> None:
    """Let everything happen; `settle` moves it into the past afterwards."""
    days = Days(timezone.now(), ZoneInfo(preferences.load().time_zone))
    world = World(people=people, days=days, past=past)
    play([*parties.stories(world), *leads.stories(world), *deals.stories(world)], past, new_year=new_year)
