"""What is a kind of job, and what does its step say of what it does?

A step works in transactions of its own, and calls `note` inside each.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone

from segue.core import tables
from segue.core.item_types import Text
from segue.core.models import Blob, Job, JobResult
from segue.core.models.job import DONE, FAILED, RUNNING, SKIPPED

LEASE = timedelta(minutes=2)  # for which a worker holds a job after each note; a step must be shorter
# Seconds on SQLite. A rest lasts a few looks of somebody who waits (core/sqlite/base.py).
WORK_UNTIL_REST, REST, LONGEST_REST, LATELY = 0.08, 0.004, 0.03, 60
_rested = [0.0]
_seen: dict[str, float] = {}  # the last version of the database, and when somebody else made another


@dataclass(frozen=True)
class Kind:
    """A kind of job, and what it can do.

    step(job) does the next batch, at most about a second of it, and says whether work is left. about(job) says in a few
    words, in the language of the reader, what this very job does. undo is the code of the kind that takes such a job
    back: its jobs find it as `undoes`. onward: of a kind that only looks, the address where what it looked at is done.
    retries: while `retry_after` is set, step takes `failed_batch`. every: how often
    the clock starts one by itself, for nobody.
    """

    code: str
    label: Text
    step: Callable[[Job], bool]
    about: Callable[[Job], str] = lambda _job: ""
    undo: str = ""
    retries: bool = False
    onward: Callable[[Job], str] | None = None
    every: timedelta | None = None


KINDS: dict[str, Kind] = {}


class Lost(Exception):
    """The job is not held any more: it was cancelled, or another worker has taken it. What is noted is given up."""


class Hopeless(Exception):
    """A step cannot be done, and trying again does not help: the job ends at once."""


def register(*kinds: Kind) -> None:
    """Enter kinds of jobs; done once, when a room starts."""
    KINDS.update({kind.code: kind for kind in kinds})


def failed_batch(job: Job, most: int) -> list[JobResult]:
    """Return the next results to be tried again; `note` takes them with what became of them now."""
    rows = job.results.filter(state=FAILED, pk__gt=job.retry_after or 0).select_related("item")
    return list(rows.order_by("pk")[:most])


def note(
    job: Job, results: Iterable[JobResult] = (), *, position: dict[str, Any] | None = None, total: int | None = None
) -> None:
    """Write what became of items, and how far the job came, in the transaction that did it; hold the job further.

    A result that is stored already is one tried again. Raises Lost, so that the transaction is given up.
    """
    found = list(results)
    again = [each for each in found if each.pk]
    tally = Counter(each.state for each in found)
    tally[FAILED] -= len(again)
    changed: dict[str, Any] = {name: F(name) + tally[name] for name in (DONE, SKIPPED, FAILED) if tally[name]}
    plain: dict[str, Any] = {"next_at": timezone.now() + LEASE}
    plain |= {"position": position} if position is not None else {}
    plain |= {"total": total} if total is not None else {}
    plain |= {"retry_after": again[-1].pk} if again else {}
    if not held(job).update(**changed, **plain):
        raise Lost
    for name, value in plain.items():
        setattr(job, name, value)
    tables.insert_many(each for each in found if not each.pk)
    for each in again:
        each.save(update_fields=["item", "state", "reason", "data"])


def give_file(job: Job, blob: Blob, name: str) -> None:
    """Offer a file to download on the page of the job."""
    if not held(job).update(blob=blob, file_name=name[:255]):
        raise Lost
    job.blob, job.file_name = blob, name[:255]


def rest() -> None:
    """Let others write between two transactions: on SQLite they would find the database taken each time they look.

    While somebody else writes, after each and as long as that took; else shortly and now and then.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    worked = time.monotonic() - _rested[0]
    if _others_write():
        time.sleep(min(max(worked, REST), LONGEST_REST))
    elif worked > WORK_UNTIL_REST:
        time.sleep(REST)
    else:
        return
    _rested[0] = time.monotonic()


def portion(most: int) -> int:
    """Say how many of so many rows a transaction shall take: on SQLite a fortieth, while somebody else writes."""
    return most // 40 if connection.vendor == "sqlite" and _others_write() else most


def _others_write() -> bool:
    """Say whether another connection to SQLite wrote within the last minute: then its version is another one."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        (version,) = cursor.fetchone()
    now = time.monotonic()
    if version != _seen.get("version", version):
        _seen["wrote"] = now
    _seen["version"] = version
    return now - _seen.get("wrote", -LATELY) < LATELY


def held(job: Job) -> "QuerySet[Job]":
    """Return the job if this worker still holds it."""
    return Job.objects.filter(pk=job.pk, holder=job.holder, state=RUNNING)
