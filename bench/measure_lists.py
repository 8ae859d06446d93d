"""One database and one number of items: what each question costs a seller and an administrator."""

import json
import os
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.config.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench import load, seed_business
from segue.core.models import Item, Stage, User
from segue.crm.duplicates import matcher
from segue.web.lists import paging

MOST_ON_SQLITE, PAGES, OK = 100_000, 999, 200
FEWEST, MOST, BUDGET = 8, 40, 6_000  # how often each is asked; milliseconds it may take at once
CLIENTS = {1: 1, 4: 8}  # how many ask at once, and how often they do so over new connections
Statement = tuple[str, Any]


@dataclass(frozen=True)
class Question:
    """What is asked: an address, or a call where no page asks it by GET."""

    name: str
    address: str = ""
    call: Callable[[User], object] | None = None


def main() -> None:
    """Prepare, measure, print."""
    count = int(os.environ["BENCH_ITEMS"])
    if connection.vendor == "sqlite" and count > MOST_ON_SQLITE:
        print(f"  not for {count:,} items")
        return
    if connection.vendor == "postgresql":  # the database of the run before
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    begin = time.perf_counter()
    made = seed_business.seed(count)
    print(
        f"  {count:,} items, {seed_business.PEOPLE:,} people, written in {time.perf_counter() - begin:.0f} s",
        flush=True,
    )
    call_command("collectstatic", verbosity=0, interactive=False)
    with load.server() as (port, _processes):
        for who in (made.seller, made.chief):
            for question in questions(who):
                measure(question, who, count, port)


def questions(who: User) -> list[Question]:
    """List what is asked."""
    stage = Stage.objects.get(pipeline__item_type="deal", pipeline__is_default=True, code="WON").pk
    twins = frozenset({("email", "m77@contact.example"), ("name", "brandt 77")})
    return [
        Question("list, first page", "/deals/"),
        Question(f"list, {PAGES} pages deep", f"/deals/?after={mark(who)}"),
        Question("list, two fields, sorted", f"/deals/?stage={stage}&f=amount&o=at_least&v=9000&sort=-amount"),
        Question("list, two fields, most of it", "/deals/?stage=open&f=amount&o=at_least&v=1000&sort=-amount"),
        Question("list, by client", "/deals/?sort=client"),
        Question("list, a word and a number", "/deals/?q=brandt+77"),
        Question("board", "/deals/board/"),
        Question("board, its sums", "/deals/board/totals/"),
        Question("search of everything", "/palette/?q=weber+relaunch"),
        Question("duplicates of a contact", call=lambda reader: matcher.find("contact", twins, actor=reader)),
        Question("my day", "/"),
        Question("figures", "/figures/"),
        Question("figures, this month", "/figures/?period=month"),
        Question("figures, one's own", "/figures/?whose=me"),
        Question("what the forecast counts", "/figures/forecast/"),
    ]


def mark(who: User) -> str:
    """Where the page that many pages deep begins; where there are fewer, half-way."""
    rows = Item.objects.visible_to(who).of_type("deal").order_by("-last_activity_at", "-pk")
    at = min(PAGES * paging.SIZE, rows.count() // 2)
    pk, moment = rows.values_list("pk", "last_activity_at")[at]
    return f"{moment.isoformat()}~{pk}".replace("+", "%2B")


def measure(question: Question, who: User, count: int, port: int) -> None:
    """Print what a question costs, and keep it for the growth."""
    sent = statements(question, who)
    floor = statistics.median(sorted(timed(lambda: replay(sent)) for _ in range(5)))
    once = timed(lambda: ask(question, User.objects.get(pk=who.pk)))
    runs = max(FEWEST, min(MOST, int(BUDGET / once)))
    if question.call is None:
        late = {clients: over_http(question.address, who, port, (clients, runs)) for clients in CLIENTS}
    else:
        late = {1: p95([timed(lambda: ask(question, User.objects.get(pk=who.pk))) for _ in range(runs)])}
    told = ", ".join(f"{value:7.1f} with {clients}" for clients, value in late.items())
    print(
        f"    {who.name:6} {question.name:28} p95 {told}; {len(sent):3} queries; floor {floor:7.1f}:"
        f" {late[1] / floor:5.1f} x",
        flush=True,
    )
    kept = {"database": connection.vendor, "who": who.name, "name": question.name, "items": count, "late": late[1]}
    with Path(os.environ["BENCH_RESULTS"]).open("a") as results:
        results.write(json.dumps(kept) + "\n")


def statements(question: Question, who: User) -> list[Statement]:
    """Ask once to warm up, then once more and note what is read."""
    sent: list[Statement] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip("( ").startswith(("SELECT", "WITH")):
            sent.append((sql, params))
        return execute(sql, params, many, context)

    ask(question, who)
    with connection.execute_wrapper(listen):
        ask(question, User.objects.get(pk=who.pk))
    return sent


def ask(question: Question, who: User) -> None:
    """Ask in this process."""
    if question.call is not None:
        question.call(who)
        return
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(who)
    answer = client.get(question.address)
    assert answer.status_code == OK, (question.address, answer.status_code)


def replay(sent: list[Statement]) -> None:
    """Send the same questions without Django's objects and pages."""
    with connection.cursor() as cursor:
        for sql, params in sent:
            cursor.execute(sql, params)
            cursor.fetchall()


def over_http(address: str, who: User, port: int, asked: tuple[int, int]) -> float:
    """Ask the real server so often, several clients one request after the other each; return p95 of all answers.

    A connection stays with the process that it fell to: four may all share one process, or have one each. So they begin
    anew several times, for once would tell of chance.
    """
    cookie, times = load.signed_in(who), []
    clients, runs = asked
    each = max(1, runs // CLIENTS[clients])

    def client() -> None:
        link = load.Link(port)
        link.ask("GET", address, cookie)
        times.extend(timed(lambda: answered(link, address, cookie)) for _ in range(each))

    for _round in range(CLIENTS[clients]):
        threads = [threading.Thread(target=client) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return p95(times)


def answered(link: load.Link, address: str, cookie: str) -> None:
    """Ask for a page, which must come."""
    status, head, _page = link.ask("GET", address, cookie)
    assert status == OK, head


def p95(times: list[float]) -> float:
    """Return what nineteen of twenty take at most."""
    return statistics.quantiles(times, n=20)[-1]


def timed(act: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    main()
