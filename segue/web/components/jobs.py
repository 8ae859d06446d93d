"""How does a job read: what it does, how far it is, what became of each item?"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from segue.core import item_types, jobs
from segue.core.item_types import Text
from segue.core.models import Job, JobResult, User
from segue.core.models.job import CANCELLED, DONE, FAILED, RUNNING, SKIPPED, WAITING
from segue.web.components import names, values
from segue.web.components.names import Name

Entry = dict[str, Any]
STATES: dict[str, Text] = {
    WAITING: pgettext_lazy("job", "Waiting"),
    RUNNING: pgettext_lazy("job", "Running"),
    DONE: pgettext_lazy("job", "Done"),
    CANCELLED: pgettext_lazy("job", "Cancelled"),
    FAILED: pgettext_lazy("job", "Failed"),
}
RESULTS: dict[str, Text] = {
    DONE: pgettext_lazy("job", "Done"),
    SKIPPED: pgettext_lazy("job", "Skipped"),
    FAILED: pgettext_lazy("job", "Failed"),
}
WOULD: dict[str, Text] = {
    DONE: pgettext_lazy("job", "Would be done"),
    SKIPPED: pgettext_lazy("job", "Would not be done"),
}
TONES = {DONE: "success", CANCELLED: "warning", FAILED: "error"}
HUES = {WAITING: "grey", RUNNING: "blue", DONE: "green", CANCELLED: "orange", FAILED: "red", SKIPPED: "orange"}
RESULT_COLUMNS = (
    (gettext_lazy("Name"), "title"),
    (gettext_lazy("State"), "text"),
    (gettext_lazy("Reason"), "text"),
    (gettext_lazy("Next step"), "text"),
)
COLUMNS = (
    (gettext_lazy("Job"), "title"),
    (gettext_lazy("State"), "text"),
    (gettext_lazy("Progress"), "text"),
    (gettext_lazy("Who"), "text"),
    (gettext_lazy("Begun"), "date"),
)


def describe(job: Job) -> Entry:
    """Describe a job: title, about, line (both in one), state, counts, and the bar as c-progress takes it."""
    kind = jobs.KINDS.get(job.kind)
    title, about = (str(kind.label), kind.about(job)) if kind else (job.kind, "")
    return {
        "title": title,
        "about": about,
        "line": f"{title}: {about}" if about else title,
        "href": reverse("job", args=[job.pk]),
        "state": str(STATES[job.state]),
        "hue": HUES[job.state],
        "tone": "warning"
        if job.state == DONE and (job.failed or job.skipped or _lost(job))
        else TONES.get(job.state, "info"),
        "at_work": job.is_at_work,
        "handled": job.handled,
        "total": max(job.total, job.handled, 1),
        "progress": _of(job.handled, job.total) if job.total else "",
        "counts": counts(job),
        "problem": _problem(job),
    }


def counts(job: Job) -> str:
    """Say how many items were done, skipped and failed, and how many were out of sight when their turn came; nothing of
    what there is none of.
    """
    only_looks = looks(job)
    found = (
        (job.done, _("%(count)s would be done") if only_looks else _("%(count)s done")),
        (job.skipped, _("%(count)s would not be done") if only_looks else _("%(count)s skipped")),
        (job.failed, _("%(count)s failed")),
        (_lost(job), _("%(count)s not found any more")),
    )
    return " · ".join(words % {"count": values.number(Decimal(count))} for count, words in found if count)


def _lost(job: Job) -> int:
    return max(0, job.total - job.handled) if job.state == DONE else 0


def page(job: Job, reader: User) -> Entry:
    """Return what pages/job.html shows of a job beside its results."""
    undoing = getattr(job, "undoing", None)
    meta = [{"text": job.actor.name}] if job.actor else []
    return {
        "job": job,
        "told": describe(job),
        "meta": [*meta, {"text": values.instant(job.created_at)}],
        "here": reverse("job", args=[job.pk]),
        "may_resume": jobs.may_resume(job),
        "may_retry": jobs.may_retry(job),
        "may_undo": jobs.may_undo(job),
        "onward_href": "" if job.is_at_work or (onward := _onward(job)) is None else onward(job),
        "file_href": reverse("job-file", args=[job.pk]) if job.blob_id and job.actor_id == reader.pk else "",
        "file_label": _("Download the failed rows") if job.failed else _("Download"),
        "undoing": describe(undoing) if undoing else None,
        "undoes": describe(job.undoes) if job.undoes else None,
        "trail": trail(job, reader),
    }


def trail(job: Job, reader: User) -> list[Entry]:
    """Say where one is: among one's own jobs, or among all of them."""
    home = _home() if job.actor_id != reader.pk else [{"label": _("Jobs"), "href": reverse("jobs")}]
    return [*home, {"label": describe(job)["title"], "href": ""}]


