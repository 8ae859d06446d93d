"""How does somebody sign in with the account of their organisation?"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from segue.core import account_events
from segue.web import http
from segue.web.accounts import entry, single_sign_on
from segue.web.accounts.provider import Failed
from segue.web.views.session import there


@login_not_required
@never_cache
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Send somebody to the provider; the browser follows no form to another site, so this is a link."""
    if not single_sign_on.is_on():
        raise Http404
    if elsewhere := single_sign_on.elsewhere(request):
        return http.back_to(elsewhere)
    if request.user.is_authenticated:
        return http.back_to(there(request))
    if entry.is_too_often(request, "login"):
        return entry.turned_away("wait")
    try:
        return HttpResponseRedirect(single_sign_on.begin(request, there(request)))
    except Failed as problem:
        single_sign_on.log.warning("Single sign-on failed: %s", problem)
        return entry.turned_away("sso-failed")


@login_not_required
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Let in who comes back from the provider with an account that is somebody's who is active here."""
    if not single_sign_on.is_on():
        raise Http404
    try:
        proof = single_sign_on.finish(request)
        user = single_sign_on.person(proof)
    except single_sign_on.Refused as refused:
        return _turned_away(request, refused.why, refused.email)
    return entry.admit(request, user, by=entry.SINGLE_SIGN_ON, there=proof.there)


def _turned_away(request: HttpRequest, why: str, email: str) -> HttpResponse:
    if why not in {"too-late", "sso-cancelled"}:  # which anybody can have without the provider knowing them
        data = {"why": why, "from": entry.address_of(request)}
        account_events.record("single_sign_on_refused", actor=None, email=email, data=data)
    return entry.turned_away(why)
