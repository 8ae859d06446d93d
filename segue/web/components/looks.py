"""In which ways can one look at the items of a type: as a board, by their deadlines, as a list?"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from segue.core.item_types import ItemType, Text
from segue.web.components import deadlines, last_view

LOOKS: tuple[tuple[str, Text, str], ...] = (
    ("board", _("Board"), "board"),
    ("deadlines", _("Deadlines"), "calendar"),
    ("list", _("List"), "list"),
)


def of(item_type: ItemType, query: str, current: str, *, pipeline: str) -> list[dict[str, Any]]:
    """Offer the ways to look at the items of a type, as c-segments takes them, each with the same filter; none where
    there is but the list. `pipeline` is the one whose board was seen last, if not the usual one.
    """
    if not item_type.has_stages:
        return []
    return [
        {
            "label": label,
            "icon": icon,
            "href": _home(item_type.slug, name, pipeline) + (f"?{query}" if query else ""),
            "current": name == current,
        }
        for name, label, icon in LOOKS
        if name != "deadlines" or item_type.code in deadlines.COLUMNS
    ]


def _home(slug: str, name: str, pipeline: str) -> str:
    return last_view.board(slug, pipeline) if name == "board" else reverse(name, args=[slug])
