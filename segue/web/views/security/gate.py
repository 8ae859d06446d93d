"""Who may change how an account is protected? Its owner, if they proved lately that it is them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account.internal.flows import reauthentication
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from segue.web import http
from segue.web.accounts import factors, protection
from segue.web.components import toasts

P = ParamSpec("P")
View = Callable[Concatenate[http.Request, P], HttpResponse]


def confirmed(view: View[P]) -> View[P]:
    """Ask for the password first where it was last given long ago; what was sent goes on afterwards."""

    @never_cache
    @wraps(view)
    def guarded(request: http.Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not reauthentication.is_reauthentication_required(request, app="allauth.mfa"):
            return view(request, *args, **kwargs)
        asked = reauthentication.suspend_request(request, reverse("security-confirm"))
        return http.back_to(asked["Location"])

    return guarded


def asked(request: http.Request, title: str) -> HttpResponse:
    """Ask before something goes that protects the account; if it was the last, recovery codes go with it."""
    last = factors.of(request.user).number == 1
    return http.page(request, "pages/security/remove.html", {"title": title, "last": last, "trail": trail(title)})


def refused(request: http.Request) -> HttpResponse:
    """Say why the last second factor stays."""
    toasts.add(request, str(protection.LAST_ONE), tone="error")
    return http.back_to(reverse("security"))


def trail(label: str) -> list[dict[str, Any]]:
    """Say where one is: Security / label."""
    return [{"label": _("Security"), "href": reverse("security")}, {"label": label, "href": ""}]
