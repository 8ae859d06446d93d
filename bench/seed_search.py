"""A great many items of all types with names of many syllables, phones and e-mails, written by the database itself."""

from collections.abc import Sequence

from django.db import connection, transaction

from segue.core.models import Item, User
from tests import builders

BATCH = 50_000
SYLLABLES = (
    "an", "bar", "ber", "bren", "dal", "der", "dorf", "eck", "feld", "fran", "ger", "gun", "hage", "hard", "heim",
    "her", "hof", "hol", "ing", "kamp", "ker", "land", "lein", "ler", "lin", "mann", "mar", "mei", "neu", "ober",
    "pel", "ram", "rich", "ros", "schmid", "sen", "stein", "tal", "wald", "wer",
)  # fmt: skip
FIRST = ("anna", "bernd", "clara", "david", "elke", "frank", "gerda", "hans", "ines", "jan", "karla", "lukas", "maria")
KINDS = ("contact",) * 8 + ("company",) * 4 + ("lead",) * 3 + ("deal",) * 3 + ("estimate", "invoice")
TRADES = ("maschinenbau gmbh", "handel gmbh", "software ag", "logistik kg", "beratung", "elektro gmbh", "holding ag")


def seed(rows: int, owner: User, other: User) -> None:
    """Write the items; every tenth is another person's."""
    first = builders.deal(owner)
    for start in range(1, rows + 1, BATCH):
        _insert(first, start, min(start + BATCH - 1, rows), (owner.pk, other.pk))


def last_name(n: int) -> str:
    """The name of a person or firm that item `n` is about, as the database composes it."""
    return "".join(SYLLABLES[n * prime // part % len(SYLLABLES)] for prime, part in _STEPS)


_STEPS = ((7, 1), (11, 40), (13, 1600))


def _insert(first: Item, start: int, end: int, people: tuple[int, int]) -> None:
    sqlite = connection.vendor == "sqlite"
    moment = "(n * 7919 % 30000000)"
    name = " || ".join(_one(SYLLABLES, f"n * {prime} / {part}") for prime, part in _STEPS)
    phone, mail = "'4930' || (1000000 + n * 48271 % 8999999)", f"{name} || ' example com'"
    words = f"{_one(FIRST, 'n')} || ' ' || {name} || ' ' || {_one(TRADES, 'n / 3')}"
    changed = {
        "type": _one(KINDS, "n"),
        "title": words,
        "search_text": f"{words} || ' ' || n || {'char(10)' if sqlite else 'chr(10)'} || {mail} || ' ' || {phone}",
        "name_key": words,
        "owner_id": f"CASE WHEN n % 10 = 0 THEN {people[1]} ELSE {people[0]} END",
        "last_activity_at": f"strftime('%Y-%m-%d %H:%M:%S', '2025-01-01', '+' || {moment} || ' seconds')"
        if sqlite
        else f"'2025-01-01'::timestamptz + {moment} * interval '1 second'",
    }
    columns = [column.column for column in Item._meta.concrete_fields if column.column != "id"]
    values = [changed.get(str(column), f'"{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    numbers = (
        f"(WITH RECURSIVE s(n) AS (SELECT {start} UNION ALL SELECT n + 1 FROM s WHERE n < {end}) SELECT n FROM s)"
        if sqlite
        else f"(SELECT generate_series({start}::bigint, {end}) AS n)"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        source = f"{numbers} s, core_item WHERE core_item.id = {first.pk}"
        cursor.execute(f"INSERT INTO core_item ({names}) SELECT {', '.join(values)} FROM {source}")


def _one(words: Sequence[str], number: str) -> str:
    """Return SQL for the word with this number, counted round and round."""
    cases = " ".join(f"WHEN {place} THEN '{word}'" for place, word in enumerate(words))
    return f"(CASE ({number}) % {len(words)} {cases} END)"
