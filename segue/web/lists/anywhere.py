"""Which items of any type does a typed word find, and which did somebody work on last?"""

from segue.core import search
from segue.core.models import Item, TimelineEntry, User
from segue.core.search_terms import Wanted

MOST, MOST_RECENT = 8, 6
LOOKED_AT = 60  # of one's latest entries: several may be of one item


def found(reader: User, typed: str) -> tuple[list[Item], Wanted]:
    """Find the best of what one may read, of all types; and how the words were understood."""
    answer = search.found(reader, typed)
    return search.in_order(answer.best[:MOST], reader), answer.wanted


def recent(reader: User, *, but: int | None) -> list[Item]:
    """Find the items somebody last did something with; not the one that is open."""
    told = TimelineEntry.objects.filter(actor=reader).order_by("-pk").values_list("item", flat=True)[:LOOKED_AT]
    touched = (pk for pk in dict.fromkeys(told) if pk != but)
    return search.in_order(touched, reader)[:MOST_RECENT]
