"""How is one value of an item edited where it is read? Its inputs come in its place, and save on their own."""

from urllib.parse import urlsplit

from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.core import item_types, permissions
from segue.core.models import Item
from segue.web import http
from segue.web.components import timeline, toasts
from segue.web.components.spots import SECTION, Spots
from segue.web.forms import conflicts, layout, saving
from segue.web.forms.columns import Draft
from segue.web.forms.duplicates import Suspects
from segue.web.forms.in_place import FieldsForm
from segue.web.forms.saving import Outcome
from segue.web.views import edit as whole
from segue.web.views import items

PAGE = "#item-page"  # what a save brings up to date: all but the shell


@require_http_methods(["GET", "POST"])
def edit(request: http.Request, slug: str, pk: int, spot: str) -> HttpResponse:
    """Show the inputs of a spot (GET) and save them (POST); 404 for what is not edited in place, or not seen.

    Without htmx the whole form takes their place, at the same inputs.
    """
    item = http.visible(request, slug, pk, to="edit")
    places = Spots(item, request.user, may_edit=True)
    names = places.names(spot)
    if not names:
        raise Http404
    draft = Draft(item, request.user)
    if request.method == "POST":
        return _save(request, places, FieldsForm(draft, request.POST, spot, names))
    if not request.htmx:
        return http.back_to(http.address(item, "edit"), cursor=places.anchor(spot))
    return show(request, places, Outcome(FieldsForm(draft, None, spot, names)))


def _save(request: http.Request, places: Spots, form: FieldsForm) -> HttpResponse:
    form.upload(request.FILES)
    outcome = saving.save(form, actor=request.user, suspects=Suspects(form))
    item, said = outcome.item, _("“%(name)s” was saved.")
    if item is None:
        return show(request, places, outcome) if request.htmx else whole.show(request, outcome)
    if request.htmx and permissions.may(request.user, "read", item):
        return _fresh_page(request, item, said=said % {"name": places.label(form.spot)})
    toasts.add(request, said % {"name": item_types.name(item)})
    return whole.leave(request, item)


def show(  # noqa: PLR0913  where they stand, and where they lead
    request: http.Request, places: Spots, outcome: Outcome, *, at: str = "", action: str = "", cancel_href: str = ""
) -> HttpResponse:
    """Answer with the inputs of a spot, as they stand in the place of its value: on the page of the item, unless
    somebody says where else.
    """
    form = outcome.form
    assert isinstance(form, FieldsForm)
    both = conflicts.shown(form)
    context = {
        "at": at or form.at,
        "place": "cell" if at else _place(form.spot),
        "label": places.label(form.spot),
        "action": action or places.part(form.spot),
        "cancel_href": cancel_href or http.address(places.item),
        "hidden": _hidden(form),
        "entries": layout.some(form, form.shown),
        "conflicts": both,
        "own_conflicts": all(each.get("own") for each in both),
        "duplicates": whole.duplicates(outcome),
        "refused": outcome.status == saving.REFUSED,
        "typed": form.data is not None,
        "messages_of_form": form.messages,
    }
    return http.part(request, "pages/edit_in_place.html", context, status=outcome.status)


def _place(spot: str) -> str:
    if spot.startswith(SECTION):
        return "section"
    return "title" if spot == "title" else "field"


def _hidden(form: FieldsForm) -> list[dict[str, object]]:
    """What comes back with the inputs: the version they are typed against, and what the buttons among them need."""
    draft = form.draft
    sent = {
        "spot": form.spot,
        "version": form.version,
        "item_type": draft.item_type.code,
        "item": draft.item.pk,
        "custom_shown": form.marks,
    }
    also = [{"name": "also", "value": name} for name in form.also]
    return [*({"name": name, "value": value} for name, value in sent.items()), *also]


def _fresh_page(request: http.Request, item: Item, *, said: str) -> HttpResponse:
    """Answer with the page as it is now; what else is being typed there stays (frontend/src/in_place.js)."""
    present = http.visible(request, item_types.of(item).slug, item.pk)
    here = urlsplit(request.htmx.current_url or "")
    tab = timeline.TAB if here.path == http.address(item, timeline.TAB) else ""
    response = items.page(request, present, tab, asked=QueryDict(here.query), said=said)
    response["HX-Retarget"] = response["HX-Reselect"] = PAGE
    response["HX-Reswap"] = "morph"
    return response
