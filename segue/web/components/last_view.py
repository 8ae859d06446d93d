"""Did somebody look at the items of a type as a board or as a list? A cookie remembers, and menus lead there again."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

COOKIE = f"{settings.OURS}views"
KNOWN = ("board", "deadlines")  # all else is the list
A_YEAR = 365 * 24 * 60 * 60
BETWEEN, IS = ".", "-"


def read(request: HttpRequest) -> Mapping[str, str]:
    """Return the last view of each type that is not the list, by the name of the type in addresses."""
    pairs = [each.partition(IS) for each in request.COOKIES.get(COOKIE, "").split(BETWEEN)]
    return {slug: view for slug, _is, view in pairs if view in KNOWN}


def address(slug: str, seen: Mapping[str, str]) -> str:
    """Return where the items of a type are looked at."""
    return reverse(seen.get(slug, "list"), args=[slug])


def remember(request: HttpRequest, response: HttpResponse, slug: str, view: str) -> HttpResponse:
    """Let the browser remember how the items of a type were looked at."""
    seen = dict(read(request))
    wanted = {each: known for each, known in seen.items() if each != slug} | ({slug: view} if view in KNOWN else {})
    if wanted != seen:
        said = BETWEEN.join(f"{each}{IS}{known}" for each, known in sorted(wanted.items()))
        response.set_cookie(
            COOKIE, said, max_age=A_YEAR, secure=bool(settings.SESSION_COOKIE_SECURE), httponly=True, samesite="Lax"
        )
    return response
