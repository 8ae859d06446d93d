"""Which jobs, and which results of one, stand on this page?"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core.models import Job, User
from segue.core.models.job import AT_WORK, CANCELLED, DONE, FAILED
from segue.core.models.job import RESULTS as RESULT_STATES
from segue.web.components import jobs as words
from segue.web.components.timeline_filter import select
from segue.web.lists import by_id

AT_WORK_ALL = "at-work"
STATES = {AT_WORK_ALL: AT_WORK, DONE: (DONE,), CANCELLED: (CANCELLED,), FAILED: (FAILED,)}


def page(jobs: "QuerySet[Job]", params: Mapping[str, Any], *, home: str, with_actor: bool = False) -> dict[str, Any]:
    """Return what a list of jobs takes, newest first."""
    state = params.get("state", "")
    state = state if state in STATES else ""
    found = by_id.turn(jobs.filter(state__in=STATES[state]) if state else jobs, params)
    named = [("", _("All jobs")), (AT_WORK_ALL, _("At work"))]
    named += [(code, str(words.STATES[code])) for code in STATES if code in words.STATES]
    return {
        "home": home,
        "selects": [select("state", _("State"), named, state)],
        "columns": words.columns(with_actor=with_actor),
        "rows": [words.row(job, with_actor=with_actor) for job in found.rows],
        "chosen": bool(state),
        "reset_href": home if state else "",
        **_neighbours(found, home, state),
    }


def results(job: Job, params: Mapping[str, Any], *, reader: User) -> dict[str, Any]:
    """Return what became of the items of a job, latest first."""
    home, state = reverse("job", args=[job.pk]), params.get("state", "")
    state = state if state in RESULT_STATES else ""
    found = by_id.turn(job.results.filter(state=state) if state else job.results.all(), params)
    looks = words.looks(job)
    said = words.WOULD if looks else words.RESULTS
    named = [("", _("All results")), *((code, str(label)) for code, label in said.items())]
    return {
        "selects": [select("state", _("State"), named, state)],
        "columns": words.result_columns(),
        "rows": words.result_rows(found.rows, reader, looks=looks),
        "chosen": state,
        **_neighbours(found, home, state),
    }


def _neighbours(found: by_id.Page[Any], home: str, state: str) -> dict[str, str]:
    kept = {"state": state} if state else {}
    return {
        "previous_href": f"{home}?{urlencode(kept | {'after': found.newer})}" if found.newer else "",
        "next_href": f"{home}?{urlencode(kept | {'before': found.older})}" if found.older else "",
    }
