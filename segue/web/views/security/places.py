"""How do I sign out somewhere else?"""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from segue.core import account_events
from segue.web import http
from segue.web.accounts import sessions
from segue.web.components import toasts
from segue.web.views.security.gate import confirmed


@require_POST
@confirmed
def end(request: http.Request, pk: int) -> HttpResponse:
    """End one session of mine; the one I am in is ended by signing out."""
    place = next((each for each in sessions.of(request, request.user) if each.pk == pk and not each.is_this), None)
    if place is None:
        raise Http404
    sessions.end(request.user, pk)
    account_events.record("session_ended", actor=request.user, data={"device": place.device, "address": place.address})
    toasts.add(request, _("You are signed out there."))
    return http.back_to(reverse("security"))


@require_POST
@confirmed
def end_others(request: http.Request) -> HttpResponse:
    """End all my sessions but this one."""
    count = sessions.end_all(request.user, but=request.session.session_key)
    if count:
        account_events.record("other_sessions_ended", actor=request.user, data={"sessions": count})
    toasts.add(request, _("You are signed out everywhere else."))
    return http.back_to(reverse("security"))
