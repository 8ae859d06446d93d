"""How does somebody plan an activity, change it, put it off, get it done or give it up?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from segue.core import activities, agenda, permissions
from segue.core.activities import Changed
from segue.core.models import Activity, Item
from segue.core.permissions import Forbidden, Missing
from segue.web import http
from segue.web.components import activities as words
from segue.web.components import activity_dialogs as dialogs
from segue.web.components import my_day, tabs, timeline, toasts
from segue.web.forms.activity import ActivityForm, PostponeForm, ResultForm, differing
from segue.web.http import Request, visible

METHODS = ["GET", "HEAD", "POST"]
OK = 200
FORM, ASK = "activities/form.html", "activities/ask.html"


@require_http_methods(METHODS)
def new(request: Request, slug: str, pk: int, what: str) -> HttpResponse:
    """Show the form of a new activity (GET), and store it (POST); a refused one comes back with what was typed."""
    item, kind = visible(request, slug, pk), words.BY_SLUG[what]
    permissions.require(request.user, "edit", item)
    form = ActivityForm(item, kind, request.POST if request.method == "POST" else None, reader=request.user)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    try:
        made = activities.plan([item, *form.about()[0]], kind, form.values(), actor=request.user, done=form.is_done)
    except ValidationError as refused:
        form.refuse(refused)
        return _form(request, form)
    said = _("Planned: %(title)s") if made.is_open else _("Noted: %(title)s")
    return _back(request, item, said, made, cursor=timeline.HEADING)


@require_http_methods(METHODS)
def edit(request: Request, slug: str, pk: int, activity: int) -> HttpResponse:
    """Show the form of an activity (GET), and save it (POST); what somebody else saved meanwhile stands beside it."""
    item, found = _find(request, slug, pk, activity)
    data = request.POST if request.method == "POST" else None
    form = ActivityForm(item, found.kind, data, reader=request.user, activity=found)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    try:
        _save(request, found, form)
    except Changed as meanwhile:
        return _form(request, form, meanwhile=meanwhile)
    except ValidationError as refused:
        form.refuse(refused)
        return _form(request, form)
    return _back(request, item, _("Saved: %(title)s"), found, cursor=timeline.HEADING)


@require_http_methods(METHODS)
def complete(request: Request, slug: str, pk: int, activity: int) -> HttpResponse:
    """Ask what came of it (GET), and note that it is done (POST)."""
    item, found = _find(request, slug, pk, activity)
    form = ResultForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, dialogs.completion(item, found), form)
    activities.complete(found, result=form.cleaned_data["result"], actor=request.user)
    return _back(request, item, _("Done: %(title)s"), found, cursor=timeline.HEADING)


@require_http_methods(METHODS)
def postpone(request: Request, slug: str, pk: int, activity: int) -> HttpResponse:
    """Ask for another time (GET); take that, or the one that the address names (POST)."""
    item, found = _find(request, slug, pk, activity)
    chosen = words.LATER.get(request.GET.get("to", ""))
    form = PostponeForm(found, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not (chosen or form.is_valid()):
        return _ask(request, dialogs.postponement(item, found), form)
    to = words.later(found, chosen[0]) if chosen else form.cleaned_data["deadline"]
    try:
        activities.postpone(found, to, actor=request.user, base_version=http.number(request.POST.get("version", "")))
    except Changed as meanwhile:
        form.add_error(None, dialogs.changed_by(meanwhile.present))
        return _ask(request, dialogs.postponement(item, meanwhile.present), form, status=409)
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return _ask(request, dialogs.postponement(item, found), form)
    return _back(request, item, _("Postponed: %(title)s"), found, cursor=timeline.HEADING)


@require_POST
def reopen(request: Request, slug: str, pk: int, activity: int) -> HttpResponse:
    """Let an activity be open again."""
    item, found = _find(request, slug, pk, activity)
    activities.reopen(found, actor=request.user)
    return _back(request, item, _("Open again: %(title)s"), found, cursor=timeline.HEADING)


@require_http_methods(METHODS)
def delete(request: Request, slug: str, pk: int, activity: int) -> HttpResponse:
    """Ask whether an activity shall go (GET), and delete it (POST)."""
    item, found = _find(request, slug, pk, activity)
    if request.method != "POST":
        return _ask(request, dialogs.deletion(item, found), None)
    activities.delete(found, actor=request.user)
    return _back(request, item, _("Deleted: %(title)s"), found, cursor=timeline.HEADING)


def _find(request: Request, slug: str, pk: int, activity: int) -> tuple[Any, Activity]:
    """Find an activity of an item that the person sees: 404 when there is none, 403 when they may not change it."""
    item = visible(request, slug, pk)
    found = agenda.of_item(item, activity)
    if found is None:
        raise Http404
    if not activities.may_change(request.user, found):
        raise Forbidden(Missing("edit", item.type, item.pk))
    return item, found


def _save(request: Request, found: Activity, form: ActivityForm) -> None:
    added, taken = form.about()
    version = http.number(request.POST.get("version", ""))
    with transaction.atomic():
        activities.change(found, form.values(), actor=request.user, base_version=version)
        for item in added:
            activities.bind(found, item, actor=request.user)
        for item in taken:
            activities.unbind(found, item, actor=request.user)


def _form(request: Request, form: ActivityForm, *, meanwhile: Changed | None = None) -> HttpResponse:
    context = dialogs.form(form.item, form.kind, form.activity)
    status = 422 if form.errors else 200
    if meanwhile is not None:
        context |= dialogs.conflict(form.item, meanwhile.present, differing(form, meanwhile.present))
        status = 409
    return http.dialog(request, FORM, context | {"form": form} | _sent_along(request, context), status=status)


def _ask(request: Request, context: dict[str, Any], form: Any, *, status: int = 200) -> HttpResponse:
    if form and form.errors and status == OK:
        status = 422
    return http.dialog(request, ASK, context | {"form": form} | _sent_along(request, context), status=status)


def _sent_along(request: Request, context: dict[str, Any]) -> dict[str, Any]:
    """Keep the tab one came from, which a dialog does not show, and the version that is changed."""
    there = (
        request.POST.get("tab", "") if request.method == "POST" else _tab_of(request.htmx.current_url_abs_path or "")
    )
    version = [{"name": "version", "value": context["version"]}] if context["version"] else []
    return {"hidden": [{"name": "tab", "value": there}, *version]}


def _tab_of(path: str) -> str:
    if path == reverse("start") or path.startswith(reverse("figures")):
        return my_day.TAB
    return timeline.TAB if f"/{timeline.TAB}/" in path else tabs.GENERAL


def _back(request: Request, item: Item, said: str, activity: Activity, *, cursor: str) -> HttpResponse:
    """Say what was done, and go on where one was."""
    toasts.add(request, said % {"title": words.title(activity.kind, activity.title)})
    came_from = request.POST.get("tab")
    if came_from == my_day.TAB:
        return http.leave_to(request, reverse("start"), cursor=my_day.HEADING)
    tab = timeline.TAB if came_from == timeline.TAB else tabs.GENERAL
    return http.leave_to(request, http.address(item, tab), cursor=cursor)
