"""How do many items get another responsible person, another stage, further observers?"""

from collections.abc import Collection
from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import item_types, permissions, reading, records
from segue.core.item_types import ItemType
from segue.core.models import Item, Stage, User
from segue.core.models.pipeline import SUCCESS
from segue.core.stage_moves import stand_in
from segue.crm import stages
from segue.web.forms.fields import ChoiceOf
from segue.web.lists import filters
from segue.web.many.act import BLOCKED, SAME, WILL, Act, Facts, NotUndone, Unchanged, Verdict
from segue.web.many.former import Changing, brought_back, kept, lacking


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
        """Who gives away what they may edit only as their own is told before that they cannot take it back."""
        found = super().judge(item)
        if found.state != WILL or not self.check():
            return found
        given = copy(item)
        given.owner = self.wanted["owner"]
        if reading.permitted(self.actor, "edit", [given]):
            return found
        return Verdict(WILL, _("You may not edit this afterwards, so somebody else would have to undo it."))


class ChangeStage(Act):
    """Another stage of the pipeline in which the item stands."""

    code, label, icon = "stage", gettext_lazy("Change stage"), "stage"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert self.item_type is not None
        self.form = forms.Form(self.typed if "to" in self.typed else None)
        found = filters.stages_of(self.item_type, self.actor)
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
        at = item.changed_at
        return lacking(item, self.actor, lambda altered: stand_in(altered, self.to, actor=self.actor, at=at)) or found

    def do(self, item: Item, key: str) -> Facts:
        """Move it, as its own page does."""
        present = records.alive(item)
        moved = stages.move(present, self.to, actor=self.actor)
        if moved.version == present.version:
            raise Unchanged
        day = stages.CLOSING_DAY.get(present.type)  # the end of a deal may have been noted with it
        was = {day: kept(present, day)} if day and kept(present, day) != kept(moved, day) else {}
        return {"before": present.stage_id, "version": moved.version, "was": was}

    @classmethod
    def undo(cls, item: Item, done: Facts, *, actor: User, key: str) -> None:
        """Move it back, whatever is required there now."""
        stage = Stage.objects.filter(pk=done["before"]).first()
        values = {name: brought_back(item, name, value) for name, value in done.get("was", {}).items()}
        if stage is None:
            raise NotUndone(_("The stage before is gone."))
        try:
            stages.move(item, stage, actor=actor, base_version=done["version"], values=values, asks=False)
        except records.Stale as stale:
            raise NotUndone(_("It was changed again since.")) from stale

    def _is_made(self, stage: Stage) -> bool:
        """Say whether only a conversion leads there."""
        return stage.pipeline.item_type in stages.SUCCEED_BY_CONVERSION and stage.semantics == SUCCESS


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

    def judge(self, item: Item) -> Verdict:
        """Whom it has already stays; what lacks something that is required cannot be saved."""
        found = super().judge(item)
        if found.state == BLOCKED or not self.check():
            return found
        before = item_types.of(item).part("observers").read(item)
        after = (*before, *self._added(before))
        if after == before:
            return Verdict(SAME, _("It is so already."))
        return lacking(item, self.actor, lambda altered: None, {"observers": after}) or found

    def do(self, item: Item, key: str) -> Facts:
        """Add whom it lacks."""
        present = records.alive(item)
        part = item_types.of(present).part("observers")
        before = part.read(present)
        added = self._added(before)
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
        left = tuple(each for each in before if each not in done["added"])
        if left == before:
            raise Unchanged
        records.change(present, {}, actor=actor, parts={"observers": left}, asks=False)

    def _added(self, before: Collection[int]) -> list[int]:
        wanted = [int(each) for each in self.form.cleaned_data["people"]] if self.check() else []
        return [each for each in wanted if each not in before]
