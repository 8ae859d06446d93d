"""How is an item written? The one door: rights, rules, save, version, stage, timeline, history in one transaction."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from segue.core import audit, changes, item_types, permissions, stage_moves, tables, timeline, writing
from segue.core.changes import Change, Stale
from segue.core.custom_fields import filed, stored
from segue.core.custom_fields.definitions import Fields, of_type, seen_by
from segue.core.item_types import ItemType
from segue.core.models import Item, User
from segue.core.new_items import New, Values, create, create_many, creating, starting_values, taken
from segue.core.prepared import Question, prepared
from segue.core.validation import check


def lock(ids: Iterable[int]) -> None:
    """Lock items in the order of their ids, so that two transactions never wait for each other in a circle.

    SQLite has no locks of rows: a transaction that writes holds the database alone from its first statement.
    """
    if transaction.get_connection().features.has_select_for_update:
        query, held = locking(ids)
        query(held)  # what the rows hold is read afterwards


def locking(ids: Iterable[int]) -> Question:
    """Return what `lock` asks, for `prepared.at_once`."""
    return _locked, tuple(sorted(set(ids)))


@prepared
def _locked(ids: tuple[int, ...]) -> QuerySet[Item, Any]:
    rows = Item.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk")
    return rows.values_list("pk")


def change(  # noqa: PLR0913  what a save may know
    item: Item,
    values: Values,
    *,
    actor: User,
    parts: Values | None = None,
    base_version: int | None = None,
    asks: bool = True,
) -> Item:
    """Save new values of an item and return it as it is now; unchanged values write nothing and raise no version.

    With `base_version`, the version the values were typed against, a save over fields that changed since raises Stale.
    `asks` is off where a former state comes back, which lacks what it lacked.
    Raises Forbidden, or ValidationError with messages by field; Item.DoesNotExist for what lies in the recycle bin.
    """
    with transaction.atomic():
        present = alive(item)
        writing.require(actor, "edit", present)
        wanted = changes.difference(present, values, parts or {}, of_type(present.type), actor)
        if not wanted:
            return present
        if base_version is not None and base_version < present.version:
            changes.refuse_overlap(present, wanted, base_version)
        return save(present, wanted, actor=actor, asks=asks)


def adjust(  # noqa: PLR0913  what a conversion does to an item
    item: Item,
    values: Values,
    *,
    actor: User,
    conversion_id: int,
    parts: Values | None = None,
    fields: Fields | None = None,
) -> Item:
    """Save what a conversion, or its undo, does to an item that exists; the conversion has checked its own rights.

    The caller holds the lock.
    """
    wanted = changes.difference(item, values, parts or {}, of_type(item.type) if fields is None else fields)
    return save(item, wanted, actor=actor, conversion_id=conversion_id) if wanted else item


def delete(item: Item, *, actor: User) -> None:
    """Put an item into the recycle bin; Item.DoesNotExist for what lies there already."""
    with transaction.atomic():
        present = alive(item)
        writing.require(actor, "delete", present)
        present.deleted_at, present.deleted_by = timezone.now(), actor
        _stamp(present, actor, {"deleted_at", "deleted_by"})
        timeline.record(present, "deleted", actor=actor)
        audit.record_item("item_deleted", present, actor=actor)


def delete_many(items: Iterable[Item], *, actor: User, conversion_id: int | None = None) -> None:
    """Put items into the recycle bin at once; the caller has locked and read them, and checked the right."""
    gone, now = list(items), timezone.now()
    stamps = {"deleted_at": now, "deleted_by": actor, "changed_at": now, "changed_by": actor}
    stamps |= {"last_activity_at": now, "last_activity_by": actor}
    Item.objects.filter(pk__in=[item.pk for item in gone]).update(version=F("version") + 1, **stamps)
    for item in gone:
        item.version += 1
    timeline.record_many(
        [timeline.entry(item, "deleted", actor=actor, conversion_id=conversion_id, at=now) for item in gone]
    )
    audit.record_items("item_deleted", gone, actor=actor)


def restore(item: Item, *, actor: User) -> Item:
    """Take an item out of the recycle bin: one's own deletions, administrators all. Raises Forbidden."""
    with transaction.atomic():
        present = fresh(item)
        if not (actor.is_admin or present.deleted_by_id == actor.pk):
            raise permissions.Forbidden(permissions.Missing("restore", present.type, present.pk))
        present.deleted_at = present.deleted_by = None
        _stamp(present, actor, {"deleted_at", "deleted_by"})
        timeline.record(present, "restored", actor=actor)
        audit.record_item("item_restored", present, actor=actor)
    return present


