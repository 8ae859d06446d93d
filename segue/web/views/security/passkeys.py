"""How do I add a passkey, rename it, take it away?"""

import json
from typing import Any

from allauth.mfa.webauthn.internal import flows
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.core import account_events
from segue.web import http
from segue.web.accounts import factors, protection
from segue.web.components import toasts
from segue.web.forms.accounts import NewPasskeyForm, PasskeyNameForm
from segue.web.views.second_factor import Plain
from segue.web.views.security.gate import asked, confirmed, refused, trail


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def new(request: http.Request) -> HttpResponse:
    """Have the browser make a passkey, which needs its script, and store it."""
    form = NewPasskeyForm(user=request.user, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        _passkey, codes = flows.add_authenticator(request, name=given["name"], credential=given["credential"])
        protection.added(request, request.user, factors.PASSKEY, codes=bool(codes), name=given["name"])
        toasts.add(request, _("The passkey was added. You can sign in with it alone."))
        return http.back_to(reverse("security-codes") if codes else reverse("security"))
    asked: dict[str, Any] = flows.begin_registration(request, request.user, passwordless=True)
    context = {"form": form, "options": json.dumps(asked["publicKey"], cls=Plain), "trail": trail(_("New passkey"))}
    return http.page(request, "pages/security/passkey_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def rename(request: http.Request, pk: int) -> HttpResponse:
    """Give a passkey another name."""
    passkey = _mine(request, pk)
    name = passkey.wrap().name
    form = PasskeyNameForm(request.POST if request.method == "POST" else None, initial={"name": name})
    if form.is_valid():
        flows.rename_authenticator(request, passkey, form.cleaned_data["name"])
        account_events.record("passkey_renamed", actor=request.user, data={"name": form.cleaned_data["name"]})
        return http.back_to(reverse("security"))
    context = {"form": form, "pk": pk, "name": name, "trail": trail(name)}
    return http.page(request, "pages/security/passkey.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def remove(request: http.Request, pk: int) -> HttpResponse:
    """Ask, then take a passkey away, unless everybody must have a second factor and there is no other."""
    passkey, had = _mine(request, pk), factors.of(request.user)
    name = passkey.wrap().name
    if not protection.may_remove(had):
        return refused(request)
    if request.method != "POST":
        return asked(request, _("Remove the passkey “%(name)s”?") % {"name": name})
    flows.remove_authenticator(request, passkey)
    protection.removed(request, request.user, factors.PASSKEY, name=name)
    toasts.add(request, _("The passkey was removed."))
    return http.back_to(reverse("security"))


def _mine(request: http.Request, pk: int) -> Any:
    found = next((each for each in factors.of(request.user).passkeys if each.pk == pk), None)
    if found is None:
        raise Http404
    return found
