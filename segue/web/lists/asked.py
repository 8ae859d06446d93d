"""What does the address of a list ask for, by which index is it found, and which address asks for a little else?"""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from segue.core import permissions
from segue.core.custom_fields import query
from segue.core.item_types import ItemType
from segue.core.models import Item, ItemQuerySet, User
from segue.crm.models import Company
from segue.web.lists import columns, custom_columns, filters
from segue.web.lists.columns import Sorting
from segue.web.lists.conditions import Condition
from segue.web.lists.filters import Filter


class Asked:
    """What the address of a list asks for, and the addresses that ask for the same but one thing."""

    def __init__(self, item_type: ItemType, params: Any, reader: User) -> None:
        self.home, self.item_type, self.reader = reverse("list", args=[item_type.slug]), item_type, reader
        self.stages, self.seen = filters.stages_of(item_type), custom_columns.fields(item_type, reader)
        self.filterable = custom_columns.filterable(self.seen)
        self.columns = (*columns.COLUMNS[item_type.code], *custom_columns.shown(self.seen))
        self.chosen = filters.read(params, self.stages, self.filterable)
        sort = params.get("sort", "")
        self.known = (*self.columns, *custom_columns.sorted_by(self.seen, sort))  # what it may be sorted by
        self.sorting = columns.sorting(self.known, sort)

    @property
    def said_of_sort(self) -> list[tuple[str, str]]:
        """How an address says the order."""
        return [] if self.sorting == columns.STANDARD else [("sort", self.sorting.code)]

    def rows(self, *, aside: tuple[Condition, ...] = (), purpose: str = "filter") -> ItemQuerySet:
        """Return what is wanted, without order; by the index of a field where one is to be entered."""
        code, columns_too = self.item_type.code, self.chosen.of_columns(self.reader, self.item_type.code)
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
