"""How does somebody wait who wants to write while somebody else does, on the one file that SQLite is?"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from segue.core.models import Department
from segue.core.sqlite.base import LOOKS_FOR

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows, not all of it"),
    pytest.mark.django_db(transaction=True),
]


@contextmanager
def taken(seconds: float) -> Iterator[None]:
    """Somebody else has begun to write, and needs this long."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    ends = threading.Timer(seconds, other.rollback)
    ends.start()
    try:
        yield
    finally:
        ends.join()
        other.close()


@pytest.mark.parametrize("seconds", [LOOKS_FOR / 4, LOOKS_FOR * 2])
def test_whoever_waits_writes_when_the_other_is_done(seconds: float) -> None:
    with taken(seconds), transaction.atomic():
        Department.objects.create(name="Service")
    assert Department.objects.filter(name="Service").exists()


def test_nobody_waits_longer_than_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    with taken(LOOKS_FOR * 2), pytest.raises(OperationalError, match="locked"), transaction.atomic():
        Department.objects.create(name="Service")


def test_what_is_wrong_otherwise_is_said_as_ever() -> None:
    own: Any = connection
    with transaction.atomic(), pytest.raises(OperationalError, match="within a transaction"):
        own._start_transaction_under_autocommit()  # as `atomic` does
