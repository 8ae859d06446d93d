"""How is one item made from another in a browser, looked at before and taken back after?"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from segue.core import permissions
from segue.core.models import Item
from segue.crm import conversion
from segue.crm.conversion import Plan, Variant
from segue.crm.models import Conversion
from segue.web import http
from segue.web.components import conversions, undoing
from segue.web.forms import conversion as form
from segue.web.forms.conversion import Answers
from segue.web.http import Request, visible

ONE_CLICK = timedelta(seconds=10)  # an answer this young that comes again is the same click, not the Back button


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: Request, slug: str, pk: int, variant: str) -> HttpResponse:
    """Show what would be made (GET), or make it and open it; ask first if something must be decided."""
    chosen = conversion.variant_of(http.item_type(slug).code, variant)
    if chosen is None:
        raise Http404
    if request.method != "POST":
        source = visible(request, slug, pk)
        return _show(request, _permitted(request, source, chosen), form.read(request.GET), sheet=True)
    answers = form.read(request.POST)
    if answers.wants_to_look:
        source = visible(request, slug, pk)
        return _show(request, _permitted(request, source, chosen, answers), answers)
    return _apply(request, chosen, answers, slug, pk)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Show what undoing would do, and with a key do it."""
    done = _conversion(request, pk)
    key = form.mark(request.POST, "key")
    if not key:
        return _show_undo(request, conversion.plan_undo(done, actor=request.user))
    shown = form.mark(request.POST, "fingerprint")
    try:
        undone = conversion.undo(done, actor=request.user, key=key, fingerprint=shown)
    except conversion.UndoRefused as refused:
        return _show_undo(request, refused.plan, status=409)
    except conversion.KeyReused as refused:
        return _show_undo(request, conversion.plan_undo(done, actor=request.user), refused, status=422)
    undoing.say(request, undone)
    return http.leave_to(request, undoing.place(request, undone))


def _permitted(request: Request, source: Item, chosen: Variant, answers: Answers | None = None) -> Plan:
    """Plan for this person, who must hold the rights the plan names."""
    decisions = answers.decisions if answers else conversion.UNDECIDED
    plan = conversion.plan(source, chosen, actor=request.user, decisions=decisions)
    if plan.missing:
        raise permissions.Forbidden(*plan.missing)
    return plan


def _apply(request: Request, chosen: Variant, answers: Answers, slug: str, pk: int) -> HttpResponse:
    """Make it without reading the source first: the conversion reads it, and asks for more than the right to see it."""
    source = Item.from_db(DEFAULT_DB_ALIAS, ["id", "type"], [pk, chosen.source])  # whatever else is asked, is read
    try:
        done = conversion.apply(
            source,
            chosen,
            decisions=answers.decisions,
            seen=answers.seen,
            actor=request.user,
            key=answers.key,
        )
    except permissions.Forbidden:
        visible(request, slug, pk)  # whoever may not even see it gets to know nothing of it
        raise
    except conversion.Refused as refused:
        return _show(request, refused.plan, answers, refusal=refused, status=409)
    except (conversion.KeyReused, ValidationError) as refused:
        plan = _permitted(request, visible(request, slug, pk), chosen, answers)
        return _show(request, plan, answers, refusal=refused, status=422)
    if done.just_made is None:
        visible(request, slug, pk)  # it was made before, and much may have happened since
    return _open(request, done)


def _open(request: Request, done: Conversion) -> HttpResponse:
    """Go to what was made; say so, or that it had been made already."""
    again = timezone.now() - done.at > ONE_CLICK
    return http.leave_to(request, conversions.finish(request, done, again=again))


def _show(  # noqa: PLR0913 - what a dialog is made of
    request: Request,
    plan: Plan,
    answers: Answers,
    *,
    sheet: bool = False,
    refusal: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    context = conversions.dialog(request, plan, answers, sheet=sheet, refusal=refusal)
    return http.dialog(request, "conversion/ask.html", context, status=status)


def _show_undo(
    request: Request, plan: conversion.UndoPlan, refusal: Exception | None = None, *, status: int = 200
) -> HttpResponse:
    return http.dialog(request, "conversion/undo.html", undoing.dialog(request, plan, refusal), status=status)


def _conversion(request: Request, pk: int) -> Conversion:
    """Find a conversion whose source, or (once that is purged) one of whose items, the person may see."""
    done = Conversion.objects.select_related("source", "actor").filter(pk=pk, state__in=("applied", "undone")).first()
    if done is None:
        raise Http404
    items = [done.source_id] if done.source_id else list(done.records.values_list("item_id", flat=True))
    if not Item.objects.visible_to(request.user).filter(pk__in=[each for each in items if each]).exists():
        raise Http404
    return done
