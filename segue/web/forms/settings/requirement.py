"""From when on is a field required: never, always, or from a stage of a pipeline on?"""

from typing import Any

from django.utils.translation import gettext as _

from segue.core import pipelines
from segue.core.item_types import ItemType
from segue.core.models import CustomField, Pipeline, Stage
from segue.core.models.pipeline import FAILURE

NEVER, ALWAYS = "", "always"


def requirements(item_type: ItemType) -> list[Any]:
    """List what can be chosen; the stages by pipeline where there are several."""
    of_type = pipelines.of_type(item_type.code)
    if len(of_type) > 1:
        return [*without_stages(), *((pipeline.label, _stages(pipeline)) for pipeline in of_type)]
    return [*without_stages(), *(choice for pipeline in of_type for choice in _stages(pipeline))]


def without_stages() -> list[Any]:
    """List what can be chosen where there are no stages."""
    return [(NEVER, _("No")), (ALWAYS, _("Always"))]


def of_pipeline(pipeline: Pipeline) -> list[Any]:
    """List what can be chosen for one pipeline."""
    return [*without_stages(), *_stages(pipeline)]


def stored_requirement(field: CustomField) -> str:
    """Return which of them a field has."""
    if field.mandatory:
        return ALWAYS
    return str(field.mandatory_from_id) if field.mandatory_from_id else NEVER


def wanted_requirement(chosen: str) -> dict[str, Any]:
    """Return the columns of a choice that was offered."""
    stage = Stage.objects.filter(pk=chosen).first() if chosen not in {NEVER, ALWAYS} else None
    return {"mandatory": chosen == ALWAYS, "mandatory_from": stage}


def _stages(pipeline: Pipeline) -> list[tuple[str, str]]:
    """Nothing is asked for in a failure."""
    stages = (stage for stage in pipelines.stages(pipeline) if stage.semantics != FAILURE)
    return [(str(stage.pk), _("From “%(stage)s” on") % {"stage": stage.label}) for stage in stages]
