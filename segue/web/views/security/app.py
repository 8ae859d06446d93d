"""How do I set up an authenticator app, and how do I take it away?"""

import base64

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal import flows
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.web import http
from segue.web.accounts import factors, protection
from segue.web.components import toasts
from segue.web.forms.accounts import AppForm
from segue.web.views.security.gate import asked, confirmed, refused, trail


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def app(request: http.Request) -> HttpResponse:
    """Show the secret as picture and text, and store it once the app shows the right code."""
    if factors.of(request.user).app:
        return http.back_to(reverse("security"))
    form = AppForm(user=request.user, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        _app, codes = flows.activate_totp(request, form)
        protection.added(request, request.user, factors.TOTP, codes=bool(codes))
        toasts.add(request, _("The authenticator app is set up. You are asked for its code when you sign in."))
        return http.back_to(reverse("security-codes") if codes else reverse("security"))
    address = get_adapter().build_totp_url(request.user, form.secret)
    picture = base64.b64encode(get_adapter().build_totp_svg(address).encode()).decode()
    context = {
        "form": form,
        "picture": f"data:image/svg+xml;base64,{picture}",
        "secret": " ".join(form.secret[start : start + 4] for start in range(0, len(form.secret), 4)),
        "address": address,
        "trail": trail(_("Authenticator app")),
    }
    return http.page(request, "pages/security/app.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def remove(request: http.Request) -> HttpResponse:
    """Ask, then take the authenticator app away, unless everybody must have a second factor and there is no other."""
    had = factors.of(request.user)
    if had.app is None:
        raise Http404
    if not protection.may_remove(had):
        return refused(request)
    if request.method != "POST":
        return asked(request, _("Remove the authenticator app?"))
    flows.deactivate_totp(request, had.app)
    protection.removed(request, request.user, factors.TOTP)
    toasts.add(request, _("The authenticator app was removed."))
    return http.back_to(reverse("security"))
