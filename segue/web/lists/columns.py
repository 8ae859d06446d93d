"""Which columns does the list of each type show? One row per type; a cell of each name is made in `list_rows`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Left
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from segue.core.item_types import ItemType, Text
from segue.web.lists import paging
from segue.web.lists.paging import Order

TITLE_LENGTH = 40  # that much of a title decides its place


@dataclass(frozen=True)
class Column:
    """A column: the name of its cell, its heading ("" = the field's own name), its role, and what it is sorted by.

    Quiet columns are not on the phone, extra ones only where the screen is wide.
    """

    name: str
    label: Text = ""
    role: str = "text"
    order: Order | None = None
    falling: bool = False  # the first click shows the largest

    def heading(self, item_type: ItemType) -> Text:
        """Return the text above the column."""
        return self.label or item_type.field_label(self.name)


# Search texts begin with the title, case and accents ignored: so a list sorts as people read, on both databases.
TITLE = Column("title", _("Name"), "title", paging.words(Left("search_text", TITLE_LENGTH)))
STAGE = Column("stage", role="stage", order=paging.number("stage__sort"))
AMOUNT = Column("amount", role="amount", order=paging.amount("base_amount"), falling=True)
CLIENT = Column("client", _("Client"))
OWNER = Column("owner", _("Responsible"), "quiet", paging.words("owner__name"))
ACTIVITY = Column("last_activity_at", role="quiet", order=paging.instant("last_activity_at"), falling=True)
CREATED = Column("created_at", role="quiet is-extra", order=paging.instant("created_at"), falling=True)
DUE = Column("due_on", role="date", order=paging.day("due_on"))
VALID = Column("valid_until", role="date", order=paging.day("valid_until"))
EMPLOYER = Column("employer", _("Company"))
PHONE = Column("phone", _("Phone"))
EMAIL = Column("email", _("E-mail"))
FIRM_TYPE = Column("company_type", _("Type"))

COLUMNS: dict[str, tuple[Column, ...]] = {
    "lead": (TITLE, STAGE, AMOUNT, CLIENT, OWNER, ACTIVITY, CREATED),
    "deal": (TITLE, STAGE, AMOUNT, CLIENT, OWNER, DUE, ACTIVITY, CREATED),
    "contact": (TITLE, EMPLOYER, PHONE, EMAIL, OWNER, ACTIVITY, CREATED),
    "company": (TITLE, FIRM_TYPE, PHONE, EMAIL, OWNER, ACTIVITY, CREATED),
    "estimate": (TITLE, STAGE, AMOUNT, CLIENT, OWNER, VALID, ACTIVITY, CREATED),
    "invoice": (TITLE, STAGE, AMOUNT, CLIENT, OWNER, DUE, ACTIVITY, CREATED),
}
DEFAULT = ACTIVITY  # the one sort that an index holds ready for lists of any length


@dataclass(frozen=True)
class Sorting:
    """The column a list is sorted by, and which way."""

    column: Column
    descending: bool

    @property
    def order(self) -> Order:
        """Return what is sorted by."""
        return self.column.order or paging.instant("last_activity_at")

    @property
    def code(self) -> str:
        """Return how an address says it: `-amount`."""
        return f"-{self.column.name}" if self.descending else self.column.name


STANDARD = Sorting(DEFAULT, descending=True)


def sorting(columns: Iterable[Column], code: str) -> Sorting:
    """Read how an address says it; what it cannot mean is the standard order."""
    name = code.removeprefix("-")
    for column in columns:
        if column.name == name and column.order:
            return Sorting(column, descending=code.startswith("-"))
    return STANDARD


def choices(item_type: ItemType, known: Iterable[Column], present: Sorting) -> dict[str, Any]:
    """Describe every order as one choice, for the phone, where a list has no headings to click."""
    ways = [
        Sorting(column, descending=descending)
        for column in known
        if column.order
        for descending in (column.falling, not column.falling)
    ]
    options = [
        {"value": "" if way == STANDARD else way.code, "label": _worded(way, item_type), "selected": way == present}
        for way in ways
    ]
    return {"name": "sort", "label": gettext("Sort by"), "options": options}


def _worded(way: Sorting, item_type: ItemType) -> str:
    said = gettext("%(column)s, descending") if way.descending else gettext("%(column)s, ascending")
    return said % {"column": way.column.heading(item_type)}


def clicked(column: Column, present: Sorting) -> Sorting:
    """Return the order that a click on a heading asks for: the other way round, or the column's first way."""
    same = column.name == present.column.name
    return Sorting(column, descending=not present.descending if same else column.falling)
