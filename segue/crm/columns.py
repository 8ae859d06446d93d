"""What of each item type stands in tables: lists, filters, files that leave, files that come in? One row per column.

A column is a field of the type, a part or a piece of one, a custom field, or what Segue notes of every item, and says
itself in which tables it stands. In files it has one heading or two: the second, where there is one, names its values
for programs ("(code)", "(e-mail)", "(ID)").
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from segue.core import item_types
from segue.core.custom_fields import kinds as custom_kinds
from segue.core.custom_fields.definitions import Fields
from segue.core.item_types import ItemType, Text
from segue.core.models import Currency, CustomField, DirectoryValue, Item, Pipeline, Stage, User
from segue.crm.billing import NAMES as BILLING
from segue.crm.models import BillingDetails
from segue.crm.models.contact_point import EMAIL, IM, KIND_NAMES, PHONE, WEB

BEFORE = ("id",)
AFTER = (
    "created_at",
    "created_by",
    "changed_at",
    "changed_by",
    "last_activity_at",
    "last_activity_by",
    "originator",
    "origin_id",
)
OF_STAGES = ("stage", "stage_changed_at", "stage_changed_by", "closed_at")
MORE: Mapping[str, tuple[str, ...]] = {  # what only one type has beside its form
    "lead": ("is_repeat",),
    "deal": ("pipeline", "lead", "estimate", "is_repeat_deal", "is_repeat_approach"),
    "contact": ("title", "lead"),
    "company": ("lead",),
}
LABELS: Mapping[str, Text] = {
    "id": _("ID"),
    "created_by": _("Created by"),
    "changed_by": _("Changed by"),
    "last_activity_by": _("Last activity by"),
    "stage_changed_at": _("Stage since"),
    "stage_changed_by": _("Moved by"),
    "originator": _("External system"),
    "origin_id": _("External ID"),
    "PHONE": KIND_NAMES[PHONE],
    "EMAIL": KIND_NAMES[EMAIL],
    "WEB": KIND_NAMES[WEB],
    "IM": KIND_NAMES[IM],
    "is_repeat": _("Repeat lead"),
    "rounding_mode": _("Rounding"),
}
REACH = {"phone": PHONE, "email": EMAIL, "web": WEB, "im": IM}
PARTS = {"client": "client", "companies": "items", "contacts": "items", "observers": "people", "files": "files"}
NOTED = {"id", "stage", "pipeline", "created_at", "originator", "origin_id"}  # what may come in beside the form
BESIDE_ROWS = ("amount_is_manual", "rounding_mode")  # how rows make the amount
SUFFIXES: Mapping[str, Text] = {  # of the second heading, by kind
    "stage": pgettext_lazy("heading", "code"),
    "pipeline": pgettext_lazy("heading", "code"),
    "directory": pgettext_lazy("heading", "code"),
    "person": pgettext_lazy("heading", "e-mail"),
    "item": pgettext_lazy("heading", "ID"),
    "client": pgettext_lazy("heading", "ID"),
    "items": pgettext_lazy("heading", "ID"),
}


@dataclass(frozen=True)
class Column:
    """One column: its name in addresses, views and mappings, what it is called, its kind, and where it stands.

    Kinds: id, text, long, number, money, day, instant, switch, person, directory, stage, pipeline, currency, item,
    client, items, people, files, reach, billing, row, custom. `part` is the part of the item it is of, `field` the
    custom field it holds; `is_own` says that it stands in the table of the type, `may_be_blank` that it can be empty.
    `listed`, `leaves`, `comes`: it stands in lists and filters, in exports of everything, in imports.
    """

    name: str
    label: Text
    kind: str
    is_own: bool = False
    may_be_blank: bool = True
    part: str = ""
    field: CustomField | None = None
    listed: bool = True
    leaves: bool = True
    comes: bool = True

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands above it in a file, in the language of whoever asks."""
        first, kind = str(self.field.label if self.field else self.label), self.kind
        if self.field is not None and custom_kinds.of(self.field.kind).names == "item":
            kind = "item"
        return (first, f"{first} ({SUFFIXES[kind]})") if kind in SUFFIXES else (first,)

    @property
    def is_named_twice(self) -> bool:
        """Whether a file has what other items it names in two columns, of names and of IDs, that are read together."""
        return len(self.headings) > 1 and (self.kind in {"item", "client", "items", "custom"})


def _brought(name: str, label: Text, kind: str, part: str) -> Column:
    """A column that only comes in: when it leaves, it is written in another."""
    return Column(name, label, kind, part=part, listed=False, leaves=False)


def _row(name: str, label: Text) -> Column:
    return Column(f"row_{name}", label, "row", part="rows", listed=False)


