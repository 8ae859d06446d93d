"""How is a page found along an order? By the ids and sort values of its rows alone, part by part as indexes hold it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from segue.core.models import Item, ItemQuerySet

BOTH = ("sort_key", "id")
EMPTY_BY = {"postgresql": BOTH, "sqlite": ("id",)}  # as each recognises the order of an index whose key is empty

Mark = tuple[Any, int]  # the sort value and the id of the item a page begins after
Found = tuple[int, Any]  # the id and the sort value of an item


class Part(NamedTuple):
    """A part of the way: which items, what they are sorted by, and whether those are the ones without a value."""

    condition: Q
    by: Sequence[str]
    is_empty: bool = False


@dataclass(frozen=True)
class Order:
    """What a list is sorted by: a column (or expression), how its value is read back from an address, and whether
    it may be empty; empty ones come last in both directions, equal ones by id. `table` has the column, where it is one
    of the item type's own.

    `walks` make of rows those that are not empty, in pieces: with the same value as `sort_key`, but written so that
    PostgreSQL finds a page of very many along an index, where it would else look for the value of each.
    """

    by: str | Combinable
    read: Callable[[str], Any]
    nullable: bool = False
    walks: tuple[Callable[[ItemQuerySet], ItemQuerySet], ...] = ()
    table: type[Item] | None = None

    @property
    def is_looked_up(self) -> bool:
        """Say whether the value of each row is looked up for it, so that no index of items can tell the order."""
        return self.table is not None or isinstance(self.by, Subquery)

    def key(self) -> Combinable:
        """Return the expression to sort by."""
        return F(self.by) if isinstance(self.by, str) else self.by


@dataclass(frozen=True)
class Keys:
    """The ids and sort values of rows, and of those that are not empty also in pieces, where it is worth while."""

    every: "QuerySet[Item, Found]"
    pieces: tuple["QuerySet[Item, Found]", ...] = ()

    def take(self, walk: "Walk", mark: Mark | None, count: int) -> list[Found]:
        """Return what follows a mark, or what comes first: part by part, until there is enough."""
        found: list[Found] = []
        for part in walk.parts(mark):
            found += self._read(part, "-" if walk.is_falling else "", count - len(found))
            if len(found) == count:
                break
        return found

    def _read(self, part: Part, sign: str, count: int) -> list[Found]:
        by = [f"{sign}{column}" for column in part.by]
        pieces = [] if part.is_empty else self.pieces
        found, *others = [keys.filter(part.condition).order_by(*by)[:count] for keys in pieces or [self.every]]
        return list(found.union(*others, all=True).order_by(*by)[:count] if others else found)


class Once:
    """The keys of rows of which few are likely: a page is found, and all are counted, in one question.

    For PostgreSQL. They are cut off behind `most` before they are sorted and counted, and that the ORM cannot say:
    without the cut PostgreSQL would walk the whole order for the count, or look up what each is sorted by for every
    part of the way.
    """

    def __init__(self, rows: ItemQuerySet, order: Order, most: int) -> None:
        self.most, self.count = most, 0
        self._hits = keys_of(rows, order).every.order_by()[: most + 1].query.sql_with_params()

    @property
    def is_cut(self) -> bool:
        """Say whether there are more than was likely, so that what was found means nothing."""
        return self.count > self.most

    def take(self, walk: "Walk", mark: Mark | None, count: int) -> list[Found]:
        """Return what follows a mark, or what comes first."""
        hits, params = self._hits
        way, ends = ("DESC" if walk.is_falling else "ASC"), ("FIRST" if walk.backwards else "LAST")
        beyond, marked = walk.beyond(mark)
        counted = f"SELECT pk, sort_key, COUNT(*) OVER () AS counted FROM ({hits}) AS hits"  # noqa: S608  the ORM's words
        order = f"ORDER BY sort_key {way} NULLS {ends}, pk {way}"
        sql = f"SELECT * FROM ({counted}) AS found WHERE {beyond} {order} LIMIT {count}"  # noqa: S608  and ours
        with connection.cursor() as cursor:
            cursor.execute(sql, [*params, *marked])
            found = cursor.fetchall()
        self.count = found[0][2] if found else 0
        return [row[:2] for row in found]


def keys_of(rows: ItemQuerySet, order: Order, *, many: bool = False) -> Keys:
    """Return the keys of rows; `many` says that it is worth while to walk."""
    if order.table is not None:
        rows = order.table._default_manager.filter(pk__in=rows.order_by().values("pk"))
    every = rows.annotate(sort_key=order.key())
    walks = order.walks if many and connection.features.supports_slicing_ordering_in_compound else ()
    return Keys(_narrow(every), tuple(_narrow(walk(rows)) for walk in walks))


def _narrow(rows: ItemQuerySet) -> "QuerySet[Item, Found]":
    keys: QuerySet[Item, Found] = rows.values_list("pk", "sort_key")
    return keys


@dataclass(frozen=True)
class Walk:
    """One direction through the sorted rows."""

    order: Order
    descending: bool
    size: int
    backwards: bool = False

    def back(self) -> "Walk":
        return Walk(self.order, self.descending, self.size, backwards=True)

    @property
    def is_falling(self) -> bool:
        """Whether it goes from the largest to the smallest."""
        return self.descending != self.backwards

    def beyond(self, mark: Mark | None) -> tuple[str, list[Any]]:
        """Say in SQL what lies beyond a mark, empty ones last: backwards they come first."""
        if mark is None:
            return "TRUE", []
        value, pk = mark
        sign = "<" if self.is_falling else ">"
        if value is None:
            return f"sort_key IS NULL AND pk {sign} %s" + " OR sort_key IS NOT NULL" * self.backwards, [pk]
        further = f"sort_key {sign} %s OR sort_key = %s AND pk {sign} %s"
        return further + " OR sort_key IS NULL" * (not self.backwards), [value, value, pk]

    def parts(self, mark: Mark | None) -> list[Part]:
        """Part the way into stretches that an index holds in one piece each: equal values, further ones, empty ones;
        with what each is sorted by.
        """
        if not self.order.nullable:
            return [Part(self._beyond(mark) if mark else Q(), BOTH)]
        by = ("id",) if self.order.walks else EMPTY_BY[connection.vendor]
        empty = Part(Q(sort_key__isnull=True), by, is_empty=True)
        ends = [Part(Q(sort_key__isnull=False), BOTH), empty]
        if self.backwards:
            ends.reverse()
        if mark is None:
            return ends
        value, pk = mark
        beside = Q(**{f"id__{self._step}": pk})
        if value is None:
            beyond = empty._replace(condition=empty.condition & beside)
            return [beyond, *(ends[1:] if self.backwards else [])]
        further = [Part(Q(sort_key=value) & beside, ("id",)), Part(Q(**{f"sort_key__{self._step}": value}), BOTH)]
        return further if self.backwards else [*further, empty]

    @property
    def _step(self) -> str:
        return "lt" if self.is_falling else "gt"

    def _beyond(self, mark: Mark) -> Q:
        value, pk = mark
        beside = Q(**{f"id__{self._step}": pk})
        # The bound comes first and by itself, so that an index can be entered at it.
        return Q(**{f"sort_key__{self._step}e": value}) & (Q(**{f"sort_key__{self._step}": value}) | beside)
