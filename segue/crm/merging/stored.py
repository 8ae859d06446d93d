"""How are the values that a merge overwrote kept as JSON, and how do they come back?

What they named may be gone for good by then; they come back without it.
"""

from collections.abc import Callable
from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

from django.db import models

from segue.core import item_types
from segue.core.changes import Change
from segue.core.custom_fields import filed
from segue.core.custom_fields import kinds as custom_kinds
from segue.core.models import Item
from segue.core.parts import File
from segue.crm.billing import Billing
from segue.crm.clients import Clients
from segue.crm.communications import Communication
from segue.crm.models import Product, ProductRow
from segue.crm.rows import Row

DECIMALS = {each.name for each in fields(Row) if "Decimal" in str(each.type)}
NAMED_BY_ROWS: dict[str, type[models.Model]] = {"product_id": Product, "origin_row_id": ProductRow}


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
        found[code] = _files(item, held) if kinds[code] == filed.KIND else _named(kinds[code], held)
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


def _named(kind: str, held: Any) -> Any:
    """Return a custom value without the items that are gone."""
    if custom_kinds.of(kind).names != "item" or held is None:
        return held
    if not isinstance(held, list):
        return held if _there(Item, [held]) else None
    there = _there(Item, held)
    return [pk for pk in held if pk in there] or None


def _clients(held: dict[str, Any]) -> Clients:
    there = _there(Item, [held["company"], *held["contacts"]])
    contacts = tuple(pk for pk in held["contacts"] if pk in there)
    return Clients(held["company"] if held["company"] in there else None, contacts, held["primary"])


def _rows(held: list[dict[str, Any]]) -> tuple[Row, ...]:
    found = []
    there = {name: _there(model, [row[name] for row in held]) for name, model in NAMED_BY_ROWS.items()}
    for row in held:
        given: dict[str, Any] = {key: Decimal(each) if key in DECIMALS and each else each for key, each in row.items()}
        found.append(Row(**given | {name: None for name, ids in there.items() if row[name] not in ids}))
    return tuple(found)


def _there(model: type[models.Model], pks: list[int | None]) -> set[int]:
    return set(model._base_manager.filter(pk__in=[pk for pk in pks if pk]).values_list("pk", flat=True))


READ: dict[str, Callable[[Any], Any]] = {
    "communications": lambda held: tuple(Communication(**each) for each in held),
    "client": _clients,
    "billing": lambda held: Billing(**held),
    "rows": _rows,
    "observers": tuple,
}
