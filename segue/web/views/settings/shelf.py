"""What is a list of settings rows, so that one set of views shows, adds, changes, moves and deletes all of them?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from segue.core.item_types import Text
from segue.web.forms.settings.rows import RowForm

Entry = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """One list of rows: where it stands in addresses, how it reads, and which verbs change it.

    `describe` gives label, note and hue of a row, or `locked`: why it cannot go. Without `move` there is no order;
    without `form` for new rows, `blank` is None. Rows are named by their keys in addresses.
    """

    place: str
    title: Text
    text: Text = ""
    new_title: Text
    rows: Callable[[], Iterable[Any]]
    blank: Callable[[], Any]
    form: type[RowForm]
    describe: Callable[[Any], Entry]
    remove: Callable[..., None]
    move: Callable[..., None] | None = None
    alike: Callable[[Any, Any], bool] = lambda row, other: True
    tabs: tuple[tuple[Text, str], ...] = ()
    above: tuple[tuple[Text, str], ...] = ()
    actions: tuple[tuple[Text, str], ...] = ()
    more: tuple[Entry, ...] = field(default=())
    open_row: Callable[[Any], str] | None = None
    row_actions: Callable[[Any], Iterable[tuple[Text, str]]] = lambda row: ()

    @property
    def href(self) -> str:
        """The address of the list."""
        return reverse("settings-rows", args=[self.place])

    @property
    def new_href(self) -> str:
        """The address of the form for a new row."""
        return reverse("settings-row-new", args=[self.place])

    def row_href(self, row: Any, view: str = "settings-row", *more: str) -> str:
        """The address of a row, or of something that can be done with it."""
        return reverse(view, args=[self.place, str(row.pk), *more])

    def entries(self) -> list[Entry]:
        """Describe the rows as the ordered list takes them; the first and last of a kind cannot move further."""
        rows = list(self.rows())
        return [
            self._entry(row, rows[place - 1] if place else None, rows[place + 1] if place + 1 < len(rows) else None)
            for place, row in enumerate(rows)
        ]

    def label(self, row: Any) -> str:
        """What a row is called."""
        return str(self.describe(row)["label"])

    def _entry(self, row: Any, before: Any, after: Any) -> Entry:
        described = self.describe(row)
        up = self.move and before is not None and self.alike(row, before)
        down = self.move and after is not None and self.alike(row, after)
        return {
            "key": str(row.pk),
            "href": self.open_row(row) if self.open_row else self.row_href(row),
            "up": self.row_href(row, "settings-row-move", "up") if up else "",
            "down": self.row_href(row, "settings-row-move", "down") if down else "",
            "remove": "" if described.get("locked") else self.row_href(row, "settings-row-delete"),
            **described,
        }
