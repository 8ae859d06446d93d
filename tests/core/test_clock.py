"""Does what is due happen by itself while a worker runs?"""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from segue.core import clock, jobs, notices, outbox
from segue.core.models import Activity, Notice, OutboxEntry, User
from tests import builders, databases

NOW = timezone.now()
PATIENCE = 60  # seconds


def due_now(person: User) -> None:
    activity = builders.activity(person, builders.deal(person))
    Activity.objects.filter(pk=activity.pk).update(remind_at=NOW)


def test_the_clock_reminds_and_delivers_what_failed(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Any] = []
    monkeypatch.setitem(outbox._HANDLERS, "test", heard.append)
    outbox.put("test", {"is": "late"}, key="one")
    OutboxEntry.objects.update(next_attempt_at=NOW - timedelta(minutes=5), attempts=1)
    due_now(alice)
    clock.tick()
    assert heard == [{"is": "late"}]
    assert Notice.objects.filter(kind="reminder").count() == 1


def test_what_fails_keeps_nothing_else_from_happening(alice: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    due_now(alice)
    due_now(bob)
    tell = notices.tell

    def fail(kind: str, people: list[User], **more: Any) -> None:
        if people == [alice]:
            raise LookupError
        tell(kind, people, **more)

    monkeypatch.setattr(notices, "tell", fail)
    clock.tick()
    assert [notice.person for notice in Notice.objects.filter(kind="reminder")] == [bob]
    monkeypatch.setattr(notices, "tell", tell)
    clock.tick()
    assert Notice.objects.filter(kind="reminder", person=alice).exists()


@pytest.mark.usefixtures("alice")
def test_whoever_delivers_has_taken_the_entry_before(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, bool]] = []

    def look(_payload: dict[str, Any]) -> None:
        entry = OutboxEntry.objects.get()
        seen.append((entry.attempts, entry.next_attempt_at > timezone.now()))

    monkeypatch.setitem(outbox._HANDLERS, "test", look)
    outbox.put("test", {}, key="one")
    assert outbox.drain() == 1
    assert seen == [(1, True)]


def test_a_clock_with_nothing_to_do_asks_four_short_questions(alice: User, django_assert_num_queries: Any) -> None:
    jobs.start_due()
    with django_assert_num_queries(4):
        clock.tick()


def test_a_worker_reminds_by_itself_and_ends_when_it_is_told_to(home: Path) -> None:
    due_now(builders.person("Alice", is_admin=True))
    env = os.environ | {
        "SEGUE_HOME": str(home),
        "DATABASE_URL": databases.url(str(connection.settings_dict["NAME"])),
        "DJANGO_SETTINGS_MODULE": "segue.config.settings",
    }
    command = [sys.executable, "manage.py", "work", "--verbosity", "0"]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=env) as worker:  # noqa: S603  our own command
        ends_at = time.monotonic() + PATIENCE
        while not Notice.objects.exists() and time.monotonic() < ends_at:
            time.sleep(0.1)
        worker.terminate()
    assert Notice.objects.filter(kind="reminder").count() == 1
    assert worker.returncode == 0
