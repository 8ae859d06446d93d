"""Which items may be the same, and what does somebody say to that?"""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from segue.core.item_types import ItemType
from segue.core.models import Item
from segue.crm import duplicates
from segue.crm.duplicates import scan as scanning
from segue.web import http
from segue.web.components import toasts
from segue.web.forms import ids
from segue.web.http import Request
from segue.web.lists import listing, suspects


@require_safe
def index(request: Request, slug: str) -> HttpResponse:
    """Show the pairs that may be the same."""
    return http.page(
        request, "pages/duplicates.html", suspects.build(_type(request, slug), request.GET, reader=request.user)
    )


@require_POST
def scan(request: Request, slug: str) -> HttpResponse:
    """Look for them now, in the background."""
    scanning.start(_type(request, slug).code, actor=request.user)
    return http.back_to(reverse("duplicates", args=[slug]))


@require_POST
def set_apart(request: Request, slug: str) -> HttpResponse:
    """Note that two items are not the same: to this person they are not shown as such again."""
    code, pair = http.item_type(slug).code, ids.parse_all(request.POST.getlist("id"))[:2]
    seen = Item.objects.visible_to(request.user, code).in_bulk(pair)
    if len(seen) < 2 or code not in duplicates.COLUMNS:  # noqa: PLR2004  two
        raise Http404
    duplicates.remember(seen[pair[0]], pair[1:], actor=request.user)
    toasts.add(request, _("They are not shown to you as duplicates again."))
    return http.back_to(reverse("duplicates", args=[slug]))


def _type(request: Request, slug: str) -> ItemType:
    """Return a type that is compared, of which the person may read something."""
    item_type = http.item_type(slug)
    if item_type.code not in duplicates.COLUMNS:
        raise Http404
    listing.require_read(item_type, request.user)
    return item_type
