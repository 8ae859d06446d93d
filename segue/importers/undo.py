"""How is an import taken back? Newest first: what it made goes into the recycle bin, what it changed is as before.

What somebody changed since, or what other things hang on, stays, each with the reason.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import item_types, jobs, records, timeline
from segue.core.models import Item, Job, JobResult, Link, TimelineEntry, User
from segue.core.models.job import DONE, SKIPPED
from segue.core.permissions import Forbidden
from segue.crm.models import Client, Employment
from segue.importers import past
from segue.importers.writing import CREATED

BATCH = 200
OWN_DAY = timedelta(hours=24)  # as with conversions: so long it takes no right to delete


def step(job: Job) -> bool:
    """Take the next results back."""
    assert job.undoes is not None
    assert job.actor is not None
    behind = job.position.get("result")
    done = job.undoes.results.filter(state=DONE, item__isnull=False)
    done = done if behind is None else done.filter(pk__lt=behind)
    most = jobs.portion(BATCH)
    results = list(done.order_by("-pk")[:most])
    if not results:
        return False
    with transaction.atomic():
        taking = _Taking(job, results, job.actor)
        jobs.note(job, taking.told(results), position={"result": results[-1].pk})
    return len(results) == most


class _Taking:
    """Takes some results back: what was made goes all at once, what was changed one after the other."""

    def __init__(self, job: Job, results: list[JobResult], actor: User) -> None:
        self.job, self.actor = job, actor
        ids = [result.item_id for result in results if result.item_id]
        records.lock(ids)
        self.items = Item.objects.in_bulk(ids)
        self.held = _held(ids)
        self.deletable: set[int] = set(ids)
        if not _is_own_of_the_day(job, actor):
            self.deletable = {*Item.objects.permitting("delete", actor).filter(pk__in=ids).values_list("pk", flat=True)}

    def told(self, results: list[JobResult]) -> list[JobResult]:
        """Do it, and say of each what became of it."""
        goes: list[Item] = []
        told = [self._one(result, goes) for result in results]
        records.delete_many(goes, actor=self.actor)
        self._take_along([pk for result in results for pk in result.data.get("made", ())])
        return told

    def _take_along(self, made: list[int]) -> None:
        """What rows brought along goes with the last item that named it, unless somebody worked with it."""
        if not made:
            return
        records.lock(made)
        there = Item.objects.alive().filter(pk__in=made, version=1)
        if not _is_own_of_the_day(self.job, self.actor):
            there = there & Item.objects.permitting("delete", self.actor)
        held = _held(made)
        records.delete_many([item for item in there if item.pk not in held], actor=self.actor)

    def _one(self, result: JobResult, goes: list[Item]) -> JobResult:
        told = JobResult(job=self.job, item_id=result.item_id, line=result.line, state=DONE)
        item = self.items.get(result.item_id or 0)
        try:
            if item is None or item.deleted_at is not None:
                raise ValidationError(_("It lies in the recycle bin already."))
            if item.version != result.data.get("version"):
                raise ValidationError(_("Somebody changed it since."))
            if result.data.get("what") == CREATED:
                self._refuse_what_must_stay(item)
                goes.append(item)
            else:
                self._put_back(item, result.data["before"])
        except ValidationError as fault:
            told.state, told.reason = SKIPPED, " ".join(fault.messages)
        return told

    def _refuse_what_must_stay(self, item: Item) -> None:
        if item.pk in self.held:
            raise ValidationError(_("Other things hang on it by now."))
        if item.pk not in self.deletable:
            raise ValidationError(_("You lack a right that this takes."))

    def _put_back(self, item: Item, before: dict[str, Any]) -> None:
        own = item_types.child_of(item)
        try:
            with transaction.atomic():
                records.change(own, past.values(own, before), actor=self.actor, parts=past.parts(before))
        except Forbidden:
            raise ValidationError(_("You lack a right that this takes.")) from None


def _is_own_of_the_day(job: Job, actor: User) -> bool:
    undone = job.undoes
    return bool(undone and undone.actor_id == actor.pk and timezone.now() - undone.created_at < OWN_DAY)


def _held(ids: Iterable[int]) -> set[int]:
    """Return those that somebody worked with, or that other living items name."""
    wanted = list(ids)
    kinds = [kind.code for kind in timeline.KINDS.values() if kind.blocks_undo]
    worked = TimelineEntry.objects.filter(item_id__in=wanted, kind__in=kinds)
    clients = Client.objects.filter(Q(company_id__in=wanted) | Q(contact_id__in=wanted), item__deleted_at=None)
    employed = Employment.objects.filter(company_id__in=wanted, contact__deleted_at=None)
    made = Link.objects.filter(source_id__in=wanted, target__deleted_at=None)
    found = {*worked.values_list("item_id", flat=True), *employed.values_list("company_id", flat=True)}
    found |= {*made.values_list("source_id", flat=True)}
    return found | {pk for pair in clients.values_list("company_id", "contact_id") for pk in pair if pk}


def _about(job: Job) -> str:
    return jobs.KINDS[job.undoes.kind].about(job.undoes) if job.undoes else ""


UNDO = jobs.Kind("import_undo", gettext_lazy("Undo of an import"), step, _about)
