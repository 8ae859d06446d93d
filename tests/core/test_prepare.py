"""What does a start clear away, and what does it leave?"""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from segue.core.management.commands import prepare
from segue.core.models import User

pytestmark = pytest.mark.django_db


def job(name: str, **state: object) -> None:
    now = timezone.now()
    DBTaskResult.objects.create(
        task_path=name, args_kwargs={"args": [], "kwargs": {}}, backend_name="default", run_after=now, **state
    )


def test_a_sign_in_that_ended_is_forgotten_and_one_that_holds_is_not() -> None:
    for key, days in (("ended", -1), ("holds", 1)):
        ends = timezone.now() + timedelta(days=days)
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    prepare.forget()
    assert [session.session_key for session in Session.objects.all()] == ["holds"]


def test_where_somebody_was_signed_in_is_forgotten_with_the_sign_in(alice: User) -> None:
    for key, days in (("ended", -1), ("holds", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days))
    for key in ("ended", "holds", "gone before"):
        UserSession.objects.create(session_key=key, user=alice, ip="203.0.113.7", user_agent="Firefox")
    prepare.forget()
    assert [place.session_key for place in UserSession.objects.all()] == ["holds"]


def test_what_became_of_a_job_is_forgotten_after_two_weeks() -> None:
    for days in (15, 13):
        job(f"done {days} days ago", status="SUCCESSFUL", finished_at=timezone.now() - timedelta(days=days))
    job("not done yet", status="READY")
    prepare.forget()
    assert {row.task_path for row in DBTaskResult.objects.all()} == {"done 13 days ago", "not done yet"}
