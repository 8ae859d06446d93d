"""How is a row of the settings written, so that everyone can see later who changed what, from what to what?

Every write needs the settings right, or the one its row names, and leaves an audit entry whose data reads
`{"id": ..., "changes": {field: [before, after]}}`; a new row has no before, a removed one no after.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from segue.core import audit, permissions, preferences
from segue.core.models import User
from segue.core.models.labelled import Labelled

ADDED, CHANGED, REMOVED, MOVED = EVENTS = ("setting_added", "setting_changed", "setting_removed", "setting_moved")
Row = TypeVar("Row", bound=models.Model)
Require = Callable[[User], None]  # raises Forbidden


class InUse(Exception):
    """The row cannot go; the message says why, in the reader's language. Nothing was written."""


def save(row: Row, values: Mapping[str, Any], *, actor: User, require: Require = permissions.require_settings) -> Row:
    """Store a new row, or new values of one, and return it. Raises Forbidden, or ValidationError by field.

    Values that are what they were write nothing, and no entry. `require` is the right that such a row needs.
    """
    require(actor)
    with transaction.atomic():
        added = is_new(row)
        stored = row if added else locked(row)
        before = {} if added else {name: fact(getattr(stored, name)) for name in values}
        for name, value in values.items():
            setattr(stored, name, value)
        changes = {name: [before.get(name), fact(getattr(stored, name))] for name in values}
        changes = {name: pair for name, pair in changes.items() if added or pair[0] != pair[1]}
        if changes:
            _store(stored, values)
            _tell(ADDED if added else CHANGED, stored, changes, actor)
    return stored


def is_new(row: models.Model) -> bool:
    """Say whether a row is not in the database yet."""
    return row._state.adding  # noqa: SLF001  what Django's own forms ask


def give_up(rows: "models.QuerySet[Any]", flag: str, *, actor: User) -> None:
    """Take a flag that only one row may have away from those of `rows` that have it."""
    for row in rows.filter(**{flag: True}):
        save(row, {flag: False}, actor=actor)


def remove(row: models.Model, *, actor: User, require: Require = permissions.require_settings) -> None:
    """Delete a row that nothing names. Raises Forbidden or InUse."""
    require(actor)
    with transaction.atomic():
        stored = locked(row)
        if is_in_use(stored):
            raise InUse(_("It is in use, so it cannot be deleted."))
        plain = {column.name: fact(getattr(stored, column.name)) for column in stored._meta.concrete_fields}
        _tell(REMOVED, stored, {name: [value, None] for name, value in plain.items()}, actor)
        stored.delete()


def locked(row: Row) -> Row:
    """Return a row as it is now, locked until the transaction ends."""
    return type(row)._base_manager.select_for_update().get(pk=row.pk)


def is_in_use(row: models.Model) -> bool:
    """Say whether a row of another table names this one and must not lose it."""
    relations = [relation for relation in row._meta.get_fields(include_hidden=True) if _protects(relation)]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row.pk}).exists()  # type: ignore[union-attr]
        for relation in relations
    )


def swapped(rows: Iterable[Row], row: models.Model, step: int) -> list[Row]:
    """Return the rows with one of them moved by `step` places; at the end of the list it stays."""
    order = list(rows)
    here = next(place for place, each in enumerate(order) if each.pk == row.pk)
    there = min(max(here + step, 0), len(order) - 1)
    order.insert(there, order.pop(here))
    return order


def put_in_order(rows: Sequence[Any], *, actor: User, subject: str) -> None:
    """Give rows with a column `sort` this order, in steps of ten."""
    permissions.require_settings(actor)
    before = [str(row.pk) for row in sorted(rows, key=lambda row: (row.sort, row.pk))]
    after = [str(row.pk) for row in rows]
    if before == after:
        return
    with transaction.atomic():
        for place, row in enumerate(rows, 1):
            row.sort = place * 10
        type(rows[0])._base_manager.bulk_update(rows, ["sort"])
        audit.record(MOVED, actor=actor, subject=subject, data={"changes": {"sort": [before, after]}})


def save_preferences(values: Mapping[str, Any], *, actor: User) -> None:
    """Store settings of the whole organisation (`segue.core.preferences`)."""
    permissions.require_settings(actor)
    with transaction.atomic():
        changed = preferences.save(dict(values))
        if changed:
            changes = {key: [fact(before), fact(after)] for key, (before, after) in changed.items()}
            audit.record(CHANGED, actor=actor, subject="preferences", data={"changes": changes})


def fact(value: Any) -> Any:
    """Write a value down so that it stays readable when its row is gone."""
    if isinstance(value, models.Model):
        return {"id": value.pk, "label": value.labels if isinstance(value, Labelled) else str(value)}
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dict):
        return {name: fact(each) for name, each in value.items()}
    return value.isoformat() if isinstance(value, datetime | date) else value


def subject_of(row: models.Model) -> str:
    """Name a row in an audit entry: its table and its code, else its id."""
    return f"{row._meta.model_name} {getattr(row, 'code', '') or row.pk}"


def _store(row: models.Model, values: Mapping[str, Any]) -> None:
    """Check what was given, and no more: what stands there already was checked when it was written."""
    row.full_clean(exclude={column.name for column in row._meta.concrete_fields if column.name not in values})
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ValidationError(_("Someone else changed this at the same moment. Please try again.")) from error


def _tell(event: str, row: models.Model, changes: dict[str, list[Any]], actor: User) -> None:
    audit.record(event, actor=actor, subject=subject_of(row), data={"id": row.pk, "changes": changes})


def _protects(relation: Any) -> bool:
    return bool(
        relation.auto_created and not relation.concrete and getattr(relation, "on_delete", None) is models.PROTECT
    )
