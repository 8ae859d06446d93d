"""How do many items get another responsible person, another stage, further observers, another value of one field?"""

import json
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import item_types, permissions, records, stage_moves
from segue.core.custom_fields import filed
from segue.core.custom_fields.definitions import is_code, of_type, seen_by
from segue.core.item_types import ItemType
from segue.core.models import Item, Stage, User
from segue.core.models.exact_json import ExactDecoder, ExactEncoder
from segue.core.models.pipeline import SUCCESS
from segue.core.validation import check
from segue.crm import stages
from segue.web.components.spots import ELSEWHERE, TOGETHER
from segue.web.forms import columns, layout
from segue.web.forms.columns import Draft
from segue.web.forms.fields import ChoiceOf
from segue.web.forms.in_place import FieldsForm
from segue.web.lists import filters
from segue.web.many.act import BLOCKED, SAME, Act, Facts, NotUndone, Unchanged, Verdict

APART = ("title", "owner", "stage", "pipeline", "observers")  # acts of their own, or never the same for many


class Changing(Act):
    """An act that writes columns or custom values; undone by their former values, where nobody changed them since."""

    def values(self) -> dict[str, Any]:
        """Return what is to be written."""
        return {}

    def do(self, item: Item, key: str) -> Facts:
        """Write, and keep what was there."""
        present = records.alive(item)
        wanted = self.values()
        before = {name: _kept(present, name) for name in wanted}
        changed = records.change(present, wanted, actor=self.actor)
        if changed.version == present.version:
            raise Unchanged
        return {"before": before, "version": changed.version}

    @classmethod
    def undo(cls, item: Item, done: Facts, *, actor: User, key: str) -> None:
        """Write what was there."""
        present = records.alive(item)
        former = {name: _brought_back(present, name, value) for name, value in done["before"].items()}
        try:
            changed = records.change(present, former, actor=actor, base_version=done["version"])
        except records.Stale as stale:
            raise NotUndone(_("It was changed again since.")) from stale
        if changed.version == present.version:
            raise Unchanged


class ChangeOwner(Changing):
    """Another responsible person."""

    code, label, icon = "owner", gettext_lazy("Change responsible person"), "user"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.form = forms.Form(self.typed if "to" in self.typed else None)
        people = User.objects.active()
        self.form.fields["to"] = ChoiceOf(people, label=_("Responsible person"), blank=True)

    @property
    def entries(self) -> list[Facts]:
        """Who."""
        return [{"field": self.form["to"]}]

    @property
    def said(self) -> str:
        """Who."""
        return str(self.form.cleaned_data["to"]) if self.check() else ""

    def check(self) -> bool:
        """Somebody must be chosen."""
        if self.form.is_valid() and self.form.cleaned_data["to"] is None:
            self.form.add_error("to", _("This field is required."))
        return self.form.is_valid()

    def facts(self) -> Any:
        """Who."""
        return self.typed.get("to", "")

    def values(self) -> dict[str, Any]:
        """Who."""
        self.check()
        return {"owner": self.form.cleaned_data["to"]}

    def judge(self, item: Item) -> Verdict:
        """Whose it is already stays as it is."""
        found = super().judge(item)
        if found.state != BLOCKED and str(item.owner_id) == self.facts():
            return Verdict(SAME, _("It is so already."))
        return found


