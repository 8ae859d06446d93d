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

from segue.core import notices
from segue.core.models import CustomField, CustomIndex, User
from segue.core.models.custom_index import BUILDING, FAILED, READY, WAITING

from . import expressions, query

LOGGER = logging.getLogger(__name__)
TABLE = "core_item"
LOCK = 5_367_339  # of PostgreSQL: one worker builds at a time, since two builds on one table wait for each other
NAME = re.compile(r"custom_(\d+)_\w+", re.ASCII)
PAGES = '"last_activity_at" DESC, "id" DESC'  # the order of a list, so that its pages run along the index

EXISTING = """SELECT relname, indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
              WHERE indrelid = %s::regclass
              UNION ALL SELECT stxname, true FROM pg_statistic_ext WHERE stxrelid = %s::regclass"""
BUILT = """SELECT coalesce(max(CASE WHEN blocks_total > 0 THEN blocks_done::float / blocks_total ELSE 0 END), 0)
           FROM pg_stat_progress_create_index WHERE relid = %s::regclass"""


@dataclass(frozen=True)
class Part:
    """An index that a field needs, or statistics about its values; PostgreSQL keeps none about indexes of some rows.

    Its name holds a digest of what it is about: another definition, another name.
    """

    field_id: int
    purpose: str
    what: str

    @property
    def name(self) -> str:
        """What the database calls it."""
        return f"custom_{self.field_id}_{self.purpose}_{sha256(self.what.encode()).hexdigest()[:8]}"

    def build(self) -> str:
        """Return the statement that builds it."""
        if self.purpose.endswith("stats"):
            return f'CREATE STATISTICS IF NOT EXISTS "{self.name}" ON ({self.what}) FROM "{TABLE}"'
        return f'CREATE INDEX {_concurrently()}IF NOT EXISTS "{self.name}" ON "{TABLE}" {self.what}'


def needed(field: CustomField) -> list[Part]:
    """Return what a field needs, nothing where nobody filters by it."""
    if not field.in_filter or field.deleted_at:
        return []
    vendor = connection.vendor
    shape = expressions.PRESENCE if field.multiple else expressions.shape_of(field)
    value = shape.held(vendor, field.code)
    found = {"filter": f"({value}, {PAGES}) {_condition(field, 'filter')}"}
    if query.is_sortable(field):
        key = query.sort_shape(field).held(vendor, field.code)
        found["sort"] = f'({key}, "id") {_condition(field, "sort")}'
    if vendor == "postgresql":
        found["stats"] = value
        if field.multiple and query.is_comparable(field):
            each = f"(\"custom\" -> '{field.code}')"
            found |= {"each": f"USING gin ({each} jsonb_path_ops) {_condition(field, 'filter')}", "each_stats": each}
    return [Part(field.pk, purpose, what) for purpose, what in found.items()]


def _condition(field: CustomField, purpose: str) -> str:
    return f'WHERE {expressions.of_type(connection.vendor, field.item_type, purpose)} AND "deleted_at" IS NULL'


def plan(field: CustomField, *, actor: User | None = None) -> None:
    """Let a job bring the indexes of a field in order once this transaction holds; nothing where they are.

    The actor is told when it has ended.
    """
    wanted = field.in_filter and not field.deleted_at
    known = CustomIndex.objects.filter(field=field).first()
    if bool(known) == wanted and (known is None or known.state == READY):
        return
    if wanted:
        values = {"state": WAITING, "done": 0, "of": len(needed(field)), "problem": "", "changed_at": timezone.now()}
        values["asked_by"] = actor
        CustomIndex.objects.update_or_create(field=field, defaults=values)
    transaction.on_commit(_wake)


def look_again() -> None:
    """Plan what is missing: after a restore, or a migration that made the table of items anew."""
    standing = _standing()
    for field in CustomField.objects.filter(in_filter=True, deleted_at=None):
        if {part.name for part in needed(field)} - standing:
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
                _drop(name)
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
    wanted = {field: {part.name for part in needed(field)} for field in fields}
    standing, every = _standing(), _existing()
    superfluous = sorted(set(every) - set().union(*wanted.values())) + sorted(set(every) - standing)
    missing = [field for field, names in wanted.items() if names - standing and _state(field) != FAILED]
    return (list(dict.fromkeys(superfluous)), missing) if superfluous or missing else None


def _state(field: CustomField) -> str:
    return field.index.state if hasattr(field, "index") else WAITING


def _build(field: CustomField) -> None:
    """Build what a field lacks, and note how far it is."""
    parts, standing = needed(field), _standing()
    for done, part in enumerate(parts):
        _note(field, state=BUILDING, done=done, of=len(parts))
        if part.name in standing:
            continue
        try:
            _run(part.build())
        except DatabaseError as problem:
            LOGGER.exception("The index %s could not be built.", part.name)
            _end(field, state=FAILED, problem=str(problem)[:1000])
            _drop_broken()
            return
    if connection.vendor == "postgresql":
        _run(f'ANALYZE "{TABLE}"')  # so that the planner knows how often which value occurs
    _end(field, state=READY, done=len(parts), problem="")


def _end(field: CustomField, **values: object) -> None:
    """Note how a build ended, and tell whoever asked for it."""
    with transaction.atomic():
        asked_by = User.objects.filter(pk__in=CustomIndex.objects.filter(field=field).values("asked_by"))
        facts = {"job": "index", "type": field.item_type, "field": field.pk, "labels": field.labels}
        notices.tell(notices.JOB, asked_by, data=facts | {"complete": values["state"] == READY})
        _note(field, asked_by=None, **values)


def _settle() -> None:
    """Let the notes say what is: nothing of fields that need none, ready where all stand."""
    standing = _standing()
    CustomIndex.objects.exclude(field__in_filter=True, field__deleted_at=None).delete()
    for note in CustomIndex.objects.exclude(state__in=(READY, FAILED)).select_related("field"):
        if {part.name for part in needed(note.field)} <= standing:
            _note(note.field, state=READY, done=note.of, problem="")


def _note(field: CustomField, **values: object) -> None:
    CustomIndex.objects.update_or_create(field_id=field.pk, defaults={**values, "changed_at": timezone.now()})


def _drop(name: str) -> None:
    if "_stats_" in name:
        _run(f'DROP STATISTICS IF EXISTS "{name}"')
    else:
        _run(f'DROP INDEX {_concurrently()}IF EXISTS "{name}"')


def _drop_broken() -> None:
    for name in set(_existing()) - _standing():
        _drop(name)


def _standing() -> set[str]:
    """The indexes that answer queries: one that a build left behind when it died does not."""
    return {name for name, valid in _existing().items() if valid}


def _existing() -> dict[str, bool]:
    """The indexes of custom fields in the database, and whether they are valid."""
    if connection.vendor == "sqlite":
        sql = "SELECT name, 1 FROM sqlite_master WHERE type = 'index' AND tbl_name = %s"
    else:
        sql = EXISTING
    with connection.cursor() as cursor:
        cursor.execute(sql, [TABLE] * sql.count("%s"))
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
