"""Files that came in are cleared away after a month; what was done by them stays."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from segue.core import files, jobs
from segue.core.models import Item, Job, User
from segue.importers.models import Import
from tests import builders
from tests.importers.files import done, said, sent

pytestmark = pytest.mark.django_db
PEOPLE = "Last name;City\nAdler;Ulm\n"


@pytest.fixture(autouse=True)
def may_import(settings: Any, tmp_path: Path, alice: User) -> None:
    settings.FILES_DIR = tmp_path
    builders.give_right("import", "contact", "all")


def cleared() -> None:
    jobs.run(jobs.start("forget_imports", {}, actor=None).pk)


def aged(about: Import, days: int) -> Import:
    Import.objects.filter(pk=about.pk).update(created_at=timezone.now() - timedelta(days=days))
    return about


def test_after_thirty_days_an_upload_goes_and_what_it_brought_stays(alice: User) -> None:
    about = aged(sent(alice, "contact", PEOPLE), 31)
    job = done(about)
    Import.objects.filter(pk=about.pk).update(job=job)
    cleared()
    assert not files.path_of(about.blob.sha256).exists()
    assert (Import.objects.count(), Item.objects.count()) == (0, 1)
    assert jobs.KINDS["import"].about(job) == "Contacts · people.csv"


def test_it_is_kept_until_then_and_while_somebody_works_with_it(alice: User) -> None:
    aged(sent(alice, "contact", PEOPLE), 29)
    busy = aged(sent(alice, "contact", PEOPLE + "Born;Bonn\n"), 31)
    job = jobs.start("import", {"import": busy.pk}, actor=alice)
    Import.objects.filter(pk=busy.pk).update(job=job)
    cleared()
    assert Import.objects.count() == 2


def test_an_import_that_goes_on_without_its_file_says_so(alice: User) -> None:
    about = sent(alice, "contact", PEOPLE)
    job = jobs.start("import", {"import": about.pk}, actor=alice)
    aged(about, 31)
    Job.objects.filter(pk=job.pk).update(state="cancelled")
    cleared()
    job.refresh_from_db()
    jobs.resume(job)
    jobs.run(job.pk)
    assert [(state, reason) for _line, state, reason in said(job)] == [
        ("failed", "The file was cleared away meanwhile.")
    ]
