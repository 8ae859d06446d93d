"""How is a refusal worded: a missing right, a value that cannot be, a request that makes no sense?"""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from segue.core.models import Item
from segue.core.permissions import Forbidden
from segue.core.records import Stale
from segue.web import http
from segue.web.components import refusals

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
log = logging.getLogger(__name__)


def answer(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """Word an exception that a view let pass; None when it is no refusal but a fault."""
    for kind, word in ANSWERS.items():
        if isinstance(exception, kind):
            return word(request, exception)
    return None


def forbidden(request: HttpRequest, exception: Forbidden) -> HttpResponse:
    """Say which right is missing, and who could give it."""
    detail = " ".join(refusals.sentence(missing) for missing in exception.missing)
    hint = refusals.hint(exception.missing, request.user)  # type: ignore[arg-type]  # nobody is refused before sign-in
    return _answer(request, "403.html", {"detail": detail, "hint": hint}, status=403)


def refused(request: HttpRequest, exception: ValidationError) -> HttpResponse:
    """Say what is wrong with a value that no form had checked."""
    context = {"code": 422, "title": _("This cannot be saved"), "detail": " ".join(exception.messages)}
    return _answer(request, "refused.html", context, status=422)


def stale(request: HttpRequest, _exception: Stale) -> HttpResponse:
    """Say that somebody else was quicker, or oneself in another window."""
    title = _("This was saved in the meantime, by someone else or in another window")
    detail = _("Nothing of yours was saved.")
    return _answer(request, "refused.html", {"code": 409, "title": title, "detail": detail}, status=409)


def gone(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for what is not there, or not for this person; an item that vanished while it was being saved too."""
    detail = _("It may have been moved or deleted, or you may not see it.")
    context = {"title": _("There is nothing here"), "detail": detail}
    return _answer(request, "404.html", context, status=404)


def impossible(request: HttpRequest, exception: DataError) -> HttpResponse:
    """Refuse a value no column can hold; that it came so far is worth a line in the log."""
    log.warning("%s %s: %s", request.method, request.path, exception)
    return http.page(request, "400.html", {}, status=400)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what makes no sense, or is too much."""
    if not isinstance(exception, TOO_MUCH):
        return http.page(request, "400.html", {}, status=400)
    title = _("This is too much at once")
    detail = _("Nothing was saved. Send less text, fewer rows, or fewer files at once.")
    return _answer(request, "refused.html", {"code": 413, "title": title, "detail": detail}, status=413)


def denied(request: HttpRequest, exception: Exception, hint: str = "") -> HttpResponse:
    """Answer a view that may not be used, without a right that could be named; the hint says what to do."""
    return _answer(request, "403.html", {"detail": str(exception), "hint": hint}, status=403)


def _answer(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    """Answer with a page; htmx gets a notice instead, which leaves the page and what was typed as they are."""
    if not getattr(request, "htmx", False):
        return http.page(request, template, context, status=status)
    notice = http.part(request, "refused_notice.html", context, status=status)
    notice["HX-Reswap"] = "none"
    return notice


ANSWERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Forbidden: forbidden,
    ValidationError: refused,
    Stale: stale,
    Item.DoesNotExist: gone,
    DataError: impossible,
}
