"""What is typed about an item, whatever its type? One form, made from the row of the item type."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from segue.core.models import Currency
from segue.web.forms import columns, ids
from segue.web.forms.billing import BillingInput
from segue.web.forms.client_input import ClientInput
from segue.web.forms.columns import Draft
from segue.web.forms.communications import CommunicationsInput
from segue.web.forms.custom.form import CustomFields
from segue.web.forms.employments import EmploymentsInput
from segue.web.forms.fields import Unjudged
from segue.web.forms.files import FilesInput
from segue.web.forms.observers import ObserversInput
from segue.web.forms.part_input import PartInput
from segue.web.forms.rows_input import RowsInput

PARTS: dict[str, type[PartInput]] = {
    "client": ClientInput,
    "companies": EmploymentsInput,
    "contacts": EmploymentsInput,
    "communications": CommunicationsInput,
    "rows": RowsInput,
    "observers": ObserversInput,
    "files": FilesInput,
    "billing": BillingInput,
}
LEFT_OUT = "left_out"  # the hidden fields that name what a form does not show
CHOICES = THEIRS, YOURS = ("theirs", "yours")


class ColumnsForm(Unjudged, forms.Form):
    """The columns of one item type; what is required is said by us, all of it at once, and not by the browser."""

    use_required_attribute = False

    def __init__(self, draft: Draft, data: QueryDict | None) -> None:
        fields = {name: columns.field(draft, name) for name in columns.names(draft)}
        super().__init__(data, initial=columns.initial(draft, fields))
        self.fields.update(fields)
        if data is not None:
            self.leave_unchecked()

    def typed(self, name: str) -> Any:
        """Return one value as sent; as stored while nothing, or nothing usable, was sent."""
        bound = self[name]
        try:
            return self.fields[name].clean(bound.data) if self.is_bound else bound.initial
        except ValidationError:
            return bound.initial

    def as_sent(self, name: str) -> list[str]:
        """Return what a browser would send for a column that stands as it is in this form."""
        value = self[name].value()
        return [] if value is None or value is False else ["on" if value is True else str(value)]


class ItemForm:
    """The columns, parts and custom fields of one item as typed, or as stored while nothing was sent.

    Nothing is judged before `check`. `as_stored` names parts and custom fields of which the stored value is shown
    whatever was sent. `left_out` are the fields that the form did not show when it was sent: they stay as they are.
    `at` is the id of the place in the page where it stands, if it is not the page.
    """

    at = ""
    cursor = ""  # the field that it shall begin in, where it is shown again

    def __init__(
        self,
        draft: Draft,
        data: QueryDict | None = None,
        *,
        as_stored: Collection[str] = (),
        left_out: Collection[str] | None = None,
    ) -> None:
        if draft.is_new and data is not None:
            draft.begin_in(data.get("pipeline"))
        self.draft = draft
        self.left_out = frozenset(_left_out(draft, data) if left_out is None else left_out)
        self.data = _completed(draft, data, self.left_out)
        self.messages: list[str] = []
        self.columns = ColumnsForm(draft, self.data)
        kept = {*as_stored, *self.left_out}
        self.parts = {
            part.name: PARTS[part.name](draft, part.name, None if part.name in kept else self.data)
            for part in draft.item_type.parts
        }
        self.custom = CustomFields(draft, self.data, as_stored=kept)
        if self.rows is not None:
            self.rows.currency = self.currency

    @property
    def rows(self) -> RowsInput | None:
        """The product rows, where the type has them."""
        rows = self.parts.get("rows")
        return rows if isinstance(rows, RowsInput) else None

    @property
    def currency(self) -> Currency:
        """The currency that is chosen in the form."""
        chosen: Currency = self.columns.typed("currency") or self.draft.item.currency
        return chosen

    @property
    def names(self) -> set[str]:
        """What the form is about: the columns, parts and custom fields that it may write."""
        return {*self.columns.fields, *self.parts, *self.custom} - self.left_out

    @property
    def hidden(self) -> set[str]:
        """What the page of the form does not show: what was left out, unless something about it has to be said."""
        return {name for name in self.left_out if not self.is_wrong(name)}

    def is_wrong(self, name: str) -> bool:
        """Say whether something stands beside this column, part or custom field."""
        if name in self.columns.errors or name in self.choices:
            return True
        if name in self.parts:
            return self.parts[name].has_errors
        return name in self.custom and bool(self.custom[name].errors)

    @property
    def version(self) -> int:
        """The version that was typed against."""
        present: int = self.draft.item.version
        return min(ids.parse(self.data.get("version")) or present, present) if self.data else present

    @property
    def amount_follows_rows(self) -> bool:
        """Say whether the amount is the sum of the rows (domain.md 8.6)."""
        return self.rows is not None and not self.rows.is_empty and not self.columns["amount_is_manual"].value()

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen where two people changed one field: by name "theirs", "yours" or nothing yet."""
        named = self.data.getlist("conflict") if self.data else []
        mine = [name for name in named if self.has(name)]
        return {name: self.data.get(f"keep_{name}", "") for name in mine} if self.data else {}

    def has(self, name: str) -> bool:
        """Say whether the form has this column, part or custom field."""
        return name in self.columns.fields or name in self.parts or name in self.custom

    def check(self) -> bool:
        """Judge everything; what is wrong stands beside its field."""
        self.columns.full_clean()
        for part in self.parts.values():
            part.judge()
        self.custom.check()
        if self.amount_follows_rows:
            self.columns.errors.pop("amount", None)  # nobody asks what was typed there
        return self.is_fit

    @property
    def is_fit(self) -> bool:
        """Say whether nothing that was judged is wrong, and nothing is undecided."""
        parts = any(part.has_errors for part in self.parts.values())
        wrong = self.columns.errors or parts or self.custom.has_errors
        undecided = any(choice not in CHOICES for choice in self.choices.values())
        return not wrong and not undecided

    def values(self) -> dict[str, Any]:
        """Return the columns and custom values to store; an amount that follows the rows is not among them."""
        values = self.columns.cleaned_data | self.custom.values()
        if self.amount_follows_rows:
            values.pop("amount", None)
        return values

    def refuse(self, refused: ValidationError) -> None:
        """Put the messages of a refused save beside their fields; those of no field stand above the form."""
        by_name = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
        for name, messages in by_name.items():
            if name in self.columns.fields:
                self.columns.add_error(name, messages)
            elif name in self.parts:
                self.parts[name].errors += messages
            elif name in self.custom:
                self.custom[name].errors += messages
            else:
                self.messages += messages

    def against(self, draft: Draft, data: QueryDict, as_stored: Collection[str]) -> "ItemForm":
        """Return the same form about the item as it is by now."""
        return ItemForm(draft, data, as_stored=as_stored)

    def upload(self, sent: "MultiValueDict[str, UploadedFile[bytes]]") -> None:
        """Keep the files that came along; under the names they come back by, they are part of what was sent."""
        assert self.data is not None
        data, files = self.data.copy(), self.parts["files"]
        if isinstance(files, FilesInput):
            files.upload(sent.getlist("files"))
            data.setlist("uploaded_files", files.tokens)
        for name, tokens in self.custom.upload(sent).items():
            data.setlist(name, tokens)
        self.data = data


def _left_out(draft: Draft, data: QueryDict | None) -> Collection[str]:
    """Return what the form does not show; one that was sent says so itself, for the view may be another by now."""
    return draft.arrangement.hidden if data is None else data.getlist(LEFT_OUT)


def _completed(draft: Draft, data: QueryDict | None, left_out: Collection[str]) -> QueryDict | None:
    """Return what was sent, with what a form that shows them would have sent for the columns that were left out."""
    if data is None or not left_out:
        return data
    full, stored = data.copy(), ColumnsForm(draft, None)
    for name in stored.fields:
        if name in left_out:
            full.setlist(name, stored.as_sent(name))
    return full
