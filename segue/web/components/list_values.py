"""How does a column that a list does not have anyway read in its cell? One row per kind of column."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from segue.core.models import Item
from segue.crm.columns import REACH, Column
from segue.crm.models.contact_point import EMAIL, PHONE
from segue.lib import dates, phones
from segue.web.components import values
from segue.web.components.list_beside import Beside
from segue.web.components.names import Name

Cell = dict[str, Any]
EMPTY: Cell = {"text": ""}
LONGEST_TEXT = 200  # a cell shows the beginning of a long text


def cell(item: Item, column: Column, beside: Beside) -> Cell:
    """Say what an item holds in a standard column."""
    return KINDS[column.kind](item, column, beside)


def shortened(text: str) -> Cell:
    """Show the beginning of a long text."""
    return {"text": text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"}


def name(named: Name) -> Cell:
    """Name another item."""
    return {"text": named.text, "href": named.href}


def when(instant: datetime | None, beside: Beside) -> Cell:
    """Say the time of today's events and the day of others."""
    if instant is None:
        return EMPTY
    day = dates.today(beside.zone, now=instant)
    if day == beside.today:
        return {"text": dates.format_time(instant, beside.zone, values.language())}
    return {"text": values.day(day)}


def _held(item: Item, column: Column, beside: Beside) -> Any:
    return getattr(beside.own[item.pk] if column.is_own else item, column.name)


def _key(item: Item, column: Column, beside: Beside) -> int | None:
    key: int | None = getattr(beside.own[item.pk] if column.is_own else item, f"{column.name}_id")
    return key


def _text(item: Item, column: Column, beside: Beside) -> Cell:
    return shortened(str(_held(item, column, beside)))


def _long(item: Item, column: Column, beside: Beside) -> Cell:
    return shortened(values.plain(_held(item, column, beside)))


def _number(item: Item, column: Column, beside: Beside) -> Cell:
    held = _held(item, column, beside)
    return EMPTY if held is None else {"text": values.number(Decimal(held))}


def _money(item: Item, column: Column, beside: Beside) -> Cell:
    held = _held(item, column, beside)
    return {"text": values.amount(held, item.currency)} if held else EMPTY


def _reference(item: Item, column: Column, beside: Beside) -> Cell:
    """A directory value or a pipeline, by its label."""
    key = _key(item, column, beside)
    return EMPTY if key is None else {"text": str(beside.labelled(column)[key])}


def _person(item: Item, column: Column, beside: Beside) -> Cell:
    key = _key(item, column, beside)
    return EMPTY if key is None else {"text": beside.people[key]}


def _item(item: Item, column: Column, beside: Beside) -> Cell:
    key = _key(item, column, beside)
    return EMPTY if key is None else name(beside.references(column)[key])


def _items(item: Item, column: Column, beside: Beside) -> Cell:
    found = beside.employers.get(item.pk)
    return name(found[0]) if found else EMPTY


def _people(item: Item, column: Column, beside: Beside) -> Cell:
    return shortened(", ".join(beside.observers.get(item.pk, ())))


def _files(item: Item, column: Column, beside: Beside) -> Cell:
    count = beside.files.get(item.pk)
    return {"text": values.number(Decimal(count))} if count else EMPTY


def _reach(item: Item, column: Column, beside: Beside) -> Cell:
    kind = REACH[column.name]
    point = beside.reach.get((item.pk, kind))
    if point is None:
        return EMPTY
    may, text = not point.do_not_contact, point.value
    if kind == PHONE and point.e164:
        return {"text": phones.display(point.e164), "href": f"tel:{point.e164}" if may else ""}
    return {"text": text, "href": f"mailto:{text}" if kind == EMAIL and may else ""}


KINDS: dict[str, Callable[[Item, Column, Beside], Cell]] = {
    "id": lambda item, column, beside: {"text": str(item.pk)},
    "text": _text,
    "long": _long,
    "number": _number,
    "money": _money,
    "day": lambda item, column, beside: {"text": values.day(_held(item, column, beside))},
    "instant": lambda item, column, beside: when(_held(item, column, beside), beside),
    "switch": lambda item, column, beside: {"text": values.yes_no(_held(item, column, beside))},
    "person": _person,
    "directory": _reference,
    "pipeline": _reference,
    "currency": lambda item, column, beside: {"text": item.currency_id},
    "item": _item,
    "items": _items,
    "people": _people,
    "files": _files,
    "reach": _reach,
}
