"""How does a backup come back? In place of the database and files that are there, and then up to today's tables."""

import json
import re
import shutil
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, OperationalError, ProgrammingError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from segue.core import files
from segue.core.backup import FORMAT, KEY, own_columns

Node = tuple[str, str]  # an app and the name of one of its migrations
STORED = re.compile("files/[0-9a-f]{2}/[0-9a-f]{64}", re.ASCII)  # a file, named by the hash of its content

# What is raised over an archive that lost bytes, and over rows that are none of the table's.
DAMAGE = (
    BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ArithmeticError, LookupError, TypeError,
    ValueError, ValidationError, DataError, IntegrityError, ProgrammingError,
)  # fmt: skip

OTHERS = """
SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = %s
"""

# Everything in the schema; what belongs to an extension stays.
DROP_EVERYTHING = """
SELECT 'DROP TABLE ' || oid::regclass || ' CASCADE' FROM pg_class
 WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
   AND oid NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e')
 UNION ALL
SELECT 'DROP FUNCTION ' || oid::regprocedure || ' CASCADE' FROM pg_proc
 WHERE pronamespace = current_schema()::regnamespace
   AND oid NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e')
"""


class NotABackup(Exception):
    """The file is no backup of Segue, or one of a newer Segue; or a damaged one, and then it says where."""


class InUse(Exception):
    """Somebody works with the database."""


class Shared(Exception):
    """The schema has tables that are not Segue's, which must not be dropped; they are the arguments."""


def read(source: Path) -> list[str]:
    """Replace database and files by those of the backup; when anything fails, the database stays as it was.

    Returns the files that were damaged already when they were saved, which are left out.
    """
    try:
        archive = ZipFile(source)
    except DAMAGE as problem:
        raise NotABackup from problem
    with archive, new_sqlite_file() if connection.vendor == "sqlite" else emptied_schema():
        migrations = migrations_of(archive)
        fill_tables(archive, migrations)
        call_command("migrate", verbosity=0, interactive=False)
        return bring_files(archive)


@contextmanager
def intact(part: str) -> Iterator[None]:
    """Say which part of the backup is damaged when what is done inside finds it so."""
    try:
        yield
    except DAMAGE as problem:
        raise NotABackup(f"{part}: {type(problem).__name__} {problem}") from problem


def migrations_of(archive: ZipFile) -> list[Node]:
    """The state of the tables that the backup was made from."""
    try:
        about = json.loads(archive.read("about.json"))
        if about["format"] != FORMAT:
            raise NotABackup
        return [(app, name) for app, name in about["migrations"]]
    except DAMAGE as problem:
        raise NotABackup from problem


def fill_tables(archive: ZipFile, migrations: list[Node]) -> None:
    """Make the tables as they were when the backup was made, and put its rows into them."""
    executor = MigrationExecutor(connection)
    if not set(migrations) <= set(executor.loader.graph.nodes):
        raise NotABackup
    last = [node for node in migrations if not later(executor, node) & set(migrations)]
    executor.migrate(last)
    tables = executor.loader.project_state(last).apps.get_models(include_auto_created=True)
    with transaction.atomic():
        connection.check_constraints()  # migrations leave some of PostgreSQL's at "immediate"; this defers all again
        delete_rows(tables)  # those that migrations wrote
        for model in tables:
            with intact(part_of(model)):
                insert_rows(archive, model)
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            connection.cursor().execute(statement)
        with intact("tables"):
            connection.check_constraints()


def part_of(model: type[models.Model]) -> str:
    """The name that a table's rows have in the archive."""
    return f"tables/{model._meta.label_lower}.jsonl"


def later(executor: MigrationExecutor, node: Node) -> set[Node]:
    """The migrations that build on this one."""
    return {child.key for child in executor.loader.graph.node_map[node].children}


def delete_rows(tables: Iterable[type[models.Model]]) -> None:
    """Empty the tables; foreign keys are checked at the end of the transaction only."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608  a table's name


def insert_rows(archive: ZipFile, model: type[models.Model]) -> None:
    """Insert the saved rows with their ids, as they are: no default, no "now", no signal."""
    name = part_of(model)
    if name not in archive.namelist():
        return
    fields = own_columns(model)
    size = connection.ops.bulk_batch_size(fields, [None] * 500)
    with archive.open(name) as raw, TextIOWrapper(raw, "utf-8") as lines:
        while batch := [json.loads(line) for line in islice(lines, size)]:
            rows = [model(**{field.attname: field.to_python(row[field.attname]) for field in fields}) for row in batch]
            # Not bulk_create, which refuses tables that extend another one (every item type does).
            model._base_manager._insert(rows, fields=fields, raw=True)  # type: ignore[attr-defined]  # noqa: SLF001


@contextmanager
def emptied_schema() -> Iterator[None]:
    """PostgreSQL, without any of our tables, in one transaction: all of the restore or nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(OTHERS, [connection.settings_dict["OPTIONS"]["application_name"]])
        if cursor.fetchone()[0]:
            raise InUse
        if strange := [table for table in connection.introspection.table_names(cursor) if not is_ours(table)]:
            raise Shared(*strange)
        cursor.execute(DROP_EVERYTHING)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        yield


def is_ours(table: str) -> bool:
    """Whether a table belongs to one of our apps, also one that today's models no longer name."""
    return table.startswith(("django_", *(f"{config.label}_" for config in apps.get_app_configs())))


@contextmanager
def new_sqlite_file() -> Iterator[None]:
    """A new database file, which takes the place of the old one at the end; the old one is kept beside it."""
    place = Path(connection.settings_dict["NAME"])
    draft, former = place.with_name(f"{place.name}.restoring"), place.with_name(f"{place.name}.before-restore")
    require_alone()
    draft.touch(mode=0o600)
    connection.settings_dict["NAME"] = str(draft)
    try:
        yield
        connection.close()
        if place.exists():
            place.replace(former)
        draft.replace(place)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(place)
        draft.unlink(missing_ok=True)


def require_alone() -> None:
    """SQLite leaves WAL mode only when nobody else has the file open, and then keeps everything in one file."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            cursor.execute("PRAGMA journal_mode = DELETE")
        except OperationalError as problem:
            raise InUse from problem
    connection.close()


def bring_files(archive: ZipFile) -> list[str]:
    """Write files and secret key; return the files whose content is not what their name says, which stay away."""
    names = [name for name in archive.namelist() if STORED.fullmatch(name)]
    damaged = [name for name in names if not is_there(settings.HOME / name) and not bring(archive, name)]
    if KEY in archive.namelist():
        (settings.HOME / KEY).touch(mode=0o600)
        (settings.HOME / KEY).write_bytes(archive.read(KEY))
    return damaged


def is_there(place: Path) -> bool:
    """Whether a file lies where its hash puts it, and is whole."""
    return place.is_file() and files.sha256_of(place) == place.name


def bring(archive: ZipFile, name: str) -> bool:
    """Put a file of the archive in its place, also of a damaged one; say whether it was whole."""
    place = settings.HOME / name
    part = place.with_name(f"{place.name}.part")
    place.parent.mkdir(parents=True, exist_ok=True)
    part.touch(mode=0o600)
    try:
        with intact(name), archive.open(name) as saved, part.open("wb") as written:
            shutil.copyfileobj(saved, written)
        if files.sha256_of(part) != place.name:
            return False
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    return True
