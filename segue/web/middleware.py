"""Whose language and clock does a page keep, who may call at all, and what answers a refusal?"""

import codecs
from collections.abc import Callable
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme

from segue.core import preferences
from segue.core.models import User
from segue.web.components import waiting
from segue.web.views import errors

Answer = Callable[[HttpRequest], HttpResponseBase]


def personal(get_response: Answer) -> Answer:
    """Speak the language of whoever signed in, and show the clock of their time zone, else the organisation's."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if isinstance(user, User):
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
            user.chosen = preferences.load()
            timezone.activate(ZoneInfo(user.time_zone or user.chosen.time_zone))
        else:
            timezone.deactivate()
        return get_response(request)

    return answer


def readable(get_response: Answer) -> Answer:
    """Refuse a request in another alphabet before its text is read: it may hold signs that cannot be stored."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        fault = _fault_of(request)
        return errors.bad_request(request, fault) if fault else get_response(request)

    return answer


def _fault_of(request: HttpRequest) -> Exception | None:
    """Say why the address cannot be read, or the text could not; the page that tells so can then read both."""
    strange = request.encoding is not None and codecs.lookup(request.encoding).name != "utf-8"
    try:
        request.encoding = "utf-8"  # this reads the address anew
    except TooManyFieldsSent as too_much:
        request.GET = QueryDict()
        return too_much
    return BadRequest() if strange else None


class SignInRequired(LoginRequiredMiddleware):
    """Every page is for people who signed in, unless its view says `@login_not_required`."""

    def handle_no_permission(  # type: ignore[override]  # htmx follows no redirect with the whole page
        self, request: HttpRequest, view_func: object
    ) -> HttpResponse:
        """Send to sign-in and back to the page one was on; a part that htmx asked for sends the whole page there.

        Of what was sent sign-in says that it is not saved.
        """
        lost = "?lost=1" if request.method == "POST" else ""
        there = redirect_to_login(_page_of(request), reverse("sign-in") + lost)
        if not getattr(request, "htmx", False):
            return there
        return HttpResponse(status=204, headers={"HX-Redirect": there["Location"]})


def _page_of(request: HttpRequest) -> str:
    """Return the page a person was on: a form or a part cannot be gone back to, so it is the page that holds it."""
    htmx = getattr(request, "htmx", None)
    if request.method == "GET" and not htmx:
        return request.get_full_path()
    holder = (htmx.current_url if htmx else "") or request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(holder, {request.get_host()}):
        return reverse("start")
    return urlsplit(holder)._replace(scheme="", netloc="").geturl() or reverse("start")


def keeping(get_response: Answer) -> Answer:
    """Let what a view leaves for the next page go along with its answer."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        waiting.leave(request, response)
        return response

    return answer


class Refusals:
    """Words what the rooms below refuse, so that a view need not."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Do nothing unless something is refused."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what is known; the rest is a fault of ours."""
        return errors.answer(request, exception)
