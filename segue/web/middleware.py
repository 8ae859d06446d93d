"""Whose language and clock does a page keep, who may call at all, and what answers a refusal?"""

import codecs
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware, get_user
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from segue.core import preferences
from segue.core.models import User
from segue.core.preferences import Preferences
from segue.core.sessions import person as person_of
from segue.web import http
from segue.web.accounts import factors, sessions
from segue.web.components import waiting
from segue.web.components.viewing import viewed
from segue.web.views import errors

SAFE = ("GET", "HEAD", "OPTIONS")
Answer = Callable[[HttpRequest], HttpResponseBase]


class Packed(GZipMiddleware):
    """Let pages travel packed; a file goes as it lies, because its length is told and pictures gain nothing."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Pack what is read as a whole, for browsers that unpack it."""
        return response if response.streaming else super().process_response(request, response)


class ContentPolicy(CSPMiddleware):
    """Say what a page may load. It is the same for every page, so it is composed once."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say it, unless the answer says it already."""
        response.headers.setdefault(HEADER, _content_policy())
        return response


@cache
def _content_policy() -> str:
    return build_policy()


def personal(get_response: Answer) -> Answer:
    """Speak the language of whoever signed in, and show the clock of their time zone, else the organisation's."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if isinstance(user, User):
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
            request.user = user = user.itself
            user.chosen = chosen(request)
            timezone.activate(ZoneInfo(user.time_zone or user.chosen.time_zone))
        else:
            timezone.deactivate()
        return get_response(request)

    return answer


def kept(get_response: Answer) -> Answer:
    """Tell the browser whose items it may keep for times without a network, where the administrator allows it.

    What others see is not kept, so it goes when an administrator looks at that.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        user = request.user  # whoever signed out is nobody now
        if isinstance(user, User) and not hasattr(request, "viewed") and chosen(request).offline_items:
            response.headers["Segue-Keep"] = str(user.pk)
        return response

    return answer


def seen(get_response: Answer) -> Answer:
    """Note now and then that a session is in use."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            sessions.seen(request)
        return get_response(request)

    return answer


class SignedIn(AuthenticationMiddleware):
    """Find out whose request it is; not a stand-in that finds out when it is used, for it is, and each use costs."""

    def process_request(self, request: HttpRequest) -> None:
        """Note it where pages look, and where logs do."""
        request.user = person_of(request.session) or get_user(request)
        request._cached_user = request.user  # type: ignore[attr-defined]  # noqa: SLF001  Django's, whatever a page shows


def viewing(get_response: Answer) -> Answer:
    """Show an administrator who asked for it what somebody else sees."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        person = viewed(request)
        if person is not None:
            request.user = request.viewed = person  # type: ignore[attr-defined]
        return get_response(request)

    return answer


def unchanged(get_response: Answer) -> Answer:
    """Refuse whatever would write while an administrator sees what somebody else sees, in the administrator's words."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        person = getattr(request, "viewed", None)
        if person is not None and request.method not in SAFE:
            told = _("Nothing was changed: you only look at what %(name)s sees.") % {"name": person.name}
            return errors.denied(request, PermissionDenied(told), _("End the view to work as yourself."))
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


class SecondFactorRequired:
    """Where everyone needs a second factor, people without one set it up before anything else."""

    ON_THE_WAY = ("sign-out", "me", "theme")

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Do nothing before it is known which page is asked for."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_more: Any) -> HttpResponse | None:
        """Lead to the page where it is set up."""
        user, name = request.user, (request.resolver_match and request.resolver_match.url_name) or ""
        if not isinstance(user, User) or not getattr(view, "login_required", True):
            return None
        if name.startswith("security") or name in self.ON_THE_WAY:
            return None
        if not chosen(request).second_factor_required or not factors.is_missing(request, user):
            return None
        if getattr(request, "htmx", False):
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("security")})
        return http.back_to(reverse("security"))


def chosen(request: HttpRequest) -> Preferences:
    """Return what the administrator chose, read once for each request."""
    if not hasattr(request, "preferences"):
        known = request.user.chosen if isinstance(request.user, User) else None
        request.preferences = known or preferences.load()  # type: ignore[attr-defined]  # ours
    return request.preferences  # type: ignore[attr-defined,no-any-return]  # ours


def _page_of(request: HttpRequest) -> str:
    """Return the page a person was on: a form or a part cannot be gone back to, so it is the page that holds it."""
    htmx = getattr(request, "htmx", None)
    if request.method == "GET" and not htmx:
        return request.get_full_path()
    holder = (htmx.current_url if htmx else "") or request.META.get("HTTP_REFERER", "")
    if not http.is_ours(request, holder):
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
