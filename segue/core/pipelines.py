"""How do pipelines and their stages change? Codes and semantics never do; behaviour hangs on them."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from segue.core import codes, settings_changes
from segue.core.models import Destination, FormView, Item, Pipeline, Stage, User
from segue.core.models.pipeline import PROCESS, SEMANTICS, SUCCESS
from segue.core.settings_changes import InUse

GENERAL = "general"
PIPELINE_CODE, STAGE_CODE = 50, 21  # the longest codes
COPIED = ("code", "labels", "semantics", "sort", "colour", "is_analysis")
Labels = dict[str, str]


def of_type(item_type: str) -> list[Pipeline]:
    """Return the pipelines of an item type in order."""
    return list(Pipeline.objects.filter(item_type=item_type).order_by("sort", "pk"))


def add(item_type: str, labels: Labels, *, actor: User) -> Pipeline:
    """Make a pipeline that starts with a copy of General's stages."""
    with transaction.atomic():
        present = Pipeline.objects.select_for_update().filter(item_type=item_type)
        taken = {each.code.upper() for each in present}
        code = codes.from_label(labels["en"], taken, longest=PIPELINE_CODE, otherwise="PIPELINE").lower()
        numbers = present.aggregate(exchange=Max("exchange_id"), sort=Max("sort"))
        given = {
            "item_type": item_type,
            "code": code,
            "labels": labels,
            "exchange_id": (numbers["exchange"] or 0) + 1,
            "sort": (numbers["sort"] or 0) + 10,
        }
        pipeline = settings_changes.save(Pipeline(), given, actor=actor)
        _copy_stages(present.get(code=GENERAL), pipeline)
    return pipeline


def change(pipeline: Pipeline, labels: Labels, *, is_default: bool, actor: User) -> Pipeline:
    """Rename a pipeline, or make it the one that new items start in."""
    with transaction.atomic():
        given: dict[str, Any] = {"labels": labels}
        if is_default:
            others = Pipeline.objects.filter(item_type=pipeline.item_type).exclude(pk=pipeline.pk)
            settings_changes.give_up(others, "is_default", actor=actor)
            given["is_default"] = True
        return settings_changes.save(pipeline, given, actor=actor)


def remove(pipeline: Pipeline, *, actor: User) -> None:
    """Delete a pipeline without items, the recycle bin included. Raises InUse."""
    with transaction.atomic():
        stored = settings_changes.locked(pipeline)
        if reason := why_pipeline_stays(stored):
            raise InUse(reason)
        FormView.objects.filter(item_type=stored.item_type, variant=str(stored.pk)).delete()
        settings_changes.remove(stored, actor=actor)


def why_pipeline_stays(pipeline: Pipeline) -> str:
    """Say why a pipeline cannot be deleted; empty when it can."""
    if pipeline.code == GENERAL or pipeline.exchange_id is None:
        return _("This pipeline belongs to Segue. It can be renamed, not deleted.")
    if pipeline.is_default:
        return _("New items start here. Make another pipeline the default first.")
    if Item.objects.filter(pipeline=pipeline).exists():
        return _("It holds items, perhaps in the recycle bin. Move them to another pipeline first.")
    return ""


def move(pipeline: Pipeline, step: int, *, actor: User) -> None:
    """Move a pipeline up (-1) or down (1)."""
    order = settings_changes.swapped(of_type(pipeline.item_type), pipeline, step)
    settings_changes.put_in_order(order, actor=actor, subject=f"pipelines {pipeline.item_type}")


def stages(pipeline: Pipeline) -> list[Stage]:
    """Return the stages of a pipeline in order: process before success before failure."""
    return list(pipeline.stages.order_by("sort", "pk"))


def add_stage(pipeline: Pipeline, values: dict[str, Any], *, actor: User) -> Stage:
    """Add a stage at the end of those of its semantics, with a code made from its label.

    `values`: labels, colour, semantics and is_analysis. A second success stage is refused at `semantics`.
    """
    with transaction.atomic():
        Pipeline.objects.select_for_update().get(pk=pipeline.pk)
        present = stages(pipeline)
        taken = {stage.code for stage in present}
        code = codes.from_label(values["labels"]["en"], taken, longest=STAGE_CODE, otherwise="STAGE")
        given = {"pipeline": pipeline, "code": code, **values, "sort": max(each.sort for each in present) + 10}
        stage = settings_changes.save(Stage(), given, actor=actor)
        order = sorted([*present, stage], key=lambda each: SEMANTICS.index(each.semantics))
        _renumber(order)
    return stage


def change_stage(stage: Stage, values: dict[str, Any], *, actor: User) -> Stage:
    """Give a stage other labels, colour or mark; code and semantics are not among what can change."""
    fixed = {"code", "semantics", "pipeline"} & set(values)
    assert not fixed, fixed
    return settings_changes.save(stage, values, actor=actor)


def remove_stage(stage: Stage, *, actor: User) -> None:
    """Delete a stage that no item stands in. Raises InUse."""
    with transaction.atomic():
        Pipeline.objects.select_for_update().get(pk=stage.pipeline_id)
        if reason := why_stage_stays(stage):
            raise InUse(reason)
        settings_changes.remove(stage, actor=actor)


def why_stage_stays(stage: Stage) -> str:
    """Say why a stage cannot be deleted; empty when it can."""
    if stage.semantics == SUCCESS:
        return _("Every pipeline needs its success stage. It can be renamed.")
    others = Stage.objects.filter(pipeline=stage.pipeline_id, semantics=stage.semantics).exclude(pk=stage.pk)
    if stage.semantics == PROCESS and not others.exists():
        return _("Every pipeline needs a stage to start in.")
    if Item.objects.filter(stage=stage).exists():
        return _("It holds items, perhaps in the recycle bin. Move them to another stage first.")
    if Destination.objects.filter(to=stage).exists():  # with the last one gone, items might go everywhere
        return _("A role names it under “May go to”. Take it out there first.")
    return ""


def move_stage(stage: Stage, step: int, *, actor: User) -> None:
    """Move a stage up (-1) or down (1) among those of its semantics."""
    order = stages(stage.pipeline)
    alike = settings_changes.swapped([each for each in order if each.semantics == stage.semantics], stage, step)
    others = iter(alike)
    order = [next(others) if each.semantics == stage.semantics else each for each in order]
    settings_changes.put_in_order(order, actor=actor, subject=f"stages {stage.pipeline.code}")


def _copy_stages(source: Pipeline, target: Pipeline) -> None:
    Stage.objects.bulk_create(
        Stage(pipeline=target, **{name: getattr(stage, name) for name in COPIED}) for stage in stages(source)
    )


def _renumber(order: list[Stage]) -> None:
    for place, stage in enumerate(order, 1):
        stage.sort = place * 10
    Stage.objects.bulk_update(order, ["sort"])
