"""How does an item stand in a list: its cells, and what its reader may do with it?"""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core import item_types
from segue.core.custom_fields.definitions import Fields
from segue.core.models import Item, User
from segue.crm.conversion import Variant
from segue.web import http
from segue.web.components import create, list_cells
from segue.web.components.list_cells import CELLS, Beside, Cell

Row = dict[str, Any]
Cells = Sequence[tuple[str, str]]  # the name and the role of each column's cell


def rows(
    items: Sequence[Item], cells: Cells, *, reader: User, variants: tuple[Variant, ...], fields: Fields | None = None
) -> list[Row]:
    """Describe items as c-list-table takes them; `variants` is what those that may be edited can become, `fields` the
    custom fields that have cells.
    """
    beside = Beside(items, reader, fields)
    editable, deletable = beside.permitting("edit"), beside.permitting("delete")
    return [
        _row(item, cells, beside, _menu(item, editable, deletable)) | _become(item, variants, editable)
        for item in items
    ]


def bin_rows(items: Sequence[Item], cells: Cells, *, reader: User) -> list[Row]:
    """Describe deleted items the same way, with the ways out of the recycle bin."""
    beside = Beside(items, reader)
    return [_row(item, cells, beside, _ways_out(item, reader)) for item in items]


def _row(item: Item, cells: Cells, beside: Beside, menu: list[dict[str, Any]]) -> Row:
    described: list[Cell] = [
        {"role": role} | _cell(item, name, beside) | _said(item, name, role) for name, role in cells
    ]
    return {"cells": described, "label": item_types.name(item), "menu": menu}


def _cell(item: Item, name: str, beside: Beside) -> Cell:
    field = beside.fields.get(name)
    return list_cells.custom(item, field, beside) if field else CELLS[name](item, beside)


def _said(item: Item, name: str, role: str) -> Cell:
    """Which of its days a date is, for the phone, where a list has no head."""
    return {"label": str(item_types.of(item).field_label(name))} if role == "date" else {}


def _menu(item: Item, editable: set[int], deletable: set[int]) -> list[dict[str, Any]]:
    home = http.address(item)
    menu = [{"label": _("View"), "icon": "view", "href": home}]
    if item.pk in editable:
        menu.append({"label": _("Edit"), "icon": "edit", "href": f"{home}edit/"})
    if item.pk in deletable:
        menu.append({"label": _("Delete"), "icon": "bin", "href": f"{home}delete/"})
    return menu


def _become(item: Item, variants: tuple[Variant, ...], editable: set[int]) -> Row:
    """Offer the conversions; each row has a key of its own, so that two rows are never taken for one act."""
    if not variants or item.pk not in editable:
        return {}
    hidden = [{"name": "key", "value": create.fresh_key()}, {"name": "version", "value": item.version}]
    return {"variants": create.entries(item, variants), "hidden": hidden}


def _ways_out(item: Item, reader: User) -> list[dict[str, Any]]:
    menu: list[dict[str, Any]] = [
        {"label": _("Restore"), "icon": "restore", "action": reverse("restore", args=[item.pk])}
    ]
    if reader.is_admin:
        menu.append({"label": _("Delete for good"), "icon": "bin", "href": reverse("purge", args=[item.pk])})
    return menu
