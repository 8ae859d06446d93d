"""How does a batch of records become items, with the checks that the form makes?"""

from contextlib import nullcontext
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import item_types, links, permissions, records, required, timeline
from segue.core.models import Item, Job, JobResult
from segue.core.models.job import DONE, FAILED, SKIPPED
from segue.core.models.pipeline import SUCCESS
from segue.core.permissions import Forbidden
from segue.crm import duplicates
from segue.crm.duplicates import Traits
from segue.crm.stages import SUCCEED_BY_CONVERSION
from segue.importers import past, wanted
from segue.importers.drafts import Draft, Drafting
from segue.importers.options import ALLOW, MADE, MERGE, SKIP

CREATED, CHANGED, SAME = ("created", "changed", "same")
OTHER = gettext_lazy("You lack a right that this takes.")
FORBIDDEN = {
    "add": gettext_lazy("You may not add such items here."),
    "edit": gettext_lazy("You may not edit this item."),
    "move": gettext_lazy("You may not move this item to that stage."),
    "settings": gettext_lazy("This belongs to the settings, which you may not change."),
}


def write(drafts: list[Draft], reads: Drafting, job: Job) -> list[JobResult]:
    """Store a batch in the caller's transaction and say what became of each record, in their order."""
    writer = Writer(reads, job)
    for draft in drafts:
        writer.take(draft)
    writer.flush()
    return [writer.results[draft.line] for draft in drafts]


def _along(draft: Draft) -> str:
    return _("Made with it: %(names)s") % {"names": ", ".join(each.name for each in draft.made)}


def refused(job: Job, draft: Draft, said: list[str]) -> JobResult:
    """Say that a record was not taken, and why."""
    return JobResult(job=job, line=draft.line, state=FAILED, reason=" ".join(said), data={"lines": draft.lines})


class _Given(Exception):
    """Rows are given up, each for its reason."""

    def __init__(self, faults: list[tuple[Draft, Any]]) -> None:
        super().__init__()
        self.faults = faults


