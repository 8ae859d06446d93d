"""Which indexes does the database hold for the fields that lists filter and sort by, and how do they come and go?

A job brings them in order: it builds what is missing and drops what nobody needs. PostgreSQL builds beside the work of
others (CONCURRENTLY), so never in a transaction. The job may run twice, and may die: it looks at what is there.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from hashlib import sha256

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tasks import task

from segue.core.models import CustomField, CustomIndex
from segue.core.models.custom_index import BUILDING, FAILED, READY, WAITING

from . import expressions, query

LOGGER = logging.getLogger(__name__)
TABLE = "core_item"
LOCK = 5_367_339  # of PostgreSQL: one worker builds at a time, since two builds on one table wait for each other
NAME = re.compile(r"custom_(\d+)_\w+", re.ASCII)
PAGES = '"last_activity_at" DESC, "id" DESC'  # the order of a list, so that its pages run along the index

BUILT = """SELECT coalesce(max(CASE WHEN blocks_total > 0 THEN blocks_done::float / blocks_total ELSE 0 END), 0)
           FROM pg_stat_progress_create_index WHERE relid = %s::regclass"""


@dataclass(frozen=True)
class Index:
    """An index that a field needs. Its name holds a digest of what is indexed: another definition, another name."""

    field_id: int
    purpose: str
    what: str
    condition: str

    @property
    def name(self) -> str:
        """What the database calls it."""
        digest = sha256(f"{self.what} {self.condition}".encode()).hexdigest()[:8]
        return f"custom_{self.field_id}_{self.purpose}_{digest}"

    def build(self, *, concurrently: bool) -> str:
        """Return the statement that builds it."""
        how = "CONCURRENTLY " if concurrently else ""
        return f'CREATE INDEX {how}IF NOT EXISTS "{self.name}" ON "{TABLE}" {self.what} WHERE {self.condition}'


def needed(field: CustomField) -> list[Index]:
    """Return the indexes a field needs, none where nobody filters by it."""
    if not field.in_filter or field.deleted_at:
        return []
    vendor, condition = connection.vendor, f'"type" = {expressions.literal(field.item_type)} AND "deleted_at" IS NULL'
    shape = expressions.PRESENCE if field.multiple else expressions.shape_of(field)
    found = {"filter": f"({shape.held(vendor, field.code)}, {PAGES})"}
    if query.is_sortable(field):
        found["sort"] = f'({query.sort_shape(field).held(vendor, field.code)}, "id")'
    if field.multiple and vendor == "postgresql" and query.is_comparable(field):
        found["each"] = f"USING gin ((\"custom\" -> '{field.code}') jsonb_path_ops)"
    return [Index(field.pk, purpose, what, condition) for purpose, what in found.items()]


def plan(field: CustomField) -> None:
    """Let a job bring the indexes of a field in order once this transaction holds; nothing where they are."""
    wanted = field.in_filter and not field.deleted_at
    known = CustomIndex.objects.filter(field=field).first()
    if bool(known) == wanted and (known is None or known.state == READY):
        return
    if wanted:
        values = {"state": WAITING, "done": 0, "of": len(needed(field)), "problem": "", "changed_at": timezone.now()}
        CustomIndex.objects.update_or_create(field=field, defaults=values)
    transaction.on_commit(_wake)


def look_again() -> None:
    """Plan what is missing: after a restore, or a migration that made the table of items anew."""
    for field in CustomField.objects.filter(in_filter=True, deleted_at=None):
        if {index.name for index in needed(field)} - _standing():
            CustomIndex.objects.filter(field=field).delete()
            plan(field)
    if _work():
        transaction.on_commit(_wake)


@task()
def arrange_later() -> None:
    """The job that a change of a field wakes."""
    arrange()


def arrange() -> None:
    """Build what is missing and drop what nobody needs. A worker that finds another at it leaves the work to that one,
    which looks again when it is through.
    """
    while work := _work():
        with _alone() as alone:
            if not alone:
                return
            superfluous, missing = work
            for name in superfluous:
                _run(f'DROP INDEX {_concurrently()}IF EXISTS "{name}"')
            for field in missing:
                _build(field)
    _settle()


def percent(note: CustomIndex) -> int:
    """Say how far the indexes of a field are; PostgreSQL tells how far it is with the one it builds now."""
    share = float(note.done)
    if note.state == BUILDING and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(BUILT, [TABLE])
            share += float(cursor.fetchone()[0])
    return 100 if note.state == READY else min(99, round(100 * share / max(note.of, 1)))


def _wake() -> None:
    arrange_later.enqueue()


def _work() -> tuple[list[str], list[CustomField]] | None:
    """Say which indexes are superfluous and which fields lack some; those whose build failed wait to be saved anew."""
    fields = CustomField.objects.filter(in_filter=True, deleted_at=None).select_related("index").order_by("pk")
    wanted = {field: {index.name for index in needed(field)} for field in fields}
    standing, every = _standing(), _existing()
    superfluous = sorted(set(every) - set().union(*wanted.values())) + sorted(set(every) - standing)
    missing = [field for field, names in wanted.items() if names - standing and _state(field) != FAILED]
    return (list(dict.fromkeys(superfluous)), missing) if superfluous or missing else None


def _state(field: CustomField) -> str:
    return field.index.state if hasattr(field, "index") else WAITING


def _build(field: CustomField) -> None:
    """Build what a field lacks, and note how far it is."""
    indexes = needed(field)
    for done, index in enumerate(indexes):
        _note(field, state=BUILDING, done=done, of=len(indexes))
        try:
            _run(index.build(concurrently=bool(_concurrently())))
        except DatabaseError as problem:
            LOGGER.exception("The index %s could not be built.", index.name)
            _note(field, state=FAILED, problem=str(problem)[:1000])
            _drop_broken()
            return
    if connection.vendor == "postgresql":
        _run(f'ANALYZE "{TABLE}"')  # so that the planner knows how often which value occurs
    _note(field, state=READY, done=len(indexes), problem="")


def _settle() -> None:
    """Let the notes say what is: nothing of fields that need none, ready where all stand."""
    standing = _standing()
    CustomIndex.objects.exclude(field__in_filter=True, field__deleted_at=None).delete()
    for note in CustomIndex.objects.exclude(state__in=(READY, FAILED)).select_related("field"):
        if {index.name for index in needed(note.field)} <= standing:
            _note(note.field, state=READY, done=note.of, problem="")


def _note(field: CustomField, **values: object) -> None:
    CustomIndex.objects.update_or_create(field_id=field.pk, defaults={**values, "changed_at": timezone.now()})


def _drop_broken() -> None:
    for name in set(_existing()) - _standing():
        _run(f'DROP INDEX {_concurrently()}IF EXISTS "{name}"')


def _standing() -> set[str]:
    """The indexes that answer queries: one that a build left behind when it died does not."""
    return {name for name, valid in _existing().items() if valid}


def _existing() -> dict[str, bool]:
    """The indexes of custom fields in the database, and whether they are valid."""
    if connection.vendor == "sqlite":
        sql = "SELECT name, 1 FROM sqlite_master WHERE type = 'index' AND tbl_name = %s"
    else:
        sql = """SELECT relname, indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
                 WHERE indrelid = %s::regclass"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [TABLE])
        return {name: bool(valid) for name, valid in cursor.fetchall() if NAME.fullmatch(name)}


def _concurrently() -> str:
    return "CONCURRENTLY " if connection.vendor == "postgresql" and not connection.in_atomic_block else ""


def _run(sql: str) -> None:
    """Run a statement; within a transaction (of a test) its failure undoes no more than itself."""
    with transaction.atomic() if connection.in_atomic_block else nullcontext(), connection.cursor() as cursor:
        cursor.execute(sql)


@contextmanager
def _alone() -> Iterator[bool]:
    """Hold the work for this worker; SQLite has but one writer anyway. The lock of a worker that dies goes with it."""
    if connection.vendor == "sqlite":
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            _run(f"SELECT pg_advisory_unlock({LOCK})")
