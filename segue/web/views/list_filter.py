"""How is the filter of a list put together? A dialog that writes nothing; what it comes to is an address."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.web import http
from segue.web.lists import listing
from segue.web.lists.asked import Asked
from segue.web.lists.filter_form import FilterForm

REFUSED = 422
SELECTS = ("stage", "owner", "sort")


@require_http_methods(["GET", "POST"])
def edit(request: http.Request, slug: str) -> HttpResponse:
    """Show the conditions that the address asks for (GET), take them as typed (POST), and open the list by them."""
    to = asked(request, slug)
    form = FilterForm(to, request.POST if request.method == "POST" else None)
    if request.method == "POST" and request.POST.get("act", "apply") in {"", "apply"}:
        found = form.conditions
        if form.is_fit:
            return http.leave_to(request, _address(request, slug, to, found))
    status = 200 if form.is_fit else REFUSED
    context = form.describe() | {"dialog": _dialog(request, slug, to)}
    return http.dialog(request, "lists/filter.html", context, status=status)


def asked(request: http.Request, slug: str) -> Asked:
    """Return what the address of a dialog asks for; it leads back to the page that it was opened on."""
    item_type = http.item_type(slug)
    listing.require_read(item_type, request.user)
    return Asked(item_type, request.GET, request.user, home=home(request, slug, request.GET.get("home", "")))


def home(request: http.Request, slug: str, named: str) -> str:
    """Return the page of the items that somebody named, as long as it is below the list of their type."""
    own = reverse("list", args=[slug])
    is_below = named.startswith(own) and "?" not in named and http.is_ours(request, named)
    return named if is_below else own


def _address(request: http.Request, slug: str, to: Asked, found: object) -> str:
    """Return the address with the conditions, and with what is chosen beside them."""
    chosen = [(name, request.POST.get(name, "")) for name in SELECTS]
    said = [*to.said_of_place, ("q", to.chosen.q), *chosen, *found.said]  # type: ignore[attr-defined]
    params = request.GET.__class__(urlencode(said))
    return Asked(to.item_type, params, request.user, home=to.home).address


def _dialog(request: http.Request, slug: str, to: Asked) -> dict[str, object]:
    action = f"{reverse('list-filter', args=[slug])}?{request.GET.urlencode()}"
    return {"title": _("Filter"), "action": action, "cancel_href": to.address, "hidden": []}
