"""What does the list of one type show to this reader, as its address asks for it?"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from segue.core import permissions
from segue.core.item_types import ItemType
from segue.core.models import Item, ItemQuerySet, User
from segue.core.permissions import Forbidden, Missing
from segue.crm.models import Company
from segue.lib import formats
from segue.web.components import list_rows, words
from segue.web.lists import columns, filters, paging
from segue.web.lists.columns import Sorting
from segue.web.lists.filters import Filter

EXACT_TO = 10_000


def build(item_type: ItemType, params: Mapping[str, Any], *, reader: User) -> dict[str, Any]:
    """Return what pages/list.html takes. Raises Forbidden for somebody who may read no item of this type."""
    rows = readable(item_type, reader)
    stages = filters.stages_of(item_type)
    chosen, sorting = filters.read(params, stages), columns.sorting(item_type, params.get("sort", ""))
    wanted = chosen.narrow(rows, reader)
    after, before = params.get("after", ""), params.get("before", "")
    page = paging.turn(_with_names(wanted), sorting.order, descending=sorting.descending, after=after, before=before)
    to = _Addresses(item_type, chosen, sorting)
    return {
        "item_type": item_type,
        "home": to.home,
        "words": words.of(item_type),
        "filter": _filter_bar(item_type, chosen, sorting, filters.selects(chosen, stages)),
        "chosen": chosen,
        "columns": [to.heading(column) for column in columns.COLUMNS[item_type.code]],
        "rows": list_rows.rows(page.items, [(c.name, c.role) for c in columns.COLUMNS[item_type.code]], reader=reader),
        "previous_href": to.page(before=page.previous),
        "next_href": to.page(after=page.next),
        "count": count(wanted, item_type),
        "may_add": permissions.may_add(reader, item_type.code),
        "new_href": f"{to.home}new/",
        "reset_href": to.home if chosen else "",
    }


def readable(item_type: ItemType, reader: User) -> ItemQuerySet:
    """Return the items of a type that a list may show; sellers stand in the settings, not among companies."""
    if not reader.is_admin and reader.access.scope(item_type.code, "read") == "none":
        raise Forbidden(Missing("read", item_type.code))
    rows = Item.objects.visible_to(reader).of_type(item_type.code)
    if item_type.code != "company":
        return rows
    return rows.exclude(pk__in=Company.objects.filter(is_my_company=True).values("pk"))


def count(rows: ItemQuerySet, item_type: ItemType) -> str:
    """Say how many there are: exactly to 10,000, then "10,000+", so that no list waits for its own length."""
    found = rows.order_by()[: EXACT_TO + 1].count()
    number = formats.number(Decimal(min(found, EXACT_TO)), get_language() or "en")
    named = words.of(item_type)
    return f"{number}{'+' if found > EXACT_TO else ''} {named.one if found == 1 else named.many}"


def _with_names(rows: ItemQuerySet) -> ItemQuerySet:
    return rows.select_related("owner", "stage", "currency")


def _filter_bar(item_type: ItemType, chosen: Filter, sorting: Sorting, selects: list[dict[str, Any]]) -> dict[str, Any]:
    kept = [] if sorting == columns.STANDARD else [{"name": "sort", "value": sorting.code}]
    search = {"name": "q", "value": chosen.q, "label": words.of(item_type).search}
    return {"search": search, "selects": selects, "hidden": kept}


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
