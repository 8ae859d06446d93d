"""The limit: the statements of one conversion, recorded once and replayed on a connection without Django."""

import re
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

Statement = tuple[str, list[Any]]


class Recording:
    """Every statement that Django sends, in order."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.statements.append((sql, list(params or ())))
        return execute(sql, params, many, context)


@contextmanager
def recorded() -> Iterator[Recording]:
    """Record what happens inside."""
    recording = Recording()
    with connection.execute_wrapper(recording):
        yield recording


def replay(recording: Recording, *, invoice: Any, conversion: Any) -> Callable[[], None]:
    """Return a function that does the inserts of the recorded conversion anew: new ids, a new key, a new number."""
    raw, mark = _connection()
    kept = [_prepared(sql, params, mark) for sql, params in recording.statements if _is_kept(sql)]
    numbers = count(10_000_000)

    def once() -> None:
        cursor = raw.cursor()
        cursor.execute("BEGIN IMMEDIATE" if mark == "?" else "BEGIN")
        new = {"key": {conversion.key: uuid.uuid4().hex}, "number": {invoice.number: str(next(numbers))}}
        for sql, columns, params in kept:
            values = [_anew(value, new.get(columns[at % len(columns)], {})) for at, value in enumerate(params)]
            cursor.execute(sql, values)
            if 'INTO "crm_conversion" ' in sql:
                new["conversion_id"] = {conversion.pk: cursor.fetchone()[0]}
            elif 'INTO "core_item" ' in sql:
                new |= _renamed(invoice.pk, cursor.fetchone()[0])
            elif cursor.description:
                cursor.fetchall()
        cursor.execute("COMMIT")

    return once


def _anew(value: Any, names: dict[Any, Any]) -> Any:
    """The value of the new conversion: ids, key and number change, the rest is as it was."""
    if isinstance(value, list):  # PostgreSQL takes several rows as one list a column
        return [_anew(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str | int) else value


def _renamed(old: int, new: int) -> dict[str, dict[Any, Any]]:
    return {column: {old: new} for column in NEW_ITEM}


# The columns in which the id of the new invoice stands.
NEW_ITEM = ("item_id", "item_ptr_id", "target_id", "item_ref")


def _prepared(sql: str, params: list[Any], mark: str) -> tuple[str, list[str], list[Any]]:
    """The statement for the driver, the columns its parameters are for, and the parameters."""
    if sql.startswith(
        "UPDATE"
    ):  # the counter: written as ours is, but left where it stands, so that ours finds it there
        which = ["numbering_id", "scope", "period"]
        where = " AND ".join(f'"{name}" = {mark}' for name in which)
        return f'UPDATE "core_numbercounter" SET "last" = "last" WHERE {where}', which, params[1:]
    columns = re.findall(r'"(\w+)"', sql.partition("(")[2].partition(")")[0])
    return sql.replace("%s", mark), columns, [_plain(value, mark) for value in params]


def _is_kept(sql: str) -> bool:
    return sql.startswith(("INSERT", 'UPDATE "core_numbercounter"'))


def _plain(value: Any, mark: str) -> Any:
    """SQLite's driver takes text for what Django's backend had adapted."""
    return str(value) if mark == "?" and not isinstance(value, str | int | float | bytes | None) else value


def _connection() -> tuple[Any, str]:
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        raw: Any = sqlite3.connect(at["NAME"], isolation_level=None, timeout=20, check_same_thread=False)
        raw.executescript(settings.SQLITE_OPTIONS["init_command"])
        return raw, "?"
    address = {
        "dbname": at["NAME"],
        "user": at["USER"],
        "password": at["PASSWORD"],
        "host": at["HOST"],
        "port": at["PORT"],
    }
    return psycopg.connect(**address, autocommit=True), "%s"
