"""What does a save alter, does it run over somebody else's change, and which entries tell of it?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone

from segue.core import facts, item_types, notices, stage_moves, timeline
from segue.core.custom_fields import filed
from segue.core.custom_fields import values as custom_values
from segue.core.custom_fields.definitions import Fields
from segue.core.models import Item, Stage, TimelineEntry, User

# Which kind of entry tells of a changed field; every other field is told of in one entry "changed".
KINDS = {"owner": "owner_changed", "client": "client_changed", "rows": "rows_changed", "files": "files_changed"}

# Columns that follow a stage move, which is told of itself.
BOOKKEEPING = ("stage_changed_by", "stage_changed_at", "closed_at")


class Stale(Exception):
    """Someone saved the same fields since; nothing was written. `conflicts` is {field: (theirs, yours)} as facts."""

    def __init__(self, item: Item, conflicts: dict[str, tuple[Any, Any]]) -> None:
        super().__init__(f"item {item.pk} is at version {item.version}")
        self.item = item
        self.conflicts = conflicts


@dataclass
class Change:
    """What a save would alter: columns, parts and custom values, each with the fact before."""

    columns: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, Any] = field(default_factory=dict)
    fields: Fields = field(default_factory=dict)  # the custom fields of the type
    facts: dict[str, list[Any]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.columns or self.parts or self.custom)

    def leave_out(self, columns: Iterable[str]) -> None:
        """Want no more what came to nothing: an amount that follows the rows does not take another."""
        for name in columns:
            del self.columns[name]
            self.facts.pop(name, None)


def difference(
    item: Item, values: Mapping[str, Any], parts: Mapping[str, Any], fields: Fields, actor: User | None = None
) -> Change:
    """Compare what is wanted with what is stored; raises ValidationError for a part or custom value that cannot be.

    Without an actor it is a conversion, or its undo.
    """
    item_type, wanted = item_types.of(item), Change(fields=fields)
    columns, given = custom_values.split(values)
    for name, value in columns.items():
        column = item._meta.get_field(name)
        assert isinstance(column, models.Field)
        if getattr(item, column.attname) != (value.pk if isinstance(value, models.Model) else value):
            wanted.columns[name] = value
            if name not in BOOKKEEPING:
                wanted.facts[name] = [facts.of_field(item, name)]
    other = {
        code: value
        for code, value in given.items()
        if custom_values.is_other(fields.get(code), value, item.custom.get(code))
    }
    for code, value in custom_values.cleaned(fields, other, item.custom, actor=actor).items():
        wanted.custom[code] = value
        wanted.facts[code] = [custom_values.fact(fields[code], item.custom.get(code))]
    for name, value in parts.items():
        part = item_type.part(name)
        before, after = part.read(item), part.clean(item, value)
        if before != after:
            wanted.parts[name] = after
            wanted.facts[name] = [part.facts(before)]
    return wanted


def apply(item: Item, wanted: Change) -> None:
    """Set the wanted columns and custom values; nothing is saved."""
    for name, value in wanted.columns.items():
        setattr(item, name, value)
    if wanted.custom:
        held = {**item.custom, **wanted.custom}
        item.custom = {code: value for code, value in held.items() if value is not None}


def refuse_overlap(item: Item, wanted: Change, base_version: int) -> None:
    """Raise Stale when a field that is about to change was changed after `base_version`."""
    since = TimelineEntry.objects.filter(item_id=item.pk, version__gt=base_version).values_list("data", flat=True)
    touched = {name for data in since for name in data.get("changes", {})}
    overlap = touched & set(wanted.facts)
    if overlap:
        apply(item, wanted)
        raise Stale(item, {name: (wanted.facts[name][0], _after(item, wanted, name)) for name in sorted(overlap)})


def tell_new(item: Item, parts: Mapping[str, Any], *, actor: User) -> None:
    """Write the entry of a new item, and notices to whom it brings in."""
    timeline.record(item, "created", actor=actor, at=item.created_at)
    notices.tell_of_item(item, actor=actor, observers=parts.get("observers", ()))


def tell(item: Item, wanted: Change, *, was_at: Stage | None, actor: User, conversion_id: int | None) -> None:
    """Write the entries of a change that was saved, one for each kind of change, and notices to whom it brings in."""
    by_kind: dict[str, dict[str, Any]] = {}
    for name, before in wanted.facts.items():
        by_kind.setdefault(_kind(item, name, was_at, wanted.fields), {})[name] = [*before, _after(item, wanted, name)]
    if "stage" in wanted.facts:
        stage_moves.log(item, actor=actor, at=item.stage_changed_at or timezone.now(), came_from=was_at)
    timeline.record_many(
        [
            timeline.entry(item, kind, actor=actor, data=_data(changed, wanted.fields), conversion_id=conversion_id)
            for kind, changed in by_kind.items()
        ]
    )
    if not conversion_id:
        were = {fact["id"] for fact in wanted.facts.get("observers", [()])[0]}
        new = set(wanted.parts.get("observers", ())) - were
        notices.tell_of_item(item, actor=actor, assigned="owner" in wanted.columns, observers=new)


def _data(changed: dict[str, Any], fields: Fields) -> dict[str, Any]:
    """Word an entry; a custom field keeps its id, its name, its kind and who may see it, for it may be gone when it is
    read, and another may have its code.
    """
    custom = [fields[code] for code in changed if code in fields]
    if not custom:
        return {"changes": changed}
    return {
        "changes": changed,
        "ids": {field.code: field.pk for field in custom},
        "labels": {field.code: field.labels for field in custom},
        "kinds": {field.code: field.kind for field in custom},
        "restricted": [field.code for field in custom if field.is_restricted],
    }


def _kind(item: Item, name: str, was_at: Stage | None, fields: Fields) -> str:
    if name in {"stage", "pipeline"}:
        elsewhere = was_at is not None and item.stage is not None and was_at.pipeline_id != item.stage.pipeline_id
        return "pipeline_changed" if elsewhere else "stage_changed"
    if name in fields and fields[name].kind == filed.KIND:
        return "files_changed"
    return KINDS.get(name, "changed")


def _after(item: Item, wanted: Change, name: str) -> Any:
    if name in wanted.columns:
        return facts.of_field(item, name)
    if name in wanted.custom:
        return custom_values.fact(wanted.fields[name], item.custom.get(name))
    return item_types.of(item).part(name).facts(wanted.parts[name])
