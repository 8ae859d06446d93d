"""How is everything saved in one file? All rows and all files of one moment, also while people work.

The archive is a zip: about.json (which migrations the tables had), tables/<app>.<model>.jsonl (one row a line, by
column), files/..., secret.key. Rows are not SQL, so what SQLite saved PostgreSQL can restore, and the other way round.
"""

import base64
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

FORMAT = 1
KEY = "secret.key"
SIGN_INS = {"sessions.Session", "usersessions.UserSession"}

# One reading transaction that sees one moment and stops nobody from writing.
SNAPSHOT = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


class NotReady(Exception):
    """The database is older than the code; start Segue once, which brings it up to date."""


def write(target: Path) -> None:
    """Save everything to `target`, readable by its owner only; an older file is replaced once the new one is whole."""
    part = target.with_name(f"{target.name}.part")
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            fill(archive)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def fill(archive: ZipFile) -> None:
    """Write all parts. Files come before and after the rows: before, so that one deleted meanwhile is in the archive;
    after, so that one added meanwhile is."""
    saved = add_files(archive, set())
    with snapshot():
        archive.writestr("about.json", json.dumps(about(), indent=1))
        for model in saved_models():
            add_rows(archive, model)
    add_files(archive, saved)
    if (settings.HOME / KEY).exists():
        archive.write(settings.HOME / KEY, KEY)


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment."""
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT[connection.vendor])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def about() -> dict[str, Any]:
    """What a restore must know: the format, the time, and the state of the tables."""
    loader = MigrationLoader(connection)
    if set(loader.graph.nodes) - set(loader.applied_migrations):
        raise NotReady
    applied = sorted(key for key in loader.applied_migrations if key in loader.graph.nodes)
    return {"format": FORMAT, "made_at": timezone.now().isoformat(), "migrations": applied}


def saved_models() -> list[type[models.Model]]:
    """Every table but sign-ins: after a restore everybody signs in again."""
    everything = apps.get_models(include_auto_created=True)
    return [model for model in everything if model._meta.managed and model._meta.label not in SIGN_INS]


def add_rows(archive: ZipFile, model: type[models.Model]) -> None:
    """Write the table's own columns; a child of Item leaves the Item's columns to Item."""
    fields = own_columns(model)
    columns = [field.attname for field in fields]
    rows = model._base_manager.order_by("pk").values_list(*columns)
    with (
        archive.open(f"tables/{model._meta.label_lower}.jsonl", "w", force_zip64=True) as raw,
        TextIOWrapper(raw) as file,
    ):
        for row in rows.iterator(chunk_size=2000):
            values = (with_numbers(field, value) for field, value in zip(fields, row, strict=True))
            file.write(json.dumps(dict(zip(columns, values, strict=True)), default=plain, ensure_ascii=False) + "\n")


def own_columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns stored in the model's own table, without those that the database computes."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def with_numbers(field: models.Field[Any, Any], value: Any) -> Any:
    """A value of a JSON column with its decimals as the numbers they are there; any other value as it is."""
    if not value or not isinstance(field, models.JSONField) or field.encoder is None:
        return value
    return json.loads(json.dumps(value, cls=field.encoder))


def plain(value: object) -> str:
    """A value as text that its field's `to_python` reads back without loss."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime | date | time) else str(value)


def add_files(archive: ZipFile, saved: set[str]) -> set[str]:
    """Add the files that are not in the archive yet; answers all that now are."""
    for file in sorted(settings.FILES_DIR.rglob("*")):
        name = f"files/{file.relative_to(settings.FILES_DIR).as_posix()}"
        if file.is_file() and name not in saved:
            archive.write(file, name, ZIP_STORED)
            saved.add(name)
    return saved
