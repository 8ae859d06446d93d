"""Which items does a typed text find, and in which order? The one search of lists, pickers, palette and search page.

Every word must occur, in any order, at any place of a word. Words that an index cannot tell, of one or two letters, are
looked for where words begin; alone, among the items that somebody worked on last, and as the whole of a name. Digits
find phones in any notation, and a number what has just this number. Where nothing is found as typed, one mistake in
each word is forgiven.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import CharField, Q

from segue.core import item_types, preferences, search_index
from segue.core.custom_fields.expressions import Literal
from segue.core.models import Item, ItemQuerySet, User
from segue.core.one_of import OneOf
from segue.core.search_sql import Beginning, Holding
from segue.lib import phones, ranking, text

LONGEST, MOST_WORDS = 200, 10
FEWEST_PHONE_DIGITS = 3
MOST_ID_DIGITS = 18  # more fit no key
MOST_SPELLINGS = 12
RANKED = 100  # of a type: where more match, the latest of them are ranked
LATEST = 500  # of a type: among which words that no index tells are looked for
BROAD = 3  # letters of words that so many items hold that the latest are asked first
EXACTLY = 1_000  # points: more than any words give

_TELLING = re.compile(r"[^\W_]{3}")  # three letters or digits in a row: a trigram
COLUMNS = ("pk", "last_activity_at", "search_text", "title", "number")  # of what is ranked
Row = tuple[int, datetime, str, str, str]


@dataclass(frozen=True)
class Wanted:
    """What was typed, as it is looked for."""

    typed: str
    words: tuple[tuple[str, ...], ...] = ()  # each with its spellings
    numbers: tuple[str, ...] = ()  # digits that a phone may hold

    def __bool__(self) -> bool:
        return bool(self.typed)

    @cached_property
    def sign(self) -> str:
        """What may be the number of an item."""
        return self.typed.removeprefix("#").strip()

    @cached_property
    def pk(self) -> int | None:
        """The id that was typed; None where it is none."""
        is_id = self.sign.isascii() and self.sign.isdigit() and len(self.sign) <= MOST_ID_DIGITS
        return int(self.sign) if is_id else None

    @property
    def is_telling(self) -> bool:
        """Whether there is a word that an index can tell."""
        return any(_TELLING.search(spellings[0]) for spellings in self.words)

    @property
    def is_broad(self) -> bool:
        """Whether so many items may hold these words that their index is no shortcut."""
        return not self.numbers and all(len(spellings[0]) <= BROAD for spellings in self.words)

    @property
    def marks(self) -> tuple[tuple[str, ...], ...]:
        """What is marked where it is found."""
        return (*self.words, *((number,) for number in self.numbers))


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


@dataclass(frozen=True)
class _Some:
    """Items of one type by their ids, and whether there are more than are ranked."""

    rows: dict[int, Row]
    more: bool


def read(typed: str) -> Wanted:
    """Understand what was typed."""
    typed = typed.replace("\0", "").strip()[:LONGEST].strip()
    words = tuple(dict.fromkeys(text.search_form(typed).split()))[:MOST_WORDS]
    return Wanted(typed, tuple((word,) for word in words), _numbers(typed))


def condition(typed: str, among: ItemQuerySet) -> Q:
    """Return what items must meet, where `among` are those that are asked for; nothing typed is met by all."""
    wanted = read(typed)
    if not wanted:
        return Q()
    met = _met(wanted, among)
    if not _forgivable(wanted) or among.filter(met).exists():
        return met
    forgiven = _forgiven(wanted)
    return met if forgiven == wanted else _met(forgiven, among)


def of_type(rows: ItemQuerySet, code: str) -> ItemQuerySet:
    """Keep one item type, written so that PostgreSQL sees when it plans that the index of the type will do."""
    return rows.filter(type=Literal(code, output_field=CharField()))


def found(reader: User, typed: str, *, types: Collection[str] = (), but: Q | None = None) -> Found:
    """Find and rank what one may read: what has just this number, then where words begin, then the rest; of equals
    the latest first. `but` are items that are not looked for.
    """
    wanted = read(typed)
    codes = [each.code for each in item_types.all_types() if not types or each.code in types]
    codes = [code for code in codes if reader.is_admin or reader.access.may_somewhere(code, "read")]
    rows = {code: of_type(Item.objects.visible_to(reader, code).exclude(but or Q(pk__in=())), code) for code in codes}
    everywhere = Item.objects.visible_to(reader).exclude(but or Q(pk__in=()))
    if not wanted:
        return Found(wanted, {}, [])
    answer = _search(wanted, rows, everywhere)
    if not answer.by_type and _forgivable(wanted) and (forgiven := _forgiven(wanted)) != wanted:
        answer = _search(forgiven, rows, everywhere)
    return answer


def in_order(found: Iterable[int], reader: User) -> list[Item]:
    """Read items in the order of their ids, those that one may see."""
    keys = list(found)
    items = Item.objects.visible_to(reader).select_related("stage", "owner").in_bulk(keys)
    return [items[pk] for pk in keys if pk in items]


def _search(wanted: Wanted, rows: dict[str, ItemQuerySet], everywhere: ItemQuerySet) -> Found:
    found = {code: _some(wanted, of_type) for code, of_type in rows.items()}
    # Where the latest alone were looked at, or are ranked.
    cut = [code for code, some in found.items() if some.more or not wanted.is_telling]
    if cut:
        for code, *row in _called_so(wanted, everywhere.filter(type__in=cut)):
            found[code].rows[row[0]] = tuple(row)
    by_type, all_ranked = {}, []
    for code, some in found.items():
        ranked = sorted((((_score(wanted, row), row[1], row[0]), row[0]) for row in some.rows.values()), reverse=True)
        if ranked:
            count = RANKED if some.more else len(ranked)
            by_type[code] = Hits([pk for _key, pk in ranked], count, some.more)
            all_ranked += ranked
    return Found(wanted, by_type, [pk for _key, pk in sorted(all_ranked, reverse=True)])


def _some(wanted: Wanted, rows: ItemQuerySet) -> _Some:
    """Find the items of one type that are ranked, but for those that are called just so."""
    met = rows.filter(_met(wanted, rows)).values_list(*COLUMNS)
    some = _broadly(wanted, rows, met) or list(met.order_by()[: RANKED + 1])
    more = len(some) > RANKED
    if more:
        some = _latest(some) if wanted.is_broad else list(met.order_by("-last_activity_at", "-pk")[:RANKED])
    return _Some({row[0]: row for row in some}, more)


def _broadly(wanted: Wanted, rows: ItemQuerySet, met: Any) -> list[Row]:
    """Find words that many items hold among the latest; nothing where too few of those do."""
    if not wanted.is_broad:
        return []
    # Sorted here, for no database shall walk its order for them; and asked for once, for two lists of ids mislead it.
    found = list((met.filter(_among_latest(rows)) if wanted.is_telling else met).order_by())
    return found if len(found) > RANKED else []


def _latest(found: list[Row]) -> list[Row]:
    return sorted(found, key=lambda row: (row[1], row[0]), reverse=True)[:RANKED]


def _score(wanted: Wanted, row: Row) -> int:
    pk, _at, held, title, number = row
    if pk == wanted.pk or (number and number.casefold() == wanted.sign.casefold()):
        return EXACTLY
    points = ranking.score(wanted.words, held, title)
    return max(points, *(ranking.score([[each]], held, title) for each in wanted.numbers)) if wanted.numbers else points


def _met(wanted: Wanted, among: ItemQuerySet) -> Q:
    met = _words(wanted)
    if wanted.words and not wanted.is_telling:
        met &= _among_latest(among)
    if wanted.numbers:
        met |= Q(Holding(wanted.numbers))
    return met | _exactly(wanted)


def _words(wanted: Wanted) -> Q:
    telling = [spellings for spellings in wanted.words if _TELLING.search(spellings[0])]
    short = [spellings[0] for spellings in wanted.words if not _TELLING.search(spellings[0])]
    met = Q(pk__in=()) if not wanted.words else Q()
    if telling:
        met &= Q(Holding(*telling))
    for word in short:
        met &= Q(Beginning(word, enters=wanted.is_telling))
    return met


def _among_latest(rows: ItemQuerySet) -> Q:
    ids = list(rows.order_by("-last_activity_at", "-pk").values_list("pk", flat=True)[:LATEST])
    return Q(OneOf("pk", ids)) if ids else Q(pk__in=())


def _exactly(wanted: Wanted) -> Q:
    if not any(sign.isdigit() for sign in wanted.sign):
        return Q(pk__in=())  # ids and numbers have digits
    signs = sorted({wanted.sign, wanted.sign.upper()})
    has_number = Q(number__in=[Literal(sign, output_field=CharField()) for sign in signs])
    return has_number if wanted.pk is None else has_number | Q(pk=wanted.pk)


def _called_so(wanted: Wanted, rows: ItemQuerySet) -> Iterable[tuple[Any, ...]]:
    """Find what has just this number or name, however long ago somebody worked on it; each with its item type."""
    told = rows.values_list("type", *COLUMNS)
    keys = sorted({text.fold(wanted.typed), text.company_key(wanted.typed)} - {""})
    if keys:
        yield from told.filter(_words(wanted), name_key__in=keys).order_by("-last_activity_at", "-pk")[:RANKED]
    if wanted.pk is not None or wanted.numbers:
        yield from told.filter(_exactly(wanted)).order_by()


def _numbers(typed: str) -> tuple[str, ...]:
    """Return the digits by which a phone is found, also a part of it: +49 30 ... is 030 ... at home."""
    digits = text.digits(typed)
    if len(digits) < FEWEST_PHONE_DIGITS or any(sign.isalpha() for sign in typed):
        return ()
    forms = {digits, digits.lstrip("0"), phones.key(typed, preferences.load().country)}
    return tuple(sorted(form for form in forms if len(form) >= FEWEST_PHONE_DIGITS and form.isdigit()))


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
