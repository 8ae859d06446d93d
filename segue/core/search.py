"""Which items does a typed text find, and in which order? The one search of lists, pickers, palette and search page.

Every word must occur, in any order, at any place of a word. Words that an index cannot tell, of one or two letters, are
looked for where words begin; alone, among the items that somebody worked on last, and as the whole of a name. Digits
find phones in any notation, and a number what has just this number. Where nothing is found as typed, one mistake in
each word is forgiven.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.db.models import Q

from segue.core import item_types, search_candidates, search_index
from segue.core.models import Item, ItemQuerySet, User
from segue.core.search_candidates import Among, Row
from segue.core.search_terms import Wanted, met_by, read
from segue.lib import ranking

MOST_SPELLINGS = 12
EXACTLY = 1_000  # points: more than any words give


@dataclass(frozen=True)
class Hits:
    """What was found of one type: ids, best first, and how many there are; at least so many where there are more."""

    keys: list[int]
    count: int
    more: bool = False


@dataclass(frozen=True)
class Found:
    """What was found by type, as the words were understood."""

    wanted: Wanted
    by_type: dict[str, Hits]
    best: list[int]  # ids of all types, best first


def condition(typed: str, among: ItemQuerySet) -> Q:
    """Return what items must meet, where `among` are those that are asked for; nothing typed is met by all."""
    wanted = read(typed)
    if not wanted:
        return Q()
    met = met_by(wanted, among)
    if not _forgivable(wanted) or among.filter(met).exists():
        return met
    forgiven = _forgiven(wanted)
    return met if forgiven == wanted else met_by(forgiven, among)


def found(reader: User, typed: str, *, types: Collection[str] = (), but: Q | None = None) -> Found:
    """Find and rank what one may read: what has just this number, then where words begin, then the rest; of equals
    the latest first. `but` are items that are not looked for.
    """
    wanted = read(typed)
    codes = [each.code for each in item_types.all_types() if not types or each.code in types]
    codes = [code for code in codes if reader.is_admin or reader.access.may_somewhere(code, "read")]
    among = Among(reader, tuple(codes), but)
    if not wanted or not codes:
        return Found(wanted, {}, [])
    answer = _search(wanted, among)
    if not answer.by_type and _forgivable(wanted) and (forgiven := _forgiven(wanted)) != wanted:
        answer = _search(forgiven, among)
    return answer


def in_order(found: Iterable[int], reader: User) -> list[Item]:
    """Read items in the order of their ids, those that one may see."""
    keys = list(found)
    items = Item.objects.visible_to(reader).select_related("stage", "owner").in_bulk(keys)
    return [items[pk] for pk in keys if pk in items]


def _search(wanted: Wanted, among: Among) -> Found:
    found = search_candidates.find(wanted, among)
    by_type, all_ranked = {}, []
    for code, some in found.items():
        ranked = sorted((((_score(wanted, row), row[1], row[0]), row[0]) for row in some.rows.values()), reverse=True)
        if ranked:
            count = search_candidates.RANKED if some.more else len(ranked)
            by_type[code] = Hits([pk for _key, pk in ranked], count, some.more)
            all_ranked += ranked
    return Found(wanted, by_type, [pk for _key, pk in sorted(all_ranked, reverse=True)])


def _score(wanted: Wanted, row: Row) -> int:
    pk, _at, held, title, number = row
    if pk == wanted.pk or (number and number.casefold() == wanted.sign.casefold()):
        return EXACTLY
    points = ranking.score(wanted.words, held, title)
    return max(points, *(ranking.score([[each]], held, title) for each in wanted.numbers)) if wanted.numbers else points


def _forgivable(wanted: Wanted) -> bool:
    return any(_may_be_mistaken(spellings[0]) for spellings in wanted.words)


def _may_be_mistaken(word: str) -> bool:
    return len(word) >= search_index.SHORTEST and not any(sign.isdigit() for sign in word)


def _forgiven(wanted: Wanted) -> Wanted:
    """Add to every word what it may have been meant to be."""
    return replace(wanted, words=tuple((word, *_meant(word)) for (word, *_others) in wanted.words))


def _meant(word: str) -> list[str]:
    if not _may_be_mistaken(word):
        return []
    return ranking.nearest(word, search_index.words_near(word), MOST_SPELLINGS)
