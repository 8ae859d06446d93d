"""Does one see how far a job is and what came of it, and can one stop it, go on, try again, undo, and take its file?"""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from segue.core import files, jobs, notices
from segue.core.jobs import Kind
from segue.core.models import Blob, Job, JobResult, User
from segue.web.components import jobs as job_words
from tests import builders

HTMX = {"HX-Request": "true", "HX-Target": "job"}


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = Kind("tidy", "Tidy up", lambda job: False, about=lambda job: "what lies about", undo="mess", retries=True)
    monkeypatch.setitem(jobs.KINDS, "tidy", kind)
    monkeypatch.setitem(jobs.KINDS, "mess", Kind("mess", "Mess up", lambda job: False))


def a_job(actor: User | None, **values: Any) -> Job:
    return Job.objects.create(**{"kind": "tidy", "actor": actor, "next_at": timezone.now(), "total": 4} | values)


def text(web: Client, address: str) -> str:
    return web.get(address).content.decode()


def test_a_running_job_shows_its_bar_and_asks_for_it_again(web: Client, alice: User) -> None:
    job = a_job(alice, state="running", done=1, failed=1)
    page = text(web, f"/jobs/{job.pk}/")
    assert "Tidy up" in page
    assert "2 of 4" in page
    assert 'hx-trigger="every 2s"' in page
    assert "what lies about" in page


def test_the_bar_alone_is_asked_for_and_at_the_end_the_page(web: Client, alice: User) -> None:
    job = a_job(alice, state="running")
    answer = web.get(f"/jobs/{job.pk}/", headers=HTMX)
    assert "<html" not in answer.content.decode()
    Job.objects.update(state="done")
    assert web.get(f"/jobs/{job.pk}/", headers=HTMX)["HX-Refresh"] == "true"


def test_the_results_stand_with_their_reasons_and_are_filtered(web: Client, alice: User) -> None:
    job, deal = a_job(alice, state="done", done=1, failed=1), builders.deal(alice, title="Desks")
    JobResult.objects.create(job=job, item_id=deal.pk, state="done")
    JobResult.objects.create(job=job, line=7, state="failed", reason="Too dear")
    page = text(web, f"/jobs/{job.pk}/")
    assert "Desks" in page
    assert "Line 7" in page
    assert "Too dear" in page
    assert "Desks" not in text(web, f"/jobs/{job.pk}/?state=failed")


def test_a_long_list_of_results_has_pages(web: Client, alice: User) -> None:
    job = a_job(alice, state="done", done=60)
    JobResult.objects.bulk_create(JobResult(job=job, line=line, state="done") for line in range(1, 61))
    page = web.get(f"/jobs/{job.pk}/")
    assert "Line 60" in page.content.decode()
    assert "Line 5<" in text(web, page.context["next_href"])


def test_what_needs_a_decision_leads_to_it(web: Client, alice: User) -> None:
    job, lead = a_job(alice, state="done", skipped=1), builders.lead(alice)
    JobResult.objects.create(job=job, item_id=lead.pk, state="skipped", data={"variant": "deal"})
    assert f'href="/leads/{lead.pk}/create/deal/"' in text(web, f"/jobs/{job.pk}/")


def test_an_item_that_one_may_not_see_any_more_is_not_named(web: Client, alice: User, charlie: User) -> None:
    job, deal = a_job(alice, state="done", done=1), builders.deal(charlie, title="Secret", open_to_all=False)
    JobResult.objects.create(job=job, item_id=deal.pk, state="skipped", data={"variant": "deal"})
    page = text(web, f"/jobs/{job.pk}/")
    assert "Secret" not in page
    assert "Decide" not in page


@pytest.mark.parametrize(
    ("act", "before", "after"),
    [("cancel", "running", "cancelled"), ("resume", "cancelled", "waiting"), ("retry", "done", "waiting")],
)
def test_a_job_is_stopped_goes_on_and_tries_again(web: Client, alice: User, act: str, before: str, after: str) -> None:
    job = a_job(alice, state=before, failed=1)
    answer = web.post(f"/jobs/{job.pk}/{act}/")
    job.refresh_from_db()
    assert (answer.status_code, answer["Location"], job.state) == (303, f"/jobs/{job.pk}/", after)


