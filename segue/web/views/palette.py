"""What does "Search and actions" answer to what is typed there?"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from segue.core import item_types, permissions, reading
from segue.core.models import Item
from segue.web import http
from segue.web.components import palette
from segue.web.forms import ids
from segue.web.forms.fields import NUL
from segue.web.lists import anywhere
from segue.web.views.settings import overview


@require_safe
def show(request: http.Request) -> HttpResponse:
    """List actions, pages and items; `item` is the id of the one that is open, `q` what was typed."""
    permissions.require_access(request.user)
    typed, opened = request.GET.get("q", "").replace(NUL, "").strip(), _opened(request)
    if typed:
        items, wanted = anywhere.found(request.user, typed)
        context = palette.matching(request, wanted, items, opened, _settings(request))
    else:
        context = palette.offered(request, anywhere.recent(request.user, but=opened.pk if opened else None), opened)
    return http.part(request, "pages/palette.html", context)


def _opened(request: http.Request) -> Item | None:
    """Return the item that is open; None also when one may not, or no longer, see it."""
    pk = ids.parse(request.GET.get("item"))
    item = reading.find(Item, pk, request.user) if pk else None
    return item_types.child_of(item) if item else None


def _settings(request: http.Request) -> Iterable[dict[str, Any]]:
    if not request.user.may_change_settings:
        return []
    return [entry for group in overview.groups(request.user) for entry in group["entries"]]
