"""Which items of any type does a typed word find, and which did somebody work on last?"""

from collections.abc import Sequence

from django.db.models import Case, IntegerField, Q, Value, When

from segue.core.models import Item, TimelineEntry, User
from segue.lib import text
from segue.web.lists.search import LONGEST, MOST_ID_DIGITS, matching

MOST, MOST_RECENT = 8, 6
LATEST = 200
EXACT, MATCHES = 0, 1
LOOKED_AT = 60  # of one's latest entries: several may be of one item


def found(reader: User, typed: str) -> list[Item]:
    """Find what lists find, of all types that one may read: first what has this number, then where every word begins
    a word, then the rest; the latest before older ones.

    Where more match than one would ever look through, only the latest of them are told apart by where words begin.
    """
    rank = Case(When(_is_exactly(typed), then=Value(EXACT)), default=Value(MATCHES), output_field=IntegerField())
    hits = Item.objects.visible_to(reader).filter(matching(typed)).annotate(rank=rank)
    latest = hits.order_by("rank", "-last_activity_at", "-pk").values_list("pk", "rank", "search_text")[:LATEST]
    words = text.search_form(typed[:LONGEST]).split()
    ranked = sorted(latest, key=lambda hit: (hit[1], not _begins(words, hit[2])))
    return _read([pk for pk, _rank, _text in ranked[:MOST]], reader)


def recent(reader: User, *, but: int | None) -> list[Item]:
    """Find the items somebody last did something with; not the one that is open."""
    told = TimelineEntry.objects.filter(actor=reader).order_by("-pk").values_list("item", flat=True)[:LOOKED_AT]
    touched = [pk for pk in dict.fromkeys(told) if pk != but]
    return _read(touched, reader)[:MOST_RECENT]


def _read(keys: Sequence[int], reader: User) -> list[Item]:
    """Read items in the order of their keys, those that one may see."""
    items = Item.objects.visible_to(reader).select_related("stage").in_bulk(keys)
    return [items[pk] for pk in keys if pk in items]


def _is_exactly(typed: str) -> Q:
    sign = typed.removeprefix("#")
    by_id = Q(pk=int(sign)) if sign.isascii() and sign.isdigit() and len(sign) <= MOST_ID_DIGITS else Q(pk__in=())
    return Q(number__iexact=typed) | by_id


def _begins(words: Sequence[str], searched: str) -> bool:
    there = f" {searched}".replace("\n", " ")
    return all(f" {word}" in there for word in words)
