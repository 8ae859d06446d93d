"""What stands on the tabs of an item beside General: products, what was made from it, its chain, its history?"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from segue.core import item_types
from segue.core.models import Item
from segue.crm import related
from segue.web import http
from segue.web.components import dependencies, header, history, rows, tabs
from segue.web.components.item_values import Values
from segue.web.http import Request, visible
from segue.web.lists import belonging
from segue.web.views import items

Context = dict[str, Any]


@require_safe
def show(request: Request, slug: str, pk: int, tab: str) -> HttpResponse:
    """Show one tab; 404 when items of this type have none of that name."""
    if tab == tabs.TIMELINE:
        return items.show(request, slug, pk, tab)
    try:
        item = visible(request, slug, pk)
    except Http404:
        return items.survivor(request, pk, tab)
    frame = header.frame(request, item, Values(item, request.user), tab)
    template, content = _content(request, item, tab, frame)
    return http.page(request, template, frame | content)


def _content(request: Request, item: Item, tab: str, frame: Context) -> tuple[str, Context]:
    if tab in PAGES:
        template, describe = PAGES[tab]
        return template, describe(request, item)
    code = next((code for code in related.TABS.get(item.type, ()) if item_types.get(code).slug == tab), None)
    if code is None:
        raise Http404
    return "pages/tab_made.html", belonging.block(item, code, request.GET, reader=request.user, menu=frame["create"])


def _products(request: Request, item: Item) -> Context:
    if not item_types.of(item).has("rows"):
        raise Http404
    return {"products": rows.block(item, request.user)}


PAGES: dict[str, tuple[str, Callable[[Request, Item], Context]]] = {
    tabs.PRODUCTS: ("pages/tab_products.html", _products),
    tabs.DEPENDENCIES: (
        "pages/tab_dependencies.html",
        lambda request, item: {"chain": dependencies.block(item, request.user)},
    ),
    tabs.HISTORY: (
        "pages/tab_history.html",
        lambda request, item: {"history": history.block(item, request.GET, reader=request.user)},
    ),
}
