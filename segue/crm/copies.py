"""How is an item copied? All fields and rows; a new number and the first stage; no links, no files (domain.md 7.9)."""

from dataclasses import replace
from typing import Any

from segue.core import item_types, records
from segue.core.custom_fields import definitions
from segue.core.item_types import ItemType
from segue.core.models import Item, User

OWN = ("number", "stage")  # a copy gets its own
FILES = "files"  # the part
KIND_OF_FILES = "file"  # of custom fields


def copy(item: Item, *, actor: User) -> Item:
    """Store a copy of an item that the actor may see, and return it. Raises Forbidden, or ValidationError by field.

    What somebody who is gone was responsible for, the actor is. Fields that the actor may not see stay behind.
    """
    item_type, source = item_types.of(item), item_types.child_of(item)
    values = _columns(source) | ({} if source.owner.is_active else {"owner": actor}) | _custom(source, actor)
    return records.create(item_type.code, values, actor=actor, parts=_parts(item_type, source))


def _columns(source: Any) -> dict[str, Any]:
    columns = [each for each in source._meta.concrete_fields if each.editable and not each.primary_key]
    return {each.name: getattr(source, each.name) for each in columns if each.name not in OWN}


def _custom(source: Any, actor: User) -> dict[str, Any]:
    seen = definitions.seen_by(actor, definitions.of_type(source.type))
    return {
        code: source.custom[code]
        for code, field in seen.items()
        if code in source.custom and field.kind != KIND_OF_FILES
    }


def _parts(item_type: ItemType, source: Any) -> dict[str, Any]:
    """The parts as they are; rows forget which row they came from, for that is a link."""
    parts = {part.name: part.copy(part.read(source)) for part in item_type.parts if part.name != FILES}
    if "rows" in parts:
        parts["rows"] = tuple(replace(row, id=None, origin_row_id=None) for row in parts["rows"])
    return parts