class ChangeStage(Act):
    """Another stage of the pipeline in which the item stands."""

    code, label, icon = "stage", gettext_lazy("Change stage"), "stage"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert self.item_type is not None
        self.form = forms.Form(self.typed if "to" in self.typed else None)
        found = filters.stages_of(self.item_type)
        several = len({stage.pipeline_id for stage in found}) > 1
        self.form.fields["to"] = ChoiceOf(
            [each for each in found if not self._is_made(each)],
            label=_("Stage"),
            blank=True,
            word=lambda stage: f"{stage.pipeline} · {stage}" if several else str(stage),
        )

    @classmethod
    def is_for(cls, item_type: ItemType | None, actor: User) -> bool:
        """Only what has stages can move."""
        return item_type is not None and item_type.has_stages and super().is_for(item_type, actor)

    @property
    def entries(self) -> list[Facts]:
        """Which stage."""
        return [{"field": self.form["to"]}]

    @property
    def said(self) -> str:
        """Which stage."""
        return str(self.to) if self.check() else ""

    @property
    def to(self) -> Stage:
        """The stage that was chosen."""
        self.check()
        stage: Stage = self.form.cleaned_data["to"]
        return stage

    def check(self) -> bool:
        """A stage must be chosen."""
        if self.form.is_valid() and self.form.cleaned_data["to"] is None:
            self.form.add_error("to", _("This field is required."))
        return self.form.is_valid()

    def facts(self) -> Any:
        """Which stage."""
        return self.typed.get("to", "")

    def judge(self, item: Item) -> Verdict:
        """Moving takes rights of its own, the same pipeline, and what the stage requires."""
        found = super().judge(item)
        if found.state == BLOCKED or not self.check():
            return found
        if item.stage_id == self.to.pk:
            return Verdict(SAME, _("It is so already."))
        if not permissions.may_move(self.actor, item, self.to):
            return self.lacks("move", item)
        if item.pipeline_id != self.to.pipeline_id:
            return Verdict(BLOCKED, _("This stage belongs to another pipeline."))
        return self._lacking(item) or found

    def do(self, item: Item, key: str) -> Facts:
        """Move it, as its own page does."""
        present = records.alive(item)
        moved = stages.move(present, self.to, actor=self.actor)
        if moved.version == present.version:
            raise Unchanged
        return {"before": present.stage_id, "version": moved.version}

    @classmethod
    def undo(cls, item: Item, done: Facts, *, actor: User, key: str) -> None:
        """Move it back."""
        stage = Stage.objects.filter(pk=done["before"]).first()
        if stage is None:
            raise NotUndone(_("The stage before is gone."))
        try:
            stages.move(item, stage, actor=actor, base_version=done["version"])
        except records.Stale as stale:
            raise NotUndone(_("It was changed again since.")) from stale

    def _is_made(self, stage: Stage) -> bool:
        """Say whether only a conversion leads there."""
        return stage.pipeline.item_type in stages.SUCCEED_BY_CONVERSION and stage.semantics == SUCCESS

    def _lacking(self, item: Item) -> Verdict | None:
        """Look for what the stage requires, on a copy that is not stored."""
        copy = item_types.child_of(item)
        stage_moves.stand_in(copy, self.to, actor=self.actor, at=copy.changed_at)
        fields = seen_by(self.actor, of_type(copy.type))
        try:
            check(copy, item_types.of(copy), {}, fields, asks=True)
        except ValidationError as refused:
            return Verdict(BLOCKED, sentence(refused, copy))
        return None


class AddObservers(Act):
    """People who follow the items from now on."""

    code, label, icon = "observers", gettext_lazy("Add observers"), "view"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.form = forms.Form(self.typed if "people" in self.typed or "sent" in self.typed else None)
        self.named = {str(pk): name for pk, name in User.objects.active().values_list("pk", "name")}
        self.form.fields["people"] = forms.MultipleChoiceField(
            label=_("Observers"), choices=list(self.named.items()), widget=forms.CheckboxSelectMultiple
        )

    @classmethod
    def is_for(cls, item_type: ItemType | None, actor: User) -> bool:
        """Not every type has observers."""
        return item_type is not None and item_type.has("observers") and super().is_for(item_type, actor)

    @property
    def entries(self) -> list[Facts]:
        """Whom."""
        return [{"field": self.form["people"], "wide": True}]

    @property
    def said(self) -> str:
        """Whom."""
        return ", ".join(self.named[each] for each in self.form.cleaned_data["people"]) if self.check() else ""

    def check(self) -> bool:
        """Somebody must be chosen."""
        return self.form.is_valid()

    def facts(self) -> Any:
        """Whom."""
        return sorted(self.typed.getlist("people"))

    def do(self, item: Item, key: str) -> Facts:
        """Add whom it lacks."""
        present = records.alive(item)
        part = item_types.of(present).part("observers")
        before = part.read(present)
        wanted = [int(each) for each in self.form.cleaned_data["people"]] if self.check() else []
        added = [each for each in wanted if each not in before]
        if not added:
            permissions.require(self.actor, "edit", present)
            raise Unchanged
        records.change(present, {}, actor=self.actor, parts={"observers": (*before, *added)})
        return {"added": added}

    @classmethod
    def undo(cls, item: Item, done: Facts, *, actor: User, key: str) -> None:
        """Take out whom it added."""
        present = records.alive(item)
        before = item_types.of(present).part("observers").read(present)
        kept = tuple(each for each in before if each not in done["added"])
        if kept == before:
            raise Unchanged
        records.change(present, {}, actor=actor, parts={"observers": kept})


