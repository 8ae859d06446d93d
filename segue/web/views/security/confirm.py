"""Is it still the owner who sits there? Asked before a change of what protects the account."""

from typing import Any

from allauth.account.internal.flows import reauthentication
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from segue.web import http
from segue.web.accounts import factors
from segue.web.forms.accounts import CodeAgainForm, PasskeyAgainForm, PasswordAgainForm
from segue.web.views.second_factor import options


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: http.Request) -> HttpResponse:
    """Ask for the password, or for a code where there is none; a passkey does as well. What was begun goes on.

    Wrong ones count as those at sign-in do, with them; the forms see to it before they look at a proof.
    """
    had = factors.of(request.user)
    form = _form(request, had)
    if form.is_valid():
        if isinstance(form, PasswordAgainForm):
            reauthentication.reauthenticate_by_password(request)
        else:
            form.save()
        return http.see_other(reauthentication.resume_request(request) or http.back_to(reverse("security")))
    context = {
        "form": _form(request, had, fresh=True) if isinstance(form, PasskeyAgainForm) else form,
        "passkey_refused": isinstance(form, PasskeyAgainForm),
        "options": options(request.user) if had.passkeys else None,
        "next": request.POST.get("next") or request.GET.get("next") or "",
    }
    return http.page(request, "pages/security/confirm.html", context, status=422 if form.is_bound else 200)


def _form(request: http.Request, had: factors.Factors, *, fresh: bool = False) -> Any:
    sent = request.POST if request.method == "POST" and not fresh else None
    if sent is not None and "credential" in sent and had.passkeys:
        return PasskeyAgainForm(user=request.user, data=sent)
    if request.user.has_usable_password():
        return PasswordAgainForm(request, sent)
    return CodeAgainForm(user=request.user, data=sent)