class Writer:
    """Takes one record after the other; new items wait until they can be stored together."""

    def __init__(self, reads: Drafting, job: Job) -> None:
        assert job.actor is not None
        self.reads, self.job, self.actor = reads, job, job.actor
        self.item_type, self.options = reads.item_type, reads.options
        self.results: dict[int, JobResult] = {}
        self.waiting: list[Draft] = []
        self.traits: set[tuple[str, str]] = set()
        self.keys: set[str] = set()

    def take(self, draft: Draft) -> None:
        """Store a record, or let it wait; what was said before it in the same batch is found by it."""
        if draft.key and draft.key in self.keys:
            self.flush()
            self.reads.find([draft])
        if draft.errors:
            self._refuse(draft, draft.errors)
        elif draft.found is not None:
            self._change(draft, draft.found, fills=False)
        elif self.options.duplicates != ALLOW and (traits := self._traits(draft)):
            self._compare(draft, traits)
        else:
            self._wait(draft)

    def flush(self) -> None:
        """Store what waits."""
        drafts, self.waiting, self.traits = self.waiting, [], set()
        self.keys = set()
        while drafts:
            try:
                with transaction.atomic() if any(each.wanted for each in drafts) else nullcontext():
                    stored = self._stored(drafts)
                break
            except _Given as up:  # what came along with a row that is refused goes with it, and the others try again
                for draft, fault in up.faults:
                    self._refuse_by(draft, fault)
                drafts = [each for each in drafts if each.line not in self.results]
        else:
            return
        for draft, found in zip(drafts, stored, strict=True):
            if isinstance(found, Item):
                self._done(draft, found, CREATED, {})
            else:
                self._refuse_by(draft, found)

    def _stored(self, drafts: list[Draft]) -> list[Item | ValidationError | Forbidden]:
        self._make(drafts)
        news = [records.New(self._values(each), each.parts(self.item_type), each.created_at) for each in drafts]
        stored = records.create_many(self.item_type.code, news, actor=self.actor, imported_by=self.job.pk)
        pairs = zip(drafts, stored, strict=True)
        if faults := [(each, found) for each, found in pairs if each.wanted and not isinstance(found, Item)]:
            raise _Given(faults)
        return stored

    def _make(self, drafts: list[Draft]) -> None:
        """Make the companies and contacts that these name and nobody knows; the first row brings it along."""
        if not any(each.wanted for each in drafts):
            return
        try:
            made = {*wanted.make([one for each in drafts for one in each.wanted], self.job, self.reads.owner)}
        except wanted.Refused as refused:
            faults = [(each, refused.faults[one]) for each in drafts for one in each.wanted if one in refused.faults]
            raise _Given([*{each.line: (each, fault) for each, fault in faults}.values()]) from None
        for draft in drafts:
            draft.made = [one for one in draft.wanted if one in made]
            made -= {*draft.made}

    def _wait(self, draft: Draft) -> None:
        self.waiting.append(draft)
        self.keys |= {draft.key} - {""}

    def _values(self, draft: Draft) -> dict[str, Any]:
        return self.reads.blank | ({"owner": self.reads.owner} if self.reads.owner else {}) | draft.values

    # Duplicates ---------------------------------------------------------------------------------------------

    def _traits(self, draft: Draft) -> Traits:
        item: Any = self.item_type.model(type=self.item_type.code)
        for name in duplicates.COLUMNS.get(self.item_type.code, ()):
            setattr(item, name, draft.values.get(name, ""))
        item.custom = {code: draft.values[code] for code in self.reads.fields if code in draft.values}
        parts = {name: value for name, value in draft.parts(self.item_type).items() if name in duplicates.PARTS}
        found = duplicates.of(item, parts, self.reads.fields)
        chosen = self.options.criteria
        return frozenset(each for each in found if not chosen or each[0] in chosen or each[0] in self.reads.fields)

    def _compare(self, draft: Draft, traits: Traits) -> None:
        if traits & self.traits:
            self.flush()
        found = duplicates.find(self.item_type.code, traits, actor=self.actor, fields=self.reads.fields)
        if not found:
            self.traits |= traits
            self._wait(draft)
        elif not found.matches:
            self._end(draft, SKIPPED, None, _("A possible duplicate exists that you cannot see."), {})
        elif self.options.duplicates == SKIP:
            named = item_types.name(found.matches[0].item)
            reason = duplicates.reason(found.matches[0].reasons[0], self.reads.fields)
            said = _("“%(item)s” exists already: %(reason)s.") % {"item": named, "reason": reason}
            self._end(draft, SKIPPED, found.matches[0].item, said, {})
        elif len(found.matches) + found.more > 1:
            self._refuse_with(draft, [_("Several items may be the same.")])
        else:
            self._change(draft, found.matches[0].item, fills=self.options.duplicates == MERGE)

    # Changing -----------------------------------------------------------------------------------------------

    def _change(self, draft: Draft, found: Item, *, fills: bool) -> None:
        try:
            with transaction.atomic():
                self._change_locked(draft, records.alive(found), fills=fills)
        except (ValidationError, Forbidden) as fault:
            self._refuse_by(draft, fault)
        except _Given as up:
            self._refuse_by(draft, up.faults[0][1])
        except Item.DoesNotExist:
            self._refuse_with(draft, [_("The item was deleted meanwhile.")])

    def _change_locked(self, draft: Draft, item: Item, *, fills: bool) -> None:
        values = {name: value for name, value in draft.values.items() if not fills or self._is_blank(item, name)}
        parts = {}
        held = {name: self.item_type.part(name).read(item) for name in draft.given}
        if not (fills and any(held.get(name) for name in MADE)):
            self._make([draft])
        for name, present in held.items():
            part = self.item_type.part(name)
            given = draft.laid_over(part, present, fills=fills)
            if part.clean(item, given) != present:
                parts[name] = given
        self._may_move(item, values)
        version, before = item.version, past.kept(item, [*values, *self._followers(values)], parts)
        changed = records.change(item, values, actor=self.actor, parts=parts)
        if changed.version == version:
            self._done(draft, changed, SAME, {})
            return
        timeline.record(changed, "imported", actor=self.actor, data={"job": self.job.pk})
        self._done(draft, changed, CHANGED, {"before": before})

    def _followers(self, values: dict[str, Any]) -> list[str]:
        return [name for name in ("pipeline", "closed_at") if "stage" in values and name not in values]

    def _is_blank(self, item: Item, name: str) -> bool:
        if name in self.reads.fields:
            return item.custom.get(name) is None
        return required.is_blank(item._meta.get_field(name), getattr(item, name))

    def _may_move(self, item: Item, values: dict[str, Any]) -> None:
        """A stage is changed as on the page: with its own right, and a lead succeeds by a conversion only."""
        stage = values.get("stage")
        if stage is None or stage.pk == item.stage_id:
            return
        if stage.pipeline_id == item.pipeline_id:
            permissions.require_move(self.actor, item, stage)
        else:
            permissions.require_add(self.actor, item.type, stage=stage)
        if stage.semantics == SUCCESS and item.type in SUCCEED_BY_CONVERSION:
            raise ValidationError({"stage": [_("Choose what to make of it: that completes it.")]})

    # Results ------------------------------------------------------------------------------------------------

    def _done(self, draft: Draft, item: Item, what: str, data: dict[str, Any]) -> None:
        if draft.source is not None:
            try:
                links.bind(draft.source, item, actor=self.actor)
            except (ValidationError, Forbidden) as fault:
                data |= {"more": self._said(fault)}
        if draft.made:
            data |= {"made": [each.pk for each in draft.made], "more": [*data.get("more", ()), _along(draft)]}
        state = SKIPPED if what == SAME else DONE
        reason = {CHANGED: _("Updated"), SAME: _("Nothing to change"), CREATED: ""}[what]
        said = " ".join(filter(None, [reason, *data.pop("more", [])]))
        self._end(draft, state, item, said, data | {"what": what, "version": item.version})

    def _end(self, draft: Draft, state: str, item: Item | None, reason: str, data: dict[str, Any]) -> None:
        self.results[draft.line] = JobResult(
            job=self.job, line=draft.line, item_id=item.pk if item else None, state=state, reason=reason, data=data
        )

    def _refuse_by(self, draft: Draft, fault: ValidationError | Forbidden) -> None:
        if isinstance(fault, ValidationError) and hasattr(fault, "error_dict"):
            self._refuse(draft, fault.message_dict)
        else:
            self._refuse_with(draft, self._said(fault))

    def _refuse(self, draft: Draft, errors: dict[str, list[str]]) -> None:
        self._refuse_with(draft, [f"{self._label(name)}: {' '.join(said)}" for name, said in errors.items()])

    def _refuse_with(self, draft: Draft, said: list[str]) -> None:
        self.results[draft.line] = refused(self.job, draft, said)

    def _said(self, fault: ValidationError | Forbidden) -> list[str]:
        if isinstance(fault, ValidationError):
            return list(fault.messages)
        return [str(FORBIDDEN.get(right.action, OTHER)) for right in fault.missing]

    def _label(self, name: str) -> str:
        column = self.reads.columns.get(name)
        return str(column.label if column else self.item_type.field_label(name) if name in self._own else name)

    @property
    def _own(self) -> set[str]:
        return {*self.item_type.fields, *(part.name for part in self.item_type.parts)}