def row(job: Job, *, with_actor: bool) -> Entry:
    """Describe a job as a row of c-list-table."""
    told = describe(job)
    texts = [
        {"text": told["title"], "href": told["href"], "note": told["about"]},
        {"text": told["state"], "hue": told["hue"]},
        {"text": told["progress"], "note": told["counts"]},
        {"text": job.actor.name if job.actor else _("By itself")},
        {"text": values.instant(job.created_at)},
    ]
    cells = [cell | {"role": role} for cell, (_label, role) in zip(texts, COLUMNS, strict=True)]
    return {"cells": cells if with_actor else [*cells[:3], cells[4]]}


def columns(*, with_actor: bool) -> list[Entry]:
    """Return the headings of a list of jobs."""
    found = [{"label": label, "role": role} for label, role in COLUMNS]
    return found if with_actor else [*found[:3], found[4]]


def result_columns() -> list[Entry]:
    """Return the headings of the list of results."""
    return [{"label": label, "role": role} for label, role in RESULT_COLUMNS]


def looks(job: Job) -> bool:
    """Say whether a job only looks at what would be done."""
    return _onward(job) is not None


def result_rows(results: Sequence[JobResult], reader: User, *, looks: bool = False) -> list[Entry]:
    """Describe what became of items, named as the reader may see them; with a link where a decision is needed."""
    named = names.of([each.item_id for each in results], reader)
    said = RESULTS | WOULD if looks else RESULTS
    return [_result(each, named.get(each.item_id or 0), said) for each in results]


def _onward(job: Job) -> Callable[[Job], str] | None:
    kind = jobs.KINDS.get(job.kind)
    return kind.onward if kind else None


def _result(result: JobResult, name: Name | None, said: Mapping[str, Text]) -> Entry:
    line = _("Line %(number)s") % {"number": result.line} if result.line else ""
    texts = [
        {"text": name.text if name else line, "href": name.href if name else "", "note": _note(name, line)},
        {"text": str(said[result.state]), "hue": HUES[result.state]},
        {"text": result.reason},
        _next_step(result, name),
    ]
    return {"cells": [cell | {"role": role} for cell, (_label, role) in zip(texts, RESULT_COLUMNS, strict=True)]}


def _note(name: Name | None, line: str) -> str:
    return " · ".join(filter(None, (name.kind, line))) if name else ""


def _next_step(result: JobResult, name: Name | None) -> Entry:
    """Lead to the dialog of the conversion that needs a decision."""
    variant = result.data.get("variant")
    if result.state == DONE or not variant or name is None or name.item is None:
        return {"text": ""}
    slug = item_types.of(name.item).slug
    return {"text": _("Decide"), "href": reverse("convert", args=[slug, name.item.pk, variant])}


def _of(done: int, total: int) -> str:
    return _("%(done)s of %(total)s") % {"done": values.number(Decimal(done)), "total": values.number(Decimal(total))}


def _problem(job: Job) -> str:
    if job.state == FAILED and job.problem.startswith("Unclear:"):
        return _("Its filter asks for something that is gone. What was done stays; choose anew for the rest.")
    if job.state == FAILED:
        return _("It failed several times. What was done stays; you can let it go on.")
    return _("A step failed and is tried again by itself.") if job.problem and job.is_at_work else ""


def _home() -> list[Entry]:
    settings = {"label": _("Settings"), "href": reverse("settings")}
    return [settings, {"label": _("Jobs"), "href": reverse("settings-jobs")}]
