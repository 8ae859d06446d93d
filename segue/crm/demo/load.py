"""How is the demo put into an empty database?"""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from segue.core import preferences

from . import deals, leads, parties, staff
from .days import Days
from .past import settle
from .play import Past, play
from .world import World


@transaction.atomic
def load() -> None:
    """Hire the people, set the firm up, and let everything happen that its tables tell."""
    people = staff.hire()
    staff.set_up(people["d"])
    days = Days(timezone.now(), ZoneInfo(preferences.load().time_zone))
    world = World(people=people, days=days, past=Past())
    play([*parties.stories(world), *leads.stories(world), *deals.stories(world)], world.past, new_year=staff.count_in)
    staff.count_in(None)
    settle(world.past)
