"""Is somebody still there, and how do they choose their language and appearance?"""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from segue.core.models import User
from segue.core.models.user import THEMES
from segue.web import http

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


def _one_of(choices: Iterable[tuple[str, str]], chosen: str) -> str:
    if chosen not in dict(choices):
        raise BadRequest
    return chosen
