"""How is an act done to many items in the background, each in a transaction of its own, and taken back as a whole?

What became of an item is noted in the transaction that did it: a worker that is killed has done nothing that is not
known. The key of a conversion comes from job and item, so even then there would be one.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import item_types, jobs
from segue.core.activities import Changed
from segue.core.jobs import Kind
from segue.core.models import Activity, Item, Job, JobResult, User
from segue.core.models.job import DONE, FAILED, SKIPPED
from segue.core.permissions import Forbidden
from segue.core.records import Stale
from segue.crm import conversion
from segue.web.components import refusals, values, words
from segue.web.many import acts, selection
from segue.web.many.act import WILL, Act, NotUndone, Unchanged
from segue.web.many.conversions import needed, nothing
from segue.web.many.former import sentence

LOGGER = logging.getLogger(__name__)
AWAY = (OperationalError, InterfaceError)  # no fault of the item: the step is tried again
AT_ONCE = 200  # items read at once
TURN = 1.0  # seconds of a step
PREFIX, UNDO, LOOK = "many-", "many-undo", "many-look"
Outcome = tuple[str, str, dict[str, Any]]  # state, reason, data of a result


@dataclass(frozen=True)
class Task:
    """One item of a job, None where the actor does not find it; the result that is tried again; how far that is."""

    pk: int
    item: Item | None
    before: JobResult | None
    position: dict[str, Any]


class Looked(Exception):
    """The item was only looked at, and nothing would become of it; says why."""


def start(  # noqa: PLR0913  what a job is made of
    act: Act, text: str, chosen: selection.Selection, *, actor: User, key: str, looks: bool = False
) -> Job:
    """Start a job that does an act to what was chosen, or only looks, in the caller's transaction."""
    chosen = chosen.up_to_now(actor)
    data = {"selection": chosen.facts, "act": text, "typed": act.typed.urlencode(), "said": act.said}
    return jobs.start(LOOK if looks else PREFIX + act.code, data, actor=actor, total=chosen.count(actor), key=key)


def step(job: Job) -> bool:
    """Do the next ones; with the rights of the actor as they are now."""
    act = _act(job)
    is_fit = act.check()

    def do(item: Item) -> dict[str, Any]:
        _require(is_fit)
        return act.do(item, f"job-{job.pk}-{item.pk}")

    return _turn(job, _tasks(job), do)


def look(job: Job) -> bool:
    """Look at the next ones; nothing is done."""
    act = _act(job)
    is_fit = act.check()

    def judge(item: Item) -> dict[str, Any]:
        _require(is_fit)
        found = act.judge(item)
        if found.state != WILL:
            raise Looked(found.reason)
        return {}

    return _turn(job, _tasks(job), judge)


def undo(job: Job) -> bool:
    """Take the next ones back, the last one first: what the first had made for all is in nobody's use then."""
    actor, undone = _actor(job), job.undoes
    assert undone is not None
    found = acts.named(undone.data["act"])
    assert found is not None
    done = undone.results.filter(state=DONE, item__isnull=False)
    if job.retry_after is not None:
        tasks = _again(job, Item.objects.all())
        results = {each.item_id: each for each in done.filter(item__in=[each.pk for each in tasks])}
    else:
        before = job.position.get("last")
        rows = (done.filter(pk__lt=before) if before else done).order_by("-pk").select_related("item")[:AT_ONCE]
        results = {each.item_id: each for each in rows}
        tasks = [Task(each.item_id or 0, each.item, None, {"last": each.pk}) for each in results.values()]

    def take_back(item: Item) -> dict[str, Any]:
        found[0].undo(item, results[item.pk].data, actor=actor, key=f"job-{job.pk}-{item.pk}")
        return {}

    return _turn(job, tasks, take_back)


def about(job: Job) -> str:
    """Say what was chosen, and for how many of what."""
    return _about(job, job.total)


def _about(job: Job, count: int) -> str:
    kind = job.data["selection"]["type"]
    many = words.of(item_types.get(kind)) if kind else None
    noun = (many.one if count == 1 else many.many) if many else _("deleted items")
    return " · ".join(filter(None, (f"{values.number(Decimal(count))} {noun}", job.data["said"])))


def about_undone(job: Job) -> str:
    """Say what is taken back."""
    undone = job.undoes
    if undone is None or undone.kind not in jobs.KINDS:
        return ""
    return f"{jobs.KINDS[undone.kind].label} · {_about(undone, undone.done)}"


def about_looked_at(job: Job) -> str:
    """Say what would be done."""
    act = acts.named(job.data["act"])
    return f"{act[0].label} · {about(job)}" if act else about(job)


def onward(job: Job) -> str:
    """Return the page on which what was looked at is done."""
    chosen = selection.of(job.data["selection"])
    sent = QueryDict(job.data["typed"], mutable=True)
    sent["act"] = job.data["act"]
    for each in chosen.hidden:
        sent[each["name"]] = each["value"]
    return f"{chosen.here}?{sent.urlencode()}"


def kinds() -> list[Kind]:
    """Return a kind of job for each act, the one that looks, and the one that takes them back."""
    looking = Kind(LOOK, gettext_lazy("Check all"), look, about=about_looked_at, onward=onward)
    undoing = Kind(UNDO, gettext_lazy("Undo"), undo, about=about_undone, retries=True)
    doing = [Kind(PREFIX + act.code, act.label, step, about=about, undo=UNDO, retries=True) for act in acts.ACTS]
    return [*doing, looking, undoing]


