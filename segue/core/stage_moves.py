"""What changes with an item when it enters a stage? The rules of who may move what where are `crm.stages`."""

from datetime import datetime

from django.db.models import QuerySet

from segue.core import permissions, tables
from segue.core.models import Item, Stage, StageChange, User
from segue.core.models.pipeline import SUCCESS
from segue.core.models.stage_change import CLOSED, CREATED, MOVED, PIPELINE_CHANGED
from segue.core.prepared import steady


def first_stage(item_type: str, pipeline_id: int | None = None) -> Stage | None:
    """Return the first stage of a pipeline, of the type's default one when none is named; None without stages."""
    found = _first_of(pipeline_id, item_type) if pipeline_id else first_of_default(item_type)
    return next(iter(found), None)


def beginnings(item_type: str, actor: User) -> list[Stage]:
    """Return the first stage of each pipeline where this person may make items; the default pipeline's comes first."""
    firsts: dict[int, Stage] = {}
    for stage in _all_of(item_type):
        firsts.setdefault(stage.pipeline_id, stage)
    return [stage for stage in firsts.values() if permissions.may_add(actor, item_type, stage)]


def success_of(pipeline_id: int) -> Stage | None:
    """Return the success stage of a pipeline."""
    return next(iter(_success_of(pipeline_id)), None)


@steady
def _success_of(pipeline_id: int) -> QuerySet[Stage]:
    return Stage.objects.filter(pipeline=pipeline_id, semantics=SUCCESS)


@steady
def _all_of(item_type: str) -> QuerySet[Stage]:
    """Find the stages of all pipelines, those of the default one first."""
    return _stages(item_type).order_by("-pipeline__is_default", "pipeline__sort", "pipeline", "sort", "pk")


@steady
def _first_of(pipeline_id: int, item_type: str) -> QuerySet[Stage]:
    return _stages(item_type).filter(pipeline_id=pipeline_id)[:1]


@steady
def first_of_default(item_type: str) -> QuerySet[Stage]:
    """Find the first stage of the default pipeline of a type."""
    return _stages(item_type).filter(pipeline__is_default=True)[:1]


def _stages(item_type: str) -> QuerySet[Stage]:
    return Stage.objects.select_related("pipeline").filter(pipeline__item_type=item_type).order_by("sort", "pk")


def stand_in(item: Item, stage: Stage, *, actor: User, at: datetime) -> None:
    """Set every column that says where the item stands; nothing is saved."""
    item.pipeline_id, item.stage = stage.pipeline_id, stage
    item.stage_changed_by, item.stage_changed_at = actor, at
    item.closed_at = at if stage.is_final else None


def log(item: Item, *, actor: User, at: datetime, came_from: Stage | None) -> None:
    """Write the stay that begins now, and end the one before."""
    stage = item.stage
    if stage is None:
        return
    if came_from is not None:
        tables.update_where(StageChange, {"left_at": at}, {"item_id": item.pk, "left_at": None})
    stay = {
        "item_id": item.pk,
        "event": _event(stage, came_from),
        "pipeline_id": stage.pipeline_id,
        "stage_id": stage.pk,
        "semantics": stage.semantics,
        "actor_id": actor.pk,
        "at": at,
        "left_at": None,
    }
    tables.insert_values(StageChange, [stay])


def _event(stage: Stage, came_from: Stage | None) -> int:
    if came_from is None:
        return CREATED
    if came_from.pipeline_id != stage.pipeline_id:
        return PIPELINE_CHANGED
    return CLOSED if stage.is_final else MOVED
