"""How is an item written? The one door: rights, rules, save, version, stage, timeline and history in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from segue.core import facts, item_types, numbering, permissions, stage_moves, timeline
from segue.core.item_types import ItemType
from segue.core.models import Item, Stage, TimelineEntry, User
from segue.core.validation import check

Values = Mapping[str, Any]  # column name -> value; references as objects or, by `<name>_id`, as ids


class Stale(Exception):  # noqa: N818 - says what is wrong
    """Someone saved the same fields since; nothing was written. `conflicts` is {field: (theirs, yours)} as facts."""

    def __init__(self, item: Item, conflicts: dict[str, tuple[Any, Any]]) -> None:
        super().__init__(f"item {item.pk} is at version {item.version}")
        self.item = item
        self.conflicts = conflicts


@dataclass
class Change:
    """What a save would alter: columns and parts, each with the fact before and after."""

    columns: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, list[Any]] = field(default_factory=dict)


def lock(ids: Iterable[int]) -> dict[int, Item]:
    """Lock items in the order of their ids, so that two transactions never wait for each other in a circle."""
    return {item.pk: item for item in Item.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")}


def create(
    code: str,
    values: Values,
    *,
    actor: User,
    parts: Values | None = None,
    conversion_id: int | None = None,
    facts_of_origin: dict[str, Any] | None = None,
) -> Item:
    """Store a new item and return it. Raises Forbidden, or ValidationError with messages by field.

    `values` are laid over the type's defaults; `parts` by part name. References must be objects that exist.
    """
    item_type = item_types.get(code)
    permissions.require_add(actor, code)
    now = timezone.now()
    item = item_type.model(type=code, **_starting_values(item_type, values, actor))
    item.created_at = item.changed_at = item.last_activity_at = now
    item.created_by = item.changed_by = item.last_activity_by = actor
    with transaction.atomic():
        _place(item, item_type, actor)
        cleaned = {part.name: part.clean(item, (parts or {})[part.name]) for part in item_type.parts
                   if part.name in (parts or {})}  # fmt: skip
        item_type.derive(item, cleaned)
        check(item, item_type, cleaned)
        _number(item, item_type)
        item.save(force_insert=True)
        for name, value in cleaned.items():
            item_type.part(name).write(item, value)
        stage_moves.log(item, actor=actor, at=now, came_from=None)
        kind = "created_from" if conversion_id else "created"
        timeline.record(item, kind, actor=actor, at=now, conversion_id=conversion_id, data=facts_of_origin)
    return item


def change(
    item: Item,
    values: Values,
    *,
    actor: User,
    parts: Values | None = None,
    base_version: int | None = None,
    conversion_id: int | None = None,
) -> Item:
    """Save new values of an item and return it as it is now; unchanged values write nothing and raise no version.

    With `base_version`, the version the values were typed against, a save over fields that changed since raises Stale.
    Raises Forbidden, or ValidationError with messages by field.
    """
    with transaction.atomic():
        now_stored = _fresh(item)
        permissions.require(actor, "edit", now_stored)
        item_type = item_types.of(now_stored)
        wanted = _difference(now_stored, item_type, values, parts or {})
        if not wanted.columns and not wanted.parts:
            return now_stored
        if base_version is not None and base_version < now_stored.version:
            _refuse_overlap(now_stored, wanted, base_version)
        return _save(now_stored, item_type, wanted, actor, conversion_id)


def delete(item: Item, *, actor: User, undoing: bool = False, conversion_id: int | None = None) -> None:
    """Put an item into the recycle bin. An undo has checked its own right (domain.md 4.8); others need Delete."""
    with transaction.atomic():
        stored = _fresh(item)
        if not undoing:
            permissions.require(actor, "delete", stored)
        stored.deleted_at, stored.deleted_by = timezone.now(), actor
        _bump(stored, actor, {"deleted_at", "deleted_by"})
        timeline.record(stored, "deleted", actor=actor, conversion_id=conversion_id)


def restore(item: Item, *, actor: User) -> Item:
    """Take an item out of the recycle bin: one's own deletions, administrators all. Raises Forbidden."""
    with transaction.atomic():
        stored = _fresh(item)
        if not (actor.is_admin or stored.deleted_by_id == actor.pk):
            raise permissions.Forbidden(permissions.Missing("restore", stored.type, stored.pk))
        stored.deleted_at = stored.deleted_by = None
        _bump(stored, actor, {"deleted_at", "deleted_by"})
        timeline.record(stored, "restored", actor=actor)
    return stored


def touch(item: Item, *, actor: User) -> None:
    """Note a person's activity on an item (a comment, a file); no version, for no field has changed."""
    Item.objects.filter(pk=item.pk).update(last_activity_by=actor, last_activity_at=timezone.now())


def _fresh(item: Item) -> Item:
    """Lock the item and read it as it is now, with the columns of its type."""
    lock([item.pk])
    return item_types.of(item).model._default_manager.select_related("stage", "currency").get(pk=item.pk)