class ChangeField(Changing):
    """One field of the form, standard or custom."""

    code, label, icon = "field", gettext_lazy("Change a field"), "edit"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert self.item_type is not None
        blank = self.item_type.model(
            type=self.item_type.code, **records.starting_values(self.item_type.code, {}, actor=self.actor)
        )
        self.draft = Draft(blank, self.actor)
        self.named = self._offered()
        self.which = forms.Form(self.typed if "field" in self.typed else None)
        options_ = [("", "–"), *self.named.items()]
        self.which.fields["field"] = forms.ChoiceField(label=_("Field"), choices=options_)
        self.name = self.typed.get("field", "")
        self.name = self.name if self.name in self.named else ""
        self.form = self._form() if self.name else None

    @property
    def entries(self) -> list[Facts]:
        """Which field, then its value."""
        found: list[Facts] = [{"field": self.which["field"]}]
        return found + (layout.some(self.form, self.form.shown) if self.form else [])

    @property
    def hidden(self) -> list[Facts]:
        """What the inputs need to be read again."""
        if self.form is None or self.item_type is None:
            return []
        return [
            {"name": "shown", "value": self.name},
            {"name": "item_type", "value": self.item_type.code},
            {"name": "custom_shown", "value": self.form.marks},
        ]

    @property
    def is_begun(self) -> bool:
        """The value is asked for once the field is chosen."""
        return bool(self.name) and self.typed.get("shown") == self.name

    @property
    def said(self) -> str:
        """Which field."""
        return str(self.named.get(self.name, ""))

    def check(self) -> bool:
        """Judge the value as the form of an item does."""
        return self.which.is_valid() and self.form is not None and self.is_begun and self.form.check()

    def facts(self) -> Any:
        """Everything that was typed."""
        return sorted(self.typed.lists())

    def values(self) -> dict[str, Any]:
        """Return the columns and custom values to store."""
        if self.form is None or not self.check():
            raise ValidationError(_("This value cannot be used any more."))
        found = self.form.values()
        return {name: found[name] for name in self.form.shown if name in found}

    def _form(self) -> FieldsForm:
        names = TOGETHER.get(self.name, (self.name,))
        data = self.typed if self.typed.get("shown") == self.name else None
        form = FieldsForm(self.draft, data, self.name, names)
        if data is None:
            form.columns.initial = {**form.columns.initial, **dict.fromkeys(names)}
        return form

    def _offered(self) -> dict[str, str]:
        """List the fields by their names, as the form of the actor has them."""
        draft = self.draft
        standard = [name for name in columns.names(draft) if name not in {*APART, *ELSEWHERE, "amount_is_manual"}]
        custom = [code for code, each in draft.custom_fields.items() if each.editable and each.kind != filed.KIND]
        return {name: str(draft.label(name)) for name in (*standard, *custom)}


def sentence(refused: ValidationError, item: Item) -> str:
    """Say what a save was refused for, with the names of the fields."""
    if not hasattr(refused, "error_dict"):
        return " ".join(refused.messages)
    custom = of_type(item.type)
    named = {name: " ".join(messages) for name, messages in refused.message_dict.items()}
    labels = {name: custom[name].label if name in custom else _label(item, name) for name in named}
    return " ".join(f"{labels[name]}: {text}" if labels[name] else text for name, text in named.items())


def _label(item: Item, name: str) -> str:
    try:
        return str(item_types.of(item).field_label(name))
    except FieldDoesNotExist:
        return ""


def _kept(item: Item, name: str) -> Any:
    """Write a value down so that `_brought_back` reads the same."""
    if is_code(name):
        return json.dumps(item.custom.get(name), cls=ExactEncoder)
    value = getattr(item, item._meta.get_field(name).attname)  # type: ignore[union-attr]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _brought_back(item: Item, name: str, kept: Any) -> Any:
    if is_code(name):
        return ExactDecoder().decode(kept)
    column: Any = item._meta.get_field(name)
    if not isinstance(column, models.ForeignKey):
        return column.to_python(kept)
    found = column.related_model._default_manager.filter(pk=kept).first() if kept is not None else None
    if found is None and kept is not None:
        raise NotUndone(_("What stood there before is gone."))
    return found
