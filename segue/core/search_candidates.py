"""Which items of each type are ranked, of all that a typed text may find? What PostgreSQL's statistics let expect says
how they are asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Q

from segue.core import permissions
from segue.core.custom_fields import query
from segue.core.models import Item, ItemQuerySet, User
from segue.core.permissions import NOTHING
from segue.core.search_terms import (
    Wanted,
    among_latest,
    exactly,
    holding,
    holding_latest,
    holding_parts,
    holding_words,
    of_type,
)
from segue.lib import text

RANKED = 100  # of a type: where more match, the latest of them are ranked
FEW = 1_000  # likely matches: up to here all types are asked in one question
WALKED, SPARE = 16_000, 1.3  # items of a type, the latest: where words are so common that enough of these hold them

COLUMNS = ("pk", "last_activity_at", "search_text", "title", "number")  # of what is ranked
Row = tuple[int, datetime, str, str, str]


@dataclass(frozen=True)
class Among:
    """Which items are looked for: those of some types that a reader may see, but for some."""

    reader: User
    types: tuple[str, ...]
    but: Q | None = None

    @cached_property
    def _rules(self) -> dict[str, Q]:
        return permissions.rules(self.reader, "read", self.types)

    def of(self, code: str) -> ItemQuerySet:
        """Return those of one type."""
        return self._without(Item.objects.alive().filter(of_type(code), self._rules[code]))

    def all(self, codes: Iterable[str]) -> ItemQuerySet:
        """Return those of these types, written so that PostgreSQL enters the index of each."""
        seen = NOTHING
        for code in codes:
            seen |= of_type(code) & self._rules[code]
        return self._without(Item.objects.alive().filter(seen))

    def _without(self, rows: ItemQuerySet) -> ItemQuerySet:
        return rows.exclude(self.but) if self.but else rows


@dataclass(frozen=True)
class Some:
    """Items of one type by their ids, and whether there are more than are ranked."""

    rows: dict[int, Row]
    more: bool = False


def find(wanted: Wanted, among: Among) -> dict[str, Some]:
    """Return by type what is ranked: all that match, or the latest of them, and what is called just so."""
    found = _each(wanted, among)
    for code, *row in _called_so(wanted, among, found):
        found[code].rows[row[0]] = tuple(row)
    return found


def _each(wanted: Wanted, among: Among) -> dict[str, Some]:
    walked: dict[str, Some] = {}
    if wanted.is_telling and len(among.types) > 1:
        likely = query.about(among.all(among.types).filter(holding(wanted)))
        if likely > FEW:
            walked = _walk(wanted, among) if _is_short(likely) else {}
        elif wanted.is_as_typed and (found := _at_once(wanted, among)):
            return found
    return {code: walked.get(code) or _some(wanted, among.of(code)) for code in among.types}


def _at_once(wanted: Wanted, among: Among) -> dict[str, Some] | None:
    """Read what matches of all types, where it is little."""
    most = RANKED * len(among.types)
    rows = among.all(among.types).values_list("type", *COLUMNS).order_by()
    found: dict[int, Any] = {}
    for part in holding_parts(wanted):
        found |= {row[1]: row for row in rows.filter(part)[: most + 1]}
        if len(found) > most:
            return None
    return {code: _cut(rows) for code, rows in _by_type(found.values(), among).items()}


def _is_short(likely: int) -> bool:
    """Say whether enough of so many matches stand among the latest of each type."""
    return 0 < SPARE * RANKED * query.about(Item.objects.alive()) <= WALKED * likely


def _walk(wanted: Wanted, among: Among) -> dict[str, Some]:
    """Look through the latest items of each type for words that many of them hold; return the types in which there are
    more than are ranked. For PostgreSQL: the order of work is an index of its own, and no index tells these words well.
    """
    asked, given = [], []
    for code in among.types:
        met = among.of(code).filter(holding(wanted)).query
        condition, params = met.get_compiler(connection=connection).compile(met.where)
        asked.append(_WALK % {"condition": condition, "most": RANKED + 1, "latest": WALKED})
        given += [code, *params]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), given)
        found = _by_type(cursor.fetchall(), among)
    return {code: _cut(rows) for code, rows in found.items() if len(rows) > RANKED}


# The inner rows go by the name of their table, for the condition names it.
_WALK = """(
    SELECT type, id, last_activity_at, search_text, title, number FROM (
        SELECT * FROM core_item WHERE deleted_at IS NULL AND type = %%s
        ORDER BY last_activity_at DESC, id DESC LIMIT %(latest)s
    ) AS core_item WHERE %(condition)s LIMIT %(most)s
)"""


def _by_type(found: Iterable[Any], among: Among) -> dict[str, list[Row]]:
    by_type: dict[str, list[Row]] = {code: [] for code in among.types}
    for code, *row in found:
        by_type[code].append(tuple(row))
    return by_type


def _some(wanted: Wanted, rows: ItemQuerySet) -> Some:
    """Find the items of one type that are ranked, but for those that are called just so."""
    held = rows.filter(holding(wanted) if wanted.is_telling else holding_latest(wanted, rows)).values_list(*COLUMNS)
    found = _broadly(wanted, rows, held) or list(held.order_by()[: RANKED + 1])
    if len(found) == RANKED + 1:  # any of many
        found = list(held.order_by("-last_activity_at", "-pk")[: RANKED + 1])
    return _cut(found)


def _broadly(wanted: Wanted, rows: ItemQuerySet, held: Any) -> list[Row]:
    """Find words that many items hold among the latest; nothing where too few of those do."""
    if not wanted.is_broad:
        return []
    # Sorted later, for no database shall walk its order for them; and asked for once, for two lists of ids mislead it.
    found = list((held.filter(among_latest(rows)) if wanted.is_telling else held).order_by())
    return found if len(found) > RANKED else []


def _cut(found: list[Row]) -> Some:
    """Keep the latest, as many as are ranked."""
    latest = sorted(found, key=lambda row: (row[1], row[0]), reverse=True)[:RANKED]
    return Some({row[0]: row for row in latest}, more=len(found) > RANKED)


def _called_so(wanted: Wanted, among: Among, found: dict[str, Some]) -> Iterable[tuple[Any, ...]]:
    """Find what has just this number, and where the latest alone were looked at or are ranked what has just this name,
    however long ago somebody worked on it; each with its item type.
    """
    cut = [code for code, some in found.items() if some.more or not wanted.is_telling]
    keys = sorted({text.fold(wanted.typed), text.company_key(wanted.typed)} - {""})
    if cut and keys:
        named = among.all(cut).filter(holding_words(wanted), name_key__in=keys).values_list("type", *COLUMNS)
        yield from named.order_by("-last_activity_at", "-pk")[:RANKED]
    if number := exactly(wanted):
        yield from among.all(among.types).filter(number).values_list("type", *COLUMNS).order_by()
