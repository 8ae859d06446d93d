"""How does an import run? Batch by batch, each in one transaction with the note of how far it came.

A trial does the same work and takes it back at once, so what it says is what would happen.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from segue.core import files, item_types, job_files, jobs, permissions
from segue.core.models import Job, JobResult
from segue.core.models.job import AT_WORK, FAILED
from segue.importers import failed, reading, writing
from segue.importers.drafts import Draft, Drafting, Line
from segue.importers.models import Import
from segue.importers.options import Options
from segue.lib import spreadsheets

BATCH = 200  # records at most: a fifth of a second where nobody else needs the machine
Records = Iterator[list[Line]]
_reading: dict[int, tuple[int, Records]] = {}  # by job the line it came to, and what goes on behind it


def step(job: Job) -> bool:
    """Do the next batch, or at the end make the file of what failed."""
    about = Import.objects.select_related("blob").filter(pk=job.data["import"]).first()
    if about is None:  # somebody lets it go on after a month
        with transaction.atomic():
            jobs.note(job, [JobResult(job=job, state=FAILED, reason=_("The file was cleared away meanwhile."))])
        return False
    if "total" not in job.position:
        return _count(job, about)
    return _batch(job, about)


def drafting(job: Job, about: Import) -> Drafting:
    """Return what reads the records, with the rights that the actor has now."""
    assert job.actor is not None
    return Drafting(item_types.get(about.item_type), about.mapping, Options.read(about.options), job.actor)


def _count(job: Job, about: Import) -> bool:
    """Count the records before anything else, so that there is progress to show; one that breaks off counts so far."""
    total = 0
    try:
        for _record in drafting(job, about).records(reading.rows(about)):
            total += 1
    except spreadsheets.Unreadable:
        total += 1
    with transaction.atomic():
        jobs.note(job, position={"total": total, "line": 0}, total=total)
    return True


def _batch(job: Job, about: Import) -> bool:
    assert job.actor is not None
    permissions.require_import(job.actor, about.item_type)
    reads = drafting(job, about)
    most = jobs.portion(BATCH)
    try:
        records, broken = _next(job, about, reads, most)
        position = job.position | {"line": records[-1][-1][0] if records else job.position["line"]}
        _write(job, reads, reads.read(records), broken, position)
    except BaseException:
        _reading.pop(job.pk, None)  # it has read on, behind rows of which nothing is noted: they are read once more
        raise
    if len(records) == most:
        _reading[job.pk] = (position["line"], _reading.pop(job.pk)[1])
        return True
    _reading.pop(job.pk, None)
    failed.give(job, about, reads)
    return False


def _write(job: Job, reads: Drafting, drafts: list[Draft], broken: list[JobResult], position: Any) -> None:
    """Store a batch with the note of it; a trial notes what would have become of it."""
    is_trial = job.kind == TRIAL.code
    try:
        with transaction.atomic():
            results = writing.write(drafts, reads, job)
            if is_trial:
                raise _TakenBack
            jobs.note(job, results + broken, position=position)
    except _TakenBack:
        for result in results:
            result.item_id = None
        with transaction.atomic():
            jobs.note(job, results + broken, position=position)
    except IntegrityError:  # somebody was quicker, or the database knows better: one by one it is seen which it was
        _one_by_one(job, reads, drafts, broken, position)


class _TakenBack(Exception):
    """The trial of a batch is over."""


def _one_by_one(job: Job, reads: Drafting, drafts: list[Draft], broken: list[JobResult], position: Any) -> None:
    with transaction.atomic():
        results = []
        for draft in drafts:
            try:
                with transaction.atomic():
                    results += writing.write([draft], reads, job)
            except IntegrityError:
                results.append(writing.refused(job, draft, [_("The database refused this row.")]))
        if job.kind == TRIAL.code:
            for result in results:
                result.item_id = None
            transaction.set_rollback(True)
        else:
            jobs.note(job, results + broken, position=position)
    if job.kind == TRIAL.code:
        with transaction.atomic():
            jobs.note(job, results + broken, position=position)


def _next(job: Job, about: Import, reads: Drafting, most: int) -> tuple[list[list[Line]], list[JobResult]]:
    """Return the next records, and a result where the file breaks off."""
    at, source = _reading.get(job.pk, (-1, iter(())))
    if at != job.position["line"]:
        source = _behind(reads, about, job.position["line"])
    records: list[list[Line]] = []
    try:
        for record in source:
            records.append(record)
            if len(records) == most:
                break
    except spreadsheets.Unreadable as fault:
        _reading.pop(job.pk, None)
        return records, [JobResult(job=job, line=fault.line or 1, state=FAILED, reason=reading.unreadable(fault))]
    _reading[job.pk] = (job.position["line"], source)
    while len(_reading) > 8:  # noqa: PLR2004  of jobs that went to other workers
        _reading.pop(next(iter(_reading)))
    return records, []


def _behind(reads: Drafting, about: Import, line: int) -> Records:
    """Go on behind a line, where a worker stopped."""
    return reads.records(each for each in reading.rows(about) if each[0] > line)


def forget(job: Job) -> bool:
    """The step of a job of the clock: files that came in long ago go, with how they were read, some at a time."""
    long_ago = timezone.now() - timedelta(days=job_files.KEPT_DAYS)
    at_work = Q(job__state__in=AT_WORK) | Q(trial__state__in=AT_WORK)
    old = list(Import.objects.filter(created_at__lt=long_ago).exclude(at_work).select_related("blob")[:BATCH])
    for each in old:
        each.delete()
        files.let_go(each.blob)
    jobs.note(job)
    return len(old) == BATCH


def choose(about: Import, *, is_tried: bool) -> None:
    """Store how a file shall be read, and try it out; a trial of another way counts no more, and an import stands."""
    with transaction.atomic():
        present = _locked(about)
        if present.begun is not None:
            return
        about.job, about.trial = present.job, present.trial
        if (present.notation, present.mapping, present.options) != (about.notation, about.mapping, about.options):
            if present.trial is not None:
                jobs.cancel(present.trial)
            about.trial = None
        if is_tried and not (about.trial and about.trial.is_at_work):
            about.trial = start(about, TRIAL.code)
        about.save()


def may_begin(about: Import) -> bool:
    """Say whether a file can be brought in: as it is read now it was tried, and it is not begun."""
    return about.begun is None and about.trial is not None and not about.trial.is_at_work and about.trial.done > 0


def begin(about: Import) -> Job | None:
    """Bring a file in, once, and return the job; None where it is to be tried first."""
    with transaction.atomic():
        present = _locked(about)
        if not may_begin(present):
            return present.begun
        present.actor = about.actor
        present.job = start(present, IMPORT.code)
        present.save(update_fields=["job"])
        return present.job


def _locked(about: Import) -> Import:
    """Return an import as it is now, which nobody else changes meanwhile."""
    found = Import.objects.select_related("trial", "job__undoing")
    return found.select_for_update(of=("self",)).get(pk=about.pk)


def start(about: Import, kind: str) -> Job:
    """Begin a trial, or the import itself, in the caller's transaction."""
    return jobs.start(kind, {"import": about.pk, "type": about.item_type, "file": about.file_name}, actor=about.actor)


def _about(job: Job) -> str:
    return f"{item_types.get(job.data['type']).label_plural} · {job.data['file']}" if "file" in job.data else ""


TRIAL = jobs.Kind("import_trial", gettext_lazy("Trial import"), step, _about)
IMPORT = jobs.Kind("import", pgettext_lazy("job", "Import"), step, _about, undo="import_undo")
FORGET = jobs.Kind("forget_imports", gettext_lazy("Clear away old files of imports"), forget, every=timedelta(days=1))
