"""Which input does each column of an item get? One row per kind of column, and per kind of thing referred to."""

import dataclasses
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.db.models import Model
from django.utils.translation import gettext as _

from segue.core import form_views, item_types, permissions, preferences, records, required, stage_moves
from segue.core.custom_fields import definitions
from segue.core.custom_fields import values as custom_values
from segue.core.custom_fields.definitions import Fields
from segue.core.item_types import ItemType, Text
from segue.core.models import Currency, DirectoryValue, FormView, Item, Pipeline, Stage, User
from segue.crm import sellers
from segue.crm.models import Company
from segue.crm.types import DIRECTORIES
from segue.web.forms.fields import ChoiceOf, DayField, LongText, NumberField


@dataclasses.dataclass
class Draft:
    """The item a form is about, as stored, or a new one with its defaults; and who fills the form in."""

    item: Any  # a child of Item
    reader: User
    parts: dict[str, Any] = dataclasses.field(default_factory=dict)
    lists: dict[str, list[Model]] = dataclasses.field(default_factory=dict)

    @classmethod
    def of_new(cls, code: str, reader: User) -> "Draft":
        """Begin a new item; raises Forbidden."""
        permissions.require_add(reader, code)
        item_type = item_types.get(code)
        draft = cls(item_type.model(type=code, **records.starting_values(code, {}, actor=reader)), reader)
        draft.item.custom = custom_values.starting(draft.custom_fields, {})
        draft.begin_in(None)
        return draft

    def begin_in(self, pipeline: str | None) -> None:
        """Let a new item stand where it will begin: on the first stage of this pipeline, else of the first one."""
        chosen = [stage for stage in self.beginnings if str(stage.pipeline_id) == pipeline]
        self.item.stage = next(iter([*chosen, *self.beginnings]), None)
        for name in ("required", "form_view", "arrangement"):
            self.__dict__.pop(name, None)

    @cached_property
    def beginnings(self) -> list[Stage]:
        """The first stage of each pipeline where the reader may make such items."""
        return stage_moves.beginnings(self.item_type.code, self.reader) if self.item_type.has_stages else []

    @cached_property
    def required(self) -> set[str]:
        """The columns and parts that must be filled in where the item stands, or begins."""
        return required.names(self.item_type, self.item.stage, () if self.is_setting else None)

    @property
    def is_setting(self) -> bool:
        """Say whether the item is part of the settings: nothing is required of that but what code requires."""
        return self.item_type.is_setting(self.item)

    @property
    def is_new(self) -> bool:
        """Say whether nothing is stored yet."""
        return self.item.pk is None

    @cached_property
    def item_type(self) -> ItemType:
        """What the item is."""
        return item_types.of(self.item)

    @cached_property
    def custom_fields(self) -> Fields:
        """The fields of the company's own that the reader may see."""
        return definitions.seen_by(self.reader, definitions.of_type(self.item.type))

    @cached_property
    def chosen(self) -> preferences.Preferences:
        """The organisation's settings."""
        return preferences.load()

    @cached_property
    def arrangement(self) -> form_views.Arrangement:
        """How the form stands for the reader."""
        return form_views.whole(self.item_type, self.form_view, self.custom_fields, needed=self.required)

    def label(self, name: str) -> Text:
        """Return what the reader's form calls a field, part or custom field."""
        if name in self.arrangement.names:
            return self.arrangement.names[name]
        return self.custom_fields[name].label if name in self.custom_fields else self.item_type.field_label(name)

    @cached_property
    def form_view(self) -> FormView | None:
        """Who arranged it so; None for the default."""
        return form_views.found(self.item_type, self.item_type.variant(self.item), self.reader)

    def stored(self, name: str) -> Any:
        """Return a part as it is stored, read once."""
        if name not in self.parts:
            part = self.item_type.part(name)
            self.parts[name] = part.empty if self.is_new else part.read(self.item)
        return self.parts[name]

    def offered(self, column: Any) -> list[Model]:
        """Return what a column that refers to something may refer to, read once."""
        if column.name not in self.lists:
            self.lists[column.name] = list(OFFERED[column.related_model](self, column.name))
        return self.lists[column.name]


