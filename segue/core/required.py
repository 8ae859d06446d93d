"""Which standard fields must an item have on a stage, and which of them are blank?

What code requires (`ItemType.required`) is required always; the rest an administrator chooses (`required_changes`).
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from segue.core import item_types
from segue.core.item_types import ItemType
from segue.core.models import Item, RequiredField, Stage
from segue.core.parts import Part
from segue.core.prepared import steady

Rules = Iterable[RequiredField]


@steady
def rules(item_types: tuple[str, ...]) -> QuerySet[RequiredField]:
    """Find what is required of items of these types."""
    return RequiredField.objects.filter(item_type__in=item_types).select_related("from_stage").order_by("pk")


def names(item_type: ItemType, stage: Stage | None, chosen: Rules | None = None) -> set[str]:
    """Return the columns and parts that an item of a type must have on a stage; `chosen` where they are read already.

    What the form no longer has is not asked for.
    """
    chosen = rules((item_type.code,)) if chosen is None else chosen
    bound = {rule.field for rule in chosen if rule.item_type == item_type.code and rule.binds(stage)}
    return {*item_type.required, *bound.intersection(choosable(item_type))}


def choosable(item_type: ItemType) -> tuple[str, ...]:
    """List what can be required of a type: the columns that people fill in and can leave blank, and the parts."""
    return _choosable(item_type.code)


@cache
def _choosable(code: str) -> tuple[str, ...]:
    item_type = item_types.get(code)
    apart = [part.name for part in item_type.parts if part.name not in item_type.fields]
    return tuple(each for name in (*item_type.fields, *apart) for each in choosable_of(item_type, name))


def choosable_of(item_type: ItemType, name: str) -> list[str]:
    """List what can be required under the name of a field of the form: itself, the pieces of it, or nothing."""
    if item_type.has(name):
        return [piece.name for piece in item_type.part(name).pieces] or [name]
    return [name] if _can_be_blank(item_type, name) else []


def missing(item: Item, item_type: ItemType, needed: Collection[str], parts: Mapping[str, Any]) -> dict[str, list[str]]:
    """Say which of the needed columns and parts are blank, by name; parts that are not being written are read."""
    found = {name: [_("This field is required.")] for name in blank_columns(item, item_type, needed)}
    for part in item_type.parts:
        asked = {*choosable_of(item_type, part.name)}.intersection(needed)
        if asked and (messages := lacking(part, _held(item, part, parts), asked)):
            found[part.name] = messages
    return found


def blank_columns(item: Item, item_type: ItemType, needed: Collection[str]) -> list[str]:
    """List the needed columns that hold nothing."""
    columns = [name for name in item_type.fields if name in needed and not item_type.has(name)]
    return [name for name in columns if is_blank(item._meta.get_field(name), getattr(item, name))]


def lacking(part: Part, value: Any, needed: Collection[str]) -> list[str]:
    """Say what a part lacks of what is needed."""
    if part.name in needed and value == part.empty:
        return [_("This field is required.")]
    lacked = [piece for piece in part.pieces if piece.name in needed and not piece.stands_in(value)]
    return [_("“%(name)s” is required.") % {"name": piece.label} for piece in lacked]


def is_blank(column: Any, value: Any) -> bool:
    """Say whether a column holds what its input shows as nothing: an amount that cannot be empty is zero then."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(column, models.DecimalField) and not column.null and not value)


def _held(item: Item, part: Part, parts: Mapping[str, Any]) -> Any:
    if part.name in parts:
        return parts[part.name]
    return part.empty if item.pk is None else part.read(item)


def _can_be_blank(item_type: ItemType, name: str) -> bool:
    """Leave out what always has a value: who is responsible, the currency, a box to tick, the number of a counter."""
    column = item_type.model._meta.get_field(name)
    if not column.editable or name == "number" or isinstance(column, models.BooleanField):
        return False
    return not isinstance(column, models.ForeignKey) or column.null
