"""Who may move what to which stage, and what follows from it? What a stage writes is `core.stage_moves`."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from segue.core import changes, item_types, permissions, preferences, records, stage_moves
from segue.core.changes import Change
from segue.core.custom_fields.definitions import of_type
from segue.core.item_types import Beginning
from segue.core.models import Item, Pipeline, Stage, User
from segue.core.models.pipeline import SUCCESS

# Types whose success stage is what a conversion leaves behind, so that nobody can step onto it (domain.md 3.3).
SUCCEED_BY_CONVERSION = ("lead",)
CLOSING_DAY = {"deal": "due_on"}  # where the day of the end is noted, if the organisation wants it


class StageNotInPipeline(ValidationError):
    """The stage belongs to another pipeline or type."""


class OnlyByConversion(ValidationError):
    """This stage is reached by making something from the item."""


def move(  # noqa: PLR0913  what may come with a move
    item: Item,
    stage: Stage,
    *,
    actor: User,
    base_version: int | None = None,
    values: records.Values | None = None,
    parts: records.Values | None = None,
    asks: bool = True,
) -> Item:
    """Move an item to a stage of its pipeline and return it as it is now; values and parts are what the stage asks for.
    `asks` is off where it comes back to where it was, and lacks what it lacked there.

    Raises Forbidden, StageNotInPipeline, OnlyByConversion, ValidationError where something required is missing, or
    Stale when it was moved after `base_version`; Item.DoesNotExist for what lies in the recycle bin.
    """
    with transaction.atomic():
        stored = records.alive(item)
        permissions.require(actor, "edit", stored)
        permissions.require_move(actor, stored, stage)
        if stage.pipeline_id != stored.pipeline_id:
            raise StageNotInPipeline(_("This stage belongs to another pipeline."))
        if stage.semantics == SUCCESS and stored.type in SUCCEED_BY_CONVERSION and stored.stage_id != stage.pk:
            raise OnlyByConversion(_("Choose what to make of it: that completes it."))
        wanted = {"stage": stage} | dict(values or {})
        return _save(stored, wanted, parts or {}, actor=actor, base_version=base_version, asks=asks)


def change_pipeline(  # noqa: PLR0913  as `move`
    item: Item,
    pipeline: Pipeline,
    *,
    actor: User,
    base_version: int | None = None,
    values: records.Values | None = None,
    parts: records.Values | None = None,
) -> Item:
    """Move an item to the first stage of another pipeline; needs Edit, and Add in the other pipeline.

    Values and parts are what that stage asks for. Raises Forbidden, StageNotInPipeline, ValidationError, Stale, or
    Item.DoesNotExist as `move`.
    """
    with transaction.atomic():
        stored = records.alive(item)
        permissions.require(actor, "edit", stored)
        if pipeline.item_type != stored.type or item_types.of(stored).pipelines != "many":
            raise StageNotInPipeline(_("This pipeline is for other items."))
        if pipeline.pk == stored.pipeline_id:
            return stored
        first = stage_moves.first_stage(stored.type, pipeline.pk)
        permissions.require_add(actor, stored.type, stage=first)
        wanted = {"pipeline": pipeline, "stage": first} | dict(values or {})
        return _save(stored, wanted, parts or {}, actor=actor, base_version=base_version)


def _save(  # noqa: PLR0913  as `move`
    item: Item,
    values: records.Values,
    parts: records.Values,
    *,
    actor: User,
    base_version: int | None,
    asks: bool = True,
) -> Item:
    given = dict(values) | (_closing_day(item, values["stage"], actor) if asks else {})
    wanted = changes.difference(item, given, parts, of_type(item.type), actor)
    if "stage" not in wanted.columns:
        return item
    if base_version is not None and base_version < item.version:
        changes.refuse_overlap(item, wanted, base_version)
    _remember(item, wanted)
    return records.save(item, wanted, actor=actor, asks=asks)


def _closing_day(item: Item, stage: Stage, actor: User) -> dict[str, object]:
    """A deal's expected close becomes today when it ends, where the organisation chose so."""
    name = CLOSING_DAY.get(item.type)
    if name is None or not stage.is_final or not preferences.load().close_today:
        return {}
    return {name: Beginning(actor).today}


def _remember(item: Item, wanted: Change) -> None:
    """Note the stage an invoice leaves; that is bookkeeping, and told of by the move itself."""
    if hasattr(item, "previous_stage_id"):
        wanted.columns["previous_stage"] = item.stage
