"""How is a page found along an order? By the ids and sort values of its rows alone, part by part as indexes hold it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, Q, QuerySet
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
    it may be empty; empty ones come last in both directions, equal ones by id.

    `walks` make of rows those that are not empty, in pieces: with the same value as `sort_key`, but written so that
    PostgreSQL finds a page of very many along an index, where it would else look for the value of each.
    """

    by: str | Combinable
    read: Callable[[str], Any]
    nullable: bool = False
    walks: tuple[Callable[[ItemQuerySet], ItemQuerySet], ...] = ()

    def key(self) -> Combinable:
        """Return the expression to sort by."""
        return F(self.by) if isinstance(self.by, str) else self.by


@dataclass(frozen=True)
class Keys:
    """The ids and sort values of rows, and of those that are not empty also in pieces, where it is worth while."""

    every: "QuerySet[Item, Found]"
    pieces: tuple["QuerySet[Item, Found]", ...] = ()

    def read(self, part: Part, sign: str, count: int) -> list[Found]:
        """Return the first ones of a part."""
        by = [f"{sign}{column}" for column in part.by]
        pieces = [] if part.is_empty else self.pieces
        found, *others = [keys.filter(part.condition).order_by(*by)[:count] for keys in pieces or [self.every]]
        return list(found.union(*others, all=True).order_by(*by)[:count] if others else found)


def keys_of(rows: ItemQuerySet, order: Order, *, many: bool = False) -> Keys:
    """Return the keys of rows; `many` says that it is worth while to walk."""
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

    def take(self, keys: Keys, mark: Mark | None, count: int) -> list[Found]:
        """Return what follows a mark, or what comes first: part by part, until there is enough."""
        sign = "-" if self.descending != self.backwards else ""
        found: list[Found] = []
        for part in self._parts(mark):
            found += keys.read(part, sign, count - len(found))
            if len(found) == count:
                break
        return found

    def _parts(self, mark: Mark | None) -> list[Part]:
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
        return "lt" if self.descending != self.backwards else "gt"

    def _beyond(self, mark: Mark) -> Q:
        value, pk = mark
        beside = Q(**{f"id__{self._step}": pk})
        # The bound comes first and by itself, so that an index can be entered at it.
        return Q(**{f"sort_key__{self._step}e": value}) & (Q(**{f"sort_key__{self._step}": value}) | beside)
