"""How does an item move to another stage, or to another pipeline?"""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from segue.core.models import Item, Pipeline, Stage
from segue.crm import stages
from segue.crm.stages import StageNotInPipeline
from segue.web import http
from segue.web.components import toasts
from segue.web.http import Request, visible

MOST_DIGITS = 9


@require_POST
def move(request: Request, slug: str, pk: int) -> HttpResponse:
    """Move an item to the stage of its bar that was pressed, or to the pipeline that the address names."""
    item = visible(request, slug, pk)
    version = _version(request.POST.get("version", ""))
    if "pipeline" in request.GET:
        pipeline = _pipeline(item, request.GET["pipeline"])
        moved = stages.change_pipeline(item, pipeline, actor=request.user, base_version=version)
        toasts.add(request, _("Pipeline: %(pipeline)s") % {"pipeline": pipeline.label})
        cursor = "page-title"
    else:
        stage = _stage(item, request.POST.get("stage", ""))
        moved = stages.move(item, stage, actor=request.user, base_version=version)
        toasts.add(request, _("Stage: %(stage)s") % {"stage": stage.label})
        cursor = "stage-closing" if stage.is_final else f"stage-to-{stage.code}"
    return http.go_to(moved, cursor=cursor)


def _stage(item: Item, code: str) -> Stage:
    """Find a stage of the item's own pipeline by its code."""
    known = Stage.objects.select_related("pipeline").filter(pipeline=item.pipeline_id)
    stage = known.filter(code=code.replace("\0", "")[:50]).first()
    if stage is None:
        raise StageNotInPipeline(_("There is no such stage here."))
    return stage


def _pipeline(item: Item, code: str) -> Pipeline:
    pipeline = Pipeline.objects.filter(item_type=item.type, code=code.replace("\0", "")[:50]).first()
    if pipeline is None:
        raise StageNotInPipeline(_("There is no such pipeline."))
    return pipeline


def _version(text: str) -> int | None:
    """Read the version the bar was shown with; without one the move is made as things stand."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
