"""Where does a test find a database of its own, on the kind of server that is under test?"""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connection

NUMBERS = itertools.count(1)


@contextmanager
def created(folder: Path, *, like: str = "") -> Iterator[str]:
    """The name of a new database: without tables, or a copy of another one that nobody has open."""
    if connection.vendor == "sqlite":
        place = folder / f"own{next(NUMBERS)}.sqlite3"
        if like:
            shutil.copyfile(like, place)
        yield str(place)
        return
    name, template = f"segue_own_{os.getpid()}_{next(NUMBERS)}", f'TEMPLATE "{like}"' if like else ""
    with closing(psycopg.connect(url("postgres"), autocommit=True)) as server:
        server.execute(f'CREATE DATABASE "{name}" {template}'.encode())
        try:
            yield name
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def url(name: str) -> str:
    """The URL of a database on the server under test."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    password = f":{quote(at['PASSWORD'], safe='')}" if at["PASSWORD"] else ""
    return f"postgres://{quote(at['USER'], safe='')}{password}@{at['HOST']}:{at['PORT']}/{name}"


@contextmanager
def used(name: str) -> Iterator[None]:
    """Work with another database of the server under test (or another SQLite file), then with the former one again."""
    former = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = former
