"""Which items stand on this page? The page begins after the last item of the one before, however many came in between.

No page counts rows from the start (OFFSET), so the thousandth is as quick as the first, and nothing is shown twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.db.models.expressions import Combinable, OrderBy

from segue.core.models import Item, ItemQuerySet
from segue.lib import money

SIZE = 50
MOST_ID_DIGITS = 18

Mark = tuple[Any, int]  # the sort value and the id of the item a page begins after


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant.astimezone(UTC)  # in every database's calendar; beyond its ends this overflows


def _amount(text: str) -> Decimal:
    amount = Decimal(text if text.isascii() and len(text) <= len("-12345678901.1234") else "")
    if not money.fits(amount):
        raise ValueError(text)
    return amount


def _text(text: str) -> str:
    if "\0" in text:
        raise ValueError(text)
    return text


@dataclass(frozen=True)
class Order:
    """What a list is sorted by: a column (or expression), how its value is read back from an address, and whether
    it may be empty; empty ones come last in both directions, equal ones by id."""

    by: str | Combinable
    read: Callable[[str], Any]
    nullable: bool = False

    def key(self) -> Combinable:
        """Return the expression to sort by."""
        return F(self.by) if isinstance(self.by, str) else self.by


@dataclass(frozen=True)
class Page:
    """The items of a page, and the marks of its neighbours; "" where there is none."""

    items: list[Item]
    previous: str = ""
    next: str = ""


def instant(column: str) -> Order:
    """Sort by a moment."""
    return Order(column, _instant)


def day(column: str) -> Order:
    """Sort by a date that may be missing."""
    return Order(column, date.fromisoformat, nullable=True)


def amount(column: str) -> Order:
    """Sort by an amount."""
    return Order(column, _amount)


def number(column: str) -> Order:
    """Sort by a small number."""
    return Order(column, int)


def words(by: str | Combinable) -> Order:
    """Sort by a text."""
    return Order(by, _text)


def turn(rows: ItemQuerySet, order: Order, *, descending: bool, after: str = "", before: str = "") -> Page:
    """Return the page that follows the mark `after` or ends at the mark `before`; the first when they lead nowhere."""
    rows, walk = rows.annotate(sort_key=order.key()), _Walk(order, descending)
    mark = _read(order, before or after)
    if mark is None:
        return _first(rows, walk)
    page = _page_before(rows, walk, mark) if before else _page_after(rows, walk, mark)
    return page or _first(rows, walk)


@dataclass(frozen=True)
class _Walk:
    """One direction through the sorted rows."""

    order: Order
    descending: bool
    backwards: bool = False

    def back(self) -> "_Walk":
        return _Walk(self.order, self.descending, backwards=True)

    def sort(self, rows: ItemQuerySet) -> ItemQuerySet:
        falling = self.descending != self.backwards
        empty = {"nulls_first" if self.backwards else "nulls_last": True} if self.order.nullable else {}
        return rows.order_by(OrderBy(F("sort_key"), descending=falling, **empty), "-id" if falling else "id")

    def beyond(self, mark: Mark) -> Q:
        value, pk = mark
        step = "lt" if self.descending != self.backwards else "gt"
        beside = Q(**{f"id__{step}": pk})
        empty = Q(sort_key__isnull=True)
        if value is None:
            return (~empty | beside) if self.backwards else (empty & beside)
        # The bound comes first and by itself, so that an index can be entered at it.
        further = Q(**{f"sort_key__{step}e": value}) & (Q(**{f"sort_key__{step}": value}) | beside)
        return further | empty if self.order.nullable and not self.backwards else further


def _first(rows: ItemQuerySet, walk: _Walk) -> Page:
    items = list(walk.sort(rows)[: SIZE + 1])
    return Page(items[:SIZE], next=_mark(items[SIZE - 1]) if len(items) > SIZE else "")


def _page_after(rows: ItemQuerySet, walk: _Walk, mark: Mark) -> Page | None:
    items = list(walk.sort(rows.filter(walk.beyond(mark)))[: SIZE + 1])
    if not items:
        return None
    last = _mark(items[SIZE - 1]) if len(items) > SIZE else ""
    return Page(items[:SIZE], previous=_mark(items[0]), next=last)


def _page_before(rows: ItemQuerySet, walk: _Walk, mark: Mark) -> Page | None:
    """A page that is not full has reached the start: the first page shows the same, filled up."""
    back = walk.back()
    items = list(back.sort(rows.filter(back.beyond(mark)))[: SIZE + 1])
    if len(items) < SIZE:
        return None
    page = items[:SIZE][::-1]
    return Page(page, previous=_mark(page[0]) if len(items) > SIZE else "", next=_mark(page[-1]))


def _mark(item: Any) -> str:
    value = item.sort_key
    written = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    return f"{written}~{item.pk}"


def _read(order: Order, text: str) -> Mark | None:
    """Read a mark; one that nobody has written leads nowhere."""
    written, _sign, pk = text.rpartition("~")
    if not pk.isascii() or not pk.isdigit() or len(pk) > MOST_ID_DIGITS:
        return None
    if not written and order.nullable:
        return None, int(pk)
    try:
        return order.read(written), int(pk)
    except (ValueError, ArithmeticError):
        return None
