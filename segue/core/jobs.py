"""How is long work done in the background, by several workers, and nothing of it twice?

An upper room registers a `Kind` when it starts. `start` writes a job in the caller's transaction; a worker takes it
after the commit and calls the kind's step until no work is left. A step works in transactions of its own; `note`,
inside each, says what became of the items and how far it came: so what a killed worker had not committed is done again,
and nothing else. A worker holds a job for a while, renewed by each note; another takes the job of one that was killed.
"""

import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Case, F, PositiveSmallIntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from django_tasks import task

from segue.core import notices, permissions, preferences
from segue.core.job_steps import (
    KINDS,
    LEASE,
    Hopeless,
    Kind,
    Lost,
    failed_batch,
    give_file,
    held,
    note,
    portion,
    register,
    rest,
)
from segue.core.models import Job, JobResult, User
from segue.core.models.job import AT_WORK, CANCELLED, DONE, FAILED, RUNNING, WAITING

LOGGER = logging.getLogger(__name__)
SLICE = 5  # seconds after which a job lets others of the queue go first
ATTEMPTS = 5  # of a step, before the job has failed
FIRST_WAIT, LONGER = timedelta(seconds=15), 4  # after a failure; each wait is so many times the one before
GRACE = timedelta(minutes=1)  # in which the task of a job that may be taken up comes by itself
LONG = timedelta(seconds=20)  # whoever waits longer is told of the end
KEPT_DAYS = 90
_began: dict[str, str] = {}  # by kind the key of the job that is known to have begun by the clock


def start(  # noqa: PLR0913  what a job is made of
    code: str, data: dict[str, Any], *, actor: User | None, total: int = 0, key: str = "", undoes: Job | None = None
) -> Job:
    """Write a job in the caller's transaction, for a worker to take after the commit, and return it.

    With a key, the same asked for twice by one person is one job.
    """
    own = f"{actor.pk if actor else ''} {key}"[:100] if key else None
    job = Job(kind=KINDS[code].code, data=data, actor=actor, total=total, key=own, undoes=undoes)
    job.next_at = timezone.now()
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:
        earlier = Job.objects.filter(Q(key=own) if own else Q(undoes=undoes)).first()
        if earlier is None:
            raise
        return earlier
    _wake(job.pk)
    return job


def of(user: User) -> "QuerySet[Job]":
    """Return the jobs somebody may see: their own, administrators all."""
    every = Job.objects.select_related("actor", "undoes")
    return every if user.is_active and user.is_admin else every.filter(actor=user)


def cancel(job: Job) -> None:
    """Let a job do nothing more; what it has done stays, and what it is about to do is given up."""
    Job.objects.filter(pk=job.pk, state__in=AT_WORK).update(state=CANCELLED, holder="", ended_at=timezone.now())


def may_resume(job: Job) -> bool:
    """Say whether a job that stopped can go on: nobody took it back meanwhile."""
    return job.state in (CANCELLED, FAILED) and not hasattr(job, "undoing")


def resume(job: Job) -> None:
    """Let a job that was cancelled, or has failed, go on where it stopped."""
    if may_resume(job):
        _begin_again(Job.objects.filter(pk=job.pk, state__in=(CANCELLED, FAILED)))


def may_retry(job: Job) -> bool:
    """Say whether what failed can be tried again."""
    retries = job.kind in KINDS and KINDS[job.kind].retries
    return retries and job.state == DONE and job.failed > 0 and not hasattr(job, "undoing")


def retry(job: Job) -> None:
    """Try again what failed, each once, with the rights of the job's actor."""
    if may_retry(job):
        _begin_again(Job.objects.filter(pk=job.pk, state=DONE), retry_after=0)


def may_undo(job: Job) -> bool:
    """Say whether a job can be taken back: it stands still, has done something, and was not taken back before."""
    can = job.kind in KINDS and bool(KINDS[job.kind].undo)
    return can and job.done > 0 and not job.is_at_work and not hasattr(job, "undoing")


def undo(job: Job, *, actor: User) -> Job:
    """Start the job that takes a job back, with the rights of `actor`, and return it; the same when asked twice."""
    return start(KINDS[job.kind].undo, {}, actor=actor, total=job.done, undoes=job)


def require(user: User, job: Job) -> None:
    """Raise `Forbidden` unless it is one's own job, or one administers."""
    if not user.is_active or not (user.is_admin or job.actor_id == user.pk):
        raise permissions.Forbidden(permissions.Missing("administer", ""))


@task()
def run_later(job_id: int) -> None:
    """The task that a job wakes."""
    run(job_id)


def run(pk: int) -> None:
    """Take a job that nobody holds and work at it for a while; then others go first."""
    job = _taken(pk)
    if job is None:
        return
    until = time.monotonic() + SLICE
    try:
        with _spoken_by(job.actor):
            while _step(job):
                if time.monotonic() > until:
                    _let_go(job, timezone.now())
                    _wake(pk)
                    return
        _end(job, DONE, "")
    except Lost:
        return
    except Hopeless as problem:
        _end(job, FAILED, _told(problem))
    except Exception as problem:
        LOGGER.exception("A step of job %s (%s) failed.", pk, job.kind)
        _fail(job, _told(problem))
    except BaseException:
        _let_go(job, timezone.now() - GRACE)  # this worker is told to end: the clock of another wakes it
        raise


