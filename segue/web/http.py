"""How does a view find what the user may see, check what they may do, and answer?"""

from functools import cache
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from segue.core import item_types, reading, writing
from segue.core.item_types import ItemType
from segue.core.models import Item, User

MOST_DIGITS = 9


class Request(HttpRequest):
    """A request of someone who has signed in."""

    user: User
    htmx: HtmxDetails


def item_type(slug: str) -> ItemType:
    """Return the item type that has this name in addresses, or answer 404."""
    found = item_types.by_slug(slug)
    if found is None:
        raise Http404
    return found


def visible(request: Request, slug: str, pk: int, *, to: str | None = None) -> Any:
    """Return the item with the columns of its type; 404 when the user may not see it, 403 when they may not do `to`."""
    item = reading.find(item_type(slug).model, pk, request.user)
    if item is None:
        raise Http404
    if to is not None:
        writing.require(request.user, to, item)
    return item


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Answer with a whole page; the shell and the notices that wait come by themselves (`components/shell.py`)."""
    return render(request, template, context, status=status)


def part(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Answer htmx with a part of a page."""
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def say_address(request: Request, response: HttpResponse, *, part: str, address: str) -> HttpResponse:
    """Let the address bar say as short as it can be what was asked for, where only this part of the page is renewed."""
    if request.htmx.target == part:
        response["HX-Push-Url"] = address
    return response


def dialog(request: Request, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Answer htmx with a dialog alone, others with a page that holds it."""
    if request.htmx:
        return part(request, template, context, status=status)
    return page(request, "pages/question.html", context | {"part": template}, status=status)


def leave_to(request: Request, address: str, *, cursor: str = "") -> HttpResponse:
    """Open an address: htmx is told to load the page, so that the address bar and the Back button are right."""
    if request.htmx:  # without the cursor: a new fragment alone loads nothing
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return back_to(address, cursor=cursor)


def number(text: str) -> int | None:
    """Read a number that a form sends along; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def address(item: Item, tab: str = "") -> str:
    """Return the address of an item, which never changes: `/deals/42/`, or of one of its tabs."""
    home = f"{_list(item_types.of(item).slug, get_script_prefix())}{item.pk}/"
    return f"{home}{tab}/" if tab else home


@cache
def _list(slug: str, _prefix: str) -> str:
    """Remember where the items of a type are, below one prefix: a page of a list asks hundreds of times."""
    return reverse("list", args=[slug])


def go_to(item: Item, tab: str = "", *, cursor: str = "") -> HttpResponseRedirect:
    """Send the browser to an item with a 303, so that reloading the page repeats nothing; see `back_to`."""
    return back_to(address(item, tab), cursor=cursor)


def back_to(url: str, *, cursor: str = "") -> HttpResponseRedirect:
    """Send the browser to an address of our own with a 303; the cursor goes on at the element with the id `cursor`."""
    response = HttpResponseRedirect(f"{url}#{quote(cursor)}" if cursor else url)
    response.status_code = 303
    return response


def see_other(response: HttpResponse) -> HttpResponse:
    """Answer a form with what others made; where it sends the browser on, reloading the page repeats nothing."""
    if response.status_code == 302:  # noqa: PLR2004
        response.status_code = 303
    return response


def is_ours(request: HttpRequest, address: str) -> bool:
    """Say whether an address that somebody sent leads to this Segue, under the name it was called by."""
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())


def page_before(request: HttpRequest) -> str:
    """Return the page that somebody pressed a button on, for buttons that stand on every page."""
    page = request.META.get("HTTP_REFERER", "")
    return page if is_ours(request, page) else reverse("start")
