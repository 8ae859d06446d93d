"""How does an item move to another stage, or to another pipeline?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from segue.core import comments, item_types, permissions, stage_moves
from segue.core.models import Item, Pipeline, Stage
from segue.core.models.pipeline import FAILURE, SUCCESS
from segue.core.records import Stale
from segue.crm import stages
from segue.crm.stages import StageNotInPipeline
from segue.web import http
from segue.web.components import moving, stage_bar, toasts
from segue.web.forms.in_place import ALSO
from segue.web.forms.stage_form import StageForm
from segue.web.http import Request, visible
from segue.web.views import boards, cells

NOTE = "note"  # what somebody says who gives an item up


@require_POST
def move(request: Request, slug: str, pk: int) -> HttpResponse:
    """Move an item to the stage of its bar that was pressed, or to the pipeline that the address names.

    What the stage requires and the item lacks is asked for first.
    """
    item = visible(request, slug, pk)
    pipeline = _pipeline(item, request.GET["pipeline"]) if "pipeline" in request.GET else None
    stage = _first(item, pipeline) if pipeline else _stage(item, request.POST.get("stage", ""))
    permissions.require(request.user, "edit", item)
    if (
        (listed := cells.came_from(request))
        and stage.semantics == SUCCESS
        and item.type in stages.SUCCEED_BY_CONVERSION
    ):
        return http.dialog(request, "boards/move.html", moving.success(request, item, listed, request.user))
    if pipeline is None:
        permissions.require_move(request.user, item, stage)
    asked = StageForm.sent(item, stage, request.POST, request.FILES, reader=request.user)
    if asked and (pressed := asked.press()):
        return _pressed(request, asked, pressed)
    if asked and not asked.check():
        return _ask(request, asked)
    try:
        moved = _move(request, item, stage, pipeline, asked)
    except ValidationError as refused:
        asked = asked or StageForm(item, stage, request.POST, reader=request.user)
        if asked.lack(refused):
            return _ask(request, asked)
        raise
    except Stale as stale:
        return _too_late(request, item, asked, stale)
    return _answer(request, moved, stage, pipeline)


def _move(request: Request, item: Item, stage: Stage, pipeline: Pipeline | None, asked: StageForm | None) -> Item:
    """Move it, with what the stage asks for; the note of somebody who gave it up is a comment."""
    actor, version = request.user, http.number(request.POST.get("version", ""))
    note = request.POST.get(NOTE, "").strip()
    with transaction.atomic():
        given: dict[str, Any] = asked.given(actor=actor) if asked else {}
        if pipeline is None:
            moved = stages.move(item, stage, actor=actor, base_version=version, **given)
        else:
            moved = stages.change_pipeline(item, pipeline, actor=actor, base_version=version, **given)
        if note and stage.semantics == FAILURE:
            comments.add(moved, note, actor=actor)
    return moved


def _too_late(request: Request, item: Item, asked: StageForm | None, stale: Stale) -> HttpResponse:
    """Say what somebody else did meanwhile: above what was typed, or on the board that the card was moved on."""
    if asked is not None:
        return _ask(request, asked, stale=stale, status=409)
    if board := boards.came_from(request):
        return boards.stale(request, item, board)
    if request.htmx and cells.came_from(request):
        return cells.stale(request, item, boards.quicker(item))
    raise stale


def _answer(request: Request, moved: Item, stage: Stage, pipeline: Pipeline | None) -> HttpResponse:
    """Say what was done, on the board or the list that it was moved on, else on the page of the item."""
    moved_to = f"{item_types.name(moved)}: {stage.label}"
    if board := boards.came_from(request):
        return boards.arrived(request, moved, board, moved_to)
    if listed := cells.came_from(request):
        return cells.arrived(request, moved, listed, moved_to)
    said = _("Pipeline: %(pipeline)s") if pipeline else _("Stage: %(stage)s")
    toasts.add(request, said % {"stage": stage.label, "pipeline": pipeline and pipeline.label})
    closing = "stage-closing" if stage.is_final else f"stage-to-{stage.code}"
    return http.go_to(moved, cursor="page-title" if pipeline else closing)


def _ask(request: Request, asked: StageForm, *, stale: Stale | None = None, status: int = 422) -> HttpResponse:
    """Ask for what the stage requires, on a small page that completes the move; what others did meanwhile stands above
    what was typed, which takes its place if it is sent again.
    """
    href, version = request.get_full_path(), request.POST.get("version", "")
    context = stage_bar.question(asked.draft.item, asked.stage, href, str(stale.item.version) if stale else version)
    if stale:
        context["dialog"]["text"] = stage_bar.meanwhile(stale, asked.draft.label)
    named = [{"name": ALSO, "value": name} for name in asked.also]
    kept = [{"name": name, "value": request.POST[name]} for name in ("back", NOTE) if name in request.POST]
    context["dialog"]["hidden"] += [{"name": "custom_shown", "value": asked.marks}, *named, *kept]
    if back := boards.came_from(request) or cells.came_from(request):
        context["dialog"]["cancel_href"] = back
    context |= {"entries": asked.entries(asked.shown, href), "part": "pages/stage_fields.html"}
    return http.dialog(request, context["part"], context, status=status)


def _pressed(request: Request, asked: StageForm, name: str) -> HttpResponse:
    """Answer a button among the fields, which has done its work; nothing is written."""
    if not request.htmx:
        return _ask(request, asked, status=200)
    entry = asked.entries([name], request.get_full_path())[0]
    if "custom" in entry:
        return http.part(request, "pages/edit_custom.html", entry)
    return http.part(request, "pages/edit_part.html", {"part": entry})


def _first(item: Item, pipeline: Pipeline) -> Stage:
    stage = stage_moves.first_stage(item.type, pipeline.pk)
    assert stage is not None
    return stage


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
