"""How is a value edited in the cell of a list? Its inputs come in its place; saved, the row is as it is now."""

from urllib.parse import urlsplit

from django.http import Http404, HttpResponse, QueryDict
from django.urls import Resolver404, get_script_prefix, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.core import item_types, permissions
from segue.core.models import Item
from segue.web import http
from segue.web.components import list_spots, moving, toasts
from segue.web.components.spots import Spots
from segue.web.forms import saving
from segue.web.forms.columns import Draft
from segue.web.forms.duplicates import Suspects
from segue.web.forms.in_place import FieldsForm
from segue.web.forms.saving import Outcome
from segue.web.lists import listing
from segue.web.lists.asked import Asked
from segue.web.many import acts
from segue.web.views import edit as whole
from segue.web.views import in_place


@require_http_methods(["GET", "POST"])
def edit(request: http.Request, slug: str, pk: int, column: str) -> HttpResponse:
    """Show the inputs of a cell (GET), save them (POST), or show the row again (GET with `row`); 404 for what is not
    edited in place, or not seen. Without htmx the whole form takes their place, at the same inputs.
    """
    item = http.visible(request, slug, pk, to="edit")
    if column == list_spots.STAGE:
        return _stage(request, item)
    places, spot = Spots(item, request.user, may_edit=True), list_spots.spot_of(column)
    names = places.names(spot)
    if not names:
        raise Http404
    if not request.htmx and request.method == "GET":
        return http.back_to(http.address(item, "edit"), cursor=places.anchor(spot))
    if "row" in request.GET:
        return _row(request, item)
    form = FieldsForm(Draft(item, request.user), request.POST if request.method == "POST" else None, spot, names)
    if request.method == "POST":
        return _save(request, places, form, column)
    return _show(request, places, Outcome(form), column)


def came_from(request: http.Request) -> str:
    """Return the list that a stage was chosen in; "" where it was chosen elsewhere."""
    back = request.POST.get("back", "")
    return back if is_list(request, back) else ""


def is_list(request: http.Request, address: str) -> bool:
    """Say whether an address is that of a list of ours."""
    if not address or not http.is_ours(request, address):
        return False
    try:
        found = resolve("/" + urlsplit(address).path.removeprefix(get_script_prefix()))
    except Resolver404:
        return False
    return found.url_name == "list"


def arrived(request: http.Request, item: Item, back: str, said: str) -> HttpResponse:
    """Answer for an item that was moved in a list: with its row as it is now, or with the list, which says so."""
    if request.htmx:
        return _row(request, item)
    toasts.add(request, said)
    return http.back_to(back)


def stale(request: http.Request, item: Item, why: str) -> HttpResponse:
    """Answer for an item that somebody else was quicker with: say who, and show its row as it is now."""
    response = _row(request, item, refused=why)
    response.status_code = 409
    return response


def _stage(request: http.Request, item: Item) -> HttpResponse:
    """Show the stages to choose from (GET); the choice is a move, and sent to where all moves are."""
    if item.pipeline_id is None or request.method == "POST":
        raise Http404
    here = urlsplit(request.htmx.current_url or "")
    back = f"{here.path}?{here.query}"
    if not request.htmx:
        return http.back_to(http.address(item, "move"))
    if "row" in request.GET:
        return _row(request, item)
    context = {
        "at": list_spots.place(item, list_spots.STAGE),
        "label": item_types.of(item).field_label("stage"),
        "action": http.address(item, "stage"),
        "cancel_href": f"{request.path}?row",
        "hidden": [{"name": "version", "value": item.version}, {"name": "back", "value": back}],
        "options": moving.choices(request, item, request.user),
    }
    return http.part(request, "lists/stage_cell.html", context)


def _save(request: http.Request, places: Spots, form: FieldsForm, name: str) -> HttpResponse:
    form.upload(request.FILES)
    form.at = list_spots.place(places.item, name)
    outcome = saving.save(form, actor=request.user, suspects=Suspects(form))
    if outcome.item is None:
        return _show(request, places, outcome, name) if request.htmx else whole.show(request, outcome)
    if request.htmx:
        return _row(request, outcome.item)
    toasts.add(request, _("“%(name)s” was saved.") % {"name": places.label(form.spot)})
    return whole.leave(request, outcome.item)


def _show(request: http.Request, places: Spots, outcome: Outcome, name: str) -> HttpResponse:
    here = f"{http.address(places.item, 'cells')}{name}/"
    return in_place.show(
        request, places, outcome, at=list_spots.place(places.item, name), action=here, cancel_href=f"{here}?row"
    )


def _row(request: http.Request, item: Item, *, refused: str = "") -> HttpResponse:
    """Answer with the row as it is now, with the columns of the list it stands in; none when it is no longer seen.
    A dialog that asked for what was saved closes.
    """
    response = HttpResponse()
    if permissions.may(request.user, "read", item):
        query = QueryDict(urlsplit(request.htmx.current_url or "").query)
        to = Asked(http.item_type(request.path.split("/")[1]), query, request.user)
        ticks = bool(acts.offered(to.item_type, request.user))
        response = http.part(
            request, "lists/row.html", {"row": listing.row(item, to), "ticks": ticks, "refused": refused}
        )
    response["HX-Retarget"], response["HX-Reselect"] = f"#row-{item.pk}", f"#row-{item.pk}"
    response["HX-Reswap"] = "outerHTML settle:0ms" if response.content else "delete"
    return response
