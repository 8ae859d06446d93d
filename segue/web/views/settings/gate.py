"""Who may open a page of the settings, and what did they send?"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import QueryDict
from django.http.response import HttpResponseBase

from segue.core import administrators, permissions
from segue.core.models import User
from segue.web import http

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[http.Request, P], R]


def _guarded(view: View[P, R], require: Callable[[User], None]) -> View[P, R]:
    """Refuse, before anything is read, whomever `require` refuses."""

    @wraps(view)
    def guarded(request: http.Request, /, *args: P.args, **kwargs: P.kwargs) -> R:
        require(request.user)
        return view(request, *args, **kwargs)

    return guarded


def needs_settings(view: View[P, R]) -> View[P, R]:
    """Refuse whoever lacks the settings right."""
    return _guarded(view, permissions.require_settings)


def needs_catalogue(view: View[P, R]) -> View[P, R]:
    """Refuse whoever may not edit the catalogue."""
    return _guarded(view, permissions.require_catalogue)


def needs_administrator(view: View[P, R]) -> View[P, R]:
    """Refuse whoever is no administrator."""
    return _guarded(view, administrators.require)


def posted(request: http.Request) -> QueryDict | None:
    """Return what a form sent; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None
