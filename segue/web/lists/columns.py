"""Which columns does the list of each type show? Those somebody chose, else the usual ones."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from segue.core.custom_fields import kinds, query
from segue.core.custom_fields.definitions import Fields
from segue.core.item_types import ItemType, Text
from segue.core.models import CustomField, User
from segue.crm import columns as tables
from segue.crm.columns import Column as Row
from segue.web.components import custom_values
from segue.web.components.list_cells import Place
from segue.web.lists import orders, paging
from segue.web.lists.walking import Order

MOST_OWN = 3  # of a company's own columns stand in a list that nobody arranged: more would not fit beside the others
MOST = 40

# Quiet columns are not on the phone, extra ones only where the screen is wide; unless somebody chose them.
ROLES = {"title": "title", "stage": "stage", "amount": "amount"}
USUAL_ROLES = {"owner": "quiet", "last_activity_at": "quiet", "created_at": "quiet is-extra"}
ROLES_OF_KINDS = {"money": "text is-figure", "number": "text is-figure", "day": "date", "instant": "date"}
HEADINGS: Mapping[str, Text] = {"title": _("Name"), "owner": _("Responsible"), "companies": _("Company")}
USUAL: Mapping[str, tuple[str, ...]] = {
    "lead": ("title", "stage", "amount", "client", "owner", "last_activity_at", "created_at"),
    "deal": ("title", "stage", "amount", "client", "owner", "due_on", "last_activity_at", "created_at"),
    "contact": ("title", "companies", "phone", "email", "owner", "last_activity_at", "created_at"),
    "company": ("title", "company_type", "phone", "email", "owner", "last_activity_at", "created_at"),
    "estimate": ("title", "stage", "amount", "client", "owner", "valid_until", "last_activity_at", "created_at"),
    "invoice": ("title", "stage", "amount", "client", "owner", "due_on", "last_activity_at", "created_at"),
}
SPEAKING = frozenset({"title", "stage", "amount", "client", "companies", "phone", "email", "company_type"})
FALLING_FIELDS = {"number", "money"}


@dataclass(frozen=True)
class Column:
    """A column of a list: its row in the table of columns, its role, and how it is told what it is sorted by, if that
    can be. `falling`: the first click shows the largest.
    """

    row: Row
    role: str
    make_order: Callable[[], Order] | None = None
    falling: bool = False

    @property
    def is_sortable(self) -> bool:
        """Whether a list can be sorted by it."""
        return self.make_order is not None

    @property
    def order(self) -> Order:
        """What it is sorted by; made for the one column of a page that is asked, for it may be a long expression."""
        assert self.make_order is not None
        return self.make_order()

    @property
    def name(self) -> str:
        """What it is called in addresses."""
        return self.row.name

    @property
    def kept(self) -> "Column":
        """The same, but it stays where a narrow screen leaves out others: what a list is sorted by is seen."""
        may_go = "quiet" in self.role or "is-custom" in self.role
        return replace(self, role=f"{self.role} is-sorted") if may_go else self

    @property
    def heading(self) -> Text:
        """Return the text above the column."""
        return HEADINGS.get(self.name, self.row.label)

    @property
    def place(self) -> Place:
        """Where its cells stand. The phone, where a list has no head, says of most which they are."""
        said = self.name not in SPEAKING and "quiet" not in self.role
        return Place(self.name, self.role, str(self.heading) if said else "", self.row)


class Columns:
    """All columns that the list of a type can show to a reader, who sees these custom fields."""

    def __init__(self, item_type: ItemType, reader: User, seen: Fields) -> None:
        self.item_type, self.reader, self.seen = item_type, reader, seen
        self.rows = tables.of(item_type, seen)

    @cached_property
    def leaving(self) -> dict[str, Row]:
        """All columns of a file that holds everything."""
        return tables.leaving(self.item_type, self.seen)

    def chosen(self, names: Sequence[str]) -> tuple[Column, ...]:
        """Return the columns of these names, the title among them in any case; the usual ones for none."""
        known = [name for name in dict.fromkeys(names) if name in self.rows][:MOST]
        if not known:
            return self.usual
        return tuple(self.one(name) for name in (known if "title" in known else ["title", *known]))

    @property
    def usual(self) -> tuple[Column, ...]:
        """Return the columns of a list that nobody arranged."""
        fields = [each for each in self.seen.values() if each.in_list and each.kind in custom_values.WORDS][:MOST_OWN]
        standard = [self.one(name) for name in USUAL[self.item_type.code]]
        quiet = [replace(each, role=USUAL_ROLES.get(each.name, each.role)) for each in standard]
        return (*quiet, *(self.one(field.code) for field in fields))

    def one(self, name: str) -> Column:
        """Return the column of that name."""
        row = self.rows[name]
        if row.field is not None:
            return _own(row, row.field)
        role = ROLES.get(name) or ROLES_OF_KINDS.get(row.kind, "text")
        return Column(row, role, orders.of(row, self.item_type, self.reader), falling=row.kind in orders.FALLING)

    def sorting(self, code: str) -> "Sorting":
        """Read how an address says the order; what it cannot mean is the standard order."""
        name = code.removeprefix("-")
        column = self.one(name) if name in self.rows else None
        if column is None or not column.is_sortable:
            return self.standard
        return Sorting(column, descending=code.startswith("-"))

    @property
    def standard(self) -> "Sorting":
        """The one order that an index holds ready for lists of any length: the latest activity first."""
        return Sorting(self.one("last_activity_at"), descending=True)


@dataclass(frozen=True)
class Sorting:
    """The column a list is sorted by, and which way."""

    column: Column
    descending: bool

    @property
    def order(self) -> Order:
        """Return what is sorted by."""
        return self.column.order

    @property
    def code(self) -> str:
        """Return how an address says it: `-amount`; nothing for the standard order."""
        if self.is_standard:
            return ""
        return f"-{self.column.name}" if self.descending else self.column.name

    @property
    def is_standard(self) -> bool:
        """Whether it is the order that needs no words."""
        return self.is_by_activity and self.descending

    @property
    def is_by_activity(self) -> bool:
        """Whether it runs along the index that most lists are read by."""
        return self.column.name == "last_activity_at"


def choices(known: Iterable[Column], present: Sorting) -> dict[str, Any]:
    """Describe every order as one choice, for the phone, where a list has no headings to click."""
    ways = [
        Sorting(column, descending=descending)
        for column in known
        if column.is_sortable
        for descending in (column.falling, not column.falling)
    ]
    options = [{"value": way.code, "label": _worded(way), "selected": way.code == present.code} for way in ways]
    return {"name": "sort", "label": gettext("Sort by"), "options": options}


def _worded(way: Sorting) -> str:
    said = gettext("%(column)s, descending") if way.descending else gettext("%(column)s, ascending")
    return said % {"column": way.column.heading}


def clicked(column: Column, present: Sorting) -> Sorting:
    """Return the order that a click on a heading asks for: the other way round, or the column's first way."""
    same = column.name == present.column.name
    return Sorting(column, descending=not present.descending if same else column.falling)


def _own(row: Row, field: CustomField) -> Column:
    compared = kinds.of(field.kind).column
    kept = "id" if query.choices_of(field) else compared  # the place of a choice is a number as an id is
    order = (lambda: paging.custom(query.sort_key(field), kept)) if query.is_sortable(field) else None
    is_figure = compared in FALLING_FIELDS and not field.multiple
    role = "text is-custom is-figure" if is_figure else "text is-custom"
    return Column(row, role, order, falling=compared in FALLING_FIELDS)
