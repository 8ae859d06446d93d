"""What does the list of one type show to this reader, as its address asks for it?"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.urls import reverse

from segue.core import permissions
from segue.core.custom_fields import query
from segue.core.item_types import ItemType
from segue.core.models import Item, ItemQuerySet, User
from segue.core.permissions import Forbidden, Missing
from segue.crm import conversion
from segue.crm.models import Company
from segue.web.components import list_rows, values, words
from segue.web.lists import columns, custom_columns, filter_form, filters, paging
from segue.web.lists.columns import Sorting
from segue.web.lists.conditions import Condition
from segue.web.lists.filters import Filter

EXACT_TO = 10_000
SURELY_MORE = 5


def build(item_type: ItemType, params: Any, *, reader: User) -> dict[str, Any]:
    """Return what pages/list.html takes. Raises Forbidden for somebody who may read no item of this type."""
    require_read(item_type, reader)
    to = _Asked(item_type, params, reader)
    found, more = counted(to.rows(), guess=bool(to.chosen.conditions))
    return _table(to.page_rows(many=bool(more)), to, params, reader) | {
        "item_type": item_type,
        "words": words.of(item_type),
        "home": to.home,
        "search": {"name": "q", "value": to.chosen.q, "label": words.of(item_type).search},
        "selects": filters.selects(to.chosen, to.stages),
        "hidden": _hidden([*to.chosen.said_of_fields, *to.said_of_sort]),
        "by_field": _by_field(to, params, reader),
        "chosen": to.chosen,
        "reset_href": to.home if to.chosen else "",
        "new_href": f"{to.home}new/" if permissions.may_add(reader, item_type.code) else "",
        "count": _count(found, more, item_type),
    }


def added(item_type: ItemType, params: Any, *, reader: User) -> str:
    """Return the address of the list with the condition that the filter form holds; "" where it holds none, or no
    good one: then the form says why.
    """
    if not params.get("how"):
        return ""
    to = _Asked(item_type, params, reader)
    try:
        condition = filter_form.added(params, to.filterable)
    except ValidationError:
        return ""
    return to.with_condition(condition) if condition else ""


def require_read(item_type: ItemType, reader: User) -> None:
    """Raise Forbidden for somebody who may read no item of this type."""
    if not reader.is_admin and reader.access.scope(item_type.code, "read") == "none":
        raise Forbidden(Missing("read", item_type.code))


def counted(rows: ItemQuerySet, *, guess: bool = False) -> tuple[int, str]:
    """Count exactly to 10,000, beyond that "+", so that no list waits for its own length; `guess` where so many
    are likely that counting is not worth while.
    """
    if guess and query.about(rows) > SURELY_MORE * EXACT_TO:
        return EXACT_TO, "+"
    found = rows.order_by()[: EXACT_TO + 1].count()
    return min(found, EXACT_TO), "+" if found > EXACT_TO else ""


def _count(found: int, more: str, item_type: ItemType) -> str:
    named = words.of(item_type)
    return f"{values.number(Decimal(found))}{more} {named.one if found == 1 else named.many}"


def _table(wanted: ItemQuerySet, to: "_Asked", params: Mapping[str, Any], reader: User) -> dict[str, Any]:
    """Describe the headings, the rows of this page, and the pages beside it."""
    order, falling = to.sorting.order, to.sorting.descending
    page = paging.turn(wanted, order, descending=falling, params=params, beside=("owner", "stage", "currency"))
    cells = [(column.name, column.role) for column in to.columns]
    variants = conversion.addable(to.item_type.code, actor=reader)
    fields = {code: to.seen[code] for code, _role in cells if code in to.seen}
    return {
        "columns": [to.heading(column) for column in to.columns],
        "rows": list_rows.rows(page.items, cells, reader=reader, variants=variants, fields=fields),
        "previous_href": to.page(before=page.previous),
        "next_href": to.page(after=page.next),
    }


def _by_field(to: "_Asked", params: Any, reader: User) -> dict[str, Any]:
    """Describe the conditions on custom fields, and the form that adds one."""
    chips = [{"text": each.text(reader), "href": to.without(each)} for each in to.chosen.conditions]
    hidden = _hidden([*to.chosen.said, *to.said_of_sort])
    return filter_form.describe(params, to.filterable) | {"chips": chips, "hidden": hidden, "home": to.home}


def _hidden(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


class _Asked:
    """What the address of a list asks for, and the addresses that ask for the same but one thing."""

    def __init__(self, item_type: ItemType, params: Any, reader: User) -> None:
        self.home, self.item_type, self.reader = reverse("list", args=[item_type.slug]), item_type, reader
        self.stages, self.seen = filters.stages_of(item_type), custom_columns.fields(item_type, reader)
        self.filterable = custom_columns.filterable(self.seen)
        self.columns = (*columns.COLUMNS[item_type.code], *custom_columns.shown(self.seen))
        self.chosen = filters.read(params, self.stages, self.filterable)
        sort = params.get("sort", "")
        self.sorting = columns.sorting((*self.columns, *custom_columns.sorted_by(self.seen, sort)), sort)

    @property
    def said_of_sort(self) -> list[tuple[str, str]]:
        """How an address says the order."""
        return [] if self.sorting == columns.STANDARD else [("sort", self.sorting.code)]

    def rows(self, *, aside: tuple[Condition, ...] = (), purpose: str = "filter") -> ItemQuerySet:
        """Return what is wanted, without order; by the index of a field where one is to be entered."""
        code, columns_too = self.item_type.code, self.chosen.of_columns(self.reader)
        if purpose == "sort" or len(aside) < len(self.chosen.conditions):
            rule = permissions.rule(self.reader, "read")  # as visible_to has it
            rows = Item.objects.filter(query.of_type(code, rule & columns_too, purpose=purpose))
        else:
            rows = Item.objects.visible_to(self.reader).of_type(code).filter(columns_too)
        if self.item_type.code == "company":  # sellers stand in the settings, not among companies
            rows = rows.exclude(pk__in=Company.objects.filter(is_my_company=True).values("pk"))
        return rows.filter(self.chosen.of_fields(aside))

    def page_rows(self, *, many: bool) -> ItemQuerySet:
        """Return what is wanted, to be sorted. What few items meet is fetched by its index; what many meet is found
        along the order, or by an index of equal values, which has the standard order within.
        """
        conditions, by_field = self.chosen.conditions, self.sorting.column.name in self.seen
        if conditions and not many:
            return self.rows()
        in_order = self.sorting.column == columns.DEFAULT
        aside = tuple(each for each in conditions if not (in_order and each.is_of_equals))
        return self.rows(aside=aside, purpose="sort" if by_field else "filter")

    def heading(self, column: columns.Column) -> dict[str, Any]:
        """Describe a heading, and the order a click on it asks for."""
        heading = {"label": column.heading(self.item_type), "role": column.role, "href": "", "sorted": ""}
        if column.order is None:
            return heading
        heading["href"] = self._address(self.chosen, columns.clicked(column, self.sorting))
        if column.name == self.sorting.column.name:
            heading["sorted"] = "desc" if self.sorting.descending else "asc"
        return heading

    def page(self, **mark: str) -> str:
        """Return the address of a neighbouring page; "" where there is none."""
        return self._address(self.chosen, self.sorting, **mark) if any(mark.values()) else ""

    def without(self, condition: Condition) -> str:
        """Return the address without one condition."""
        return self._address(self.chosen.without(condition), self.sorting)

    def with_condition(self, condition: Condition) -> str:
        """Return the address with one condition more."""
        kept = self.chosen.without(condition)
        return self._address(replace(kept, conditions=(*kept.conditions, condition)), self.sorting)

    def _address(self, chosen: Filter, sorting: Sorting, **mark: str) -> str:
        sort = "" if sorting == columns.STANDARD else sorting.code
        said = [*chosen.said, ("sort", sort), *mark.items()]
        said_so = urlencode([(name, value) for name, value in said if value or name == "v"])
        return f"{self.home}?{said_so}" if said_so else self.home
