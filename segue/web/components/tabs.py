"""Which tabs does an item have, and how much is in each? What c-tabs takes."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from segue.core import item_types
from segue.core.models import Item, User
from segue.crm import related
from segue.web import http
from segue.web.components import activities, counts
from segue.web.components.item_values import Values

Tab = dict[str, Any]
GENERAL, TIMELINE, PRODUCTS, DEPENDENCIES, HISTORY = "", "timeline", "products", "dependencies", "history"


def tabs(its: Values, current: str) -> list[Tab]:
    """Describe the tabs of an item; the timeline is one only on the phone, where it has no room beside the rest."""
    item = its.item
    made = _made(item, its.reader)
    rows = [_tab(item, PRODUCTS, _("Products"), count=its.row_count)] if its.item_type.has("rows") else []
    found = [
        _tab(item, GENERAL, pgettext("tab", "General")),
        _tab(item, TIMELINE, _("Timeline")) | {"phone_only": True} | _due(item),
        *rows,
        *made,
        _tab(item, DEPENDENCIES, _("Dependencies")),
        _tab(item, HISTORY, _("History")),
    ]
    shown = [tab | {"current": tab["name"] == current} for tab in found]
    return [*_both(shown[0]), *shown[1:]] if current == TIMELINE else shown


def _both(general: Tab) -> list[Tab]:
    """On the desk who reads the timeline is on General, where it stands beside; on the phone one is not there."""
    return [general | {"desk_only": True, "current": True}, general | {"phone_only": True}]


def _made(item: Item, reader: User) -> list[Tab]:
    types = [(item_types.get(code), count) for code, count in related.counts(item, reader).items()]
    return [_tab(item, each.slug, each.label_plural, count=count) for each, count in types]


def _due(item: Item) -> Tab:
    """Warn of what is due today or overdue."""
    count = activities.due_count(item)
    return {"count": count, "alarm": activities.due_words(counts.known(count))} if count else {}


def _tab(item: Item, name: str, label: object, *, count: int = 0) -> Tab:
    return {"name": name, "label": label, "href": http.address(item, name), "count": count}
