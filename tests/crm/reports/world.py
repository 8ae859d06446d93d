"""A world small enough to count by hand, and the scope that looks at it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from segue.core.models import Item, Link, Stage, StageChange, User
from segue.crm.reports.scope import Scope

ZONE = "Europe/Berlin"
TODAY = date(2026, 11, 18)


def scope(reader: User, **chosen: Any) -> Scope:
    """What the reader sees of the year 2026."""
    year = Scope(reader, zone=ZONE, today=TODAY, since=date(2026, 1, 1), until=date(2026, 12, 31))
    return replace(year, **chosen)


def at(day: date, hour: int = 12) -> datetime:
    """An hour of a day in Berlin."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def created(item: Item, day: date) -> None:
    """Let it have been created on another day."""
    Item.objects.filter(pk=item.pk).update(created_at=at(day))


def stands(item: Item, code: str, closed: datetime | None = None) -> None:
    """Let an item stand on a stage of its pipeline, which it entered from its first; closed at that time."""
    stage = Stage.objects.get(pipeline=item.pipeline_id, code=code)
    Item.objects.filter(pk=item.pk).update(stage=stage, closed_at=closed)
    now = closed or at(TODAY)
    StageChange.objects.filter(item=item.pk, left_at=None).update(left_at=now)
    StageChange.objects.create(
        item=item, event=2, pipeline=stage.pipeline, stage=stage, semantics=stage.semantics, actor_id=item.owner_id,
        at=now,
    )  # fmt: skip


def made(source: Item, target: Item, kind: str = "bound") -> None:
    """Let one item have come from another."""
    Link.objects.create(source=source, target=target, kind=kind, created_by_id=source.owner_id, created_at=at(TODAY))
