"""Which values of an item can be edited where they are read, what is edited together with each, and at which address?

A spot is what one pencil opens: a field, a part, several that belong together, or a whole section.
"""

from functools import cached_property
from typing import Any

from segue.core import form_views, item_types
from segue.core.custom_fields import definitions
from segue.core.form_views import Arrangement
from segue.core.item_types import ItemType, Text
from segue.core.models import User
from segue.crm.models import ProductRow
from segue.crm.types import ADDRESS
from segue.web import http

SECTION = "section-"  # then the code of a section: all that stands in it
TOGETHER: dict[str, tuple[str, ...]] = {
    "amount": ("amount", "currency", "amount_is_manual"),
    "revenue": ("revenue", "currency"),
    "address": ADDRESS,
}
ELSEWHERE = ("currency", *ADDRESS[1:], "rows")  # with another field, or on a tab of their own

# Where the form has a part, by the id it has there; a column is at "id_" and its name.
PARTS_OF_FORM = {"companies": "client", "contacts": "client"}


class Spots:
    """What one reader may edit in place on the page of one item: nothing without the right to edit it.

    `row_count`, where it is known, is how many product rows the item has.
    """

    def __init__(self, item: Any, reader: User, *, may_edit: bool, row_count: int | None = None) -> None:
        self.item, self.reader, self.may_edit, self.row_count = item, reader, may_edit, row_count
        self.item_type: ItemType = item_types.of(item)

    def names(self, spot: str) -> tuple[str, ...]:
        """Return the columns, parts and custom fields that a spot opens; none for what cannot be edited in place."""
        if not self.may_edit:
            return ()
        if spot.startswith(SECTION):
            return self._of_section(spot.removeprefix(SECTION))
        if definitions.is_code(spot):
            return (spot,) if spot in self._custom and self._custom[spot].editable else ()
        return TOGETHER.get(spot, (spot,)) if self._is_open(spot) else ()

    def label(self, spot: str) -> Text:
        """Return what people call a spot that can be edited."""
        if spot.startswith(SECTION):
            section = self._arrangement.section(spot.removeprefix(SECTION))
            return section.label if section else ""
        if spot in self._arrangement.names:
            return self._arrangement.names[spot]
        return self._custom[spot].label if definitions.is_code(spot) else self.item_type.field_label(spot)

    def edit(self, spot: str, label: Text) -> dict[str, Any] | None:
        """Describe the pencil of a standard field, as pencil.html takes it; None where there is none."""
        return self.pencil(spot, label) if self.may_edit and self._is_open(spot) else None

    def pencil(self, spot: str, label: Text) -> dict[str, Any]:
        """Describe the pencil of what is known to be open."""
        return {"label": label, "href": self.in_form(spot), "part": self.part(spot), "at": f"at-{spot}"}

    def part(self, spot: str) -> str:
        """Return where htmx gets the inputs of a spot, and sends them."""
        return f"{self._form}{spot}/"

    def in_form(self, spot: str) -> str:
        """Return where the whole form has the same inputs: what the pencil opens without JavaScript."""
        return f"{self._form}#{self.anchor(spot)}"

    @cached_property
    def _form(self) -> str:
        return http.address(self.item, "edit")

    def anchor(self, spot: str) -> str:
        """Return the id that the inputs of a spot have in the whole form."""
        if spot.startswith(SECTION):
            return spot
        if definitions.is_code(spot):
            return f"field-{spot}"
        return PARTS_OF_FORM.get(spot, spot) if self.item_type.has(spot) else f"id_{spot}"

    def _of_section(self, code: str) -> tuple[str, ...]:
        section = self._arrangement.section(code)
        if section is None:
            return ()
        return tuple(each for name in section.fields if name != "title" for each in self.names(name))

    @cached_property
    def _arrangement(self) -> Arrangement:
        """Where the fields stand for the reader."""
        return form_views.of_item(self.item, self.reader, self._custom)

    @cached_property
    def _custom(self) -> definitions.Fields:
        """The fields of the company's own that the reader may see."""
        return definitions.seen_by(self.reader, definitions.of_type(self.item.type))

    def _is_open(self, spot: str) -> bool:
        """Say whether a standard field is edited under its own name, and by people at all."""
        if self.item_type.has(spot):
            return spot not in ELSEWHERE
        if spot not in self.item_type.fields or spot in ELSEWHERE:
            return False
        is_column_of_people = bool(self.item_type.model._meta.get_field(spot).editable)
        return is_column_of_people and not (spot == "amount" and self._amount_follows_rows())

    def _amount_follows_rows(self) -> bool:
        if self.item.amount_is_manual:
            return False
        if self.row_count is None:
            return ProductRow.objects.filter(item_id=self.item.pk).exists()
        return self.row_count > 0
