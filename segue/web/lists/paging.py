"""Which items stand on this page? The page begins after the last item of the one before, however many came in between.

No page counts rows from the start (OFFSET), so the thousandth is as quick as the first, and nothing is shown twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models.expressions import Combinable

from segue.core import one_of
from segue.core.models import Item, ItemQuerySet
from segue.core.one_of import OneOf
from segue.core.prepared import Prepared, by_page
from segue.lib import money
from segue.web.lists.walking import Found, Keys, Mark, Once, Order, Walk, keys_of

SIZE = 50
LITTLE = one_of.MOST
MOST_ID_DIGITS = 18
_Stretch = tuple[list[Found], str, str]  # a page, and the marks of its neighbours


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


def _id(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_ID_DIGITS):
        raise ValueError(text)
    return int(text)


def _text(text: str) -> str:
    if "\0" in text:
        raise ValueError(text)
    return text


@dataclass(frozen=True)
class Page:
    """The items of a page, and the marks of its neighbours; "" where there is none."""

    items: list[Item]
    previous: str = ""
    next: str = ""


def instant(by: str | Combinable, *, nullable: bool = False) -> Order:
    """Sort by a moment."""
    return Order(by, _instant, nullable)


def day(by: str | Combinable) -> Order:
    """Sort by a date that may be missing."""
    return Order(by, date.fromisoformat, nullable=True)


def amount(by: str | Combinable) -> Order:
    """Sort by an amount."""
    return Order(by, _amount)


def number(by: str | Combinable, *, nullable: bool = False) -> Order:
    """Sort by a whole number."""
    return Order(by, _id, nullable)


def words(by: str | Combinable, *, nullable: bool = False) -> Order:
    """Sort by a text."""
    return Order(by, _text, nullable)


def custom(by: Combinable, column: str) -> Order:
    """Sort by a custom value that may be missing; `column` says how SQL compares it."""
    return Order(by, {"text": _text, "id": _id}.get(column, _amount), nullable=True)


def turn(  # noqa: PLR0913  which rows, in which order, where, and how many
    rows: ItemQuerySet,
    order: Order,
    *,
    descending: bool,
    params: Mapping[str, Any],
    beside: tuple[str, ...],
    size: int | None = None,
    many: bool = False,
) -> Page:
    """Return the page that follows the mark `after` or ends at the mark `before`; the first when they lead nowhere.

    `beside` names what is read with the items, `many` says that it is worth while to walk. The page is found by its
    keys alone: what an index can tell, no row is read for, and what must be sorted is narrow.
    """
    walk = Walk(order, descending, size or SIZE)
    return _read_page(_found(keys_of(rows, order, many=many), walk, params), beside)


def turn_once(  # noqa: PLR0913  as `turn`
    rows: ItemQuerySet,
    order: Order,
    *,
    descending: bool,
    params: Mapping[str, Any],
    beside: tuple[str, ...],
    most: int,
    size: int | None = None,
) -> tuple[Page | None, int]:
    """Return the page that `turn` returns and how many rows there are, in one question, for PostgreSQL where few rows
    are likely; no page where there are more than `most`.
    """
    keys = Once(rows, order, most)
    found = _found(keys, Walk(order, descending, size or SIZE), params)
    return None if keys.is_cut else _read_page(found, beside), keys.count


def _found(keys: Keys | Once, walk: Walk, params: Mapping[str, Any]) -> _Stretch:
    after, before = params.get("after", ""), params.get("before", "")
    mark = _read(walk.order, before or after)
    found = None if mark is None else (_before if before else _after)(keys, walk, mark)
    return found or _first(keys, walk)


def is_first(params: Mapping[str, Any]) -> bool:
    """Say whether the first page is asked for."""
    return not (params.get("after") or params.get("before"))


def by_ids(rows: ItemQuerySet) -> ItemQuerySet:
    """Name `LITTLE` rows by their ids: who looks for little among very much along an order walks far."""
    ids = list(rows.order_by().values_list("pk", flat=True))
    return rows.filter(OneOf("pk", ids)) if ids else rows.none()


def _read_page(stretch: _Stretch, beside: tuple[str, ...]) -> Page:
    marks, previous, following = stretch
    items = read_items([pk for pk, _value in marks], beside)
    return Page([items[pk] for pk, _value in marks if pk in items], previous, following)


def read_items(ids: Iterable[int], beside: tuple[str, ...]) -> dict[int, Item]:
    """Read the items of a page and what is named beside them, by their ids."""
    items = _items(tuple(ids))
    for name in beside:
        field: Any = Item._meta.get_field(name)
        keys = [getattr(item, field.attname) for item in items]
        named = {each.pk: each for each in _reader(field.related_model)(tuple({*keys} - {None}))}
        for item, key in zip(items, keys, strict=True):
            field.set_cached_value(item, named.get(key))
    return {item.pk: item for item in items}


@by_page
def _items(ids: tuple[int, ...]) -> ItemQuerySet:
    return Item.objects.filter(pk__in=ids)


@cache
def _reader(model: Any) -> "Prepared[[tuple[Any, ...]], Any]":
    """Read each person, stage or currency once, however many items name it."""
    return by_page(lambda keys: model._default_manager.filter(pk__in=keys))


def _first(keys: Keys | Once, walk: Walk) -> _Stretch:
    found, size = keys.take(walk, None, walk.size + 1), walk.size
    return found[:size], "", mark_of(found[size - 1]) if len(found) > size else ""


def _after(keys: Keys | Once, walk: Walk, mark: Mark) -> _Stretch | None:
    found, size = keys.take(walk, mark, walk.size + 1), walk.size
    if not found:
        return None
    return found[:size], mark_of(found[0]), mark_of(found[size - 1]) if len(found) > size else ""


def _before(keys: Keys | Once, walk: Walk, mark: Mark) -> _Stretch | None:
    """A page that is not full has reached the start: the first page shows the same, filled up."""
    found, size = keys.take(walk.back(), mark, walk.size + 1), walk.size
    if len(found) < size:
        return None
    page = found[:size][::-1]
    return page, mark_of(page[0]) if len(found) > size else "", mark_of(page[-1])


def mark_of(found: Found) -> str:
    """Write the mark of an item, after which the next page begins."""
    pk, value = found
    if isinstance(value, Decimal):
        value = format(value, "f")
    written = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    return f"{written}~{pk}"


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
