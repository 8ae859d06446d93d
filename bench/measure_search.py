"""One database: a great many items, and what each search costs."""

import argparse
import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.config.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from bench import seed_search
from segue.core import search
from segue.core.models import Department, User
from tests import builders

LIMIT = 150
SHOWN = 8


def main() -> None:
    """Prepare, measure, print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--runs", type=int, default=20)
    options = asked.parse_args()
    call_command("migrate", verbosity=0)
    sales = Department.objects.create(name="Sales")
    dana, alice = builders.person("Dana", department=sales, is_admin=True), builders.person("Alice", department=sales)
    begin = time.perf_counter()
    seed_search.seed(options.rows, dana, alice)
    print(f"  {options.rows:,} items: {time.perf_counter() - begin:.0f} s", flush=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE core_item")
            cursor.execute("VACUUM ANALYZE core_wordkey")
    for who in (dana, alice):
        everything: list[float] = []
        for name, typed in questions(options.rows):
            everything += measure(name, typed, who, options.runs)
        late = statistics.quantiles(everything, n=20)[-1]
        print(f"    {who.name}: {late:.0f} p95 of all (to reach: {LIMIT})", flush=True)


def questions(rows: int) -> list[tuple[str, str]]:
    """What is typed."""
    name = seed_search.last_name(rows // 2)
    return [
        ("a name", name),
        ("first and last name", f"{seed_search.FIRST[rows // 2 % 13]} {name}"),
        ("in other order", f"{name} {seed_search.FIRST[rows // 2 % 13]}"),
        ("part of a name", name[1:-1]),
        ("a word of many", "gmbh"),
        ("two words of many", "anna maschinenbau"),
        ("three letters", "ann"),
        ("two letters", "an"),
        ("a phone", f"030 {1000000 + (rows // 2) * 48271 % 8999999}"),
        ("part of a phone", f"030/{1000000 + (rows // 2) * 48271 % 8999999}"[:9]),
        ("a number", str(rows // 2)),
        ("an e-mail", f"{name}@example.com"),
        ("a mistake", name[:3] + name[4:]),
        ("letters swapped", name[:3] + name[4] + name[3] + name[5:]),
        ("nothing", "xyzzyxq"),
    ]


def measure(name: str, typed: str, who: User, runs: int) -> list[float]:
    """Print what a search costs."""
    times, found = [], 0
    for _ in range(runs):
        reader = User.objects.get(pk=who.pk)  # rights are read anew, as in every request
        begin = time.perf_counter()
        hits = search.found(reader, typed)
        search.in_order(hits.best[:SHOWN], reader)
        times.append((time.perf_counter() - begin) * 1000)
        found = sum(each.count for each in hits.by_type.values())
    late = statistics.quantiles(times, n=20)[-1]
    print(
        f"    {name:22} {statistics.median(times):6.1f} median {late:6.1f} p95 {min(times):6.1f} best; {found} found",
        flush=True,
    )
    return times


if __name__ == "__main__":
    main()
