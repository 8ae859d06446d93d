"""What lets me in when my phone is lost? Recovery codes, each once."""

from allauth.mfa.recovery_codes.internal import flows
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from segue.core import account_events
from segue.web import http
from segue.web.accounts import factors, mails
from segue.web.components import toasts
from segue.web.views.security.gate import confirmed, trail


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def codes(request: http.Request) -> HttpResponse:
    """Show the codes that were not used yet; sent, make new ones, and the old ones hold no more."""
    had = factors.of(request.user)
    if not had.is_on:
        return http.back_to(reverse("security"))
    if request.method == "POST":
        flows.generate_recovery_codes(request)
        account_events.record("recovery_codes_made", actor=request.user)
        mails.tell_of(request, request.user, "recovery_codes_made")
        toasts.add(request, _("There are new recovery codes. The old ones do not hold any more."))
        return http.back_to(reverse("security-codes"))
    context = {"codes": _codes(had), "trail": trail(_("Recovery codes"))}
    return http.page(request, "pages/security/codes.html", context)


@require_safe
@confirmed
def as_file(request: http.Request) -> HttpResponse:
    """Give the codes as a text to keep."""
    found = _codes(factors.of(request.user))
    if not found:
        raise Http404
    head = _("Recovery codes of Segue for %(email)s. Each lets you in once.") % {"email": request.user.email}
    text = "\n".join([head, "", *found, ""])
    disposition = 'attachment; filename="segue-recovery-codes.txt"'
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": disposition})


def _codes(had: factors.Factors) -> list[str]:
    found = had.codes.wrap().get_unused_codes() if had.codes else []
    return [f"{code[:4]} {code[4:]}" for code in found]