def touch(ids: Iterable[int], *, actor: User) -> None:
    """Note a person's activity on items (a comment, a conversion); no version, for no field has changed."""
    now = timezone.now()
    for pk in ids:
        tables.update(Item, pk, {"last_activity_by": actor, "last_activity_at": now})


def fresh(item: Item) -> Item:
    """Lock the item and read it as it is now, with the columns of its type."""
    lock([item.pk])
    rows = item_types.of(item).model._default_manager.select_related("stage", "currency")
    found: Item = rows.get(pk=item.pk)
    return found


def alive(item: Item) -> Item:
    """Lock the item and read it, as `fresh` does; Item.DoesNotExist when it went to the recycle bin meanwhile."""
    stored = fresh(item)
    if stored.deleted_at is not None:
        raise Item.DoesNotExist
    return stored


def save(item: Item, wanted: Change, *, actor: User, conversion_id: int | None = None, asks: bool = True) -> Item:
    """Write a change to a locked item: columns, parts, the next version, stage, timeline and history.

    `asks`: for what is required; a conversion has asked in its plan, and brings back what was when it is undone.
    """
    asks = asks and not conversion_id
    item_type = item_types.of(item)
    before = {column.attname: getattr(item, column.attname) for column in item._meta.concrete_fields}
    was_at = item.stage
    if (stage := wanted.columns.get("stage")) is not None:
        stage_moves.stand_in(item, stage, actor=actor, at=timezone.now())
    changes.apply(item, wanted)  # after the stage's own columns: an undo brings back who moved it, and when
    parts = _parts_to_derive_from(item, item_type, wanted)
    item_type.derive(item, parts, bool(conversion_id))
    item.search_text = stored.search_text(item, wanted.fields)
    check(item, item_type, parts, seen_by(actor, wanted.fields) if asks else {}, asks=asks)
    filed.write(item, wanted.fields, wanted.custom, filed.take_out(item))
    altered = {
        column.name for column in item._meta.concrete_fields if getattr(item, column.attname) != before[column.attname]
    }
    wanted.leave_out({*wanted.columns} - altered)
    if not wanted:
        return item
    _stamp(item, actor, altered)
    for name, value in parts.items():  # rows that nobody touched too, where they are priced anew
        item_type.part(name).write(item, value)
    stored.write_rows(item, wanted.fields, wanted.custom)
    changes.tell(item, wanted, was_at=was_at, actor=actor, conversion_id=conversion_id)
    return item


def _parts_to_derive_from(item: Item, item_type: ItemType, wanted: Change) -> dict[str, Any]:
    """Another currency, or an amount that follows the rows again, prices rows that nobody touched anew."""
    needs_rows = {"currency", "amount_is_manual", "amount"} & set(wanted.columns)
    if not needs_rows or not item_type.has("rows") or "rows" in wanted.parts:
        return wanted.parts
    if "currency" in wanted.columns:
        item.decimals = item.currency.decimals
    return wanted.parts | {"rows": item_type.part("rows").read(item)}


def _stamp(item: Item, actor: User, altered: set[str]) -> None:
    """Save the altered columns with the next version; the caller holds the lock."""
    now = timezone.now()
    item.version += 1
    item.changed_by, item.changed_at = actor, now
    item.last_activity_by, item.last_activity_at = actor, now
    altered |= {"version", "changed_by", "changed_at", "last_activity_by", "last_activity_at"}
    if "number" not in altered:
        tables.update_extended(item, altered)
        return
    try:
        with transaction.atomic():
            item.save(update_fields=altered)
    except IntegrityError as error:
        raise taken(error) from error


__all__ = [
    "New", "Stale", "ValidationError", "Values", "adjust", "alive", "change", "create", "create_many", "creating",
    "delete", "delete_many", "fresh", "lock", "restore", "save", "starting_values", "touch",
]  # fmt: skip
