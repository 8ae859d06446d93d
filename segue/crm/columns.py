"""What of each item type stands in tables: lists, filters, exported files? One row per column.

A column is a field of the type, a part, one way to reach somebody, a custom field, or what Segue notes of every item.
In files it has one heading or two: the second, where there is one, names its values for programs ("(code)", "(e-mail)",
"(ID)"). What may come in by a file is finer, and stands in `exchange`, which knows these headings too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from segue.core import item_types
from segue.core.item_types import ItemType, Text
from segue.core.models import Currency, CustomField, DirectoryValue, Item, Pipeline, Stage, User
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
}
REACH = {"phone": PHONE, "email": EMAIL, "web": WEB, "im": IM}
PARTS = {"client": "client", "companies": "items", "contacts": "items", "observers": "people", "files": "files",
         "rows": "products"}  # fmt: skip
NOT_IN_TABLES = ("billing",)
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
    """One column: its name in addresses and views, what it is called, its kind, and the custom field it shows, if any.

    Kinds: id, text, long, number, money, day, instant, switch, person, directory, stage, pipeline, currency, item,
    client, items, people, files, products, reach, custom. `is_own` says that it stands in the table of the type,
    `may_be_blank` that it can be empty, `is_typed` that people may enter it.
    """

    name: str
    label: Text
    kind: str
    is_own: bool = False
    may_be_blank: bool = True
    is_typed: bool = False
    field: CustomField | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands above it in a file, in the language of whoever asks."""
        first = str(self.field.label if self.field else self.label)
        return (first, f"{first} ({SUFFIXES[self.kind]})") if self.kind in SUFFIXES else (first,)


def standard(item_type: ItemType) -> dict[str, Column]:
    """Return the columns of a type by name, in the order of its form, without those of the company's own."""
    return _standard(item_type.code)


@cache
def _standard(code: str) -> dict[str, Column]:
    item_type = item_types.get(code)
    names = [*BEFORE, *item_type.fields]
    stages = [*OF_STAGES, "tax_amount"] if item_type.has_stages else []
    names += [name for name in (*stages, *MORE.get(item_type.code, ()), *AFTER) if name not in names]
    found: dict[str, Column] = {}
    for name in names:
        if name == "communications":
            found |= {each: Column(each, LABELS[kind], "reach") for each, kind in REACH.items()}
        elif name not in NOT_IN_TABLES:
            found[name] = _column(item_type, name)
    return found


def of(item_type: ItemType, fields: Mapping[str, CustomField]) -> dict[str, Column]:
    """Return all columns of a type by name; `fields` are the custom fields that somebody sees."""
    own = {code: Column(code, field.list_label, "custom", is_typed=True, field=field) for code, field in fields.items()}
    return standard(item_type) | own


def _column(item_type: ItemType, name: str) -> Column:
    label = LABELS.get(name) or item_type.field_label(name)
    if item_type.has(name):
        return Column(name, label, PARTS[name], is_typed=True)
    column: Any = item_type.model._meta.get_field(name)
    blank = bool(column.null or (column.blank and isinstance(column, models.CharField | models.TextField)))
    return Column(
        name,
        label,
        _kind(column),
        is_own=column.model is not Item,
        may_be_blank=blank,
        is_typed=name in item_type.fields or name in {"stage", "pipeline", "created_at", *AFTER[-2:]},
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
