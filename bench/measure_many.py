"""One database: leads are seeded, all that a list finds become deals in one job, and that job is undone; first by a
worker in this process, then a tenth as many by the real one, while others work over HTTP.
"""

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.config.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.http import QueryDict  # noqa: TID251  what a list sends

from bench import load
from bench.others import Others
from segue.core import item_types, jobs
from segue.core.models import Department, Job, User
from segue.crm.communications import Communication
from segue.web.many import acts, selection, work
from tests import builders

COUNT, MOST_SECONDS = 10_000, 200
BESIDE = 10  # one of so many is converted beside others


def main() -> None:
    """Prepare, measure, print."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    count = next((int(each) for each in sys.argv[1:] if each.isdigit()), COUNT)
    if "--only-others" not in sys.argv:
        alone(seller("Alice"), count)
    beside_others(seller("Carol"), count // BESIDE)


def seller(name: str) -> User:
    """Somebody with the default role, whose leads nobody else sees."""
    return builders.person(name, department=Department.objects.create(name=name))


def alone(actor: User, count: int) -> None:
    """Convert and undo in this process."""
    seed(actor, count)
    job = start(actor)
    tell("lead -> deal", job, *worked(job))
    undoing = jobs.undo(job, actor=actor)
    tell("undo", undoing, *worked(undoing))


def beside_others(actor: User, count: int) -> None:
    """Convert and undo by the real worker, while others ask the real server."""
    seed(actor, count)
    with load.server() as (port, _processes):
        others = Others(port)
        print(f"  lead -> deal of {count}, by the worker beside others:")
        job = others.beside(start(actor))
        print(f"  undo of {job.done}, by the worker beside others:")
        others.beside(jobs.undo(job, actor=actor))


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


def worked(job: Job) -> tuple[float, float]:
    """Work at a job as one worker does, turn by turn; return the seconds that took, and those of this process."""
    begin, own = time.perf_counter(), time.process_time()
    while Job.objects.filter(pk=job.pk, state__in=("waiting", "running")).exists():
        jobs.run(job.pk)
    return time.perf_counter() - begin, time.process_time() - own


def tell(what: str, job: Job, seconds: float, own: float) -> None:
    """Print what came out of it."""
    job.refresh_from_db()
    each, cpu = (1000 * time / max(job.total, 1) for time in (seconds, own))
    print(f"  {what}: {job.done} done, {job.skipped} skipped, {job.failed} failed in {seconds:.1f} s;"
          f" {each:.1f} ms each, of which the worker computes {cpu:.1f}")  # fmt: skip
    print(f"    10,000 in {each * 10:.0f} s (to reach on PostgreSQL: {MOST_SECONDS} s)")


if __name__ == "__main__":
    main()
