"""How is a view named, shared, changed, deleted, pinned above its list, or made the one that the list begins with?"""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from segue.core import item_types, saved_views
from segue.core.models import SavedView
from segue.web import http
from segue.web.components import toasts
from segue.web.forms.saved_view import ViewForm
from segue.web.lists import listing, views
from segue.web.lists.asked import Asked
from segue.web.views import list_filter

REFUSED = 422
ACTS = ("pin", "unpin", "first")


@require_http_methods(["GET", "POST"])
def new(request: http.Request, slug: str) -> HttpResponse:
    """Ask for the name of a view of what is shown (GET), and keep it (POST)."""
    to = list_filter.asked(request, slug)
    view = SavedView(item_type=to.item_type.code, asked=to.said, columns=list(to.shelf.columns))
    form = ViewForm(view, request.user, request.POST if request.method == "POST" else None, pinned=True)
    if request.method == "POST" and _keep(view, form, request):
        toasts.add(request, _("The view “%(name)s” was saved.") % {"name": view.name})
        return http.leave_to(request, _address(to.home, view))
    action = f"{reverse('view-new', args=[slug])}?{request.GET.urlencode()}"
    return _ask(request, form, {"title": _("Save as a new view"), "action": action, "cancel_href": to.address})


@require_http_methods(["GET", "POST"])
def edit(request: http.Request, slug: str, pk: int) -> HttpResponse:
    """Show name and holders of a view (GET), and change them (POST)."""
    view = _own(request, slug, pk)
    code, home = str(pk), list_filter.home(request, slug, request.GET.get("home", ""))
    shelf = views.Shelf(http.item_type(slug), request.user)
    chosen = {"pinned": code in {each.code for each in shelf.pinned}, "first": shelf.first.code == code}
    form = ViewForm(view, request.user, request.POST if request.method == "POST" else None, **chosen)
    if request.method == "POST" and _keep(view, form, request):
        toasts.add(request, _("The view “%(name)s” was saved.") % {"name": view.name})
        return http.leave_to(request, _address(home, view))
    action = f"{reverse('view-edit', args=[slug, pk])}?{urlencode({'home': home})}"
    dialog = {
        "title": _("View “%(name)s”") % {"name": view.name},
        "action": action,
        "cancel_href": _address(home, view),
    }
    return _ask(request, form, dialog | {"delete_action": reverse("view-delete", args=[slug, pk])})


@require_POST
def update(request: http.Request, slug: str, pk: int) -> HttpResponse:
    """Keep the filter and the order that are shown in the view."""
    view = _own(request, slug, pk)
    home = list_filter.home(request, slug, request.POST.get("home", ""))
    item_type = http.item_type(slug)
    params = views.as_params(parse_qsl(request.POST.get("asked", ""), keep_blank_values=True) or [("q", "")])
    saved_views.save(view, {"asked": Asked(item_type, params, request.user).said}, actor=request.user)
    toasts.add(request, _("The view “%(name)s” was saved.") % {"name": view.name})
    return http.back_to(_address(home, view))


@require_POST
def delete(request: http.Request, slug: str, pk: int) -> HttpResponse:
    """Delete a view; its items stay, of course."""
    view = _own(request, slug, pk)
    saved_views.remove(view, actor=request.user)
    toasts.add(request, _("The view “%(name)s” was deleted.") % {"name": view.name})
    return http.leave_to(request, reverse("list", args=[slug]))


@require_POST
def choose(request: http.Request, slug: str, code: str) -> HttpResponse:
    """Pin a view above the list, take it away there, or let the list begin with it."""
    item_type = http.item_type(slug)
    listing.require_read(item_type, request.user)
    shelf, act = views.Shelf(item_type, request.user), request.POST.get("act", "")
    if code not in shelf.views or act not in ACTS:
        raise Http404
    pinned = [view.code for view in shelf.pinned if view.code not in {views.ALL, code}]
    chosen = {"first": code} if act == "first" else {"pinned": [*pinned, code] if act == "pin" else pinned}
    saved_views.choose(item_type.code, chosen, actor=request.user)
    home = list_filter.home(request, slug, request.POST.get("home", ""))
    return http.back_to(f"{home}?{urlencode({'view': code})}")


def _own(request: http.Request, slug: str, pk: int) -> SavedView:
    """Return a view that the reader has; 404 for others, 403 where they may not change it."""
    item_type = http.item_type(slug)
    view = saved_views.one(item_type.code, pk, request.user)
    if view is None:
        raise Http404
    listing.require_read(item_type, request.user)
    saved_views.require_change(view, request.user)
    return view


def _keep(view: SavedView, form: ViewForm, request: http.Request) -> bool:
    if not form.is_valid():
        return False
    typed = form.cleaned_data
    try:
        saved_views.save(view, {"name": typed["name"]}, shared=form.shared, actor=request.user)
    except ValidationError as refused:
        form.add_error(None if "name" not in refused.message_dict else "name", refused.message_dict.get("name", [""]))
        return False
    shelf = views.Shelf(item_types.get(view.item_type), request.user)
    code = str(view.pk)
    pinned = [each.code for each in shelf.pinned if each.code not in {views.ALL, code}]
    chosen: dict[str, Any] = {"pinned": [*pinned, code] if typed["pinned"] else pinned}
    if typed["first"] or shelf.first.code == code:
        chosen["first"] = code if typed["first"] else ""
    saved_views.choose(view.item_type, chosen, actor=request.user)
    return True


def _address(home: str, view: SavedView) -> str:
    return f"{home}?{urlencode({'view': view.pk})}"


def _ask(request: http.Request, form: ViewForm, dialog: dict[str, Any]) -> HttpResponse:
    context = {"dialog": dialog, "form": form}
    return http.dialog(request, "lists/view.html", context, status=REFUSED if form.errors else 200)
