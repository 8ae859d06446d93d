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
from segue.web.components.list_beside import Beside
from segue.web.components.list_cells import BLANK, Cell, Place

Row = dict[str, Any]
Cells = Sequence[Place]


def rows(
    items: Sequence[Item], cells: Cells, *, reader: User, variants: tuple[Variant, ...], fields: Fields | None = None
) -> list[Row]:
    """Describe items as c-list-table takes them; `variants` is what those that may be edited can become, `fields` the
    custom fields that have cells.
    """
    beside = Beside(items, reader, fields)
    editable, deletable = beside.permitting("edit"), beside.permitting("delete")
    offered = create.in_lists(variants)
    return [
        _row(item, cells, beside, _menu(item, editable, deletable)) | _become(item, offered, editable) for item in items
    ]


def bin_rows(items: Sequence[Item], cells: Cells, *, reader: User) -> list[Row]:
    """Describe deleted items the same way, with the ways out of the recycle bin."""
    beside = Beside(items, reader)
    return [_row(item, cells, beside, _ways_out(item, reader)) for item in items]


def _row(item: Item, cells: Cells, beside: Beside, menu: list[dict[str, Any]]) -> Row:
    described: list[Cell] = [
        {**BLANK, "role": place.role, "label": place.label, **list_cells.cell(item, place, beside)} for place in cells
    ]
    return {"pk": item.pk, "cells": described, "label": item_types.name(item), "menu": menu}


def _menu(item: Item, editable: set[int], deletable: set[int]) -> list[dict[str, Any]]:
    home = http.address(item)
    menu = [_entry(_("View"), "view", home)]
    if item.pk in editable:
        menu.append(_entry(_("Edit"), "edit", f"{home}edit/"))
    if item.pk in deletable:
        menu.append(_entry(_("Delete"), "bin", f"{home}delete/"))
    return menu


def _entry(label: str, icon: str, href: str = "", action: str = "") -> dict[str, Any]:
    return {"label": label, "icon": icon, "href": href, "action": action, "danger": False}


def _become(item: Item, offered: create.Offered, editable: set[int]) -> Row:
    """Offer the conversions; each row has a key of its own, so that two rows are never taken for one act."""
    if not offered or item.pk not in editable:
        return {}
    hidden = [{"name": "key", "value": create.fresh_key()}, {"name": "version", "value": item.version}]
    home = http.address(item)
    variants = [{"label": label, "icon": icon, "action": f"{home}{there}"} for label, icon, there in offered]
    return {"variants": variants, "hidden": hidden}


def _ways_out(item: Item, reader: User) -> list[dict[str, Any]]:
    menu = [_entry(_("Restore"), "restore", action=reverse("restore", args=[item.pk]))]
    if reader.is_admin:
        menu.append(_entry(_("Delete for good"), "bin", reverse("purge", args=[item.pk])))
    return menu
