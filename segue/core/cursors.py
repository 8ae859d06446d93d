"""Which cursor runs a statement that comes again? The one that ran it last: with a new one, which has to find out anew
how values are sent and read, the driver takes twice as long.
"""

import threading
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper


class _Thread(threading.local):
    def __init__(self) -> None:
        self.idle: dict[str, CursorWrapper] = {}


_thread = _Thread()


def borrow(connection: BaseDatabaseWrapper, sql: str) -> Any:
    """Return a cursor for this statement, of which there are few; whoever has read its answer gives it back."""
    kept = _thread.idle.pop(sql, None)
    if kept is not None and not connection.force_debug_cursor:
        # As with every cursor of Django's, the first of a request finds out whether the connection is still alive.
        if not connection.health_check_done:  # type: ignore[attr-defined]  # the stubs do not know it
            connection.close_if_health_check_failed()
        if kept.cursor.connection is connection.connection:
            return kept
    return connection.cursor()


def give_back(cursor: Any, sql: str) -> None:
    """Keep a cursor whose answer was read, or that has none. One of SQLite costs nothing, and holds the file."""
    if type(cursor) is CursorWrapper and cursor.db.vendor == "postgresql":  # not one that logs, as in tests
        _thread.idle[sql] = cursor
    else:
        cursor.close()
