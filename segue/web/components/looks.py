"""In which ways can one look at the items of a type: as a board, by their deadlines, as a list?"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from segue.core.item_types import ItemType, Text
from segue.web.components import deadlines

LOOKS: tuple[tuple[str, Text, str], ...] = (
    ("board", _("Board"), "board"),
    ("deadlines", _("Deadlines"), "calendar"),
    ("list", _("List"), "list"),
)


def of(item_type: ItemType, query: str, current: str) -> list[dict[str, Any]]:
    """Offer the ways to look at the items of a type, as c-segments takes them, each with the same filter; none where
    there is but the list.
    """
    if not item_type.has_stages:
        return []
    return [
        {
            "label": label,
            "icon": icon,
            "href": reverse(name, args=[item_type.slug]) + (f"?{query}" if query else ""),
            "current": name == current,
        }
        for name, label, icon in LOOKS
        if name != "deadlines" or item_type.code in deadlines.COLUMNS
    ]
