"""What does the list of one type show to this reader, as its address asks for it?"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from segue.core import permissions
from segue.core.item_types import ItemType
from segue.core.models import Item, ItemQuerySet, User
from segue.core.permissions import Forbidden, Missing
from segue.crm import conversion
from segue.crm.models import Company
from segue.web.components import list_rows, values, words
from segue.web.lists import columns, filters, paging
from segue.web.lists.columns import Sorting
from segue.web.lists.filters import Filter

EXACT_TO = 10_000


def build(item_type: ItemType, params: Mapping[str, Any], *, reader: User) -> dict[str, Any]:
    """Return what pages/list.html takes. Raises Forbidden for somebody who may read no item of this type."""
    rows, stages = readable(item_type, reader), filters.stages_of(item_type)
    chosen, sorting = filters.read(params, stages), columns.sorting(item_type, params.get("sort", ""))
    wanted, to = chosen.narrow(rows, reader), _Addresses(item_type, chosen, sorting)
    return _table(wanted, to, params, reader) | {
        "item_type": item_type,
        "words": words.of(item_type),
        "home": to.home,
        "search": {"name": "q", "value": chosen.q, "label": words.of(item_type).search},
        "selects": filters.selects(chosen, stages),
        "sorts": columns.choices(item_type, sorting),
        "chosen": chosen,
        "reset_href": to.home if chosen else "",
        "new_href": f"{to.home}new/" if permissions.may_add(reader, item_type.code) else "",
        "count": _count(wanted, item_type),
    }


def readable(item_type: ItemType, reader: User) -> ItemQuerySet:
    """Return the items of a type that a list may show; sellers stand in the settings, not among companies."""
    if not reader.is_admin and reader.access.scope(item_type.code, "read") == "none":
        raise Forbidden(Missing("read", item_type.code))
    rows = Item.objects.visible_to(reader).of_type(item_type.code)
    if item_type.code != "company":
        return rows
    return rows.exclude(pk__in=Company.objects.filter(is_my_company=True).values("pk"))


def counted(rows: ItemQuerySet) -> tuple[int, str]:
    """Count exactly to 10,000, beyond that "+", so that no list waits for its own length."""
    found = rows.order_by()[: EXACT_TO + 1].count()
    return min(found, EXACT_TO), "+" if found > EXACT_TO else ""


def _count(rows: ItemQuerySet, item_type: ItemType) -> str:
    found, more = counted(rows)
    named = words.of(item_type)
    return f"{values.number(Decimal(found))}{more} {named.one if found == 1 else named.many}"


def _table(wanted: ItemQuerySet, to: "_Addresses", params: Mapping[str, Any], reader: User) -> dict[str, Any]:
    """Describe the headings, the rows of this page, and the pages beside it."""
    named, shown = wanted.select_related("owner", "stage", "currency"), columns.COLUMNS[to.item_type.code]
    marks = {name: params.get(name, "") for name in ("after", "before")}
    page = paging.turn(named, to.sorting.order, descending=to.sorting.descending, **marks)
    cells = [(column.name, column.role) for column in shown]
    variants = conversion.addable(to.item_type.code, actor=reader)
    return {
        "columns": [to.heading(column) for column in shown],
        "rows": list_rows.rows(page.items, cells, reader=reader, variants=variants),
        "previous_href": to.page(before=page.previous),
        "next_href": to.page(after=page.next),
    }


class _Addresses:
    """The list in another order or on another page; everything else that is chosen stays."""

    def __init__(self, item_type: ItemType, chosen: Filter, sorting: Sorting) -> None:
        self.home = reverse("list", args=[item_type.slug])
        self.item_type, self.chosen, self.sorting = item_type, chosen, sorting

    def heading(self, column: columns.Column) -> dict[str, Any]:
        """Describe a heading, and the order a click on it asks for."""
        heading = {"label": column.heading(self.item_type), "role": column.role, "href": "", "sorted": ""}
        if column.order is None:
            return heading
        heading["href"] = self._address(columns.clicked(column, self.sorting))
        if column.name == self.sorting.column.name:
            heading["sorted"] = "desc" if self.sorting.descending else "asc"
        return heading

    def page(self, **mark: str) -> str:
        """Return the address of a neighbouring page; "" where there is none."""
        return self._address(self.sorting, **mark) if any(mark.values()) else ""

    def _address(self, sorting: Sorting, **mark: str) -> str:
        sort = "" if sorting == columns.STANDARD else sorting.code
        said = {**vars(self.chosen), "sort": sort, **mark}
        query = urlencode({name: value for name, value in said.items() if value})
        return f"{self.home}?{query}" if query else self.home
