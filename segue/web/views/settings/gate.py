"""Who may open a page of the settings, and what did they send?"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase

from segue.core import administrators, permissions
from segue.web import http

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[http.Request, P], HttpResponse]


def needs_settings(view: View[P]) -> View[P]:
    """Refuse whoever lacks the settings right, before anything is read."""

    @wraps(view)
    def guarded(request: http.Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        permissions.require_settings(request.user)
        return view(request, *args, **kwargs)

    return guarded


def needs_catalogue(view: View[P]) -> View[P]:
    """Refuse whoever may not edit the catalogue, before anything is read."""

    @wraps(view)
    def guarded(request: http.Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        permissions.require_catalogue(request.user)
        return view(request, *args, **kwargs)

    return guarded


def needs_administrator(view: Callable[Concatenate[http.Request, P], R]) -> Callable[Concatenate[http.Request, P], R]:
    """Refuse whoever is no administrator, before anything is read."""

    @wraps(view)
    def guarded(request: http.Request, /, *args: P.args, **kwargs: P.kwargs) -> R:
        administrators.require(request.user)
        return view(request, *args, **kwargs)

    return guarded


def posted(request: http.Request) -> QueryDict | None:
    """Return what a form sent; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None
