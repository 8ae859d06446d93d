"""A read that runs at every turn: its SQL is composed once, for composing takes the ORM longer than the database needs
to answer; and on PostgreSQL several can be asked at once.
"""

import copy
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError

from segue.core import cursors
from segue.core.travel import Train, together

P = ParamSpec("P")
Row = TypeVar("Row")
Question = tuple[Any, ...]  # a prepared query and its arguments
MARK = 8_999_999_999_999_990_000  # numbers that no id reaches stand for the arguments while SQL is composed
MOST_IDS = 16  # in a tuple of which the SQL is remembered: one text per length
PAGE_IDS, MOST_PAGE_IDS = 50, 200  # of a page: filled up to the next so many, and remembered up to so many


def prepared(build: Callable[P, QuerySet[Any, Row]]) -> "Prepared[P, Row]":
    """Answer with the rows of the query that `build` makes, which is asked only once.

    Its arguments are ids, texts, or tuples of such, by position; it hands each to the query as a value and decides
    nothing by it. None equals nothing, as in SQL. Tuples of another length are composed anew; long ones are asked
    without being remembered, for what is remembered stays.
    """
    return Prepared(build)


def by_page(build: Callable[P, QuerySet[Any, Row]]) -> "Prepared[P, Row]":
    """Do as `prepared` for the ids of the items that a page shows, and say which rows belong to them, in any number.

    They are filled up with the last of them, so that pages of all lengths share a few texts.
    """
    return Prepared(build, is_by_page=True)


def steady(build: Callable[P, QuerySet[Any, Row]]) -> "Prepared[P, Row]":
    """Do as `prepared` for what the settings say: within `steadily` it is asked once."""
    return Prepared(build, is_steady=True)


@contextmanager
def steadily() -> Iterator[None]:
    """Remember what `steady` queries answer inside, so that many items of one transaction ask the settings once."""
    _thread.steady = {}
    try:
        yield
    finally:
        _thread.steady = None


@contextmanager
def at_once(*questions: Question) -> Iterator[None]:
    """Ask all this now, in this order and without waiting in between; SQLite, which needs no waiting, asks nothing.

    Whoever asks one of these inside gets the answer that is there, once: before anything it tells of is written. One
    that is too long to be remembered is asked in its turn, and so is all behind it, for what a lock lets see comes
    after the lock.
    """
    found: dict[Question, Any] = {}
    with together() as train:
        if train:
            for question in questions:
                composed = question[0].composed(question[1:])
                if composed is None:
                    break
                found[question] = composed.ask(question[1:], train)
            train.arrive()
    _thread.answers = found
    try:
        yield
    finally:
        _thread.answers = {}


class _Thread(threading.local):
    """What is one thread's alone: the answers that wait in it, and the queries it runs."""

    def __init__(self) -> None:
        self.answers: dict[Question, Any] = {}
        self.steady: dict[Question, list[Any]] | None = None
        self.queries: dict[tuple[Any, ...], _Composed] = {}


class Prepared(Generic[P, Row]):
    """A query that is called like a function."""

    def __init__(
        self, build: Callable[P, QuerySet[Any, Row]], *, is_steady: bool = False, is_by_page: bool = False
    ) -> None:
        self.build: Callable[..., QuerySet[Any, Row]] = build
        self.is_steady, self.is_by_page = is_steady, is_by_page
        self.most_ids = MOST_PAGE_IDS if is_by_page else MOST_IDS
        self.known: dict[tuple[int, ...], _Composed] = {}
        update_wrapper(self, build)

    def __call__(self, *arguments: P.args, **_none: P.kwargs) -> list[Row]:
        """Return the rows for these arguments."""
        if self.is_steady and (remembered := _thread.steady) is not None:
            if (self, *arguments) not in remembered:
                remembered[self, *arguments] = self._asked(*arguments)
            return remembered[self, *arguments]
        return self._asked(*arguments)

    def _asked(self, *arguments: Any) -> list[Row]:
        if self.is_by_page:
            arguments = tuple(map(_filled, arguments))
        composed = self.composed(arguments)
        if composed is None:
            return list(self.build(*arguments))
        cursor = _thread.answers.pop((self, *arguments), None) if _thread.answers else None
        return composed.rows(composed.ask(arguments) if cursor is None else cursor)

    def composed(self, arguments: tuple[Any, ...]) -> "_Composed | None":
        """Return the query for arguments of this shape; None where it is not worth remembering."""
        shape = tuple(len(each) if isinstance(each, tuple) else 0 for each in arguments)
        if max(shape, default=0) > self.most_ids:
            return None
        own = _thread.queries.get((self, *shape))
        if own is None:
            if shape not in self.known:
                marks = [_mark(place, each) for place, each in enumerate(arguments)]
                self.known[shape] = _Composed(self.build(*marks), _flat(marks))
            own = _thread.queries[self, *shape] = self.known[shape].own()
        return own


