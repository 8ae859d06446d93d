"""One database: conversions in process, the raw limit beside them, the reason of every statement, then over HTTP."""

import os
import statistics
import sys
import uuid
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.config.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from bench import load, raw_sql
from segue.core.models import Department, Item, User
from segue.crm import conversion
from segue.crm.conversion import UNDECIDED, Seen
from segue.crm.models import Conversion
from tests import builders

RUNS, LIVED_IN = 150, 300
INVOICE = conversion.variant_of("deal", "invoice")

# Why each statement that is not an INSERT is there, by what stands in it; the first that does counts.
REASONS = (
    ('FROM "core_role"', "rights: what the roles of the actor grant"),
    ('"is_default_seller"', "the default seller"),
    ("FOR NO KEY UPDATE", "the deal, locked"),
    ('FROM "crm_deal"', "the deal, as it is now"),
    ('"deleted_at" IS NOT NULL', "whether the client lies in the recycle bin"),
    ('SELECT "core_preference"', "default of the due date: the organisation's settings"),
    ('SELECT "crm_client"', "the client that travels"),
    ('SELECT "core_observer"', "the observers that travel"),
    ('SELECT "crm_productrow"', "the product rows that travel"),
    ('SELECT "core_attachment"', "the files that travel"),
    ('SELECT "crm_conversionrecord"', "whether this was made before"),
    ('SELECT "core_stage"', "the first stage of an invoice"),
    ('SELECT "core_numbering"', "the numbering of invoices"),
    ('SELECT "core_customfield"', "the custom fields of both types"),
    ('SELECT "core_requiredfield"', "what is required of both types"),
    ("BEGIN", "the transaction"),
    ('UPDATE "core_numbercounter"', "the next number is taken, and the counter locked"),
    ('UPDATE "core_item"', "last activity of the deal"),
    ('UPDATE "crm_conversion"', "the plan as applied"),
)


def main() -> None:
    """Prepare, measure, print."""
    call_command("migrate", verbosity=0)
    actor = seller()
    live_in(actor)
    statements(actor)
    raw = in_process(actor)
    if "--no-http" not in sys.argv:
        load.over_http(actor, deals=lambda number: [deal(actor) for _ in range(number)], raw=raw)


def seller() -> User:
    """A person with the default role, as most have it."""
    department = Department.objects.create(name="Sales")
    return builders.person(f"Alice{uuid.uuid4().hex[:6]}", department=department)


def live_in(actor: User) -> None:
    """Fill the tables, and let the database learn how full they are, as it does by itself within a minute: the plans
    that it makes for empty tables would be kept meanwhile, and be wrong.
    """
    for _ in range(LIVED_IN):
        convert(deal(actor), actor)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def deal(actor: User) -> Item:
    """A deal with a client and five product rows."""
    company, contact = builders.company(actor), builders.contact(actor)
    wanted = tuple(builders.row(f"Position {number}", "12.34") for number in range(5))
    return builders.deal(actor, client=builders.client(company, contact), rows=wanted)


def convert(source: Item, actor: User) -> Conversion:
    """One conversion, as the page does it."""
    assert INVOICE is not None
    return conversion.apply(
        source, INVOICE, decisions=UNDECIDED, seen=Seen(source.version), actor=actor, key=uuid.uuid4().hex
    )


def statements(actor: User) -> None:
    """Print every statement beyond one INSERT per table, with its reason."""
    source, fresh = deal(actor), User.objects.get(pk=actor.pk)
    with raw_sql.recorded() as recording:
        convert(source, fresh)
    tables = {sql.split('"')[1] for sql, _ in recording.statements if sql.startswith("INSERT")}
    others = [sql for sql, _ in recording.statements if not sql.startswith("INSERT")]
    print(
        f"  {len(recording.statements)} statements: {len(tables)} tables written, {len(others)} beyond one INSERT each"
    )
    for sql in others:
        print(f"    {reason(sql)}")


def reason(sql: str) -> str:
    """Say why a statement is there."""
    return next((why for mark, why in REASONS if mark in sql), f"no reason known: {sql[:90]}")


def in_process(actor: User) -> Callable[[], None]:
    """Measure ours and raw in turn, each on deals of their own; returns the raw transaction."""
    sources = [deal(actor) for _ in range(RUNS + 1)]
    with raw_sql.recorded() as recording:
        first = convert(sources.pop(), User.objects.get(pk=actor.pk))
    raw = raw_sql.replay(recording, invoice=first.records.get().item, conversion=first)
    for _ in range(10):
        raw()  # the driver has the server prepare what comes again
    ours, limit = [], []
    for source in sources:
        fresh = User.objects.get(pk=actor.pk)  # rights are read anew, as in every request
        ours.append(load.timed(lambda source=source, fresh=fresh: convert(source, fresh)))
        limit.append(load.timed(raw))
    mine, least = statistics.median(ours), statistics.median(limit)
    wanted = 20 if connection.vendor == "sqlite" else 4
    print(f"  in process: {mine:.2f} ms, raw {least:.2f} ms: {mine / least:.1f} x (to reach: {wanted} x)")
    print(f"  at best: {min(ours):.2f} ms, raw {min(limit):.2f} ms: {min(ours) / min(limit):.1f} x")
    return raw


if __name__ == "__main__":
    main()
