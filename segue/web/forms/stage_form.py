"""What does a stage ask for that is still blank, when somebody moves an item there?"""

import copy
from collections.abc import Collection
from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from segue.core.models import Item, Stage, User
from segue.web.forms import layout
from segue.web.forms.columns import Draft
from segue.web.forms.in_place import ALSO, FieldsForm
from segue.web.forms.rows_input import RowsInput

# The buttons among the inputs of a part, and the parts that have them: of the last three a type has one.
BUTTONS = {
    "rows_action": ("rows",),
    "communications_action": ("communications",),
    "observers_action": ("observers",),
    "client_action": ("client", "companies", "contacts"),
}


class StageForm(FieldsForm):
    """The fields that come with a move to a stage: those for lack of which it was refused before, and no others."""

    unseen = ()

    def __init__(self, item: Item, stage: Stage, data: QueryDict, *, reader: User) -> None:
        self.stage = stage
        moved = copy.copy(item)
        moved.stage = stage  # so that what the stage requires is marked so
        super().__init__(Draft(moved, reader), data, "stage", ())

    @classmethod
    def sent(
        cls,
        item: Item,
        stage: Stage,
        data: QueryDict,
        files: "MultiValueDict[str, UploadedFile[bytes]]",
        *,
        reader: User,
    ) -> "StageForm | None":
        """Return the fields that came with a move, and the files among them; None where nothing was asked yet."""
        if ALSO not in data:
            return None
        form = cls(item, stage, data, reader=reader)
        form.upload(files)
        return form

    def lack(self, refused: ValidationError) -> bool:
        """Ask for what a refused move lacked as well; False if it was refused for something else."""
        self.refuse(refused)
        return bool(self.shown) and not self.is_fit

    def given(self, *, actor: User) -> dict[str, dict[str, Any]]:
        """Return what was typed as `stages.move` takes it; in the transaction that stores it, for it may make items."""
        values = {name: value for name, value in self.values().items() if name in self.names}
        return {"values": values, "parts": {name: self.parts[name].value(actor=actor) for name in self._parts_shown()}}

    def press(self) -> str:
        """Do what a button among the inputs asks, and return the name of its field; "" where none was pressed."""
        assert self.data is not None
        if "custom_action" in self.data:
            return self._shown(self.custom.act(self.data.get("custom_action", "")))
        for button, parts in BUTTONS.items():
            if button in self.data:
                name = self._shown(next((each for each in parts if each in self.parts), ""))
                self.parts[name].act(self.data.get(button, ""))
                return name
        return ""

    def entries(self, names: Collection[str], update_href: str) -> list[dict[str, Any]]:
        """List what c-form-entry takes; the buttons among the inputs post to this address."""
        self._point_at_first()
        found = layout.some(self, names)
        for entry in found:
            entry.get("attributes", entry)["update_href"] = update_href
            if entry.get("component") == RowsInput.component:  # whose heading is that of a section elsewhere
                entry["attributes"]["legend"] = self.parts["rows"].label
        return found

    def _point_at_first(self) -> None:
        """Put the cursor into a part that is asked for first; a script puts it into what is marked as wrong."""
        order = [*self.draft.item_type.fields, *self.parts, *self.custom]
        first = next((name for name in order if name in self.shown), "")
        if first in self.parts and self.parts[first].has_errors:
            self.parts[first].focus = True

    def _parts_shown(self) -> list[str]:
        return [name for name in self.shown if name in self.parts]

    def _shown(self, name: str) -> str:
        if name not in self.shown:
            raise BadRequest(name)
        return name
