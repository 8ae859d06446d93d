"""A write that runs at every turn: its SQL is composed once, and inside `travel.together` it is not waited for.

For rows whose values are known, also the time: no query is made to find them, and nothing is read back but the id of
one new row.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    OneToOneField,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    SmallIntegerField,
    TextField,
)

from segue.core import cursors
from segue.core.travel import train_on

MOST_ROWS = 16  # in a statement that may travel: one remembered text per number of rows
MOST_VALUES = 30_000  # in one statement: either database takes somewhat more


class _Thread(threading.local):
    def __init__(self) -> None:
        self.gathered: dict[type[Model], list[dict[str, Any]]] | None = None


_thread = _Thread()


def insert(row: Model, *, waits: bool = True, unless_taken: bool = False) -> bool:
    """Store a new row, in the table of its model and of the one that extends, and give it its id.

    Without `waits`, inside `travel.together`, it has its id when it has arrived: at the next thing that is asked.
    With `unless_taken`, nothing is stored, and False said, where a unique rule of the extended table is against it.
    """
    model, connection = type(row), connections[DEFAULT_DB_ALIAS]
    for parent, link in model._meta.parents.items():
        _insert_one(row, parent, connection, waits=True, unless_taken=unless_taken)
        if getattr(row, parent._meta.pk.attname) is None:
            return False
        setattr(row, link.attname, getattr(row, parent._meta.pk.attname))  # type: ignore[union-attr]  # all have a link
    _insert_one(row, model, connection, waits=waits)
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001  documented as any other method
    return True


def insert_many(rows: Iterable[Model]) -> None:
    """Store new rows of one model that extends no other; nobody gets to know their ids."""
    if new := list(rows):
        insert_values(type(new[0]), [vars(row) for row in new])


def insert_values(model: type[Model], rows: list[dict[str, Any]]) -> None:
    """Store new rows, as `insert_many` does, that are known by the values of all their columns but the id."""
    if _thread.gathered is not None:
        _thread.gathered.setdefault(model, []).extend(rows)
        return
    if len(rows) > MOST_ROWS:
        _run_all(model, rows)
    elif rows:
        connection = connections[DEFAULT_DB_ALIAS]
        sql, fields = _insert_text(model, len(rows))
        _send(sql, _values(fields, rows, connection), connection)


@contextmanager
def gathered() -> Iterator[None]:
    """Hold back what `insert_many` is given inside, and store it at the end, all rows of a table in few statements.

    For rows that nobody reads before.
    """
    found: dict[type[Model], list[dict[str, Any]]] = {}
    _thread.gathered = found
    try:
        yield
    finally:
        _thread.gathered = None
    for model, rows in found.items():
        _run_all(model, rows)


def insert_extended(rows: list[Any]) -> None:
    """Store new rows of one model that extends another, in few statements, and give them their ids."""
    if not rows:
        return
    model: type[Model] = type(rows[0])
    ((parent, link),) = model._meta.parents.items()
    assert link is not None
    size = min(_most(parent), _most(model))
    for first in range(0, len(rows), size):
        some = rows[first : first + size]
        key = parent._meta.pk
        ids = _run(parent, [vars(row) for row in some], f' RETURNING "{key.column}"')
        for row, (pk,) in zip(some, ids, strict=True):
            setattr(row, key.attname, pk)
            setattr(row, link.attname, pk)
        _run(model, [vars(row) for row in some])
        for row in some:
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001  documented as any other method


def _run_all(model: type[Model], rows: list[dict[str, Any]]) -> None:
    """Store many rows in few statements."""
    size = _most(model)
    for first in range(0, len(rows), size):
        _run(model, rows[first : first + size])


def _run(model: type[Model], rows: list[dict[str, Any]], end: str = "") -> list[Any]:
    """Store many rows in one statement, and return its answer."""
    connection = connections[DEFAULT_DB_ALIAS]
    sql, fields = _insert_text(model, len(rows), end)
    with connection.cursor() as cursor:
        cursor.execute(sql, _values(fields, rows, connection))
        return cursor.fetchall() if end else []


def _most(model: type[Model]) -> int:
    return MOST_VALUES // len(model._meta.local_concrete_fields)


def update(model: type[Model], pk: int, values: dict[str, Any]) -> None:
    """Set columns of the table of a model, by name, in the row with this id, which the caller knows is there."""
    update_where(model, values, {model._meta.pk.attname: pk})


def update_where(model: type[Model], values: dict[str, Any], where: dict[str, int | None]) -> None:
    """Set columns of the table of a model, by name, in the rows in which others, by the name of what they hold, have
    these ids, or nothing.
    """
    sql, fields = _update_text(model, tuple(values), tuple((name, value is None) for name, value in where.items()))
    connection = connections[DEFAULT_DB_ALIAS]
    given = [(field, getattr(values[field.name], "pk", values[field.name])) for field in fields]
    ids = [value for value in where.values() if value is not None]
    _send(sql, [*_prepared(given, connection), *ids], connection)


def update_extended(row: Model, names: Iterable[str]) -> None:
    """Store columns, by name, of a row that is there: each in the table that has it, of its model or of one that this
    extends.
    """
    by_model: dict[type[Model], dict[str, Any]] = {}
    for name in sorted(names):
        field: Any = row._meta.get_field(name)
        by_model.setdefault(field.model, {})[name] = getattr(row, field.attname)
    for model, values in by_model.items():
        assert row.pk is not None
        update(model, row.pk, values)


def _insert_one(
    row: Model, model: type[Model], connection: BaseDatabaseWrapper, *, waits: bool, unless_taken: bool = False
) -> None:
    key = model._meta.pk
    if not isinstance(key, AutoField):
        sql, fields = _insert_text(model, 1)
        _send(sql, _values(fields, [vars(row)], connection), connection)
        return
    unless = "ON CONFLICT DO NOTHING " if unless_taken else ""
    sql, fields = _insert_text(model, 1, f' {unless}RETURNING "{key.column}"')
    train = train_on(connection)
    cursor = _sent(sql, _values(fields, [vars(row)], connection), connection)

    def learn() -> None:
        for (pk,) in cursor.fetchall():
            setattr(row, key.attname, pk)
        cursors.give_back(cursor, sql)

    if train is None:
        learn()
        return
    train.on_arrival(learn)
    if waits:
        train.arrive()


def _send(sql: str, params: list[Any], connection: BaseDatabaseWrapper) -> None:
    """Run a statement that has no answer; inside `together` it may still be on its way afterwards."""
    cursors.give_back(_sent(sql, params, connection), sql)


def _sent(sql: str, params: list[Any], connection: BaseDatabaseWrapper) -> Any:
    if train := train_on(connection):
        return train.ask(sql, params)
    cursor = cursors.borrow(connection, sql)
    cursor.execute(sql, params)
    return cursor


@lru_cache(maxsize=1024)
def _insert_text(model: type[Model], rows: int, end: str = "") -> tuple[str, list[Field[Any, Any]]]:
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, AutoField)]
    assert not any(getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False) for field in fields)
    names = ", ".join(f'"{field.column}"' for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    sql = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {", ".join([row] * rows)}{end}'  # noqa: S608  names of our own
    return sql, fields


@lru_cache(maxsize=1024)
def _update_text(
    model: type[Model], names: tuple[str, ...], where: tuple[tuple[str, bool], ...]
) -> tuple[str, list[Field[Any, Any]]]:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    by_name = {field.attname: field.column for field in model._meta.local_concrete_fields}
    rows = " AND ".join(f'"{by_name[name]}" {"IS NULL" if is_empty else "= %s"}' for name, is_empty in where)
    return f'UPDATE "{model._meta.db_table}" SET {columns} WHERE {rows}', fields  # noqa: S608  names of our own


def _values(fields: "list[Field[Any, Any]]", rows: list[dict[str, Any]], connection: BaseDatabaseWrapper) -> list[Any]:
    return _prepared([(field, row[field.attname]) for row in rows for field in fields], connection)


def _prepared(given: list[tuple[Any, Any]], connection: BaseDatabaseWrapper) -> list[Any]:
    """Say what the database is given: as the field prepares it, but for what no field of ours alters."""
    unaltered = _UNALTERED_BY_POSTGRESQL if connection.vendor == "postgresql" else _UNALTERED
    return [
        value if value is None or (type(field), type(value)) in unaltered else field.get_db_prep_save(value, connection)
        for field, value in given
    ]


_UNALTERED = {
    *((CharField, str), (TextField, str), (BooleanField, bool)),
    *((kind, int) for kind in (IntegerField, PositiveIntegerField, PositiveSmallIntegerField, SmallIntegerField)),
    *((kind, key) for kind in (ForeignKey, OneToOneField) for key in (int, str)),
}
_UNALTERED_BY_POSTGRESQL = {
    *_UNALTERED,
    *((DecimalField, Decimal), (DateTimeField, datetime), (DateField, date)),
}
