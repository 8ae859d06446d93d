"""How does somebody prove for the second time who they are, or with a passkey alone?"""

import json
from collections.abc import Mapping
from typing import Any

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from segue.core import account_events
from segue.web import http
from segue.web.accounts import entry, factors
from segue.web.forms.accounts import CodeForm, PasskeyForm, PasskeySignInForm
from segue.web.views.session import there


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask whoever knew the password for the second proof: a code, or a passkey."""
    step = entry.waiting(request)
    if step is None:
        return entry.turned_away("too-late")
    if request.method == "POST" and entry.is_too_often(request, "login"):
        return entry.turned_away("wait")
    user, sent = step.login.user, request.POST if request.method == "POST" else None
    kind = PasskeyForm if sent is not None and "credential" in sent else CodeForm
    form = kind(user=user, data=sent)
    if form.is_valid():
        form.save()
        return entry.go_on(step)
    if sent is not None:
        failed = {"from": entry.address_of(request)}
        account_events.record("second_factor_failed", actor=None, email=user.email, data=failed)
    return _page(request, user, form)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """Say what a passkey has to sign (a script asks), and let in whoever comes back with it signed."""
    too_often, asks = entry.is_too_often(request, "login"), request.method == "GET"
    if too_often:
        return HttpResponse(status=429) if asks else entry.turned_away("wait")
    if asks:
        return HttpResponse(options(None), content_type="application/json")
    form = PasskeySignInForm(data=request.POST)
    if not form.is_valid():
        failed = {"from": entry.address_of(request)}
        account_events.record("sign_in_failed", actor=None, data=failed | {"by": ["webauthn"]})
        return entry.turned_away("passkey")
    authenticator = form.cleaned_data["credential"]
    post_authentication(request, authenticator, reauthenticated=True, passwordless=True)
    return entry.admit_proved(request, authenticator.user, there=there(request))


def options(user: Any) -> str:
    """Return what the browser has to ask a passkey for, as JSON: one of this person, or any of this site."""
    return json.dumps(webauthn.begin_authentication(user)["publicKey"], cls=Plain)


class Plain(json.JSONEncoder):
    """Writes what fido2 describes; its parts look like dicts, but are none."""

    def default(self, o: Any) -> Any:
        """Turn a part into a dict."""
        return dict(o) if isinstance(o, Mapping) else super().default(o)


def _page(request: HttpRequest, user: Any, form: Any) -> HttpResponse:
    had = factors.of(user)
    context = {
        "form": form if isinstance(form, CodeForm) else CodeForm(user=user),
        "passkey_refused": isinstance(form, PasskeyForm),
        "has_app": bool(had.app),
        "options": options(user) if had.passkeys else None,
        "sign_in": reverse("sign-in"),
    }
    return http.page(request, "pages/second_factor.html", context, status=422 if form.is_bound else 200)