def _filled(argument: Any) -> Any:
    if not isinstance(argument, tuple) or not argument:
        return argument
    return argument + argument[-1:] * (-len(argument) % PAGE_IDS)


def _mark(place: int, argument: Any) -> Any:
    if isinstance(argument, tuple):
        return tuple(_single(place * 1000 + index, each) for index, each in enumerate(argument))
    return _single(place * 1000, argument)


def _single(number: int, argument: Any) -> Any:
    return f"\x01{number}" if isinstance(argument, str) else MARK + number


def _flat(arguments: Any) -> list[Any]:
    return [value for each in arguments for value in (each if isinstance(each, tuple) else (each,))]


class _Composed:
    """A query with its SQL, and where in its parameters the arguments stand; each thread runs one of its own."""

    def __init__(self, queryset: QuerySet[Any, Any], marks: list[Any]) -> None:
        self.queryset, self.db = queryset, queryset.db
        self.compiler = queryset.query.get_compiler(using=self.db)
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:  # one of no ids: without SQL nothing is asked
            self.sql, params = "", ()
        columns = [each[0] for each in (self.compiler.select or [])[: self.compiler.col_count]]
        converters = self.compiler.get_converters(columns)
        has_composite = self.compiler.has_composite_fields(columns)
        self.compiler.get_converters = lambda _expressions: converters
        self.compiler.has_composite_fields = lambda _expressions: has_composite
        # The type of a mark stays: PostgreSQL is told how wide a number is.
        self.params = [(type(each), marks.index(each)) if each in marks else (None, each) for each in params]

    def own(self) -> "_Composed":
        """Return one for this thread."""
        own = copy.copy(self)
        own.queryset, own.compiler = self.queryset.all(), copy.copy(self.compiler)
        own.queryset.query.get_compiler = lambda *_, **__: own.compiler  # type: ignore[method-assign]
        return own

    def ask(self, arguments: tuple[Any, ...], train: Train | None = None) -> Any:
        """Run it with these arguments; its rows lie in the cursor that is returned, of a train on arrival."""
        connection = self.compiler.connection = train.connection if train else connections[self.db]
        values = _flat(arguments)
        if self.queryset.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("A lock holds until its transaction ends; here is none.")
        if not self.sql:
            return None
        params = tuple(
            what if kind is None else None if values[what] is None else kind(values[what]) for kind, what in self.params
        )
        if train:
            return train.ask(self.sql, params)
        cursor = cursors.borrow(connection, self.sql)
        cursor.execute(self.sql, params)
        return cursor

    def rows(self, cursor: Any) -> list[Any]:
        """Make of the rows in a cursor what the query makes of them."""
        found = []
        if cursor is not None:
            found = cursor.fetchall()
            cursors.give_back(cursor, self.sql)
        if not found:
            return []
        self.compiler.execute_sql = lambda *_, **__: [found]
        iterable: Any = self.queryset._iterable_class  # noqa: SLF001  as the queryset does itself
        return list(iterable(self.queryset))


_thread = _Thread()
