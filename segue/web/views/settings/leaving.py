"""What happens when somebody leaves: are they deactivated, who gets their items, and how far is that?"""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.core import handover, mentions, people
from segue.core.models import Handover, User
from segue.web import http
from segue.web.components import people as words
from segue.web.components import toasts
from segue.web.forms.settings.person import HandoverForm
from segue.web.views.settings.gate import needs_administrator, posted
from segue.web.views.settings.people import find


@require_http_methods(["GET", "HEAD", "POST"])
@needs_administrator
def deactivate(request: http.Request, pk: int) -> HttpResponse:
    """Ask, saying what the person owns and where they are named; then let them in no more, and hand items over."""
    found = find(pk)
    form = HandoverForm(found, posted(request), blank=True)
    refused = people.why_stays(found, actor=request.user)
    if request.method != "POST" or refused or not form.is_valid():
        return _ask(request, found, form, refused=refused)
    started = None
    with transaction.atomic():
        people.deactivate(found, actor=request.user)
        if form.cleaned_data["to"]:
            started = _start(found, form, request)
    toasts.add(request, _("“%(name)s” was deactivated and is signed out everywhere.") % {"name": found.name})
    return _go_on(started) if started else http.back_to(reverse("settings-person", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@needs_administrator
def hand_over(request: http.Request, pk: int) -> HttpResponse:
    """Ask who gets somebody's items, and hand them over."""
    found = find(pk)
    form = HandoverForm(found, posted(request), blank=False)
    if request.method == "POST" and form.is_valid():
        return _go_on(_start(found, form, request))
    every = words.owned(found, handover.count(found, with_closed=True), with_closed=True)
    context = {
        "form": form,
        "owned": words.owned(found, handover.count(found)),
        "closed": every,
        "blocked": not every,
        "title": _("Hand over the items of %(name)s") % {"name": found.name},
        "action": reverse("settings-person-hand-over", args=[pk]),
        "cancel": reverse("settings-person", args=[pk]),
        "trail": words.trail(_("Hand items over"), found),
    }
    return http.page(request, "pages/settings/hand_over.html", context, status=422 if form.errors else 200)


@require_safe
@needs_administrator
def progress(request: http.Request, pk: int) -> HttpResponse:
    """Show how far a handover is; the page asks again until it is through."""
    found = _handover(pk)
    context = {
        "handover": found,
        "progress": words.progress(found),
        "here": reverse("settings-handover", args=[pk]),
        "person_href": reverse("settings-person", args=[found.person_id]),
        "trail": words.trail(_("Handover"), found.person),
    }
    if request.htmx:
        return http.part(request, "pages/settings/handover_progress.html", context)
    return http.page(request, "pages/settings/handover.html", context)


@require_POST
@needs_administrator
def go_on(request: http.Request, pk: int) -> HttpResponse:
    """Wake a handover whose worker was killed; one that is through stays as it is."""
    handover.proceed(_handover(pk))
    return http.back_to(reverse("settings-handover", args=[pk]))


def _start(found: User, form: HandoverForm, request: http.Request) -> Handover:
    chosen = form.cleaned_data
    return handover.start(found, chosen["to"], with_closed=chosen["with_closed"], actor=request.user)


def _go_on(started: Handover) -> HttpResponse:
    """Begin, once what was noted holds, and show how far it is."""
    handover.proceed(started)
    return http.back_to(reverse("settings-handover", args=[started.pk]))


def _handover(pk: int) -> Handover:
    found = Handover.objects.select_related("person", "to", "actor").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _ask(request: http.Request, found: User, form: HandoverForm, *, refused: str) -> HttpResponse:
    context: dict[str, Any] = {
        "person": found,
        "form": form,
        "refused": refused,
        "owned": words.owned(found, handover.count(found)),
        "named": words.named(mentions.of(found)),
        "title": _("Deactivate %(name)s?") % {"name": found.name},
        "action": reverse("settings-person-deactivate", args=[found.pk]),
        "cancel": reverse("settings-person", args=[found.pk]),
        "trail": words.trail(_("Deactivate"), found),
    }
    status = 409 if refused and request.method == "POST" else 422 if form.errors else 200
    return http.page(request, "pages/settings/deactivate.html", context, status=status)
