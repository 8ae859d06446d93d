"""How did somebody look at the items of a type: as a board, of which pipeline, or as a list? A cookie remembers, and
menus lead there again.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

COOKIE = f"{settings.OURS}views"
LIST, KNOWN = "list", ("list", "board", "deadlines")
A_YEAR = 365 * 24 * 60 * 60
BETWEEN, IS = ".", "-"
SAID = re.compile(rf"([a-z]+){IS}([a-z]+)(?:{IS}([-\w]+))?", re.ASCII)


class Look(NamedTuple):
    """How the items of a type were looked at; the pipeline of their board, "" for the usual one."""

    view: str = LIST
    pipeline: str = ""


Seen = Mapping[str, Look]
USUAL = Look()


def read(request: HttpRequest) -> Seen:
    """Return the last look at each type that was not the usual one, by the name of the type in addresses."""
    said = [SAID.fullmatch(each) for each in request.COOKIES.get(COOKIE, "").split(BETWEEN)]
    return {each[1]: Look(each[2], each[3] or "") for each in said if each and each[2] in KNOWN}


def address(slug: str, seen: Seen) -> str:
    """Return where the items of a type are looked at."""
    look = seen.get(slug, USUAL)
    return board(slug, look.pipeline) if look.view == "board" else reverse(look.view, args=[slug])


def board(slug: str, pipeline: str) -> str:
    """Return where the board of a pipeline is; that of the usual one has no name."""
    return reverse("board-in", args=[slug, pipeline]) if pipeline else reverse("board", args=[slug])


def remember(request: HttpRequest, response: HttpResponse, slug: str, view: str, pipeline: str) -> HttpResponse:
    """Let the browser remember how the items of a type were looked at."""
    seen = dict(read(request))
    wanted = {each: known for each, known in (seen | {slug: Look(view, pipeline)}).items() if known != USUAL}
    if wanted != seen:
        said = BETWEEN.join(IS.join(filter(None, (each, *known))) for each, known in sorted(wanted.items()))
        response.set_cookie(
            COOKIE, said, max_age=A_YEAR, secure=bool(settings.SESSION_COOKIE_SECURE), httponly=True, samesite="Lax"
        )
    return response


def pipeline(request: HttpRequest, slug: str) -> str:
    """Return the pipeline whose board was seen last; "" for the usual one."""
    return read(request).get(slug, USUAL).pipeline