LABELLED = (
    _brought("phone_mobile", _("Mobile phone"), "reach", "communications"),
    _brought("phone_home", _("Home phone"), "reach", "communications"),
    _brought("phone_fax", _("Fax"), "reach", "communications"),
    _brought("email_home", _("Private e-mail"), "reach", "communications"),
)
CLIENT = (
    _brought("client_company", _("Client: company"), "client", "client"),
    _brought("client_contacts", _("Client: contacts"), "client", "client"),
)
ROWS = (
    _row("name", _("Product")),
    _row("product", _("Product code")),
    _row("kind", _("Kind of product")),
    _row("quantity", _("Quantity")),
    _row("measure", _("Unit")),
    _row("measure_code", _("Unit (code)")),
    _row("price", pgettext_lazy("of one unit", "Unit price")),
    _row("basis", _("Price is")),
    _row("discount", _("Discount in %")),
    _row("discount_sum", _("Discount per unit")),
    _row("tax_rate", _("Tax rate in %")),
    _row("tax_name", _("Name of the tax")),
    _row("tax_category", _("Tax category")),
)
CREATED_FROM = _brought("created_from", _("Created from"), "item", "")


def every(item_type: ItemType, fields: Fields) -> dict[str, Column]:
    """Return all columns of a type by name; `fields` are the custom fields that somebody sees."""
    own = {
        code: Column(code, field.list_label, "custom", field=field, comes=field.kind != "file")
        for code, field in fields.items()
    }
    return _standard(item_type.code) | own


def of(item_type: ItemType, fields: Fields) -> dict[str, Column]:
    """Return the columns of lists and filters."""
    return {name: column for name, column in every(item_type, fields).items() if column.listed}


def standard(item_type: ItemType) -> dict[str, Column]:
    """Return the columns of lists and filters without those of the company's own."""
    return of(item_type, {})


def leaving(item_type: ItemType, fields: Fields) -> dict[str, Column]:
    """Return the columns of a file that holds everything."""
    return {name: column for name, column in every(item_type, fields).items() if column.leaves}


def coming(item_type: ItemType, fields: Fields) -> dict[str, Column]:
    """Return the columns that a file may bring; `fields` are the custom fields that somebody sees and may fill."""
    return {name: column for name, column in every(item_type, fields).items() if column.comes}


@cache
def _standard(code: str) -> dict[str, Column]:
    item_type = item_types.get(code)
    names = [*BEFORE, *item_type.fields]
    stages = [*OF_STAGES, "tax_amount"] if item_type.has_stages else []
    names += [name for name in (*stages, *MORE.get(item_type.code, ()), *AFTER) if name not in names]
    names += [part.name for part in item_type.parts if part.name not in names]
    return {column.name: column for name in names for column in _of(item_type, name)} | {"created_from": CREATED_FROM}


def _of(item_type: ItemType, name: str) -> Iterator[Column]:
    """Give the columns of one field or part."""
    if name == "communications":
        for each, kind in REACH.items():
            yield Column(each, LABELS[kind], "reach", part=name)
        yield from LABELLED
    elif name == "billing":
        for line in BILLING:
            own = BillingDetails._meta.get_field(line).verbose_name  # type: ignore[union-attr]
            label = format_lazy("{}: {}", item_type.field_label(name), own)
            yield Column(f"billing_{line}", label, "billing", part=name, listed=False)
    elif name == "rows":
        yield from ROWS
    elif item_type.has(name):
        yield Column(name, item_type.field_label(name), PARTS[name], part=name, comes=name != "files")
        yield from CLIENT if name == "client" else ()
    else:
        yield _column(item_type, name)
        for beside in BESIDE_ROWS if name == "amount" and item_type.has("rows") else ():
            yield replace(_column(item_type, beside), listed=False, comes=True)


def _column(item_type: ItemType, name: str) -> Column:
    column: Any = item_type.model._meta.get_field(name)
    blank = bool(column.null or (column.blank and isinstance(column, models.CharField | models.TextField)))
    kind = _kind(column)
    return Column(
        name,
        LABELS.get(name) or item_type.field_label(name),
        kind,
        is_own=column.model is not Item,
        may_be_blank=blank,
        comes=name in item_type.fields or name in NOTED or kind == "item",
    )


def _kind(column: Any) -> str:
    if column.primary_key:
        return "id"
    if isinstance(column, models.ForeignKey):
        to: Any = column.related_model
        return next((kind for model, kind in _REFERENCES.items() if issubclass(to, model)), "text")
    return next(kind for model, kind in _KINDS if isinstance(column, model))


_REFERENCES: dict[type[models.Model], str] = {
    User: "person", Currency: "currency", DirectoryValue: "directory", Stage: "stage", Pipeline: "pipeline",
    Item: "item",
}  # fmt: skip
_KINDS: tuple[tuple[Any, str], ...] = (
    (models.BooleanField, "switch"),
    (models.DateTimeField, "instant"),
    (models.DateField, "day"),
    (models.DecimalField, "money"),
    (models.IntegerField, "number"),
    (models.TextField, "long"),
    (models.Field, "text"),
)
