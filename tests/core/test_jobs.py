"""Is long work done in the background, all of it and nothing twice, whatever happens to its workers?"""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from segue.core import clock, jobs, permissions
from segue.core.jobs import Kind
from segue.core.models import Item, Job, JobResult, Notice, User
from tests import builders


def count_up(job: Job) -> bool:
    """Count to the total, two at a time; what `data` calls bad fails."""
    if job.retry_after is not None:
        again = jobs.failed_batch(job, 2)
        for each in again:
            each.state = "failed" if job.data.get("stubborn") else "done"
        with transaction.atomic():
            jobs.note(job, again)
        return bool(again)
    at = job.position.get("at", 0)
    lines = range(at + 1, min(at + 2, job.total) + 1)
    bad = job.data.get("bad", [])
    with transaction.atomic():
        found = [JobResult(job=job, line=each, state="failed" if each in bad else "done") for each in lines]
        jobs.note(job, found, position={"at": at + 2})
    return at + 2 < job.total


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, Kind]:
    for kind in (
        Kind("count", "Count", count_up, retries=True, undo="count_back"),
        Kind("count_back", "Count back", count_up),
    ):
        monkeypatch.setitem(jobs.KINDS, kind.code, kind)
    return jobs.KINDS


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(job: Job) -> bool:
        raise LookupError("no such thing")

    monkeypatch.setitem(jobs.KINDS, "count", Kind("count", "Count", fail))


def begun(actor: User | None, total: int = 5, **data: Any) -> Job:
    return jobs.start("count", data, actor=actor, total=total)


