"""What does a button inside the form do? The form is computed anew and shown again; nothing is written."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from segue.core import item_types, permissions
from segue.core.custom_fields import definitions
from segue.core.custom_fields.links import allowed_types
from segue.web import http
from segue.web.components import client_picker, custom_inputs, rows_editor
from segue.web.forms import ids, layout, offers, parties, party_input
from segue.web.forms.columns import Draft
from segue.web.forms.custom import search
from segue.web.forms.item_form import ItemForm
from segue.web.forms.saving import Outcome
from segue.web.views import edit

PARTY_PARTS = ("client", "companies", "contacts")  # a type has one of them


@require_POST
def rows(request: http.Request) -> HttpResponse:
    """Add, remove or move product rows, or compute them anew; with them the amount."""
    return _updated(request, ("rows",), "rows_action")


@require_POST
def client(request: http.Request) -> HttpResponse:
    """Search, add or remove contacts and companies."""
    return _updated(request, PARTY_PARTS, "client_action")


@require_POST
def communications(request: http.Request) -> HttpResponse:
    """Add or remove phones, e-mails and the rest."""
    return _updated(request, ("communications",), "communications_action")


@require_POST
def observers(request: http.Request) -> HttpResponse:
    """Add or remove people who follow the item."""
    return _updated(request, ("observers",), "observers_action")


@require_POST
def custom(request: http.Request) -> HttpResponse:
    """Add or remove a value of a custom field, or search what it shall name."""
    form = _form(request)
    code = form.custom.act(request.POST.get("custom_action", ""))
    if not request.htmx:
        return edit.show(request, Outcome(form))
    return http.part(request, "pages/edit_custom.html", form.custom.entry([code]))


@require_POST
def duplicates(request: http.Request) -> HttpResponse:
    """Look who may be the item that is typed, leaving out whom the person sets apart."""
    outcome = Outcome(_form(request))
    if not request.htmx:
        return edit.show(request, outcome)
    if (found := edit.duplicates(outcome)) is None:
        raise BadRequest
    return http.part(request, "pages/edit_duplicates.html", {"duplicates": found, "at": outcome.form.at})


@require_GET
def search_items(request: http.Request, pk: int) -> HttpResponse:
    """List the items that a custom field may name, by name or number."""
    permissions.require_access(request.user)
    field, query = definitions.one(pk), request.GET.get("q", "").strip()
    if field is None or field.kind != "crm" or not definitions.seen_by(request.user, {field.code: field}):
        raise Http404
    found = search.find(request.user, allowed_types(field), query)
    return http.part(request, "pages/item_results.html", custom_inputs.results(field.code, query, found))


@require_GET
def search_client(request: http.Request) -> HttpResponse:
    """List contacts or companies by name, phone or e-mail."""
    permissions.require_access(request.user)
    kind, query = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    if kind not in parties.KINDS:
        raise BadRequest
    found = party_input.offer(request.user, kind, query)
    return http.part(request, "pages/client_results.html", client_picker.results(kind, query, found))


@require_GET
def products(request: http.Request) -> HttpResponse:
    """List products by name or code, as options of a list."""
    permissions.require_access(request.user)
    found = offers.find_products(request.GET.get("q", ""))
    return http.part(request, "pages/product_options.html", {"products": map(rows_editor.product, found)})


def _updated(request: http.Request, parts: tuple[str, ...], field: str) -> HttpResponse:
    form = _form(request)
    name = next((name for name in parts if name in form.parts), None)
    if name is None:
        raise BadRequest
    form.parts[name].act(request.POST.get(field, ""))
    if not request.htmx:
        return edit.show(request, Outcome(form))
    with_amount = name == "rows" and "amount" not in form.hidden
    context = {"part": form.parts[name], "amount": layout.amount(form) if with_amount else None}
    return http.part(request, "pages/edit_part.html", context)


def _form(request: http.Request) -> ItemForm:
    """Return the form as it was sent."""
    return edit.sent(request, _draft(request))


def _draft(request: http.Request) -> Draft:
    """Return what the form is about: the item it names, or a new one of its type."""
    code, pk = request.POST.get("item_type", ""), ids.parse(request.POST.get("item"))
    if code not in {item_type.code for item_type in item_types.all_types()}:
        raise BadRequest
    if pk is None:
        return Draft.of_new(code, request.user)
    return Draft(http.visible(request, item_types.get(code).slug, pk, to="edit"), request.user)
