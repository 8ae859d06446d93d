"""A read that runs at every turn: its SQL is composed once, for composing takes the ORM longer than the database needs
to answer.
"""

import copy
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError

P = ParamSpec("P")
Row = TypeVar("Row")
MARK = 8_999_999_999_999_990_000  # numbers that no id reaches stand for the arguments while SQL is composed
MOST_IDS = 16  # in a tuple of which the SQL is remembered: one text per length


def prepared(build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Answer with the rows of the query that `build` makes, which is asked only once.

    Its arguments are ids, texts, or tuples of such, by position; it hands each to the query as a value and decides
    nothing by it. None equals nothing, as in SQL. Tuples of another length are composed anew; long ones are asked
    without being remembered, for what is remembered stays.
    """
    composed: dict[tuple[int, ...], _Composed] = {}

    @wraps(build)
    def answer(*arguments: P.args, **_none: P.kwargs) -> list[Row]:
        shape = tuple(len(each) if isinstance(each, tuple) else 0 for each in arguments)
        if max(shape, default=0) > MOST_IDS:
            return list(build(*arguments))  # type: ignore[call-arg]
        if shape not in composed:
            marks = [_mark(place, each) for place, each in enumerate(arguments)]
            composed[shape] = _Composed(build(*marks), _flat(marks))  # type: ignore[call-arg]
        return composed[shape].rows(_flat(arguments))

    return answer


def _mark(place: int, argument: Any) -> Any:
    if isinstance(argument, tuple):
        return tuple(_single(place * 1000 + index, each) for index, each in enumerate(argument))
    return _single(place * 1000, argument)


def _single(number: int, argument: Any) -> Any:
    return f"\x01{number}" if isinstance(argument, str) else MARK + number


def _flat(arguments: Any) -> list[Any]:
    return [value for each in arguments for value in (each if isinstance(each, tuple) else (each,))]


class _Composed:
    """A query with its SQL, and where in its parameters the arguments stand."""

    def __init__(self, queryset: QuerySet[Any, Any], marks: list[Any]) -> None:
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(using=queryset.db)
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:  # one of no ids: without SQL nothing is asked
            self.sql, params = "", ()
        columns = [each[0] for each in (self.compiler.select or [])[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)
        # The type of a mark stays: PostgreSQL is told how wide a number is.
        self.params = [(type(each), marks.index(each)) if each in marks else (None, each) for each in params]

    def rows(self, values: list[Any]) -> list[Any]:
        """Run it with these values on the connection of this thread."""
        params = tuple(
            what if kind is None else None if values[what] is None else kind(values[what]) for kind, what in self.params
        )
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[self.queryset.db]
        if self.queryset.query.select_for_update and not compiler.connection.in_atomic_block:
            raise TransactionManagementError("A lock holds until its transaction ends; here is none.")
        compiler.as_sql = lambda *_, **__: (self.sql, params)
        compiler.get_converters = lambda _expressions: self.converters
        queryset = self.queryset.all()
        queryset.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(queryset)
