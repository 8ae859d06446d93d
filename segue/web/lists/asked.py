"""What does the address of a list ask for, by which index is it found, and which address asks for a little else?"""

from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from segue.core import jobs, permissions
from segue.core.custom_fields import definitions, query
from segue.core.custom_fields.definitions import Fields
from segue.core.item_types import ItemType
from segue.core.models import Item, ItemQuerySet, User
from segue.crm.models import Company
from segue.web.lists import columns, conditions, filters, paging, places, views
from segue.web.lists.columns import Column, Columns, Sorting
from segue.web.lists.conditions import Condition
from segue.web.lists.filtering.subject import Context
from segue.web.lists.filters import Filter
from segue.web.lists.views import Pairs, Shelf


class Unclear(jobs.Hopeless):
    """An address asks for something that is gone, or that its reader may not see any more."""


class Asked:
    """What the address of a list asks for, and the addresses that ask for the same but one thing.

    `home` is where these lead: the list of the type, unless somebody (the board) shows the same elsewhere.
    """

    def __init__(self, item_type: ItemType, params: Any, reader: User, *, home: str = "") -> None:
        self.home, self.item_type, self.reader = home or reverse("list", args=[item_type.slug]), item_type, reader
        self.stages, self.seen = filters.stages_of(item_type, reader), fields(item_type, reader)
        self.context, self.filterable = Context(item_type, reader, self.stages), filterable(self.seen)
        self.subjects = conditions.subjects(self.context, self.filterable)
        self.shelf = Shelf(item_type, reader)
        self.view, stated = self.shelf.asked(params)
        self.is_view_missed = self.shelf.is_missed(params)
        self.chosen = filters.read(stated, self.stages, self.subjects, self.context)
        self.all_columns = Columns(item_type, reader, self.seen)
        self.is_arranged = bool(self.view.columns or self.shelf.columns)  # somebody chose the columns
        self.sorting = self.all_columns.sorting(stated.get("sort", ""))
        chosen, sorted_by = self.all_columns.chosen(self.view.columns or self.shelf.columns), self.sorting.column.name
        self.columns = tuple(each.kept if each.name == sorted_by else each for each in chosen)
        self.size_said = _size(params.get("size", ""))
        self.size, self.row = self.size_said or self.shelf.size, places.first_row(params)

    @property
    def known(self) -> tuple[Column, ...]:
        """What it may be sorted by: the columns that are shown, and the one it is sorted by."""
        sorted_by = self.sorting.column
        return self.columns if sorted_by.name in {each.name for each in self.columns} else (*self.columns, sorted_by)

    @property
    def said(self) -> Pairs:
        """How an address says filter and order, whatever view they are of."""
        return self._said(self.chosen, self.sorting)

    @property
    def said_of_place(self) -> Pairs:
        """How an address says the view and the number of rows, besides filter and order."""
        size = [("size", str(self.size_said))] if self.size_said else []
        return [("view", self.view.code), *size] if self.view != self.shelf.views[views.ALL] else size

    @property
    def stated(self) -> str:
        """Return all that is asked as a query that means the same whatever becomes of views and habits."""
        return urlencode(self.said or [("q", "")])

    @property
    def is_changed(self) -> bool:
        """Whether filter or order are others than the view keeps."""
        return self.said != self._said_of_view

    def require_clear(self) -> "Asked":
        """Return this. Raises Unclear where a part of it cannot be meant: what is done to all would be done to more."""
        if self.chosen.left_out or self.is_view_missed:
            raise Unclear
        return self

    @cached_property
    def rows(self) -> ItemQuerySet:
        """What is wanted, without order."""
        return self._rows()

    def _rows(self, *, aside: tuple[Condition, ...] = (), purpose: str = "filter") -> ItemQuerySet:
        """Return what is wanted; by the index of a field where one is to be entered."""
        code, columns_too = self.item_type.code, self._of_columns
        if purpose == "sort" or len(aside) < len(self.chosen.conditions.entered):
            rule = permissions.rule(self.reader, "read", code)  # as visible_to has it
            rows = Item.objects.filter(query.of_type(code, rule & columns_too, purpose=purpose))
        else:
            rows = Item.objects.visible_to(self.reader, code).filter(columns_too)
        if self.item_type.code == "company":  # sellers stand in the settings, not among companies
            rows = rows.exclude(pk__in=Company.objects.filter(is_my_company=True).values("pk"))
        return rows.filter(self.chosen.conditions.met(self.context, aside=aside))

    @cached_property
    def _of_columns(self) -> Q:
        """What is wanted of the columns; looking for words asks the database what their mistakes may mean."""
        return self.chosen.of_columns(self.reader, self.item_type.code)

    def page_rows(self, *, many: bool) -> ItemQuerySet:
        """Return what is wanted, to be sorted. What few items meet is fetched by its index; what many meet is found
        along the order, or by an index of equal values, which has the standard order within.
        """
        entered, by_field = self.chosen.conditions.entered, self.sorting.column.name in self.seen
        in_order = self.sorting.is_by_activity
        aside = tuple(each for each in entered if not (in_order and each.is_of_equals))
        if (entered and not many) or not (aside or by_field):
            return self.rows
        return self._rows(aside=aside, purpose="sort" if by_field else "filter")

    def heading(self, column: Column) -> dict[str, Any]:
        """Describe a heading, and the order a click on it asks for."""
        heading = {"label": column.heading, "role": column.role, "href": "", "sorted": ""}
        if not column.is_sortable:
            return heading
        heading["href"] = self._address(self.chosen, columns.clicked(column, self.sorting))
        if column.name == self.sorting.column.name:
            heading["sorted"] = "desc" if self.sorting.descending else "asc"
        return heading

    def page(self, **mark: str) -> str:
        """Return the address of a neighbouring page; "" where there is none."""
        if not any(mark.values()):
            return ""
        place = places.beside(self.row, self.size or paging.SIZE, mark)
        return self._address(self.chosen, self.sorting, **mark, **place)

    @property
    def address(self) -> str:
        """Return the address of the first page."""
        return self._address(self.chosen, self.sorting)

    def without(self, condition: Condition) -> str:
        """Return the address without one condition."""
        return self._address(self.chosen.without(condition), self.sorting)

    def with_conditions(self, given: conditions.Conditions) -> str:
        """Return the address with these conditions instead."""
        return self._address(replace(self.chosen, conditions=given), self.sorting)

    @property
    def unsorted(self) -> str:
        """Return the address in the standard order."""
        return self._address(self.chosen, self.all_columns.standard)

    def with_less(self, name: str) -> str:
        """Return the address without the words, the stage or the person."""
        less: dict[str, Any] = {name: ""}
        return self._address(replace(self.chosen, **less), self.sorting)

    def of_view(self, view: views.View) -> str:
        """Return the address of a view as it is kept."""
        return self.home if view == self.shelf.first else f"{self.home}?{urlencode({'view': view.code})}"

    def of_size(self, size: int) -> str:
        """Return the address with pages of so many rows."""
        return self._address(self.chosen, self.sorting, size=str(size))

    @property
    def cleared(self) -> str:
        """Return the address of everything."""
        return self.of_view(self.shelf.views[views.ALL])

    def _said(self, chosen: Filter, sorting: Sorting) -> Pairs:
        return [*chosen.said, *([("sort", sorting.code)] if sorting.code else [])]

    def _address(self, chosen: Filter, sorting: Sorting, **more: str) -> str:
        """Say it as short as it can be: what a view keeps goes without saying, where the view is named."""
        state, place = self._said(chosen, sorting), dict(self.said_of_place) | more
        if state == self._said_of_view:
            state = []
            if self.view == self.shelf.first:
                place.pop("view", None)
            else:
                place["view"] = self.view.code
        elif not state:
            state = [("q", "")]
        if self.view == self.shelf.views[views.ALL] and state:
            place.pop("view", None)
        pairs = [*((name, place[name]) for name in ("view",) if name in place), *state]
        pairs += [(name, value) for name, value in place.items() if name != "view" and value]
        return f"{self.home}?{urlencode(pairs)}" if pairs else self.home

    @cached_property
    def _said_of_view(self) -> Pairs:
        kept = views.as_params(self.view.asked)
        chosen = filters.read(kept, self.stages, self.subjects, self.context)
        return self._said(chosen, self.all_columns.sorting(kept.get("sort", "")))


def fields(item_type: ItemType, reader: User) -> Fields:
    """Return the custom fields of a type that stand in lists or filters and that this person sees."""
    return definitions.seen_by(reader, definitions.of_list(item_type.code))


def filterable(seen: Fields) -> Fields:
    """Keep those that a list is filtered by, in their order."""
    return {code: field for code, field in seen.items() if field.in_filter}


def _size(text: str) -> int | None:
    return int(text) if text in {str(size) for size in views.SIZES} else None
