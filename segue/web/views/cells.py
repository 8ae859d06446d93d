"""How is a value edited in the cell of a list? Its inputs come in its place; saved, the row is as it is now."""

from urllib.parse import urlsplit

from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.core import permissions
from segue.core.models import Item
from segue.web import http
from segue.web.components import list_spots, toasts
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


def _row(request: http.Request, item: Item) -> HttpResponse:
    """Answer with the row as it is now, with the columns of the list it stands in; none when it is no longer seen."""
    response = HttpResponse()
    if permissions.may(request.user, "read", item):
        query = QueryDict(urlsplit(request.htmx.current_url or "").query)
        to = Asked(http.item_type(request.path.split("/")[1]), query, request.user)
        ticks = bool(acts.offered(to.item_type, request.user))
        response = http.part(request, "lists/row.html", {"row": listing.row(item, to), "ticks": ticks})
    response["HX-Retarget"], response["HX-Reselect"] = f"#row-{item.pk}", f"#row-{item.pk}"
    response["HX-Reswap"] = "outerHTML settle:0ms" if response.content else "delete"
    return response
