"""What is not carried over, and why? Every value of the source's form that no new item takes is listed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from segue.core import item_types
from segue.core.custom_fields.lossless import OTHER_KIND, UNFITTING
from segue.core.item_types import Text
from segue.core.models import Item

from . import custom
from .reading import Reading
from .slots import Record
from .table import Edge

NO_FIELD, OWN_DEFAULT, EXISTING_KEPT = "no_field", "own_default", "existing_kept"
NO_EDIT_RIGHT, INACTIVE_USER, IN_BIN = "no_edit_right", "inactive_user", "in_bin"
NOT_CREATED, RESTRICTED = custom.NOT_CREATED, custom.RESTRICTED

# By code; %(targets)s are the plural names of the types concerned.
REASONS: dict[str, Text] = {
    NO_FIELD: _("%(targets)s have no such field"),
    OWN_DEFAULT: _("starts with its own value"),
    EXISTING_KEPT: _("the existing record keeps its own value"),
    NO_EDIT_RIGHT: _("you may not edit the existing record"),
    INACTIVE_USER: _("the user is no longer active"),
    IN_BIN: _("it is in the recycle bin"),
    NOT_CREATED: _("%(targets)s have no such field, and it was not created"),
    OTHER_KIND: _("the field of this code on %(targets)s is of another type"),
    UNFITTING: _("the field on %(targets)s does not take this value"),
    RESTRICTED: _("more people may see the field on %(targets)s"),
}

UNLISTED = ("owner", "open_to_all", "lead", "deal", "estimate")  # every item has its own; what it came from is a link


@dataclass(frozen=True)
class Stay:
    """A value that stays on the source: its field there, the value, the reason's code, the types it is about."""

    name: str
    value: Any
    reason: str
    targets: tuple[str, ...]


def stays(reading: Reading, edges: Iterable[Edge], records: dict[str, Record]) -> tuple[Stay, ...]:
    """List what stays behind, in the order of the source's form."""
    making = {edge: records[edge.target] for edge in edges}
    listed = [stay for name in _names(reading.item) if (stay := _stay(reading, name, making))]
    listed += [
        Stay("communications", record.appended, NO_EDIT_RIGHT, (edge.target,))
        for edge, record in making.items()
        if record.appended and not record.may_edit
    ]
    listed += _custom(reading, making)
    if not reading.item.owner.is_active:
        listed.append(Stay("owner", reading.item.owner, INACTIVE_USER, tuple(edge.target for edge in making)))
    listed += [
        Stay("client", item, IN_BIN, tuple(edge.target for edge in making if "client" in edge.parts))
        for item in reading.client_in_bin.values()
        if any("client" in edge.parts for edge in making)
    ]
    return tuple(listed)


def _custom(reading: Reading, making: dict[Edge, Record]) -> list[Stay]:
    """List the custom values that no new item takes, of the fields the actor may see."""
    new = {edge.target: record for edge, record in making.items() if record.action == "create"}
    outcomes = {slot: custom.carriage(slot, reading) for slot in new}
    listed = []
    for code in reading.seen:
        value = reading.item.custom.get(code)
        if value is None or any(code in each.values for each in outcomes.values()):
            continue
        offers = [offer for record in new.values() for offer in record.new_fields if offer.field.code == code]
        if any(custom.fits(reading, offer) for offer in offers):
            continue
        if offers:
            listed.append(Stay(code, value, UNFITTING, tuple(new)))
            continue
        reasons = {slot: each.reasons[code] for slot, each in outcomes.items()}
        reason = next(iter(reasons.values()), EXISTING_KEPT)
        slots = [slot for slot, each in reasons.items() if each == reason]
        listed.append(Stay(code, value, reason, tuple(slots or (edge.target for edge in making))))
    return listed


def _names(source: Item) -> tuple[str, ...]:
    item_type = item_types.of(source)
    rows = ("rows",) if item_type.has("rows") else ()
    return (*item_type.fields, *rows, "originator", "origin_id")


def _stay(reading: Reading, name: str, making: dict[Edge, Record]) -> Stay | None:
    value = _value(reading, name)
    if not value or name in UNLISTED or _is_carried(name, making):
        return None
    reason, targets = _reason(name, making)
    return Stay(name, value, reason, targets)


def _is_carried(name: str, making: dict[Edge, Record]) -> bool:
    return any(_takes(edge, record, name) for edge, record in making.items())


def _takes(edge: Edge, record: Record, name: str) -> bool:
    """Whether this slot takes the field; an existing record takes phones and e-mails, or is told not to be edited."""
    if record.action != "create":
        return name == "communications" and name in edge.parts
    return name in record.parts or name in edge.refer.values() or any(each.source == name for each in record.fields)


def _reason(name: str, making: dict[Edge, Record]) -> tuple[str, tuple[str, ...]]:
    targets = tuple(edge.target for edge in making)
    if any(name in edge.own for edge in making):
        return OWN_DEFAULT, targets
    taken = [edge.target for edge, record in making.items() if record.action != "create" and _could_take(edge, name)]
    return (EXISTING_KEPT, tuple(taken)) if taken else (NO_FIELD, targets)


def _could_take(edge: Edge, name: str) -> bool:
    return name in edge.carry.values() or name in edge.parts


def _value(reading: Reading, name: str) -> Any:
    if name == "client":
        return reading.client
    if item_types.of(reading.item).has(name):
        return reading.parts.get(name)
    value = getattr(reading.item, name)
    return None if name == "currency" and not reading.item.amount else value
