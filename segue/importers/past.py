"""What did an item hold before an import changed it? Written as JSON, so that an undo brings it back."""

import json
from collections.abc import Iterable
from dataclasses import asdict, fields, is_dataclass
from decimal import Decimal
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from django.db import models

from segue.core import item_types
from segue.core.models import Item
from segue.core.models.exact_json import ExactDecoder, ExactEncoder
from segue.crm.billing import Billing
from segue.crm.clients import Clients
from segue.crm.communications import Communication
from segue.crm.rows import Row

OF_PARTS: dict[str, Any] = {"communications": Communication, "client": Clients, "rows": Row, "billing": Billing}


def kept(item: Item, columns: Iterable[str], parts: Iterable[str]) -> dict[str, Any]:
    """Write down the present value of columns, custom fields and parts."""
    custom = {name: item.custom.get(name) for name in columns if name[:1].isupper()}
    plain = {name: _column(item, name).value_to_string(item) for name in columns if name not in custom}
    blank = [name for name in plain if getattr(item, _column(item, name).attname) is None]
    held = {name: _written(item_types.of(item).part(name).read(item)) for name in parts}
    plain |= dict.fromkeys(blank)
    whole = {"columns": plain, "custom": custom, "parts": held}
    found: dict[str, Any] = json.loads(json.dumps(whole, cls=ExactEncoder))
    return found


def values(item: Item, kept: dict[str, Any]) -> dict[str, Any]:
    """Return columns and custom values as `records.change` takes them."""
    found: dict[str, Any] = {}
    for name, text in kept["columns"].items():
        column = _column(item, name)
        value = None if text is None else column.to_python(text)
        if isinstance(column, models.ForeignKey) and value is not None:
            value = column.related_model._default_manager.get(pk=value)
        found[name] = value
    custom: dict[str, Any] = json.loads(json.dumps(kept["custom"]), cls=ExactDecoder)
    return found | custom


def parts(kept: dict[str, Any]) -> dict[str, Any]:
    """Return parts as `records.change` takes them."""
    return {name: _read(OF_PARTS.get(name), value) for name, value in kept["parts"].items()}


def _column(item: Item, name: str) -> Any:
    return item._meta.get_field(name)


def _written(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: str(each) if isinstance(each, Decimal) else each for name, each in asdict(value).items()}
    return [_written(each) for each in value] if isinstance(value, tuple) else value


def _read(kind: Any, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_read(kind, each) for each in value)
    if kind is None or not isinstance(value, dict):
        return value
    hints = get_type_hints(kind)
    return kind(**{field.name: _typed(hints[field.name], value[field.name]) for field in fields(kind)})


def _typed(hint: Any, value: Any) -> Any:
    kinds = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    if isinstance(value, str) and Decimal in kinds:
        return Decimal(value)
    return tuple(value) if isinstance(value, list) else value
