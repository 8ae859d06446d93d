"""Which views does a list have, which is asked for, and what does it ask? Supplied ones, one's own, shared ones.

`view=12` (or `view=mine`) asks for all that the view keeps. Beside it, anything else about filter or order is asked
instead of the view's own; then the view is the one that these changes may be saved in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from segue.core import saved_views
from segue.core.item_types import ItemType, Text
from segue.core.models import SavedView, User
from segue.web.lists.filtering.standard import DEADLINES

Pairs = list[tuple[str, str]]
STATE = ("q", "stage", "owner", "match", "f", "o", "v", "sort")
ALL = "all"
USUALLY_PINNED = ("mine", "progress")
SIZES, USUAL_SIZE = (20, 50, 100), 50


@dataclass(frozen=True)
class View:
    """One view: its code in addresses, its name, what it asks, its columns, and the row it is kept in, if it is."""

    code: str
    name: Text
    asked: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    saved: SavedView | None = None


def _staged(item_type: ItemType) -> bool:
    return item_type.has_stages


# The views supplied (domain.md 10.1), and which types have them.
SUPPLIED: tuple[tuple[View, Callable[[ItemType], bool]], ...] = (
    (View(ALL, pgettext_lazy("view", "All")), lambda item_type: True),
    (View("mine", pgettext_lazy("view", "My"), (("owner", "me"),)), lambda item_type: True),
    (View("progress", pgettext_lazy("view", "In progress"), (("stage", "open"),)), _staged),
    (View("closed", pgettext_lazy("view", "Closed"), (("stage", "closed"),)), _staged),
    (
        View("overdue", _("Overdue"), (("f", "overdue"), ("o", "is"), ("v", "1"))),
        lambda item_type: item_type.code in DEADLINES,
    ),
    (
        View("converted", _("Converted"), (("f", "converted"), ("o", "is"), ("v", "1"))),
        lambda item_type: item_type.code == "lead",
    ),
)


class Shelf:
    """The views of a type for one reader, and how they like its list. Two queries."""

    def __init__(self, item_type: ItemType, reader: User) -> None:
        self.item_type, self.reader = item_type, reader
        supplied = [view for view, is_of in SUPPLIED if is_of(item_type)]
        saved = [_view(row) for row in saved_views.of(item_type.code, reader)]
        self.views = {view.code: view for view in (*supplied, *saved)}

    @cached_property
    def choices(self) -> tuple[Any, Any]:
        """How the reader likes the list, and how everybody does."""
        return saved_views.choices(self.item_type.code, self.reader)

    @property
    def first(self) -> View:
        """The view a list begins with."""
        own, common = self.choices
        return self.views.get(own.first) or self.views.get(common.first) or self.views[ALL]

    @property
    def pinned(self) -> list[View]:
        """The views that are tabs: all items first."""
        own, _common = self.choices
        codes = USUALLY_PINNED if own.pinned is None else own.pinned
        return [self.views[code] for code in dict.fromkeys((ALL, *codes)) if code in self.views]

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns that hold where a view has none; nothing where nobody chose any."""
        own, common = self.choices
        found: Sequence[str] = own.columns or common.columns
        return found

    @property
    def size(self) -> int | None:
        """How many rows a page has; None for the usual."""
        own, common = self.choices
        found: int | None = own.size or common.size
        return found

    def is_missed(self, params: Any) -> bool:
        """Say whether an address is about a view alone that is not there, or not for this reader any more."""
        return (params.get("view") or ALL) not in self.views and not any(name in params for name in STATE)

    def asked(self, params: Any) -> tuple[View, Any]:
        """Return the view an address is about, and what is asked of filter and order: its own, or the view's."""
        is_stated = any(name in params for name in STATE)
        named = self.views.get(params.get("view", ""))
        if is_stated:
            return named or self.views[ALL], params
        view = named or self.first
        return view, as_params(view.asked)


def as_params(pairs: Sequence[tuple[str, str]]) -> QueryDict:
    """Make of what is kept what an address would hold."""
    params = QueryDict(mutable=True)
    for name, value in pairs:
        params.appendlist(name, value)
    return params


def _view(row: SavedView) -> View:
    asked = tuple((str(pair[0]), str(pair[1])) for pair in row.asked if pair[0] in STATE)
    return View(str(row.pk), row.name, asked, tuple(row.columns), row)
