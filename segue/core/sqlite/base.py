"""What do we do otherwise than Django's backend for SQLite? One thing: how somebody waits who wants to write."""

import sqlite3
import time
from typing import Any

from django.db.backends.sqlite3 import base

LOOKS_EVERY, LOOKS_FOR = 0.001, 0.2  # seconds


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, which leaves waiting to SQLite: that looks after 1, 3, 8, 18, 33, 53 ms whether somebody else still
    writes, and so finds the database taken again and again while a job writes with short rests.
    """

    transaction_mode: str

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
