"""How are the values that a merge overwrote kept as JSON, and how do they come back?"""

from collections.abc import Callable
from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

from django.db import models

from segue.core import item_types
from segue.core.changes import Change
from segue.core.custom_fields import filed
from segue.core.models import Item
from segue.core.parts import File
from segue.crm.billing import Billing
from segue.crm.clients import Clients
from segue.crm.communications import Communication
from segue.crm.rows import Row

DECIMALS = {each.name for each in fields(Row) if "Decimal" in str(each.type)}


def written(item: Item, wanted: Change) -> dict[str, Any]:
    """Write down what an item holds of everything that a change alters."""
    item_type = item_types.of(item)
    columns = {name: _plain(getattr(item, _column(item, name).attname)) for name in wanted.columns}
    parts = {name: _part(item_type.part(name).read(item)) for name in wanted.parts}
    return {"columns": columns, "parts": parts, "custom": {code: item.custom.get(code) for code in wanted.custom}}


def values(item: Item, before: dict[str, Any], kinds: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what was written down as values and parts that `records` takes; `kinds` are those of custom fields."""
    found = {name: _value(item, name, held) for name, held in before["columns"].items()}
    for code, held in ((code, held) for code, held in before["custom"].items() if code in kinds):
        found[code] = _files(item, held) if kinds[code] == filed.KIND else held
    return found, {name: READ[name](held) for name, held in before["parts"].items()}


def _column(item: Item, name: str) -> "models.Field[Any, Any]":
    column = item._meta.get_field(name)
    assert isinstance(column, models.Field)
    return column


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _value(item: Item, name: str, held: Any) -> Any:
    column = _column(item, name)
    if isinstance(column, models.ForeignKey):
        return column.related_model._base_manager.filter(pk=held).first() if held is not None else None
    return column.to_python(held)


def _part(value: Any) -> Any:
    if isinstance(value, tuple):
        return [one if isinstance(one, int) else _fields(one) for one in value]
    return asdict(value)


def _fields(one: Any) -> dict[str, Any]:
    return {key: _plain(each) for key, each in asdict(one).items()}


def _files(item: Item, held: Any) -> Any:
    """Return the files that were there before; those that came with the merge go."""
    ids = held if isinstance(held, list) else [held]
    rows = item.attachments.filter(pk__in=[pk for pk in ids if pk])
    files = tuple(File(**row) for row in rows.order_by("pk").values("blob_id", "name", "added_by_id", "added_at", "id"))
    return files or None


def _row(held: dict[str, Any]) -> Row:
    given: dict[str, Any] = {key: Decimal(each) if key in DECIMALS and each else each for key, each in held.items()}
    return Row(**given)


READ: dict[str, Callable[[Any], Any]] = {
    "communications": lambda held: tuple(Communication(**each) for each in held),
    "client": lambda held: Clients(held["company"], tuple(held["contacts"]), held["primary"]),
    "billing": lambda held: Billing(**held),
    "rows": lambda held: tuple(_row(each) for each in held),
    "observers": tuple,
}