def _starting_values(item_type: ItemType, values: Values, actor: User) -> dict[str, Any]:
    given = {key.removesuffix("_id") for key in values}
    defaults = {key: value for key, value in item_type.defaults(actor).items() if key.removesuffix("_id") not in given}
    return {"owner": actor} | defaults | dict(values) if "owner" not in given else defaults | dict(values)


def _place(item: Item, item_type: ItemType, actor: User) -> None:
    """Put a new item on the stage it names, or on the first of its pipeline."""
    if not item_type.has_stages:
        return
    stage = item.stage or stage_moves.first_stage(item_type.code, item.pipeline_id)
    if stage is not None:
        stage_moves.stand_in(item, stage, actor=actor, at=item.created_at)


def _number(item: Item, item_type: ItemType) -> None:
    if item_type.numbered and not item.number:
        item.number, item.number_scope = numbering.take(item)


def _difference(item: Item, item_type: ItemType, values: Values, parts: Values) -> Change:
    """Compare what is wanted with what is stored."""
    wanted = Change()
    for name, value in values.items():
        column = item._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name)
        attname = getattr(column, "attname", name)
        new = getattr(value, "pk", value) if attname != column.name else value
        if getattr(item, attname) != new:
            wanted.columns[column.name] = (attname, new)
            wanted.facts[column.name] = [facts.of_field(item, column.name), None]
    for name, value in parts.items():
        part = item_type.part(name)
        before, after = part.read(item), part.clean(item, value)
        if before != after:
            wanted.parts[name] = after
            wanted.facts[name] = [facts.of_part(part, before), facts.of_part(part, after)]
    return wanted


def _refuse_overlap(item: Item, wanted: Change, base_version: int) -> None:
    """Raise Stale when a field that is about to change was changed after `base_version`."""
    since = TimelineEntry.objects.filter(item_id=item.pk, version__gt=base_version).values_list("data", flat=True)
    touched = {name for data in since for name in data.get("changes", {})}
    overlap = touched & (set(wanted.columns) | set(wanted.parts))
    if overlap:
        _apply(item, wanted)
        yours = {name: _fact_after(item, wanted, name) for name in overlap}
        raise Stale(item, {name: (wanted.facts[name][0], yours[name]) for name in sorted(overlap)})


def _apply(item: Item, wanted: Change) -> None:
    for attname, value in wanted.columns.values():
        setattr(item, attname, value)


def _fact_after(item: Item, wanted: Change, name: str) -> Any:  # noqa: ANN401 - JSON
    return facts.of_field(item, name) if name in wanted.columns else wanted.facts[name][1]


def _save(item: Item, item_type: ItemType, wanted: Change, actor: User, conversion_id: int | None) -> Item:
    was_at, now = item.stage, timezone.now()
    before = {column.attname: getattr(item, column.attname) for column in item._meta.concrete_fields}
    _apply(item, wanted)
    if "stage" in wanted.columns and item.stage is not None:
        stage_moves.stand_in(item, item.stage, actor=actor, at=now)
    item_type.derive(item, wanted.parts)
    check(item, item_type, wanted.parts)
    altered = {column.name for column in item._meta.concrete_fields
               if getattr(item, column.attname) != before[column.attname]}  # fmt: skip
    for name, value in wanted.parts.items():
        item_type.part(name).write(item, value)
    _bump(item, actor, altered)
    changes = {name: [pair[0], _fact_after(item, wanted, name)] for name, pair in wanted.facts.items()}
    _tell(item, changes, was_at, actor, conversion_id)
    return item


def _tell(item: Item, changes: dict[str, Any], was_at: Stage | None, actor: User, conversion_id: int | None) -> None:
    """Write what changed: a stage move is an entry of its own kind, the rest one entry."""
    moved = changes.pop("stage", None)
    changes.pop("pipeline", None)
    entries = []
    if moved:
        other = was_at is not None and item.stage is not None and was_at.pipeline_id != item.stage.pipeline_id
        kind = "pipeline_changed" if other else "stage_changed"
        data = {"changes": {"stage": moved}}
        entries.append(timeline.entry(item, kind, actor=actor, data=data, conversion_id=conversion_id))
        stage_moves.log(item, actor=actor, at=item.stage_changed_at or timezone.now(), came_from=was_at)
    if changes:
        data = {"changes": changes}
        entries.append(timeline.entry(item, "changed", actor=actor, data=data, conversion_id=conversion_id))
    timeline.record_many(entries)


def _bump(item: Item, actor: User, altered: set[str]) -> None:
    """Save the altered columns with the next version; the caller holds the lock."""
    now = timezone.now()
    item.version += 1
    item.changed_by, item.changed_at = actor, now
    item.last_activity_by, item.last_activity_at = actor, now
    stamps = {"version", "changed_by", "changed_at", "last_activity_by", "last_activity_at"}
    item.save(update_fields=altered | stamps)


__all__ = ["Stale", "ValidationError", "change", "create", "delete", "lock", "restore", "touch"]
