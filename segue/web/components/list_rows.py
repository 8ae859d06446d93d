"""How does an item stand in a list: its cells, and what its reader may do with it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core import item_types, permissions
from segue.core.custom_fields.definitions import Fields
from segue.core.models import Item, User
from segue.core.models.activity import TASK
from segue.crm.conversion import Variant
from segue.web import http
from segue.web.components import activities, create, list_cells, list_spots
from segue.web.components.list_beside import Beside
from segue.web.components.list_cells import Cell, Place
from segue.web.templatetags.list_parts import spot

Row = dict[str, Any]
Cells = Sequence[Place]
PLAN = f"activities/new/{activities.KINDS[TASK].slug}/"


def rows(  # noqa: PLR0913  what of the items, for whom, and what may be done there
    items: Sequence[Item],
    cells: Cells,
    *,
    reader: User,
    variants: tuple[Variant, ...],
    fields: Fields | None = None,
    in_place: bool = False,
) -> list[Row]:
    """Describe items as c-list-table takes them; `variants` is what those that may be edited can become, `fields` the
    custom fields that have cells. `in_place`: cells can be edited where they stand.
    """
    beside = Beside(items, reader, fields)
    may = May(beside)
    menus = Menus(may, create.in_lists(variants))
    found = [menus.of(item) | _row(item, cells, beside) for item in items]
    if in_place and may.edit:
        _open(found, cells, beside, may)
    return found


def bin_rows(items: Sequence[Item], cells: Cells, *, reader: User) -> list[Row]:
    """Describe deleted items the same way, with the ways out of the recycle bin."""
    beside = Beside(items, reader)
    return [_row(item, cells, beside) | {"menu": _ways_out(item, reader)} for item in items]


def _row(item: Item, cells: Cells, beside: Beside) -> Row:
    described: list[Cell] = [
        {"role": place.role, "label": place.label, **list_cells.cell(item, place, beside)} for place in cells
    ]
    return {"pk": item.pk, "cells": described, "label": item_types.name(item), "cells_href": ""}


def _open(found: list[Row], cells: Cells, beside: Beside, may: "May") -> None:
    """Mark the cells that can be edited where they stand."""
    item_type, reader = item_types.of(beside.items[0]), beside.reader
    open_ones = [at for at, place in enumerate(cells) if list_spots.is_open(item_type, place.row, reader)]
    amounts = {at for at in open_ones if list_spots.spot_of(cells[at].name) == "amount"}
    follow = beside.following_rows if amounts else set()
    for item, row in zip(beside.items, found, strict=True):
        if item.pk not in may.edit:
            continue
        row["cells_href"] = http.address(item, "cells")
        for at in open_ones:
            if not (at in amounts and item.pk in follow):
                row["cells"][at]["spot"] = cells[at].name


class May:
    """What the reader may do with the items of a page."""

    def __init__(self, beside: Beside) -> None:
        self.edit, self.delete = beside.permitting("edit"), beside.permitting("delete")
        types = {item.type for item in beside.items}
        self.add = {each for each in types if permissions.may_add(beside.reader, each)}


@dataclass
class Shape:
    """The menu of all rows with which the same can be done: spots stand where each has values of its own."""

    row: Row
    html: str = ""  # filled when it is rendered first


class Menus:
    """The menus of the rows of a page."""

    def __init__(self, may: May, offered: create.Offered) -> None:
        self.may, self.offered = may, offered
        self.shapes: dict[tuple[bool, ...], Shape] = {}

    def of(self, item: Item) -> Row:
        """Return what a row needs for its menu; each has a key of its own: two rows are never taken for one act."""
        may = self.may
        may_edit, may_move = item.pk in may.edit, item.pk in may.edit and item.pipeline_id is not None
        rights = may_edit, item.type in may.add, may_move, item.pk in may.delete
        if rights not in self.shapes:
            self.shapes[rights] = Shape(_shape(*rights, self.offered))
        shape = self.shapes[rights]
        spots = {"pk": item.pk, "home": http.address(item), "name": item_types.name(item), "version": item.version}
        return shape.row | {"shape": shape, "spots": spots | {"key": create.fresh_key()}}


def _shape(may_edit: bool, may_add: bool, may_move: bool, may_delete: bool, offered: create.Offered) -> Row:  # noqa: FBT001  four rights
    home = spot("home")
    menu = [_entry(_("View"), "view", home)]
    if may_edit:
        menu.append(_entry(_("Edit"), "edit", f"{home}edit/"))
    if may_add:
        menu.append(_entry(_("Copy"), "copy", action=f"{home}copy/"))
    if may_edit:
        menu.append(_entry(_("Plan"), "calendar", f"{home}{PLAN}") | {"dialog": True})
    if may_move:
        menu.append(_entry(_("Move to"), "stage", f"{home}move/") | {"dialog": True})
    if may_delete:
        menu.append(_entry(_("Delete"), "bin", f"{home}delete/"))
    shape: Row = {"pk": spot("pk"), "label": spot("name"), "menu": menu}
    if not (may_edit and offered):
        return shape
    variants = [{"label": label, "icon": icon, "action": f"{home}{there}"} for label, icon, there in offered]
    return shape | {
        "variants": variants,
        "hidden": [{"name": name, "value": spot(name)} for name in ("key", "version")],
    }


def _entry(label: str, icon: str, href: str = "", action: str = "") -> dict[str, Any]:
    return {"label": label, "icon": icon, "href": href, "action": action, "danger": False, "dialog": False}


def _ways_out(item: Item, reader: User) -> list[dict[str, Any]]:
    menu = [_entry(_("Restore"), "restore", action=reverse("restore", args=[item.pk]))]
    if reader.is_admin:
        menu.append(_entry(_("Delete for good"), "bin", reverse("purge", args=[item.pk])))
    return menu
