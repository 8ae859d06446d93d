"""How is something made from each of many items? What all have in common is asked once; who needs a decision of its
own is left out, and named.
"""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import item_types
from segue.core.item_types import ItemType
from segue.core.models import Item, User
from segue.crm import conversion
from segue.crm.conversion import (
    ANY,
    Blank,
    Decisions,
    MissingFields,
    Plan,
    Question,
    Repeat,
    Seen,
    WhichPipeline,
    WhichRecord,
)
from segue.crm.conversion.undo_plan import sentence
from segue.crm.models import Conversion
from segue.web.components import create, names, questions, refusals
from segue.web.forms import conversion as form
from segue.web.many.act import BLOCKED, DECIDE, WILL, Act, Facts, NotUndone, Unchanged, Verdict

AGAIN = "again"  # the box: another one where there is one already
COMMON = (WhichPipeline, MissingFields)


class CreateBasedOn(Act):
    """A conversion of each, as its own page does it."""

    code, label, icon = "create", gettext_lazy("Create based on"), "plus"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert self.item_type is not None
        found = conversion.variant_of(self.item_type.code, self.option)
        self.variant = found or conversion.variants_of(self.item_type.code)[0]
        self.example: Plan | None = None

    @classmethod
    def is_for(cls, item_type: ItemType | None, actor: User) -> bool:
        """Only what can become something, for who may add that."""
        if item_type is None or not super().is_for(item_type, actor):
            return False
        return bool(conversion.addable(item_type.code, actor=actor))

    @property
    def title(self) -> str:
        """What it makes."""
        return create.sentence(self.variant)

    @property
    def said(self) -> str:
        """What it makes."""
        return str(self.variant.label)

    @property
    def decisions(self) -> Decisions:
        """What was decided for all; the custom fields nobody ticked are not created."""
        found = form.read(self.typed).decisions
        return Decisions(
            repeat=ANY if AGAIN in self.typed else "",
            pipeline=found.pipeline or self._first_pipeline(),
            create_fields=found.create_fields or {},
            do_not_offer=found.do_not_offer,
            move_activities=found.move_activities,
        )

    @property
    def questions(self) -> list[Facts]:
        """The pipeline, and which custom fields to create."""
        if self.example is None:
            return []
        asked = replace(self.example, questions=tuple(each for each in self.example.questions if _is_common(each)))
        return questions.ask(asked, {}, self.actor, everything=True)

    @property
    def boxes(self) -> list[Facts]:
        """Whether to make another one, and whether what is to be done goes along."""
        again = {"name": AGAIN, "label": _("Also where one was created before"), "checked": AGAIN in self.typed}
        if "deal" not in self.variant.targets or self.variant.source != "lead":
            return [again]
        label = _("Move open activities to the deal")
        return [again, {"name": form.MOVE, "label": label, "checked": form.MOVE in self.typed}]

    def look_at(self, item: Item | None) -> None:
        """Plan one of them: pipelines and custom fields are the same for all."""
        if item is not None:
            self.example = conversion.plan(item, self.variant, actor=self.actor, decisions=self.decisions)

    def facts(self) -> Any:
        """The decisions."""
        return [self.variant.code, self.decisions.facts()]

    def judge(self, item: Item) -> Verdict:
        """Plan it."""
        plan = conversion.plan(item, self.variant, actor=self.actor, decisions=self.decisions)
        if plan.missing:
            return Verdict(BLOCKED, " ".join(refusals.sentence(each) for each in plan.missing))
        if plan.is_nothing_to_do:
            return Verdict(BLOCKED, nothing())
        return Verdict(DECIDE, needed(plan)) if plan.open else Verdict(WILL)

    def do(self, item: Item, key: str) -> Facts:
        """Apply it, as it is planned now; once more where the item was changed at this very moment."""
        decisions = self._decided
        try:
            done = self._apply(item, decisions, key)
        except conversion.Stale as stale:
            done = self._apply(stale.plan.source, decisions, key)
        return {"conversion": done.pk}

    @classmethod
    def undo(cls, item: Item, done: Facts, *, actor: User, key: str) -> None:
        """Undo the conversion, as it would be undone alone."""
        found = Conversion.objects.filter(pk=done["conversion"]).first()
        if found is None or found.state == "undone":
            raise Unchanged
        try:
            conversion.undo(found, actor=actor, key=key, fingerprint=None)
        except conversion.UndoRefused as refused:
            raise NotUndone(_why_not(refused.plan, actor) or _("It was changed again since.")) from refused

    def _apply(self, item: Item, decisions: Decisions, key: str) -> Conversion:
        return conversion.apply(
            item, self.variant, decisions=decisions, seen=Seen(item.version), actor=self.actor, key=key
        )

    @property
    def _decided(self) -> Decisions:
        """The decisions, read once for all items."""
        if "_kept" not in vars(self):
            self._kept = self.decisions
        return self._kept

    def _first_pipeline(self) -> int | None:
        if self.example is None:
            return None
        which = next((each for each in self.example.questions if isinstance(each, WhichPipeline)), None)
        return which.chosen.pk if which else None


def _why_not(plan: conversion.UndoPlan, actor: User) -> str:
    """Say what stands against an undo, naming items as the actor may see them."""
    named = [item.pk for reason in plan.blocked for item in (reason.item, reason.other) if item]
    seen = names.of(named, actor)
    return " ".join(sentence(reason, lambda item: seen[item.pk].text if item else "") for reason in plan.blocked)


def nothing() -> str:
    """Say that there is nothing left to make."""
    return _("Nothing is left to create.")


def needed(plan: Plan) -> str:
    """Say which decisions an item needs by itself."""
    return " ".join(dict.fromkeys(_need(each, plan) for each in plan.open))


def _is_common(question: Question) -> bool:
    return isinstance(question, COMMON)


def _need(question: Question, plan: Plan) -> str:
    match question:
        case Repeat():
            what = item_types.get(question.slot).label
            return _("%(what)s was created from it before.") % {"what": what}
        case WhichRecord():
            what = item_types.get(question.slot).label
            return _("%(what)s: the same one may exist already.") % {"what": what}
        case Blank():
            fields = plan.reading.fields[question.slot]
            item_type = item_types.get(question.slot)
            name = fields[question.name].label if question.name in fields else item_type.field_label(question.name)
            return _("%(what)s: “%(field)s” is required.") % {"what": item_type.label, "field": name}
        case WhichPipeline():
            return _("The pipeline must be chosen.")
    return _("Custom fields are missing.")
