"""What do the people of the demo firm still have to do about their open items, and whom did they call before?"""

import random
from datetime import datetime, time, timedelta

from segue.core import activities
from segue.core.models import Item, User
from segue.core.models.activity import CALL, HIGH, MEETING, OUTGOING, TASK

from .world import World

# Kind, what about in English and in German, minutes it takes.
NEXT = (
    (TASK, "Follow up on the offer", "Angebot nachfassen", 0),
    (CALL, "Ask whether the offer arrived", "Fragen, ob das Angebot angekommen ist", 15),
    (MEETING, "Tasting on site", "Verkostung vor Ort", 60),
    (TASK, "Send samples of the house blend", "Proben der Hausmischung schicken", 0),
    (CALL, "Agree on the day of delivery", "Liefertag abstimmen", 15),
    (MEETING, "Measure the counter", "Theke ausmessen", 45),
    (TASK, "Check the water hardness with the plumber", "Wasserhärte mit dem Installateur klären", 0),
)
SPOKEN = (
    ("Asked about the number of cups", "About 80 a day, more on market days.",
     "Nach der Tassenzahl gefragt", "Rund 80 am Tag, an Markttagen mehr."),
    ("Went through the offer", "They like the **service package**, the price is fine.",
     "Angebot durchgesprochen", "Das **Servicepaket** gefällt, der Preis passt."),
    ("Tried to reach purchasing", "Back on Monday.",
     "Einkauf zu erreichen versucht", "Ab Montag wieder da."),
)  # fmt: skip
SHIFTS = (-2, -1, 0, 0, 1, 1, 2, 3, 5, 7, 9)  # days from today
HOURS = (9, 10, 11, 14, 15, 16)


def leave(world: World, item: Item, chance: random.Random, *, german: bool, actor: User) -> None:
    """Plan what comes next on an open item; some items have two things waiting, some none."""
    for kind, english, spoken, minutes in chance.sample(NEXT, chance.choice((0, 1, 1, 1, 2))):
        at = _at(world, chance)
        values = {"title": spoken if german else english, "deadline": at, "responsible": actor}
        if minutes:
            values["ends_at"] = at + timedelta(minutes=minutes)
        if kind != TASK:
            values["reminders"] = [15]
        elif chance.random() < 0.3:  # noqa: PLR2004  now and then one is urgent
            values |= {"priority": HIGH, "colour": 5}
        activities.plan([item], kind, values, actor=actor)


def spoke(world: World, item: Item, chance: random.Random, *, german: bool, actor: User) -> None:
    """Note a call that has just been made; its result stands with it."""
    english, came_of_it, title, result = chance.choice(SPOKEN)
    values = {"title": title if german else english, "deadline": world.past.now, "direction": OUTGOING}
    call = activities.plan([item], CALL, values, actor=actor)
    activities.complete(call, result=result if german else came_of_it, actor=actor)


def _at(world: World, chance: random.Random) -> datetime:
    day = world.days.from_today(chance.choice(SHIFTS))
    return datetime.combine(day, time(chance.choice(HOURS), chance.choice((0, 30))), world.days.zone)
