"""How does somebody sign in and out?"""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from segue.core import account_events
from segue.core.models import User
from segue.web import http
from segue.web.accounts import entry, sessions, single_sign_on
from segue.web.forms.sign_in import SignInForm

NO_MATCH = "no_match"


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in; the page that was asked for before comes next."""
    if not User.objects.exists():
        return http.page(request, "pages/empty_start.html", {"empty": True})
    if request.method == "GET":
        return http.back_to(there(request)) if request.user.is_authenticated else _page(request, SignInForm(request))
    if entry.is_too_often(request, "login"):
        return entry.turned_away("wait")
    form = SignInForm(request, request.POST)
    if form.is_valid() and form.user is not None:
        return entry.admit(request, form.user, by=entry.PASSWORD, there=there(request))
    if form.has_error("__all__", NO_MATCH):
        failed = {"from": entry.address_of(request)}
        account_events.record("sign_in_failed", actor=None, email=form.cleaned_data["email"], data=failed)
    return _page(request, form, status=422)


@require_POST
def sign_out(request: http.Request) -> HttpResponse:
    """Let somebody go."""
    account_events.record("signed_out", actor=request.user)
    sessions.forget(request)
    logout(request)
    return http.back_to(reverse("sign-in"))


def there(request: HttpRequest) -> str:
    """Return where to go after sign-in: an address of our own, else the start page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if http.is_ours(request, wanted) else reverse("start")


def _page(request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "next": there(request),
        "demo": _demo_accounts(),
        "lost": "lost" in request.GET,
        "notice": entry.NOTICES.get(request.GET.get("said", "")),
        "single_sign_on": settings.OIDC_NAME if single_sign_on.is_on() else "",
    }
    return http.page(request, "pages/sign_in.html", context, status=status)


def _demo_accounts() -> list[User]:
    """List the accounts everybody may try, where this is a demonstration."""
    if not settings.DEMO:
        return []
    return list(User.objects.active().filter(email__endswith="@segue.test").order_by("email")[:10])
