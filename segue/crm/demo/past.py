"""How does what was done just now come to lie in the past? A few bulk updates, once everything has been played."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models

from segue.core.models import Activity, Item, Link, StageChange, TimelineEntry, User
from segue.crm.models import Conversion

from .play import Past

STAMPS: dict[type[models.Model], tuple[str, ...]] = {
    Item: ("created_at", "changed_at", "last_activity_at", "stage_changed_at", "closed_at", "deleted_at"),
    StageChange: ("at", "left_at"),
    TimelineEntry: ("at",),
    Link: ("created_at",),
    Conversion: ("at",),
    User: ("created_at",),
    Activity: ("created_at", "changed_at"),
}
BATCH = 100


def settle(past: Past) -> None:
    """Move every stamp of the database to the moment its act is said to have happened."""
    for model, names in STAMPS.items():
        rows = list(model._base_manager.all())
        for row in rows:
            for name in names:
                stamp = getattr(row, name)
                setattr(row, name, stamp and past.of(stamp))
        model._base_manager.bulk_update(rows, names, batch_size=BATCH)
    _what_undo_compares(past)


def _what_undo_compares(past: Past) -> None:
    """A conversion remembers when its source was moved, and from where: undo compares that with the item."""
    conversions = list(Conversion.objects.all())
    for conversion in conversions:
        conversion.before = _moved(conversion.before, past)
    Conversion.objects.bulk_update(conversions, ["before"], batch_size=BATCH)


def _moved(before: dict[str, Any], past: Past) -> dict[str, Any]:
    moved = dict(before)
    if "moved_at" in moved:
        moved["moved_at"] = _text(moved["moved_at"], past)
    if "stage" in moved:
        moved["stage"] = moved["stage"] | dict(_instants(moved["stage"], past))
    return moved


def _instants(stage: dict[str, Any], past: Past) -> Iterator[tuple[str, str | None]]:
    for name in ("changed_at", "closed_at"):
        yield name, _text(stage[name], past) if stage[name] else None


def _text(stamp: str, past: Past) -> str:
    return past.of(datetime.fromisoformat(stamp)).isoformat()
