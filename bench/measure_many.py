"""One database: leads are seeded, all that a list finds become deals in one job, and that job is undone."""

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.config.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.http import QueryDict  # noqa: TID251  what a list sends

from segue.core import item_types, jobs
from segue.core.models import Department, Job, User
from segue.crm.communications import Communication
from segue.web.many import acts, selection, work
from tests import builders

COUNT, MOST_SECONDS = 10_000, 200


def main() -> None:
    """Prepare, measure, print."""
    call_command("migrate", verbosity=0)
    count = next((int(each) for each in sys.argv[1:] if each.isdigit()), COUNT)
    actor = builders.person("Alice", department=Department.objects.create(name="Sales"))
    seed(actor, count)
    job = start(actor)
    tell("lead -> deal", job, worked(job), count)
    undoing = jobs.undo(job, actor=actor)
    tell("undo", undoing, worked(undoing), count)


def seed(actor: User, count: int) -> None:
    """Make leads as people type them: a name, a firm, an e-mail, one product."""
    for number in range(count):
        reach = (Communication("EMAIL", f"jana{number}@example.com"),)
        names = {"last_name": f"Brandt {number}", "company_name": f"Brandt {number} GmbH"}
        builders.lead(actor, title=f"Inquiry {number}", communications=reach, **names)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def start(actor: User) -> Job:
    """Choose all that the list of leads finds."""
    lead = item_types.get("lead")
    act = acts.make("create-deal", lead, QueryDict(), actor)
    assert act is not None
    chosen = selection.read(lead, QueryDict("all=1"))
    with transaction.atomic():
        return work.start(act, "create-deal", chosen, actor=actor, key="")


def worked(job: Job) -> float:
    """Work at a job as one worker does, turn by turn, and return the seconds that took."""
    begin = time.perf_counter()
    while Job.objects.filter(pk=job.pk, state__in=("waiting", "running")).exists():
        jobs.run(job.pk)
    return time.perf_counter() - begin


def tell(what: str, job: Job, seconds: float, count: int) -> None:
    """Print what came out of it."""
    job.refresh_from_db()
    each = 1000 * seconds / max(count, 1)
    print(
        f"  {what}: {job.done} done, {job.skipped} skipped, {job.failed} failed in {seconds:.1f} s, {each:.1f} ms each"
    )
    print(f"    10,000 in {each * 10:.0f} s (to reach on PostgreSQL: {MOST_SECONDS} s)")


if __name__ == "__main__":
    main()
