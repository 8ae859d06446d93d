"""Is somebody still there, and how do they choose their language, their appearance and their keys?"""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.core.models import User
from segue.core.models.user import THEMES
from segue.web import http
from segue.web.components import keys as table
from segue.web.components import toasts

A_YEAR = 31_536_000


@never_cache
@require_safe
def here(request: http.Request) -> HttpResponse:
    """Say that one is still signed in, and which token a form needs now; whoever is not is sent to sign-in."""
    return HttpResponse(status=204, headers={"X-CSRFToken": get_token(request)})


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on; a stranger's choice is kept in a cookie."""
    chosen = _one_of(settings.LANGUAGES, request.POST.get("language", ""))
    if isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    answer = http.back_to(http.page_before(request))
    over_tls = settings.SESSION_COOKIE_SECURE
    name = settings.LANGUAGE_COOKIE_NAME
    answer.set_cookie(name, chosen, max_age=A_YEAR, samesite="Lax", httponly=True, secure=over_tls)
    return answer


@require_POST
def theme(request: http.Request) -> HttpResponse:
    """Appear light, dark, or as the system does (nothing chosen)."""
    chosen = _one_of(THEMES, request.POST.get("theme") or "system")
    User.objects.filter(pk=request.user.pk).update(theme=chosen)
    return http.back_to(http.page_before(request))


@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: http.Request) -> HttpResponse:
    """Show which keys there are (GET), and let single ones work or not (POST)."""
    if request.method != "POST":
        dialog = {"title": _("Keys"), "action": reverse("keys"), "cancel_href": reverse("start")}
        context = {"dialog": dialog, "trail": [{"label": dialog["title"]}], "keys": table.listed()}
        return http.dialog(request, "pages/keys.html", context | {"is_on": request.user.single_keys})
    User.objects.filter(pk=request.user.pk).update(single_keys="single_keys" in request.POST)
    toasts.add(request, _("Your keys were saved."))
    return http.leave_to(request, http.page_before(request))


def _one_of(choices: Iterable[tuple[str, str]], chosen: str) -> str:
    if chosen not in dict(choices):
        raise BadRequest
    return chosen
