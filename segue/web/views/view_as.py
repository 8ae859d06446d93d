"""How does an administrator begin and end to see what somebody else sees? The middleware `viewing` does the rest."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from segue.core import audit, permissions
from segue.core.models import User
from segue.core.permissions import Missing
from segue.web import http
from segue.web.components.viewing import VIEWED

STARTED, ENDED = EVENTS = ("view_as_started", "view_as_ended")


@require_POST
def start(request: http.Request, pk: int) -> HttpResponse:
    """Begin to see what somebody sees; administrators only, and not what another administrator sees."""
    if not request.user.is_admin:
        raise permissions.Forbidden(Missing("view_as", ""))
    person = get_object_or_404(User.objects.active(), pk=pk, is_admin=False)
    request.session[VIEWED] = person.pk
    audit.record(STARTED, actor=request.user, subject=person.email, data={"id": person.pk})
    return http.back_to(reverse("start"))


@require_POST
def end(request: http.Request) -> HttpResponse:
    """See what one sees oneself again."""
    person = User.objects.filter(pk=request.session.pop(VIEWED, None)).first()
    if person is None:
        return http.back_to(reverse("start"))
    audit.record(ENDED, actor=request.user, subject=person.email, data={"id": person.pk})
    there = reverse("settings-access-person", args=[person.pk])
    return http.back_to(there if request.user.may_change_settings else reverse("start"))
