"""One database: a great many deals, the indexes of their fields, and what each question costs."""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.config.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.http import QueryDict  # noqa: TID251  the address of a list

from bench import seed_custom_fields
from segue.core import item_types
from segue.core.custom_fields import indexes
from segue.core.custom_fields.definitions import Fields
from segue.core.models import CustomField, CustomIndex, Department, User
from segue.web.lists import listing
from tests import builders

LIMITS = {"sqlite": 100, "postgresql": 50}
Statement = tuple[str, Any]


def main() -> None:
    """Prepare, measure, print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--runs", type=int, default=60)
    options = asked.parse_args()
    call_command("migrate", verbosity=0)
    sales = Department.objects.create(name="Sales")
    dana, alice = builders.person("Dana", department=sales, is_admin=True), builders.person("Alice", department=sales)
    with told(f"{options.rows:,} deals with ten custom fields each"):
        fields = seed_custom_fields.seed(options.rows, dana, alice)
    with told("indexes of all ten fields"):
        CustomField.objects.update(in_filter=True)
        indexes.arrange()
    assert not CustomIndex.objects.exclude(state="ready").exists()
    vacuum()
    for who in (dana, alice):
        print(f"  {who.name}, {'who sees everything' if who.is_admin else 'who sees the deals of a department'}")
        for name, address, code in questions(fields):
            index = f"custom_{fields[code].pk}_" if code else "item_by_"
            measure(name, address, index, who, options.runs)


def questions(fields: Fields) -> list[tuple[str, str, str]]:
    """Name, address and field of what is asked; without a field, the list as it opens."""
    option = next(iter(fields["REGION"].offered))
    return [
        ("everything", "", ""),
        ("equality, a text", "f=CONTRACT&o=is&v=C-485863", "CONTRACT"),
        ("equality, a number", "f=SEATS&o=is&v=17", "SEATS"),
        ("range of a number, few", "f=BUDGET&o=between&v=500000~500900", "BUDGET"),
        ("range, just countable", "f=BUDGET&o=between&v=500000~511000", "BUDGET"),
        ("range of a number, many", "f=BUDGET&o=at_least&v=500000", "BUDGET"),
        ("range of a date", "f=RENEWAL&o=between&v=2024-03-01~2024-03-31", "RENEWAL"),
        ("choice", f"f=REGION&o=is&v={option}", "REGION"),
        ("sort by a number", "sort=-BUDGET", "BUDGET"),
        ("sort, far within", "sort=-BUDGET&after=500000~500000", "BUDGET"),
        ("choice, sorted by a number", f"f=REGION&o=is&v={option}&sort=-BUDGET", "BUDGET"),
    ]


def measure(name: str, address: str, index: str, who: User, runs: int) -> None:
    """Print what a page costs, and its bare query beside it."""
    keys = statement_of(address, who)
    ours, bare, work = [], [], []
    for _ in range(runs):
        reader = User.objects.get(pk=who.pk)  # rights are read anew, as in every request
        begin = time.process_time()
        ours.append(timed(page, address, reader))
        work.append((time.process_time() - begin) * 1000)
        bare.append(timed(rows_of, *keys))
    middle, late = statistics.median(ours), statistics.quantiles(ours, n=20)[-1]
    entered = "" if index in plan_of(*keys) else "  by the order of the list"
    limit = LIMITS[connection.vendor]
    print(
        f"    {name:27} {middle:6.1f} median {late:6.1f} p95 (to reach: {limit}) {min(ours):6.1f} best;"
        f" {statistics.median(work):5.1f} of it Python; bare query {statistics.median(bare):6.2f}:"
        f" {middle / statistics.median(bare):4.0f} x{entered}",
        flush=True,
    )


def page(address: str, reader: User) -> None:
    """The first page of a list, as the view makes it."""
    listing.build(item_types.get("deal"), QueryDict(address), reader=reader)


def statement_of(address: str, reader: User) -> Statement:
    """The query that finds the keys of the page."""
    sent: list[Statement] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "sort_key" in sql:
            sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        page(address, User.objects.get(pk=reader.pk))
    return sent[0]


def rows_of(sql: str, params: Any) -> list[Any]:
    """Ask the database without the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def plan_of(sql: str, params: Any) -> str:
    """How the database answers."""
    how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    return "\n".join(str(row[-1]) for row in rows_of(f"{how} {sql}", params))


def vacuum() -> None:
    """What PostgreSQL does by itself after a while."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE core_item")


def timed(act: Callable[..., Any], *arguments: Any) -> float:
    """Milliseconds of one call."""
    begin = time.perf_counter()
    act(*arguments)
    return (time.perf_counter() - begin) * 1000


@contextmanager
def told(what: str) -> Iterator[None]:
    """Print how long something took."""
    begin = time.perf_counter()
    yield
    print(f"  {what}: {time.perf_counter() - begin:.0f} s", flush=True)


if __name__ == "__main__":
    main()
