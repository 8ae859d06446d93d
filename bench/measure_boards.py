"""One database: a great many deals, and what each request of a board costs."""

import argparse
import os
import statistics
import time
from http import HTTPStatus

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.config.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.http import QueryDict  # noqa: TID251  the address of a board
from django.test import Client

from bench import seed_custom_fields
from segue.core import item_types
from segue.core.models import Department, Stage, User
from segue.web.lists import board_page
from tests import builders

LIMITS = {"page": 100, "column": 100, "totals": 1_000}
HOST = "localhost"
SPREAD = """
UPDATE core_item SET
    stage_id = {first} + id % {count},
    closed_at = CASE WHEN id % {count} >= {process} THEN created_at END,
    currency_id = CASE id % 3 WHEN 0 THEN 'EUR' WHEN 1 THEN 'USD' ELSE 'CHF' END,
    amount = id % 9973, base_amount = id % 9973
WHERE type = 'deal'
"""


def main() -> None:
    """Prepare, measure, print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--runs", type=int, default=40)
    options = asked.parse_args()
    call_command("migrate", verbosity=0)
    sales = Department.objects.create(name="Sales")
    dana, alice = builders.person("Dana", department=sales, is_admin=True), builders.person("Alice", department=sales)
    seed_custom_fields.seed(options.rows, dana, alice)
    spread()
    for person in (dana, alice):
        measure(person, options.runs)


def measure(person: User, runs: int) -> None:
    """Ask for the parts of the board some times, as this person."""
    client = Client(SERVER_NAME=HOST)
    client.force_login(person)
    for what, address in addresses(person).items():
        times = [timed(client, address) for _ in range(runs)]
        middle, late = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(
            f"    {person.name:6} {what:8} {middle:7.1f} median {late:7.1f} p95 (to reach: {LIMITS[what]})", flush=True
        )


def spread() -> None:
    """Let deals stand on every stage, in several currencies; let the database learn and tidy up."""
    stages = Stage.objects.filter(pipeline__item_type="deal").order_by("pk")
    process = stages.filter(semantics="process").count()
    values = {"first": stages[0].pk, "count": stages.count(), "process": process}
    with connection.cursor() as cursor:
        cursor.execute(SPREAD.format(**values))
        cursor.execute("VACUUM ANALYZE core_item" if connection.vendor == "postgresql" else "ANALYZE")


def addresses(person: User) -> dict[str, str]:
    """Return what a board asks for, of the lane in the middle the second page."""
    reader = User.objects.get(pk=person.pk)
    shown = board_page.build(
        board_page.open_board("board", item_types.get("deal"), QueryDict(), reader), with_totals=False
    )
    return {"page": shown["back"], "column": shown["lanes"][2]["more_href"], "totals": shown["totals_href"]}


def timed(client: Client, address: str) -> float:
    """Milliseconds of one answer, as the server makes it."""
    begin = time.perf_counter()
    assert client.get(address).status_code == HTTPStatus.OK
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    main()
