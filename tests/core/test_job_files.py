"""Files that jobs offer are kept for a while, and bytes that something else names for longer."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from segue.core import files, jobs
from segue.core.models import Blob, Job, User
from segue.core.parts import File
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path


def ended(actor: User, days: int, text: str = "one") -> Job:
    """A job that offered a file so many days ago."""
    blob = files.store(ContentFile(text.encode(), name="rows.csv"))
    now = timezone.now()
    return Job.objects.create(
        kind="export", actor=actor, state="done", blob=blob, next_at=now, ended_at=now - timedelta(days=days)
    )


def cleared() -> None:
    jobs.run(jobs.start("forget_files", {}, actor=None).pk)


def test_after_thirty_days_they_go(alice: User) -> None:
    old, young = ended(alice, 31), ended(alice, 29, "two")
    path = files.path_of(old.blob.sha256)
    cleared()
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.blob, path.exists()) == (None, False)
    assert young.blob is not None
    assert files.path_of(young.blob.sha256).exists()


def test_bytes_that_an_item_has_too_stay(alice: User) -> None:
    old = ended(alice, 31)
    assert old.blob is not None
    builders.deal(alice, files=(File(old.blob.pk, "rows.csv", alice.pk, timezone.now()),))
    cleared()
    assert (Blob.objects.count(), files.path_of(old.blob.sha256).exists()) == (1, True)


def test_of_two_jobs_with_the_same_bytes_the_younger_keeps_them(alice: User) -> None:
    ended(alice, 31)
    young = ended(alice, 3)
    cleared()
    young.refresh_from_db()
    assert young.blob is not None
    assert files.path_of(young.blob.sha256).exists()