def ran(job: Job) -> Job:
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def come_due(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(next_at=timezone.now() - timedelta(minutes=5))


@pytest.mark.usefixtures("kinds")
class TestJobs:
    def test_a_job_runs_after_the_commit_and_counts_what_it_did(
        self, alice: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            job = begun(alice, bad=[3])
            assert not JobResult.objects.exists()
        job.refresh_from_db()
        assert (job.state, job.done, job.failed, job.handled) == ("done", 4, 1, 5)
        assert list(job.results.values_list("line", flat=True)) == [1, 2, 3, 4, 5]

    def test_the_same_asked_for_twice_is_one_job(self, alice: User, bob: User) -> None:
        one = jobs.start("count", {}, actor=alice, key="k")
        assert jobs.start("count", {}, actor=alice, key="k") == one
        assert jobs.start("count", {}, actor=bob, key="k") != one

    def test_a_job_that_somebody_holds_is_nobody_elses(self, alice: User) -> None:
        job = begun(alice)
        held = jobs._taken(job.pk)
        assert held
        assert jobs._taken(job.pk) is None

    def test_the_job_of_a_killed_worker_goes_on_where_it_was(self, alice: User) -> None:
        job = begun(alice)
        held = jobs._taken(job.pk)
        assert held
        count_up(held)
        come_due(job)
        assert (ran(job).state, job.done, job.attempts) == ("done", 5, 0)

    def test_a_worker_that_was_slow_notes_nothing_any_more(self, alice: User) -> None:
        job = begun(alice)
        slow = jobs._taken(job.pk)
        come_due(job)
        ran(job)
        assert slow
        with pytest.raises(jobs.Lost):
            count_up(slow)
        assert JobResult.objects.count() == 5

    def test_a_job_that_kills_its_workers_is_given_up(self, alice: User) -> None:
        job = begun(alice)
        for _each in range(jobs.ATTEMPTS):
            assert jobs._taken(job.pk)
            come_due(job)
        assert jobs._taken(job.pk) is None
        assert Job.objects.get().state == "failed"

    def test_the_clock_wakes_what_was_left(self, alice: User, django_capture_on_commit_callbacks: Any) -> None:
        job = begun(alice)
        come_due(job)
        with django_capture_on_commit_callbacks(execute=True):
            clock.tick()
        job.refresh_from_db()
        assert job.state == "done"

    def test_a_cancelled_job_gives_up_what_it_is_about_to_do(self, alice: User) -> None:
        job = begun(alice)
        held = jobs._taken(job.pk)
        jobs.cancel(job)
        assert held
        with pytest.raises(jobs.Lost):
            count_up(held)
        assert ran(job).state == "cancelled"

    def test_a_cancelled_job_goes_on_where_it_stopped(self, alice: User) -> None:
        job = begun(alice)
        held = jobs._taken(job.pk)
        assert held
        count_up(held)
        jobs.cancel(job)
        job.refresh_from_db()
        jobs.resume(job)
        assert (ran(job).state, job.done) == ("done", 5)

    def test_what_failed_is_tried_again_each_once(self, alice: User) -> None:
        job = ran(begun(alice, bad=[1, 2, 5]))
        jobs.retry(job)
        assert (ran(job).state, job.done, job.failed) == ("done", 5, 0)

    def test_what_fails_again_stays_failed(self, alice: User) -> None:
        job = ran(begun(alice, bad=[1, 2, 5], stubborn=True))
        jobs.retry(job)
        assert (ran(job).state, job.done, job.failed, job.retry_after) == ("done", 2, 3, None)
        assert jobs.may_retry(job)

    def test_a_job_is_undone_once_by_a_job(self, alice: User) -> None:
        job = ran(begun(alice))
        back = jobs.undo(job, actor=alice)
        assert (back.kind, back.undoes, back.total) == ("count_back", job, 5)
        assert jobs.undo(job, actor=alice) == back
        assert not jobs.may_undo(Job.objects.get(pk=job.pk))
        assert not jobs.may_retry(Job.objects.get(pk=job.pk))

    def test_what_is_due_by_the_clock_starts_once(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(jobs.KINDS, "daily", Kind("daily", "Daily", count_up, every=timedelta(days=1)))
        jobs.start_due()
        jobs._began.clear()  # another machine
        jobs.start_due()
        assert Job.objects.get(kind="daily").actor is None

    def test_only_its_actor_and_administrators_see_a_job(self, alice: User, bob: User, dana: User) -> None:
        job = begun(alice)
        assert [job in jobs.of(user) for user in (alice, bob, dana)] == [True, False, True]
        with pytest.raises(permissions.Forbidden):
            jobs.require(bob, job)

    def test_whoever_did_not_wait_is_told_of_the_end(self, alice: User) -> None:
        job = begun(alice)
        Job.objects.update(created_at=timezone.now() - timedelta(minutes=1))
        ran(job)
        assert Notice.objects.get().data == {"job": "job", "id": job.pk, "complete": True}


@pytest.mark.usefixtures("broken")
class TestBrokenJobs:
    def test_a_step_that_raises_is_tried_again_later(self, alice: User) -> None:
        job = ran(begun(alice))
        assert (job.state, job.attempts, job.problem) == ("waiting", 1, "LookupError: no such thing")
        assert job.next_at > timezone.now()

    def test_after_some_attempts_the_job_has_failed_and_may_be_resumed(self, alice: User) -> None:
        job = begun(alice)
        for _each in range(jobs.ATTEMPTS):
            come_due(job)
            ran(job)
        assert job.state == "failed"
        jobs.resume(job)
        job.refresh_from_db()
        assert (job.state, job.attempts) == ("waiting", 0)


def test_what_ended_long_ago_is_forgotten(alice: User) -> None:
    old, new = (Job.objects.create(kind="x", actor=alice, state="done", next_at=timezone.now()) for _each in "12")
    Job.objects.filter(pk=old.pk).update(ended_at=timezone.now() - timedelta(days=jobs.KEPT_DAYS + 1))
    JobResult.objects.create(job=old, line=1, state="done")
    jobs.run(jobs.start("forget_jobs", {}, actor=None).pk)
    assert old not in Job.objects.all()
    assert new in Job.objects.all()


def test_an_item_that_goes_leaves_its_result(alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    job = Job.objects.create(kind="x", actor=alice, next_at=timezone.now())
    JobResult.objects.create(job=job, item_id=deal.pk, state="done")
    Item.objects.filter(pk=deal.pk).delete()
    assert JobResult.objects.get().item is None
