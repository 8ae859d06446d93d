"""All custom fields of one item, as typed or as stored: which stand where, what is wrong, what is to be written?"""

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from segue.core.custom_fields import kinds
from segue.core.models import CustomField
from segue.web.forms.columns import Draft
from segue.web.forms.custom import shared as marks
from segue.web.forms.custom.filed import FileInput
from segue.web.forms.custom.inputs import CustomInput, Described
from segue.web.forms.custom.shared import Shared
from segue.web.forms.custom.widgets import WIDGETS, Reading


class CustomFields:
    """The inputs by code, in the order of the form: of those fields that the reader may see, perhaps `only` of some."""

    def __init__(
        self,
        draft: Draft,
        data: QueryDict | None,
        *,
        as_stored: Collection[str] = (),
        only: Collection[str] | None = None,
    ) -> None:
        self.draft = draft
        self.shared = Shared(draft, data)
        self.inputs: dict[str, CustomInput] = {
            code: _kind_of_input(field)(field, self.shared, None if code in as_stored else data)
            for code, field in draft.custom_fields.items()
            if only is None or code in only
        }

    def __contains__(self, code: object) -> bool:
        return code in self.inputs

    def __iter__(self) -> Iterator[str]:
        return iter(self.inputs)

    def __getitem__(self, code: str) -> CustomInput:
        return self.inputs[code]

    @property
    def has_errors(self) -> bool:
        """Say whether anything is wrong."""
        return any(each.errors for each in self.inputs.values())

    @property
    def as_shown(self) -> set[str]:
        """Return the codes of the fields that nobody changed in the form."""
        return {code for code, each in self.inputs.items() if each.is_as_shown}

    def check(self) -> None:
        """Note what is wrong beside each field."""
        for each in self.inputs.values():
            if each.is_typed:
                each.check()

    def values(self) -> dict[str, Any]:
        """Return the values that were typed; a new item begins the others with their defaults."""
        return {code: each.value() for code, each in self.inputs.items() if not each.is_as_shown}

    def upload(self, sent: "MultiValueDict[str, UploadedFile[bytes]]") -> dict[str, list[str]]:
        """Keep the files that came along, and return the names they come back by."""
        of_files = [each for each in self.inputs.values() if isinstance(each, FileInput)]
        for each in of_files:
            each.upload(sent.getlist(f"{each.code}-files"))
        return {f"{each.code}-uploaded": [token for token, _blob, _name in each.uploaded] for each in of_files}

    def act(self, action: str) -> str:
        """Do what a button asks: "more:BUDGET", "less:BUDGET:1", "add:PARTNER:7"; return the code of the field."""
        verb, _colon, rest = action.partition(":")
        code, _colon, rest = rest.partition(":")
        if code not in self.inputs or not self.inputs[code].is_typed:
            raise BadRequest(action)
        self.inputs[code].act(verb, rest)
        return code

    def entry(self, codes: Collection[str]) -> Described:
        """Describe fields as c-form-entry takes them."""
        return {"custom": [self.inputs[code].described for code in codes]}

    @property
    def marks(self) -> str:
        """Return what the form sends along to tell what was changed in it."""
        return marks.write({code: each.mark for code, each in self.inputs.items() if each.is_typed})


def _kind_of_input(field: CustomField) -> type[CustomInput]:
    return WIDGETS.get(kinds.of(field.kind).widget, Reading) if field.editable else Reading


def forget(data: QueryDict, codes: Collection[str]) -> None:
    """Let these fields count as changed from now on, whatever is typed into them."""
    found = {code: "" if code in codes else mark for code, mark in marks.marks(data).items()}
    data[marks.SHOWN] = marks.write(found)
