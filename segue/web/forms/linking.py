"""What does the page show on which somebody links items by hand? What was found, and what is linked already."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import item_types, links
from segue.core.item_types import Text
from segue.core.models import Item, Link, User
from segue.web import http
from segue.web.components import names, tabs
from segue.web.components.names import Name
from segue.web.components.timeline_filter import select
from segue.web.forms.custom import search

AFTER, BEFORE = "after", "before"
SIDES: dict[str, Text] = {
    AFTER: gettext_lazy("After this item"),
    BEFORE: gettext_lazy("Before this item"),
}


def block(item: Item, params: Mapping[str, Any], *, reader: User, error: str = "") -> dict[str, Any]:
    """Return what pages/links.html takes; `params` are of the address, or of the form that was refused."""
    query, side = params.get("q", "").strip(), side_of(params)
    linked = links.by_hand(item, reader)
    known = {other.pk for _link, other in linked} | {item.pk}
    types = [item_type.code for item_type in item_types.all_types()]
    found = [name for name in search.find(reader, types, query) if name.item and name.item.pk not in known]
    home, item_type = http.address(item, "links"), item_types.of(item)
    return {
        "trail": [
            {"label": item_type.label_plural, "href": reverse("list", args=[item_type.slug])},
            {"label": item_types.name(item), "href": http.address(item, tabs.DEPENDENCIES)},
            {"label": _("Link item")},
        ],
        "home": home,
        "action": f"{home}?{urlencode({'q': query, 'side': side})}",
        "q": query,
        "error": error,
        "search": {"name": "q", "value": query, "label": _("Search by name or number")},
        "selects": [select("side", _("Direction"), [(code, str(label)) for code, label in SIDES.items()], side)],
        "found": [_listed(name, str(name.item.pk)) for name in found if name.item],
        "linked": [
            _listed(names.readable(other), str(link.pk), str(SIDES[_side(link, item)])) for link, other in linked
        ],
    }


def side_of(params: Mapping[str, Any]) -> str:
    """Read on which side of this item the other one comes."""
    return BEFORE if params.get("side") == BEFORE else AFTER


def _side(link: Link, item: Item) -> str:
    return AFTER if link.source_id == item.pk else BEFORE


def _listed(name: Name, key: str, note: str = "") -> dict[str, str]:
    """Describe one row, as c-listed."""
    assert name.item is not None
    stage = name.item.stage.label if name.item.stage else ""
    return {
        "icon": item_types.of(name.item).icon,
        "label": name.text,
        "href": name.href,
        "note": " · ".join(filter(None, (name.kind, stage, note))),
        "key": key,
    }
