"""What happened to an item? Kinds are rows; recording is here, wording is a template per kind."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from segue.core import tables
from segue.core.models import Item, TimelineEntry, User

Entry = dict[str, Any]  # by column


@dataclass(frozen=True)
class Kind:
    """A kind of event: does the History tab list it, does it stop an undo, does a person's activity show in it?"""

    code: str
    in_history: bool = True
    blocks_undo: bool = False
    by_person: bool = True


KINDS = {
    kind.code: kind
    for kind in (
        Kind("created"),
        Kind("imported"),
        Kind("changed"),
        Kind("deleted"),
        Kind("restored"),
        Kind("created_from"),
        Kind("made"),
        Kind("used_existing"),
        Kind("conversion_undone"),
        Kind("stage_changed"),
        Kind("pipeline_changed"),
        Kind("owner_changed"),
        Kind("client_changed"),
        Kind("rows_changed"),
        Kind("files_changed", blocks_undo=True),
        Kind("merged"),
        Kind("merged_into"),
        Kind("merge_undone"),
        Kind("link_added"),
        Kind("link_removed"),
        Kind("comment", in_history=False, blocks_undo=True),
        Kind("comment_deleted"),
        Kind("activity_planned", blocks_undo=True),
        Kind("activity_changed"),
        Kind("activity_done", blocks_undo=True),
        Kind("call", blocks_undo=True),
        Kind("email", blocks_undo=True),
        Kind("activity_removed"),
    )
}


def record(  # noqa: PLR0913  what an entry is made of
    item: Item,
    kind: str,
    *,
    actor: User,
    data: dict[str, Any] | None = None,
    conversion_id: int | None = None,
    at: datetime | None = None,
) -> TimelineEntry:
    """Write one entry at the item's present version, inside the caller's transaction; an unknown kind is a KeyError."""
    new = TimelineEntry(**entry(item, kind, actor=actor, data=data, conversion_id=conversion_id, at=at))
    tables.insert(new)
    return new


def entry(  # noqa: PLR0913  what an entry is made of
    item: Item,
    kind: str,
    *,
    actor: User,
    data: dict[str, Any] | None = None,
    conversion_id: int | None = None,
    at: datetime | None = None,
) -> Entry:
    """Return the columns of an entry that is not stored yet, so that several can be written in one statement."""
    return {
        "item_id": item.pk,
        "kind": KINDS[kind].code,
        "actor_id": actor.pk,
        "at": at or timezone.now(),
        "version": item.version,
        "data": data or {},
        "conversion_id": conversion_id,
        "pinned_at": None,
    }


def record_many(entries: list[Entry]) -> None:
    """Write entries made by `entry`, in one statement; they do not get to know their ids."""
    tables.insert_values(TimelineEntry, entries)
