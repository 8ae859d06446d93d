"""How does each cell of a list read? Those with words of their own here, the others by the kind of their column."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from segue.core import item_types
from segue.core.models import CustomField, Item
from segue.crm.columns import Column
from segue.crm.models import Lead
from segue.web import http
from segue.web.components import custom_values, list_values, values
from segue.web.components.list_beside import Beside

Cell = dict[str, Any]
EMPTY: Cell = {"text": ""}


@dataclass(frozen=True)
class Place:
    """Where a cell stands: the name and the role of its column, what the phone says before it, and its row in the
    table of columns, where it has one.
    """

    name: str
    role: str
    label: str = ""
    row: Column | None = None


def cell(item: Item, place: Place, beside: Beside) -> Cell:
    """Say what stands in one cell."""
    own = CELLS.get(place.name)
    if own is not None:
        return own(item, beside)
    assert place.row is not None
    return custom(item, place.row.field, beside) if place.row.field else list_values.cell(item, place.row, beside)


def _title(item: Item, beside: Beside) -> Cell:
    return {"text": item_types.name(item), "href": http.address(item), "note": item.number}


def _stage(item: Item, beside: Beside) -> Cell:
    return {"text": str(item.stage), "hue": item.stage.colour} if item.stage else EMPTY


def _amount(item: Item, beside: Beside) -> Cell:
    return {"text": values.amount(item.amount, item.currency)}


def _client(item: Item, beside: Beside) -> Cell:
    found = beside.clients.get(item.pk)
    if not found:
        return _typed_client(beside.own[item.pk]) if item.type == "lead" else EMPTY
    first, *others = dict.fromkeys(name for name in found)
    return list_values.name(first) | {"note": " · ".join(name.text for name in others)}


def _typed_client(lead: Lead) -> Cell:
    """A lead's person and firm are typed into it; they are no items yet."""
    person = " ".join(filter(None, (lead.first_name, lead.last_name)))
    return {"text": lead.company_name or person, "note": person if lead.company_name else ""}


def _owner(item: Item, beside: Beside) -> Cell:
    return {"text": item.owner.name}


def _due(item: Item, beside: Beside) -> Cell:
    return _deadline(item, item.due_on, beside) if item.type == "invoice" else {"text": values.day(item.due_on)}


def _valid(item: Item, beside: Beside) -> Cell:
    return _deadline(item, item.valid_until, beside)


def _deadline(item: Item, day: date | None, beside: Beside) -> Cell:
    """Overdue is what should have happened before the reader's today and is still open (domain.md 9.2)."""
    is_open = item.stage is not None and not item.stage.is_final
    overdue = {"hue": "red", "note": _("Overdue")} if is_open and day and day < beside.today else {}
    return {"text": values.day(day)} | overdue


def custom(item: Item, field: CustomField, beside: Beside) -> Cell:
    """Say what an item holds under a custom field, and which one it is, for the phone, where a list has no head."""
    text = custom_values.plain(field, item.custom.get(field.code), beside.reader, beside.named)
    return list_values.shortened(text) | {"label": field.list_label}


CELLS: dict[str, Callable[[Item, Beside], Cell]] = {
    "title": _title,
    "stage": _stage,
    "amount": _amount,
    "client": _client,
    "owner": _owner,
    "due_on": _due,
    "valid_until": _valid,
    "deleted_at": lambda item, beside: list_values.when(item.deleted_at, beside),
    "deleted_by": lambda item, beside: {"text": item.deleted_by.name if item.deleted_by else ""},
    "type": lambda item, beside: {"text": str(item_types.of(item).label)},
    "merged": lambda item, beside: (
        list_values.name(beside.survivors[item.pk]) if item.pk in beside.survivors else EMPTY
    ),
    "gone": lambda item, beside: {"text": item_types.name(item), "note": item.number},
}