def wake() -> None:
    """Let tasks take up what waits though its time has come: failed steps, and what a killed worker left."""
    now = timezone.now()
    late = Q(next_at__lte=now - GRACE) | Q(next_at__lte=now, attempts__gt=0)
    for pk in list(Job.objects.filter(late, state__in=AT_WORK).order_by("next_at").values_list("pk", flat=True)[:100]):
        if Job.objects.filter(late, pk=pk).update(next_at=now):
            _wake(pk)


def start_due() -> None:
    """Start what is due by the clock: each kind once per its time, however many machines look at their clocks."""
    now = timezone.now().timestamp()
    for kind in KINDS.values():
        if kind.every is None:
            continue
        key = f"{kind.code} {int(now // kind.every.total_seconds())}"
        if _began.get(kind.code) != key:
            start(kind.code, {}, actor=None, key=key)
            _began[kind.code] = key


def forget_old(job: Job) -> bool:
    """The step of a job of the clock: delete what ended long ago, the results of some jobs at a time."""
    long_ago = timezone.now() - timedelta(days=KEPT_DAYS)
    ended = Job.objects.exclude(state__in=AT_WORK).filter(ended_at__lt=long_ago, undoing=None)
    with transaction.atomic():
        old = list(ended.order_by("pk").values_list("pk", flat=True)[:1])
        results = JobResult.objects.filter(job__in=old).order_by("pk").values_list("pk", flat=True)[:5000]
        deleted, _each = JobResult.objects.filter(pk__in=list(results)).delete()
        if not deleted:
            Job.objects.filter(pk__in=old).delete()
        note(job)
    rest()
    return bool(old)


def _wake(pk: int) -> None:
    transaction.on_commit(partial(run_later.enqueue, job_id=pk))


def _begin_again(jobs: "QuerySet[Job]", **values: Any) -> None:
    fresh = {"state": WAITING, "holder": "", "attempts": 0, "problem": "", "ended_at": None}
    for pk in list(jobs.values_list("pk", flat=True)):
        if jobs.update(next_at=timezone.now(), **fresh, **values):
            _wake(pk)


def _taken(pk: int) -> Job | None:
    """Take a job whose time has come; that a worker left it without a word is a failure, lest it kill them all."""
    holder, now = uuid.uuid4().hex, timezone.now()
    mine = Job.objects.filter(pk=pk, state__in=AT_WORK, next_at__lte=now)
    left = Q(state=RUNNING) & ~Q(holder="")
    mine.filter(left, attempts__gte=ATTEMPTS - 1).update(state=FAILED, holder="", ended_at=now)
    failures = F("attempts") + Case(When(left, then=1), default=0, output_field=PositiveSmallIntegerField())
    began = Coalesce("started_at", Value(now))
    if not mine.update(attempts=failures, started_at=began, state=RUNNING, holder=holder, next_at=now + LEASE):
        return None
    return Job.objects.select_related("actor", "undoes").filter(pk=pk, holder=holder).first()


@contextmanager
def _spoken_by(actor: User | None) -> Iterator[None]:
    """Read and write in the language and by the clock of whoever began the job, as a page of theirs does."""
    zone = ZoneInfo(actor.time_zone or preferences.load().time_zone) if actor else None
    with translation.override(actor.language if actor else None), timezone.override(zone):
        yield


def _step(job: Job) -> bool:
    """Do one step, with the actor's rights as they are now."""
    if job.actor_id:
        job.actor = User.objects.get(pk=job.actor_id)
    left = KINDS[job.kind].step(job)
    if job.attempts:
        held(job).update(attempts=0, problem="")
        job.attempts = 0
    rest()
    return left


def _told(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:1000]


def _let_go(job: Job, when: Any) -> None:
    held(job).update(holder="", next_at=when)


def _fail(job: Job, problem: str) -> None:
    """Try again later, a few times."""
    now = timezone.now()
    if job.attempts + 1 >= ATTEMPTS:
        _end(job, FAILED, problem)
        return
    wait = FIRST_WAIT * LONGER**job.attempts
    held(job).update(state=WAITING, holder="", attempts=job.attempts + 1, problem=problem, next_at=now + wait)


def _end(job: Job, state: str, problem: str) -> None:
    """Write how it ended, and tell whoever did not wait for it."""
    now = timezone.now()
    with transaction.atomic():
        if not held(job).update(state=state, problem=problem, holder="", ended_at=now, retry_after=None):
            return
        if job.actor and now - job.created_at > LONG:
            notices.tell(notices.JOB, [job.actor], data={"job": "job", "id": job.pk, "complete": state == DONE})


FORGET_OLD = Kind("forget_jobs", gettext_lazy("Forget old jobs"), forget_old, every=timedelta(days=1))

__all__ = [
    "FORGET_OLD", "KINDS", "Hopeless", "Kind", "Lost", "cancel", "failed_batch", "give_file", "may_resume", "may_retry",
    "may_undo", "note", "of", "portion", "register", "require", "rest", "resume", "retry", "run", "start", "start_due",
    "undo", "wake",
]  # fmt: skip
