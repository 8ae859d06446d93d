"""How is an item read, and how is it put into the recycle bin?"""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.core import item_types, records
from segue.crm import copies, merging
from segue.web import http
from segue.web.components import conversions, general, header, timeline, toasts
from segue.web.components.item_values import Values
from segue.web.components.spots import Spots
from segue.web.forms.activity import ActivityForm
from segue.web.forms.comment import CommentForm
from segue.web.http import Request, visible


@require_safe
def show(request: Request, slug: str, pk: int, tab: str = "") -> HttpResponse:
    """Show the General tab with the timeline beside it; on the phone `tab` says which of the two."""
    try:
        item = visible(request, slug, pk)
    except Http404:
        return survivor(request, pk, tab)
    return page(request, item, tab)


def survivor(request: Request, pk: int, tab: str = "") -> HttpResponse:
    """Lead on from the old address of an item that was merged to that of the one it went into, if one may see it."""
    main = merging.read([merging.into(pk) or 0], request.user)
    if not main:
        raise Http404
    return http.go_to(main[0], tab)


def page(  # noqa: PLR0913  the page, and what was just done on it
    request: Request,
    item: Any,
    tab: str,
    *,
    refused: CommentForm | None = None,
    asked: QueryDict | None = None,
    said: str = "",
) -> HttpResponse:
    """Answer with an item; a comment that was `refused` stands in its form again, with the reason.

    `asked` is what the address says of the timeline, where it is not this request's; `said` is spoken, not seen.
    """
    its = Values(item, request.user)
    frame = header.frame(request, item, its, tab)
    may_edit = bool(frame["edit_href"])
    places = Spots(item, request.user, may_edit=may_edit, row_count=its.row_count if its.item_type.has("rows") else 0)
    told = timeline.block(item, request.GET if asked is None else asked, reader=request.user, may_edit=may_edit)
    context: dict[str, Any] = {
        "sections": general.sections(its, places),
        "title_edit": general.title(its, places),
        "said": said,
        "notices": [],
        "timeline": told,
        "activity_form": None if refused else _new_activity(request, item, told["composer"]["kind"]),
        "active": "aside" if tab == timeline.TAB else "main",
        "came_from": [{"name": "tab", "value": tab}],
        "comment": refused.typed if refused else {},
    }
    context |= conversions.arrival(request, item)
    return http.page(request, "pages/item.html", frame | context, status=422 if refused else 200)


def _new_activity(request: Request, item: Any, kind: int | None) -> ActivityForm | None:
    """Return the form that the composer shows instead of the comment; its ids are not those of a dialog."""
    return None if kind is None else ActivityForm(item, kind, reader=request.user, auto_id="new_%s")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: Request, slug: str, pk: int) -> HttpResponse:
    """Ask whether an item shall go into the recycle bin (GET), and put it there (POST)."""
    item = visible(request, slug, pk, to="delete")
    if request.method != "POST":
        return http.page(request, "pages/delete.html", header.deletion(item))
    records.delete(item, actor=request.user)
    told = _("“%(item)s” is in the recycle bin.") % {"item": item_types.name(item)}
    toasts.add(request, told, link={"label": _("Recycle bin"), "href": reverse("bin")})
    return http.back_to(reverse("list", args=[slug]))


@require_POST
def copy(request: Request, slug: str, pk: int) -> HttpResponse:
    """Make a copy of an item, and open it."""
    source = visible(request, slug, pk)
    made = copies.copy(source, actor=request.user)
    toasts.add(request, _("“%(item)s” was copied.") % {"item": item_types.name(source)})
    return http.go_to(made)