def names(draft: Draft) -> list[str]:
    """List the columns that a person may fill in, in the order of the form."""
    item_type = draft.item_type
    wanted = [name for name in item_type.fields if not item_type.has(name) and _is_open(item_type.model, name)]
    if draft.is_new and "number" in wanted:
        wanted.remove("number")  # the counter gives it
    if item_type.has("rows"):
        wanted.insert(wanted.index("amount") + 1, "amount_is_manual")
    if draft.is_new and len(_pipelines(draft)) > 1:
        wanted.insert(0, "pipeline")
    return wanted


def initial(draft: Draft, fields: Iterable[str]) -> dict[str, Any]:
    """Return what the inputs begin with: what is stored, or the defaults of a new item."""
    values = {name: getattr(draft.item, name) for name in fields}
    if "pipeline" in values:
        values["pipeline"] = _pipelines(draft)[0]
    return values


def field(draft: Draft, name: str) -> forms.Field:
    """Make the input of one column, marked where it must be filled in."""
    made = _input(draft, name)
    made.required = made.required or name in {"number", *draft.required}
    if made.required:
        made.widget.attrs["aria-required"] = "true"
    return made


def _input(draft: Draft, name: str) -> forms.Field:
    column = draft.item_type.model._meta.get_field(name)
    assert isinstance(column, models.Field)
    label = draft.label(name)
    for kind, make in INPUTS.items():
        if isinstance(column, kind):
            return make(draft, column, label=label)
    made = column.formfield(label=str(label))
    assert made is not None
    return made


def _is_open(model: type[Item], name: str) -> bool:
    return bool(model._meta.get_field(name).editable)


def _number(_draft: Draft, column: Any, **options: Any) -> forms.Field:
    return NumberField(blank=None if column.null else column.default, required=False, **options)


def _day(_draft: Draft, column: Any, **options: Any) -> forms.Field:
    return DayField(required=not column.blank, **options)


def _text(_draft: Draft, column: Any, **options: Any) -> forms.Field:
    return LongText(required=not column.blank, **options)


def _choice(draft: Draft, column: Any, **options: Any) -> forms.Field:
    offered = [*draft.offered(column)]
    present = getattr(draft.item, column.name)
    word: Callable[[Any], str] = str
    if present is not None and present not in offered:
        offered.append(present)  # what was chosen once stays valid while it is unchanged
        word = _masked(present) if isinstance(present, Item) else str
    return ChoiceOf(offered, word=word, blank=column.null and column.name != "pipeline", **options)


def _masked(hidden: Item) -> Callable[[Any], str]:
    """Word an item that the reader may not see without its name."""
    return lambda each: _("Hidden item") if each == hidden else str(each)


def _people(_draft: Draft, _name: str) -> Iterable[Model]:
    return User.objects.active()


def _currencies(_draft: Draft, _name: str) -> Iterable[Model]:
    return Currency.objects.filter(active=True)


def _values(_draft: Draft, name: str) -> Iterable[Model]:
    return DirectoryValue.objects.filter(directory=DIRECTORIES[name])


def _sellers(_draft: Draft, _name: str) -> Iterable[Model]:
    return sellers.alive()  # all of them: their names are on every paper, and whoever writes one says who sells


def _pipelines(draft: Draft, _name: str = "") -> list[Pipeline]:
    return [stage.pipeline for stage in draft.beginnings] if draft.item_type.pipelines == "many" else []


OFFERED: dict[type[Model], Callable[[Draft, str], Iterable[Model]]] = {
    User: _people,
    Currency: _currencies,
    DirectoryValue: _values,
    Company: _sellers,
    Pipeline: _pipelines,
}
INPUTS: dict[type[models.Field[Any, Any]], Callable[..., forms.Field]] = {
    models.ForeignKey: _choice,
    models.DecimalField: _number,
    models.DateField: _day,
    models.TextField: _text,
}