def _require(is_fit: bool) -> None:  # noqa: FBT001
    """Refuse what was chosen where it cannot be chosen any more: a person who left, a stage that was deleted."""
    if not is_fit:
        raise ValidationError(_("This value cannot be used any more."))


def _actor(job: Job) -> User:
    assert job.actor is not None
    return job.actor


def _act(job: Job) -> Act:
    kind = selection.of(job.data["selection"]).item_type
    act = acts.make(job.data["act"], kind, QueryDict(job.data["typed"]), _actor(job))
    assert act is not None
    return act


def _tasks(job: Job) -> list[Task]:
    actor, chosen = _actor(job), selection.of(job.data["selection"])
    return _again(job, chosen.rows(actor)) if job.retry_after is not None else _next(job, chosen, actor)


def _next(job: Job, chosen: selection.Selection, actor: User) -> list[Task]:
    ids = chosen.after(job.position.get("last", 0), AT_ONCE, actor)
    found = {item.pk: item for item in chosen.rows(actor).filter(pk__in=ids)}
    return [Task(pk, found.get(pk), None, {"last": pk}) for pk in ids]


def _again(job: Job, rows: "QuerySet[Item]") -> list[Task]:
    """Return what failed; `rows` are those that the actor finds."""
    failed = jobs.failed_batch(job, AT_ONCE)
    found = {item.pk: item for item in rows.filter(pk__in=[each.item_id for each in failed])}
    return [Task(each.item_id or 0, found.get(each.item_id or 0), each, job.position) for each in failed]


def _turn(job: Job, tasks: Iterable[Task], act: Callable[[Item], dict[str, Any]]) -> bool:
    """Work until the turn is over, and say whether there was anything to do."""
    until, found = time.monotonic() + TURN, False
    for task in tasks:
        found = True
        _one(job, task, act)
        jobs.rest()
        if time.monotonic() > until:
            break
    return found


def _one(job: Job, task: Task, act: Callable[[Item], dict[str, Any]]) -> None:
    """Act on one item and note it, both or neither; what is refused is noted with its reason."""
    try:
        with transaction.atomic():
            if task.item is None:
                raise Item.DoesNotExist
            _note(job, task, (DONE, "", act(task.item)))
        return
    except (jobs.Lost, *AWAY):
        raise
    except Exception as refused:
        outcome = _refused(refused, task, job)
    with transaction.atomic():
        _note(job, task, outcome)


def _note(job: Job, task: Task, outcome: Outcome) -> None:
    result = task.before or JobResult(job=job, item_id=task.pk if task.item or _is_there(task.pk) else None)
    result.state, result.reason, result.data = outcome
    jobs.note(job, [result], position=task.position)


def _is_there(pk: int) -> bool:
    return Item.objects.filter(pk=pk).exists()


def _refused(refused: Exception, task: Task, job: Job) -> Outcome:
    """Say why nothing became of it: skipped for good reasons, failed where trying again may help."""
    for kind, word in REFUSALS.items():
        if isinstance(refused, kind):
            return word(refused, task, job)
    LOGGER.error("Job %s could not deal with item %s.", job.pk, task.pk, exc_info=refused)
    return FAILED, _("Something went wrong; the log has the details."), {}


def _skipped(text: Callable[[], str]) -> Callable[[Any, Task, Job], Outcome]:
    return lambda _refused, _task, _job: (SKIPPED, text(), {})


def _forbidden(refused: Forbidden, _task: Task, _job: Job) -> Outcome:
    return SKIPPED, " ".join(refusals.sentence(each) for each in refused.missing), {}


def _undecided(refused: conversion.DecisionNeeded, _task: Task, _job: Job) -> Outcome:
    return SKIPPED, needed(refused.plan), {"variant": refused.plan.variant.code}


def _invalid(refused: ValidationError, task: Task, _job: Job) -> Outcome:
    assert task.item is not None
    return FAILED, sentence(refused, task.item), {}


REFUSALS: dict[type[Exception], Callable[[Any, Task, Job], Outcome]] = {
    Unchanged: lambda refused, *_rest: (SKIPPED, str(refused) or _("It is so already."), {}),
    Looked: lambda refused, _task, _job: (SKIPPED, str(refused), {}),
    NotUndone: lambda refused, _task, _job: (SKIPPED, str(refused), {}),
    Item.DoesNotExist: _skipped(lambda: _("It is not there any more, or you may not see it.")),
    Activity.DoesNotExist: _skipped(lambda: _("It is not there any more, or you may not see it.")),
    Changed: _skipped(lambda: _("It was changed again since.")),
    Forbidden: _forbidden,
    conversion.DecisionNeeded: _undecided,
    conversion.NothingToDo: _skipped(nothing),
    conversion.TotalsDiffer: lambda *_given: (FAILED, _("The sums would not be equal."), {}),
    conversion.Stale: lambda *_given: (FAILED, _("Somebody else changed it at this moment."), {}),
    Stale: lambda *_given: (FAILED, _("Somebody else changed it at this moment."), {}),
    ValidationError: _invalid,
}
