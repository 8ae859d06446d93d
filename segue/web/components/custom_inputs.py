"""How do the inputs of custom fields look? What c-custom-fields and c-item-results take."""

from collections.abc import Iterable
from typing import Any

from segue.core import item_types
from segue.web.components.names import Name


def picked(key: str, name: Name) -> dict[str, Any]:
    """Describe an item that is chosen, or can be: by its name, with type and number beside it."""
    note = " · ".join(filter(None, (name.kind, name.note)))
    return {"key": key, "name": name.text, "note": note, "icon": icon(name)}


def icon(name: Name) -> str:
    """Return the picture of what an item is."""
    return item_types.of(name.item).icon if name.item else "hidden"


def results(code: str, query: str, found: Iterable[Name]) -> dict[str, Any]:
    """Describe what a search found, as c-item-results takes it."""
    entries = [picked(str(name.item.pk), name) for name in found if name.item]
    return {"code": code, "q": query, "found": entries}
