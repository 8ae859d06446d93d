"""One database: every page with the demo data, then among a great many deals, then in a browser."""

import argparse
import gc
import gzip
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.config.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")  # Playwright runs a loop in this thread, and waits in it

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench import seed_custom_fields, visit_pages
from segue.core import comments
from segue.core.models import User
from tests import builders
from tests.screens import scene
from tests.screens.screen import ALICE, DEMO, DESK, NOBODY, Screen
from tests.screens.table import SCREENS

LIMIT = 100
DEALS, ENTRIES = 100_000, 2_000
LONG = Screen("deal-2000-entries", "/deals/{long_deal}/")
# What is typed into "Search and actions": nothing, a letter, a word of many, two words, a number, what is not there.
TYPED = ("", "e", "deal", "brandt gmbh", "RE-2026-0017", "xyzzy")
ASKED = [Screen(f"palette “{typed}”", f"/palette/?{urlencode({'q': typed})}") for typed in TYPED]
OK = 200


@dataclass(frozen=True)
class Cost:
    """What one page takes: milliseconds on the server, queries, bytes as they are and as they travel."""

    name: str
    median: float
    late: float
    queries: int
    size: int
    packed: int


def main() -> None:
    """Prepare, measure, print."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--runs", type=int, default=20)
    reader.add_argument("--no-browser", action="store_true")
    reader.add_argument("--all", action="store_true", help="print every page, not only the slowest")
    options = reader.parse_args()
    call_command("migrate", verbosity=0)
    arranged = scene.arrange(DEMO)
    tell("with the demo data", [*costs(pages(), arranged, options.runs)], everything=options.all)
    alice = User.objects.get(email=f"{ALICE}@segue.test")
    arranged.keys["long_deal"] = long_timeline(alice)
    many(alice)
    tell(f"with {DEALS:,} deals", [*costs([*pages(), LONG], arranged, options.runs)], everything=options.all)
    tell(f"of Search and actions with {DEALS:,} deals", [*costs(ASKED, arranged, options.runs)], everything=True)
    if not options.no_browser:
        visit_pages.visit(alice, arranged)


def pages() -> list[Screen]:
    """Return the screens that are pages of their own, for somebody who is signed in."""
    once = {
        (screen.address, screen.who): screen
        for screen in reversed(SCREENS)
        if screen.system == DEMO and screen.who != NOBODY and DESK in screen.sizes and not screen.is_dialog
    }
    return sorted(once.values(), key=lambda screen: screen.name)


def long_timeline(actor: User) -> int:
    """Return a deal that much was said about."""
    deal = builders.deal(actor, title="Much talked about")
    for number in range(ENTRIES):
        comments.add(deal, f"<p>Remark {number}</p>", actor=actor)
    return int(deal.pk)


def many(owner: User) -> None:
    """Fill the list of deals, and let the database learn how full it is."""
    other = User.objects.exclude(pk=owner.pk).filter(is_active=True).earliest("pk")
    seed_custom_fields.seed(DEALS, owner, other)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def costs(screens: list[Screen], arranged: scene.Scene, runs: int) -> Iterator[Cost]:
    """Measure pages one after the other; what does not answer with a page is left out."""
    gc.collect()
    gc.freeze()  # as the web server does
    for screen in screens:
        client = Client(SERVER_NAME=scene.HOST, HTTP_USER_AGENT=scene.DEVICE)
        client.cookies[settings.SESSION_COOKIE_NAME] = arranged.sessions[screen.who]
        if cost := cost_of(screen.name, client, screen.address.format_map(arranged.keys), runs):
            yield cost


def cost_of(name: str, client: Client, address: str, runs: int) -> Cost | None:
    """Ask for a page some times."""
    counter = Counter()
    answer = client.get(address)
    if answer.status_code != OK:
        return None
    with connection.execute_wrapper(counter):
        body = client.get(address).content
    times = sorted(timed(client, address) for _ in range(runs))
    late = statistics.quantiles(times, n=20)[-1]
    return Cost(name, statistics.median(times), late, counter.queries, len(body), len(gzip.compress(body, 6)))


class Counter:
    """Counts the queries that are sent."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.queries += 1
        return execute(sql, params, many, context)


def timed(client: Client, address: str) -> float:
    """Milliseconds of one page."""
    begin = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - begin) * 1000


def tell(when: str, found: list[Cost], *, everything: bool) -> None:
    """Print the slowest, the one with most queries and the largest, or all of them."""
    late = [cost for cost in found if cost.late > LIMIT]
    print(f"  {len(found)} pages {when}: {len(late)} with a p95 above {LIMIT} ms")
    slowest = sorted(found, key=lambda cost: -cost.late)
    most, largest = max(found, key=lambda cost: cost.queries), max(found, key=lambda cost: cost.packed)
    for cost in slowest if everything else dict.fromkeys([*slowest[:6], *late, most, largest]):
        print(
            f"    {cost.name:32} {cost.median:6.1f} median {cost.late:6.1f} p95, {cost.queries:3} queries,"
            f" {cost.size / 1000:6.1f} kB, {cost.packed / 1000:5.1f} packed"
        )


if __name__ == "__main__":
    main()
