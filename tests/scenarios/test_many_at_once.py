"""Long stories about many at once: A5, a worker that is killed, two workers, all of it taken back."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.http import QueryDict
from django.utils import timezone

from segue.core import item_types, jobs
from segue.core.models import Department, Item, Job, JobResult, RequiredField, User
from segue.crm.models import Conversion, Deal, Lead
from segue.web.many import acts, selection, work
from tests import builders, databases

# What a worker does that is killed in the middle of its third lead: after its deal is made, before that is noted.
KILLED = """
import os, signal, django
django.setup()
from segue.core import job_steps, jobs
noted, kept = [], job_steps.note
def note(job, results=(), **more):
    noted.append(1)
    if len(noted) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    kept(job, results, **more)
jobs.note = note
jobs.run({pk})
"""


def begin(actor: User, act: str = "create-deal", typed: str = "", query: str = "all=1") -> Job:
    lead = item_types.get("lead")
    made = acts.make(act, lead, QueryDict(typed), actor)
    assert made is not None
    return work.start(made, act, selection.read(lead, QueryDict(query)), actor=actor, key="")


def ended(job: Job) -> Job:
    while Job.objects.filter(pk=job.pk, state__in=("waiting", "running")).exists():
        jobs.run(job.pk)
    job.refresh_from_db()
    return job


def lapse(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(next_at=timezone.now() - timedelta(minutes=10))


@pytest.fixture(autouse=True)
def in_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else writes here, who would wait; and a job begins when a test says so."""
    monkeypatch.setattr(jobs, "rest", lambda: None)
    monkeypatch.setattr(jobs, "_wake", lambda pk: None)


def test_a5_of_500_leads_7_cannot_be_closed_and_the_others_are(alice: User) -> None:
    for number in range(500):
        firm = {} if number >= 7 else {"company_name": ""}
        lead = builders.lead(alice, communications=(), rows=(), **firm)
    junk = lead.pipeline.stages.get(code="JUNK")
    RequiredField.objects.create(item_type="lead", field="company_name")
    job = ended(begin(alice, "stage", f"to={junk.pk}"))
    assert (job.state, job.done, job.failed, job.total) == ("done", 493, 7, 500)
    reasons = set(job.results.filter(state="failed").values_list("reason", flat=True))
    assert reasons == {"Company name: This field is required."}
    Lead.objects.filter(company_name="").update(company_name="Found out")
    jobs.retry(job)
    assert (ended(job).done, job.failed) == (500, 0)


def test_a5_of_leads_that_become_companies_those_with_a_twin_wait_for_a_decision(alice: User) -> None:
    builders.company(alice, title="Brandt GmbH")
    for number in range(20):
        builders.lead(alice, company_name="Brandt GmbH" if number < 7 else f"Firm {number}", communications=())
    job = ended(begin(alice, "create-company"))
    assert (job.done, job.skipped) == (13, 7)
    assert all(result.data["variant"] == "company" for result in job.results.filter(state="skipped"))


def test_l9_all_of_it_is_taken_back(alice: User) -> None:
    for _each in range(30):
        builders.lead(alice)
    job = ended(begin(alice))
    worked_on = Deal.objects.earliest("pk")
    builders.activity(alice, worked_on)
    undoing = ended(jobs.undo(job, actor=alice))
    assert (undoing.done, undoing.skipped) == (29, 1)
    assert list(Deal.objects.alive()) == [worked_on]
    assert set(Conversion.objects.values_list("state", flat=True)) == {"applied", "undone"}


def test_p13_a_lead_that_somebody_converted_meanwhile_is_not_converted_twice(alice: User) -> None:
    leads = [builders.lead(alice) for _each in range(3)]
    job = begin(alice)
    held = jobs._taken(job.pk)
    assert held
    other = ended(begin(alice, query=f"id={leads[1].pk}"))
    assert other.done == 1
    lapse(job)
    assert (ended(job).done, job.skipped) == (2, 1)
    assert Deal.objects.count() == 3


def test_c9_a_conversion_that_was_made_but_not_noted_is_not_made_again(alice: User) -> None:
    lead = builders.lead(alice)
    job = begin(alice)
    act = acts.make("create-deal", item_types.get("lead"), QueryDict(), alice)
    assert act is not None
    act.do(Item.objects.get(pk=lead.pk), f"job-{job.pk}-{lead.pk}")
    assert ended(job).done == 1
    assert Deal.objects.count() == 1


@pytest.fixture
def installed(home: Path) -> dict[str, str]:
    """An installation of its own, and what a program needs to find it."""
    return os.environ | {
        "SEGUE_HOME": str(home),
        "DATABASE_URL": databases.url(str(connection.settings_dict["NAME"])),
        "DJANGO_SETTINGS_MODULE": "segue.config.settings",
    }


def sellers_leads(count: int) -> User:
    alice = builders.person("Alice", department=Department.objects.create(name="Sales"))
    for _each in range(count):
        builders.lead(alice)
    return alice


def test_a_worker_that_is_killed_leaves_nothing_half_done(installed: dict[str, str]) -> None:
    job = begin(sellers_leads(6))
    program = [sys.executable, "-c", KILLED.format(pk=job.pk)]
    killed = subprocess.run(program, cwd=settings.BASE_DIR, env=installed, check=False)  # noqa: S603  our own
    assert killed.returncode == -9
    assert (Deal.objects.count(), JobResult.objects.count()) == (2, 2)
    lapse(job)
    assert (ended(job).done, job.attempts) == (6, 0)
    assert Deal.objects.count() == 6


@pytest.mark.usefixtures("installed")
def test_two_workers_at_one_job_do_nothing_twice() -> None:
    job = begin(sellers_leads(20))

    def work_along(_number: int) -> None:
        ended(Job.objects.get(pk=job.pk))
        connections.close_all()

    workers: list[Any] = [Thread(target=work_along, args=(number,)) for number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    job.refresh_from_db()
    assert (job.state, job.done, Deal.objects.count(), JobResult.objects.count()) == ("done", 20, 20, 20)
