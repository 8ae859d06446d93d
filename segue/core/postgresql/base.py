"""What do we do otherwise than Django's backend for PostgreSQL? Three things that cost time at every turn."""

import re
import selectors
from functools import lru_cache
from itertools import count
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, RawCursor, adapters
from psycopg.pq import Format

INSTANTS: Any = adapters.get_loader(adapters.types["timestamptz"].oid, Format.TEXT)
LONGEST = 10_000  # signs of a statement that is remembered; lists of many ids make longer ones, each another


class Cursor(base.CursorMixin, RawCursor[Any]):
    """Writes each `%s` of Django as the `$1` that PostgreSQL wants.

    The driver does so too, but anew each time where there are more than fifty: five product rows took it longer than
    all else about the statement.
    """

    def execute(self, query: Any, params: Any = None, **options: Any) -> "Cursor":
        """Run a statement; where none are given, nothing in it stands for a parameter."""
        super().execute(query if params is None else _native(self, query), params, **options)
        return self

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        """Run a statement with each of many parameters."""
        super().executemany(_native(self, query), params_seq, **options)


def _native(cursor: Cursor, query: Any) -> str:
    text = query if isinstance(query, str) else query.as_string(cursor)
    return _numbered(text) if len(text) <= LONGEST else _numbered.__wrapped__(text)


@lru_cache(maxsize=512)
def _numbered(text: str) -> str:
    numbers = count(1)
    return re.sub("%[%s]", lambda found: "%" if found[0] == "%%" else f"${next(numbers)}", text)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, which asks the server before the first query of every request, and reads instants in Python, to say
    in which zone they are; the driver reads them ten times as fast, and says UTC where the connection does.
    """

    def get_new_connection(self, conn_params: dict[str, Any]) -> "Connection[Any]":
        """Connect, and let the driver read instants."""
        connection: Connection[Any] = super().get_new_connection(conn_params)
        connection.adapters.register_loader("timestamptz", INSTANTS)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor as Django does, one with a name on the server; Django's own would ask who reads instants."""
        if name:
            return self.connection.cursor(name, scrollable=False, withhold=self.connection.autocommit)
        return self.connection.cursor()

    def get_connection_params(self) -> dict[str, Any]:
        """Return what the driver connects with."""
        return super().get_connection_params() | {"cursor_factory": Cursor}

    def is_usable(self) -> bool:
        """Say whether the connection works.

        A server that shuts down, restarts or drops us says so, or closes: then there is something to read, and we ask,
        as after an error. A host that vanished says nothing, but would not answer a question either.
        """
        return self._is_silent() or bool(super().is_usable())

    def _is_silent(self) -> bool:
        if self.connection is None or self.connection.closed or self.errors_occurred:
            return False
        with selectors.DefaultSelector() as watch:
            watch.register(self.connection.pgconn.socket, selectors.EVENT_READ)
            return not watch.select(0)
