"""How are the lists of the settings shown, added to, changed, put in order and deleted?"""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.core.settings_changes import InUse
from segue.web import http
from segue.web.components import toasts
from segue.web.forms.settings.rows import RowForm
from segue.web.views.settings import shelves
from segue.web.views.settings.gate import needs_settings, posted
from segue.web.views.settings.shelf import Shelf

STEPS = {"up": -1, "down": 1}
OTHER = {"up": "down", "down": "up"}


@require_safe
@needs_settings
def index(request: http.Request, place: str) -> HttpResponse:
    """Show a list."""
    return _list(request, shelves.find(place))


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def new(request: http.Request, place: str) -> HttpResponse:
    """Add a row."""
    shelf = shelves.find(place)
    return _form(request, shelf, shelf.form(shelf.blank(), posted(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def edit(request: http.Request, place: str, key: str) -> HttpResponse:
    """Change a row."""
    shelf = shelves.find(place)
    return _form(request, shelf, shelf.form(_row(shelf, key), posted(request)))


@require_POST
@needs_settings
def move(request: http.Request, place: str, key: str, step: str) -> HttpResponse:
    """Move a row up or down."""
    shelf = shelves.find(place)
    if shelf.move is None:
        raise Http404
    shelf.move(_row(shelf, key), STEPS[step], actor=request.user)
    return http.back_to(shelf.href, cursor=f"row-{key}-{_next_step(shelf, key, step)}")


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def delete(request: http.Request, place: str, key: str) -> HttpResponse:
    """Ask whether a row shall go, and let it go."""
    shelf = shelves.find(place)
    row = _row(shelf, key)
    label = shelf.label(row)
    if "confirm" not in request.POST:
        return _ask(request, shelf, label, shelf.row_href(row, "settings-row-delete"))
    try:
        shelf.remove(row, actor=request.user)
    except InUse as refused:
        return _list(request, shelf, refused=_("“%(name)s” stays. %(why)s") % {"name": label, "why": refused})
    toasts.add(request, _("“%(name)s” was deleted.") % {"name": label})
    return http.back_to(shelf.href)


def _next_step(shelf: Shelf, key: str, step: str) -> str:
    """Return the arrow the cursor goes on at: the one that was pressed, unless the row has come to an end."""
    entry = next(entry for entry in shelf.entries() if entry["key"] == key)
    return step if entry[step] else OTHER[step]


def _row(shelf: Shelf, key: str) -> Any:
    """Find a row among those of the list, so that a forged key finds nothing."""
    row = next((each for each in shelf.rows() if str(each.pk) == key), None)
    if row is None:
        raise Http404
    return row


def _list(request: http.Request, shelf: Shelf, *, refused: str = "") -> HttpResponse:
    context = {
        "shelf": shelf,
        "entries": shelf.entries(),
        "tabs": _tabs(shelf),
        "trail": _trail(shelf),
        "refused": refused,
    }
    return http.page(request, "pages/settings/rows.html", context, status=409 if refused else 200)


def _form(request: http.Request, shelf: Shelf, form: RowForm) -> HttpResponse:
    if request.method == "POST" and form.store(actor=request.user):
        toasts.add(request, _("“%(name)s” was saved.") % {"name": shelf.label(form.row)})
        return http.back_to(shelf.href)
    title = shelf.new_title if form.is_new else shelf.label(form.row)
    actions = [] if form.is_new else list(shelf.row_actions(form.row))
    context = {"shelf": shelf, "form": form, "title": title, "actions": actions, "trail": _trail(shelf, str(title))}
    return http.page(request, "pages/settings/row.html", context, status=422 if form.errors else 200)


def _ask(request: http.Request, shelf: Shelf, label: str, action: str) -> HttpResponse:
    context = {
        "title": _("Delete “%(name)s”?") % {"name": label},
        "text": _("This cannot be undone."),
        "action": action,
        "cancel": shelf.href,
        "trail": _trail(shelf, label),
    }
    return http.page(request, "pages/settings/delete.html", context)


def _tabs(shelf: Shelf) -> list[dict[str, Any]]:
    return [
        {"label": label, "href": reverse("settings-rows", args=[place]), "current": place == shelf.place}
        for label, place in shelf.tabs
    ]


def _trail(shelf: Shelf, here: str = "") -> list[dict[str, Any]]:
    """Say where one is: the settings, the list, and the row."""
    above = [{"label": label, "href": reverse("settings-rows", args=[place])} for label, place in shelf.above]
    its_list = {"label": shelf.title, "href": shelf.href if here else ""}
    last = [{"label": here, "href": ""}] if here else []
    return [{"label": _("Settings"), "href": reverse("settings")}, *above, its_list, *last]