def test_a_job_is_undone_by_a_job_of_its_own(web: Client, alice: User) -> None:
    job = a_job(alice, state="done", done=3)
    answers = [web.post(f"/jobs/{job.pk}/undo/")["Location"] for _twice in "12"]
    undoing = Job.objects.get(undoes=job)
    assert answers == [f"/jobs/{undoing.pk}/"] * 2
    assert f'href="/jobs/{job.pk}/"' in text(web, f"/jobs/{undoing.pk}/")


def test_what_did_nothing_cannot_be_undone(web: Client, alice: User) -> None:
    job = a_job(alice, state="done")
    assert web.post(f"/jobs/{job.pk}/undo/")["Location"] == f"/jobs/{job.pk}/"
    assert not Job.objects.filter(undoes=job).exists()


@pytest.fixture
def stored(db: None, settings: Any, tmp_path: Any) -> Blob:
    settings.FILES_DIR = tmp_path
    return files.store(ContentFile(b"a;b", name="out.csv"))


@pytest.mark.usefixtures("stored")
def test_the_file_of_a_job_is_for_its_actor_alone(web: Client, alice: User, bob: User, stored: Blob) -> None:
    job = a_job(alice, state="done", blob=stored, file_name="out.csv")
    answer = web.get(f"/jobs/{job.pk}/file/")
    assert answer.getvalue() == b"a;b"
    assert "attachment" in answer["Content-Disposition"]
    web.force_login(bob)
    assert web.get(f"/jobs/{job.pk}/file/").status_code == 404


@pytest.mark.parametrize("act", ["", "cancel/", "resume/", "retry/", "undo/"])
def test_a_stranger_finds_no_job(web: Client, bob: User, act: str) -> None:
    address = f"/jobs/{a_job(bob).pk}/{act}"
    assert (web.post(address) if act else web.get(address)).status_code == 404


def test_everybody_lists_their_own_jobs(web: Client, alice: User, bob: User) -> None:
    mine, other = a_job(alice), a_job(bob)
    page = text(web, "/jobs/")
    assert f"/jobs/{mine.pk}/" in page
    assert f"/jobs/{other.pk}/" not in page
    assert f"/jobs/{mine.pk}/" not in text(web, "/jobs/?state=failed")


def test_administrators_list_all_jobs_and_try_again(admin: Client, alice: User) -> None:
    job, _own = a_job(alice, state="failed"), a_job(None)
    page = text(admin, "/settings/jobs/?state=failed")
    assert f"/jobs/{job.pk}/" in page
    assert "Alice" in page
    admin.post(f"/jobs/{job.pk}/resume/")
    assert Job.objects.get(pk=job.pk).state == "waiting"
    assert "By itself" in text(admin, "/settings/jobs/")


def test_who_began_a_job_stands_on_the_phone_too(admin: Client, alice: User) -> None:
    a_job(alice)
    assert '<td class="is-text">Alice' in " ".join(text(admin, "/settings/jobs/").split())


def test_ones_own_jobs_are_said_once(web: Client) -> None:
    assert 'aria-label="You are here"' not in text(web, "/jobs/")


def test_only_administrators_list_all_jobs(web: Client) -> None:
    assert web.get("/settings/jobs/").status_code == 403


def test_a_job_of_a_kind_that_is_gone_still_shows(web: Client, alice: User) -> None:
    assert web.get(f"/jobs/{a_job(alice, kind='gone', state='done', done=1).pk}/").status_code == 200


def test_the_bell_leads_to_a_job_that_has_ended(web: Client, alice: User) -> None:
    job = a_job(alice, state="done", done=4)
    notices.tell(notices.JOB, [alice], data={"job": "job", "id": job.pk, "complete": True})
    page = text(web, "/notices/")
    assert "A job has ended" in page
    assert "Tidy up: what lies about" in page


def test_what_was_out_of_sight_when_its_turn_came_is_counted_once_the_job_has_ended(dana: User) -> None:
    job = a_job(dana, state="done", total=70, done=49, skipped=1)
    assert job_words.counts(job) == "49 done · 1 skipped · 20 not found any more"
    assert job_words.describe(job)["tone"] == "warning"
    job.state = "cancelled"
    assert job_words.counts(job) == "49 done · 1 skipped"
