"""How does somebody sign in and out?"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from segue.core import audit
from segue.core.models import User
from segue.web import http
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
    if request.method == "GET" and request.user.is_authenticated:
        return http.back_to(_next(request))
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if form.is_valid() and form.user is not None:
        login(request, form.user)
        # A moment, not a length: else every write to the session would begin the time anew.
        request.session.set_expiry(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))
        audit.record("signed_in", actor=form.user, subject=form.user.email)
        return http.back_to(_next(request))
    if form.has_error("__all__", NO_MATCH):
        audit.record("sign_in_failed", actor=None, subject=form.cleaned_data["email"])
    context = {"form": form, "next": _next(request), "demo": _demo_accounts(), "lost": "lost" in request.GET}
    return http.page(request, "pages/sign_in.html", context, status=422 if form.is_bound else 200)


@require_POST
def sign_out(request: http.Request) -> HttpResponse:
    """Let somebody go."""
    audit.record("signed_out", actor=request.user, subject=request.user.email)
    logout(request)
    return http.back_to(reverse("sign-in"))


def _next(request: HttpRequest) -> str:
    """Return where to go after sign-in: an address of our own, else the start page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("start")


def _demo_accounts() -> list[User]:
    """List the accounts everybody may try, where this is a demonstration."""
    if not settings.DEMO:
        return []
    return list(User.objects.active().filter(email__endswith="@segue.test").order_by("email")[:10])
