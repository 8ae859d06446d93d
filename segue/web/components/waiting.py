"""What is kept for the next page? It waits in a signed cookie, for a session in the database costs a transaction."""

from copy import deepcopy
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

COOKIE = f"{settings.OURS}waiting"
LARGEST = 2500  # signs: with all other headers of an answer in the 4096 bytes that proxies often take
FAULT = 500
NOTICES = "notices"  # the list that is shortened where all of it has no room


def on(request: HttpRequest) -> dict[str, Any]:
    """Return what waits for this session, by name: to be read, and changed for the page after this answer."""
    if not hasattr(request, "waiting"):
        request.waiting = _read(request)  # type: ignore[attr-defined]
        request.waited = deepcopy(request.waiting)  # type: ignore[attr-defined]
    found: dict[str, Any] = request.waiting  # type: ignore[attr-defined]
    return found


def leave(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give the browser what waits now, where that is something else than before."""
    if response.status_code >= FAULT:
        return  # who shows them failed; they wait on
    is_known = bool(_session(request))
    if hasattr(request, "waiting"):
        patch_vary_headers(response, ["Cookie"])
        if is_known and request.waiting and request.waiting != request.waited:  # type: ignore[attr-defined]
            response.set_cookie(
                COOKIE,
                _packed(request.waiting, request),
                secure=bool(settings.SESSION_COOKIE_SECURE),
                httponly=True,
                samesite="Lax",
            )
    if COOKIE in request.COOKIES and not (is_known and getattr(request, "waiting", True)):
        response.delete_cookie(COOKIE, samesite="Lax")


def _read(request: HttpRequest) -> dict[str, Any]:
    """Whatever was not packed for this very session is not read: others may have used this browser before."""
    try:
        found: dict[str, Any] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt(request))
    except signing.BadSignature:
        return {}
    return found


def _packed(held: dict[str, Any], request: HttpRequest) -> str:
    """Pack what has room: the newest notices, and of the last one as much of its text as goes in."""
    held = {name: list(value) if name == NOTICES else value for name, value in held.items()}
    while len(packed := signing.dumps(held, salt=_salt(request), compress=True)) > LARGEST and held.get(NOTICES):
        oldest = held[NOTICES].pop(0)
        if not held[NOTICES] and len(oldest["text"]) > 1:
            held[NOTICES] = [oldest | {"text": oldest["text"][: len(oldest["text"]) // 2] + "…"}]
    return packed


def _salt(request: HttpRequest) -> str:
    return f"segue.web.waiting {_session(request)}"


def _session(request: HttpRequest) -> str:
    return request.session.session_key or ""
