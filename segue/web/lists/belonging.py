"""What does a tab list: the items of one type that were made from an item, or that it is the client of?"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import ngettext

from segue.core import item_types
from segue.core.models import Item, User
from segue.crm import conversion, related
from segue.web import http
from segue.web.components import create, list_rows, words
from segue.web.lists import paging
from segue.web.lists.columns import Columns

NEWEST = paging.instant("created_at")


def block(item: Item, code: str, params: Mapping[str, Any], *, reader: User, menu: dict[str, Any]) -> dict[str, Any]:
    """Describe one page of a tab, newest first; `menu` is what the item can become (components/create.py)."""
    item_type, all_of_them = item_types.get(code), related.of(item, code)
    wanted = Columns(item_type, reader, {}).usual
    rows = all_of_them.visible_to(reader)
    page = paging.turn(rows, NEWEST, descending=True, params=params, beside=("owner", "stage", "currency"))
    home = http.address(item, item_type.slug)
    return {
        "made_type": item_type,
        "words": words.of(item_type),
        "columns": [{"label": column.heading, "role": column.role} for column in wanted],
        "rows": list_rows.rows(
            page.items,
            [column.place for column in wanted],
            reader=reader,
            variants=conversion.addable(code, actor=reader),
        ),
        "previous_href": f"{home}?{urlencode({'before': page.previous})}" if page.previous else "",
        "next_href": f"{home}?{urlencode({'after': page.next})}" if page.next else "",
        "left_out": _left_out(all_of_them.count() - rows.count()),
        "variant": _variant(item, code, menu),
    }


def _variant(item: Item, code: str, menu: dict[str, Any]) -> dict[str, Any] | None:
    """The conversion that makes one more of them, if the reader may."""
    made = conversion.variant_of(item.type, code)
    if made is None:
        return None
    action = create.address(item, made)
    return next((variant for variant in menu["variants"] if variant["action"] == action), None)


def _left_out(count: int) -> str:
    text = ngettext("%(count)s item you cannot see", "%(count)s items you cannot see", count)
    return text % {"count": count} if count else ""
