"""How does somebody who was invited choose a password? These pages are open to strangers and tell them nothing."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from segue.core import invitations
from segue.core.models import User
from segue.web import http
from segue.web.forms.accounts import NewPasswordForm

A_YEAR = 31_536_000
KEPT = "invitation"  # in the session: whose link it is, and its token


@login_not_required
@never_cache
@require_safe
def follow(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Take the link out of the address bar, so that it is told to nobody and stands in no log, and go on."""
    request.session.pop(KEPT, None)
    if invitations.invited(pk, token) is not None:
        request.session[KEPT] = [pk, token]
    answer = http.back_to(reverse("invitation-password"))
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@login_not_required
@sensitive_post_parameters("new_password", "repeated")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Let somebody choose their password, once."""
    pk, token = request.session.get(KEPT, (0, ""))
    person = invitations.invited(pk, token)
    if person is None:
        return _void(request)
    with translation.override(person.language):
        return _form(request, person, token)


@login_not_required
@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Say that the password is stored."""
    return http.page(request, "pages/invitation_done.html", {})


def _form(request: HttpRequest, person: User, token: str) -> HttpResponse:
    form = NewPasswordForm(person, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "person": person}
        return http.page(request, "pages/invitation.html", context, status=422 if form.is_bound else 200)
    if not invitations.accept(person, token, form.cleaned_data["new_password"]):
        return _void(request)
    del request.session[KEPT]
    answer = http.back_to(reverse("invitation-done"))
    name, over_tls = settings.LANGUAGE_COOKIE_NAME, settings.SESSION_COOKIE_SECURE
    answer.set_cookie(name, person.language, max_age=A_YEAR, samesite="Lax", httponly=True, secure=over_tls)
    return answer


def _void(request: HttpRequest) -> HttpResponse:
    request.session.pop(KEPT, None)
    return http.page(request, "pages/invitation_void.html", {}, status=404)
