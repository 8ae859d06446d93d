"""One database of `imports.py`: the real server and worker; others ask pages over HTTP, alone and during the import."""

import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.config.settings")
django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench import load
from segue.core import files, item_types, jobs
from segue.core.custom_fields import changes
from segue.core.models import Item, Job, User
from segue.importers import heads, reading
from segue.importers.drafts import targets
from segue.importers.models import Import
from segue.importers.options import Options
from segue.lib import spreadsheets

GOAL, OTHERS = 180, 1.5  # to reach: seconds for 100,000 rows, times the p95 of others
PAGES = ("/leads/", "/", "/deals/")
WARM, ALONE = 10, 20  # seconds in which others ask, to warm up and alone


def main() -> None:
    """Prepare an installation, and measure."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    dana = User.objects.create_user("dana@segue.test", "segue-bench", name="Dana", is_admin=True)
    for code, kind in (("BRANCH", "string"), ("STAFF", "integer")):
        field = changes.new("lead", kind, multiple=False, code=code)
        changes.save(field, {"labels": {"en": code.title()}, "settings": {}}, actor=dana)
    about = _sent(dana, rows)
    with load.server() as (port, processes):
        cookie = load.signed_in(dana)
        _asked(port, cookie, lambda: True, seconds=WARM)
        job = jobs.start("import", {"import": about.pk}, actor=dana)
        began = time.monotonic()
        beside = _asked(port, cookie, lambda: _is_at_work(job))
        taken = time.monotonic() - began
        print(f"  import of {rows} rows: {taken:.0f} s, {rows / taken:.0f}/s (to reach: {GOAL * rows / 100_000:.0f} s)")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        alone = _asked(port, cookie, lambda: True, seconds=ALONE)  # with as many items as beside it, at the end
        _say(alone, beside)
        print(f"  memory of the worker: {load.memory(processes[1:]):.0f} MB; items: {Item.objects.count()}")
        undone = jobs.undo(job, actor=dana)
        began = time.monotonic()
        beside = _asked(port, cookie, lambda: _is_at_work(undone))
        taken = time.monotonic() - began
        print(f"  undo of it: {taken:.0f} s, {rows / taken:.0f}/s")
        _say(alone, beside)


def _sent(dana: User, rows: int) -> Import:
    path = Path(settings.HOME) / "leads.csv"
    with path.open("w", encoding="utf-8") as written:
        written.write("Name;First name;Last name;Phone;E-mail;Responsible person;Branch;Staff\n")
        for place in range(rows):
            phone = f"030 {1_000_000 + place}"
            written.write(f"Inquiry {place};Eva;Adler {place};{phone};eva{place}@example.com;Dana;Trade;{place % 90}\n")
    blob = files.keep(path, "leads.csv")
    about = Import(actor=dana, item_type="lead", blob=blob, file_name="leads.csv", options=Options().stored())
    about.notation = vars(spreadsheets.told(files.path_of(blob.sha256))) | {"has_head": True}
    about.mapping = heads.guess(reading.head(about), [*targets(item_types.get("lead"), dana).values()])
    about.save()
    return about


def _is_at_work(job: Job) -> bool:
    job.refresh_from_db()
    if job.state == "failed":
        raise SystemExit(job.problem)
    return job.is_at_work


def _asked(port: int, cookie: str, goes_on: Callable[[], bool], *, seconds: float = 1e9) -> list[float]:
    """Ask pages, one after the other with a rest between, and return how many milliseconds each answer took."""
    found: list[float] = []
    link, until = load.Link(port), time.monotonic() + seconds
    while time.monotonic() < until and goes_on():
        found.extend(load.timed(partial(link.ask, "GET", page, cookie)) for page in PAGES)
        time.sleep(0.2)
    return found


def _say(alone: list[float], beside: list[float]) -> None:
    before, during = (statistics.quantiles(times, n=20)[-1] for times in (alone, beside))
    print(
        f"  others: p95 {before:.0f} ms alone, {during:.0f} ms beside: {during / before:.2f} x (to reach: {OTHERS} x)"
    )


if __name__ == "__main__":
    main()
