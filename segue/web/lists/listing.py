"""What does the list of one type show to this reader, as its address asks for it?"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from segue.core import permissions
from segue.core.custom_fields import query
from segue.core.item_types import ItemType
from segue.core.models import Item, User
from segue.core.permissions import Forbidden, Missing
from segue.crm import conversion, duplicates
from segue.web.components import counts, list_rows, looks, words
from segue.web.components.counts import Count
from segue.web.lists import head, paging, views
from segue.web.lists.asked import Asked

SURELY_MORE = 5
AT_ONCE = 2  # times as many are still found, sorted and counted quicker in one question than in two
BESIDE = ("owner", "stage", "currency")


def build(item_type: ItemType, params: Any, *, reader: User, pipeline: str = "") -> dict[str, Any]:
    """Return what pages/list.html takes; `pipeline` is the one whose board was seen last, if not the usual one.

    Raises Forbidden for somebody who may read no item of this type.
    """
    require_read(item_type, reader)
    to = Asked(item_type, params, reader)
    page, count = _page(to, params)
    above = head.describe(to)
    return _table(page, to, reader) | {
        "item_type": item_type,
        "words": words.of(item_type),
        "head": above,
        "chosen": to.chosen,
        "stated": to.stated,
        "is_arranged": to.is_arranged,
        "looks": looks.of(item_type, to.address.partition("?")[2], "list", pipeline=to.chosen.board_of(pipeline)),
        "new_href": f"{to.home}new/" if permissions.may_add(reader, item_type.code) else "",
        "besides": _besides(to, reader),
        "count": count_text(count, item_type),
        "sizes": _sizes(to) if count.number > min(views.SIZES) else [],
    }


def _besides(to: Asked, reader: User) -> list[dict[str, Any]]:
    """Offer what is done with all items of the type: buttons on a desk, a menu on the phone."""
    found = []
    if to.item_type.code in duplicates.COLUMNS:
        found.append({"label": _("Duplicates"), "icon": "copy", "href": f"{to.home}duplicates/"})
    if permissions.may_import(reader, to.item_type.code):
        found.append({"label": _("Import"), "icon": "import", "href": f"{to.home}import/"})
    return found


def require_read(item_type: ItemType, reader: User) -> None:
    """Raise Forbidden for somebody who may read no item of this type."""
    if not reader.is_admin and not reader.access.may_somewhere(item_type.code, "read"):
        raise Forbidden(Missing("read", item_type.code))


def _page(to: Asked, params: Mapping[str, Any]) -> tuple[paging.Page, Count]:
    """Return the page, and how many rows the list has; both at once where the database says that they are few."""
    rows, order, falling = to.rows, to.sorting.order, to.sorting.descending
    likely = query.about(rows) if to.chosen or order.is_looked_up else 0
    where: dict[str, Any] = {"descending": falling, "params": params, "beside": BESIDE, "size": to.size}
    if 0 < likely <= (most := AT_ONCE * counts.EXACT_TO):
        page, found = paging.turn_once(rows, order, most=most, **where)
        count = counts.known(found)
        if page:
            return page, count
    elif likely > SURELY_MORE * counts.EXACT_TO:  # counting is not worth while
        count = counts.known(likely)
    else:
        count = counts.of(rows)
    return paging.turn(to.page_rows(many=count.more), order, many=count.more, **where), count


def count_text(count: Count, item_type: ItemType) -> str:
    """Say how many items there are: "10,000+ deals"."""
    named = words.of(item_type)
    return f"{count} {named.one if count.number == 1 else named.many}"


def _table(page: paging.Page, to: Asked, reader: User) -> dict[str, Any]:
    """Describe the headings, the rows of this page, and the pages beside it."""
    if not page.previous:
        to.row = 1  # also where a mark leads nowhere any more
    return {
        "columns": [to.heading(column) for column in to.columns],
        "rows": _rows(page.items, to, conversion.addable(to.item_type.code, actor=reader)),
        "previous_href": to.page(before=page.previous),
        "next_href": to.page(after=page.next),
    }


def row(item: Item, to: Asked) -> dict[str, Any]:
    """Describe one row of a list as it is now."""
    read = Item.objects.select_related(*BESIDE).get(pk=item.pk)
    return _rows([read], to, conversion.addable(to.item_type.code, actor=to.reader))[0]


def _rows(items: Sequence[Item], to: Asked, variants: tuple[conversion.Variant, ...]) -> list[dict[str, Any]]:
    cells = [column.place for column in to.columns]
    fields = {place.name: to.seen[place.name] for place in cells if place.name in to.seen}
    return list_rows.rows(items, cells, reader=to.reader, variants=variants, fields=fields, in_place=True)


def _sizes(to: Asked) -> list[dict[str, Any]]:
    """Offer how many rows a page has."""
    present = to.size or views.USUAL_SIZE
    return [{"label": size, "href": to.of_size(size), "current": size == present} for size in views.SIZES]
