"""What do we do otherwise than Django's backend for SQLite? How somebody waits who wants to write, and which letters
are the same where case does not count.
"""

import sqlite3
import time
from typing import Any

from django.db.backends.sqlite3 import base, operations

from segue.lib import text

LOOKS_EVERY, LOOKS_FOR = 0.001, 0.2  # seconds
IN_LOWER_CASE = "segue_lower"  # SQLite's own LOWER and LIKE know ASCII alone: to them Ä and ä are two letters
AS_READ = "segue_as_read"
WITHOUT_CASE = ("iexact", "icontains", "istartswith", "iendswith")
_OWN = base.DatabaseWrapper
OPERATORS = _OWN.operators | dict.fromkeys(WITHOUT_CASE, rf"LIKE {IN_LOWER_CASE}(%s) ESCAPE '\'")
PATTERNS = {name: sql.replace("UPPER", IN_LOWER_CASE) for name, sql in _OWN.pattern_ops.items()}


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _as_read(value: Any) -> Any:
    return text.as_read(value) if isinstance(value, str) else value


class DatabaseOperations(operations.DatabaseOperations):
    """Django's own, but case does not count beyond ASCII either."""

    def lookup_cast(self, lookup_type: str, internal_type: str | None = None) -> str:
        """Write what is compared, which stands for `%s`."""
        return f"{IN_LOWER_CASE}(%s)" if lookup_type in WITHOUT_CASE else super().lookup_cast(lookup_type)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, which leaves case and waiting to SQLite: that looks after 1, 3, 8, 18, 33, 53 ms whether somebody
    else still writes, and so finds the database taken again and again while a job writes with short rests.
    """

    ops_class = DatabaseOperations
    operators, pattern_ops = OPERATORS, PATTERNS
    transaction_mode: str

    def get_new_connection(self, conn_params: Any) -> Any:
        """Open the database, and teach it all letters."""
        connection = super().get_new_connection(conn_params)
        connection.create_function(IN_LOWER_CASE, 1, _lower, deterministic=True)
        connection.create_function(AS_READ, 1, _as_read, deterministic=True)
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        """Begin to write as soon as nobody else does; whoever waits long waits as SQLite does."""
        with self.wrap_database_errors:
            begun = self._looked()
        if not begun:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]

    def _looked(self) -> bool:
        raw: Any = self.connection
        until = time.monotonic() + min(LOOKS_FOR, self.settings_dict["OPTIONS"]["timeout"])
        raw.execute("PRAGMA busy_timeout = 0")
        try:
            while time.monotonic() < until:
                if self._begun(raw):
                    return True
                time.sleep(LOOKS_EVERY)
            return False
        finally:
            raw.execute(f"PRAGMA busy_timeout = {int(self.settings_dict['OPTIONS']['timeout'] * 1000)}")

    def _begun(self, raw: Any) -> bool:
        try:
            raw.execute(f"BEGIN {self.transaction_mode}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            return False
        return True
