"""Does a job keep others waiting? They open a list, a deal and the first page, and make invoices of deals, over HTTP.

What they open does not grow with the job. The job is stopped and goes on every few seconds: so the answers beside it
and those alone are of the same minute, whatever else the machine does.
"""

import statistics
import time
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from bench import load
from segue.core import jobs
from segue.core.models import Item, Job, User
from tests import builders

MOST = 1.5  # to reach: times the p95 of others
WARM, WINDOW, ROUNDS = 8, 2.5, 20  # seconds in which others ask to warm up, and each time alone and beside the job
STOPS = 0.5  # seconds in which what the worker has begun ends
REST = 0.02  # seconds between two requests
Times = dict[str, list[float]]


class Others:
    """Somebody else, who works while a job is at work and while it stands still."""

    def __init__(self, port: int) -> None:
        self.actor: User = builders.person("Bob")
        self.cookie, self.link = load.signed_in(self.actor), load.Link(port)
        self.token = load.csrf(self.link, self.cookie)
        self.deal = self._deal()
        self._work({"reads": [], "writes": []}, WARM)

    def beside(self, job: Job) -> Job:
        """Work beside a job and alone, in turn, then leave it alone until it ends; print how long answers took."""
        alone: Times = {"reads": [], "writes": []}
        beside: Times = {"reads": [], "writes": []}
        taken = timedelta()
        for _round in range(ROUNDS):
            began = _begun(job)
            self._work(beside, WINDOW)
            jobs.cancel(job)
            taken += _end(job) - began
            if not jobs.may_resume(job):
                break
            time.sleep(STOPS)
            self._work(alone, WINDOW)
            jobs.resume(job)
        else:
            began = _begun(job)
            taken += _end(job) - began
        print(f"    {taken.total_seconds():.1f} s at work: {job.done} done, {job.skipped} skipped, {job.failed} failed")
        for what, quiet, busy in ((what, _late(alone[what]), _late(beside[what])) for what in alone):
            print(f"    others' {what}: p95 {quiet:.0f} ms alone, {busy:.0f} ms beside it: {busy / quiet:.2f} x"
                  f" ({len(beside[what])} of them; to reach: {MOST} x)")  # fmt: skip
        return job

    def _deal(self) -> Item:
        return builders.deal(self.actor, rows=tuple(builders.row(f"Position {each}", "12.34") for each in range(5)))

    def _work(self, found: Times, seconds: float) -> None:
        """Work for a while, and note how many milliseconds each answer took."""
        until, deals = time.monotonic() + seconds, [self._deal() for _each in range(2)]
        while time.monotonic() < until:
            for page in ("/deals/", f"/deals/{self.deal.pk}/", "/"):
                found["reads"].append(load.timed(partial(self.link.ask, "GET", page, self.cookie)))
                time.sleep(REST)
            deal = deals.pop() if deals else self._deal()
            found["writes"].append(load.timed(partial(load.press, self.link, self.cookie, self.token, deal)))
            time.sleep(REST)


def _begun(job: Job) -> datetime:
    """Wait until a worker has taken the job, and say when that was."""
    while not Job.objects.filter(pk=job.pk).exclude(holder="", ended_at=None).exists():
        time.sleep(REST)
    return timezone.now()


def _end(job: Job) -> datetime:
    """Wait until the job stands still, and say when that was."""
    job.refresh_from_db()
    while job.ended_at is None:
        time.sleep(REST)
        job.refresh_from_db()
    if job.state == "failed":
        raise SystemExit(job.problem)
    return job.ended_at


def _late(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else max(times, default=float("nan"))
