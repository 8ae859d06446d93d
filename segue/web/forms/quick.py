"""What is typed to add an item at the head of a board: a name, an amount, a client; everything else by its default."""

from typing import Any

from django.http import QueryDict

from segue.core.item_types import ItemType
from segue.core.models import User
from segue.web.forms import layout
from segue.web.forms.columns import Draft
from segue.web.forms.in_place import ALSO, FieldsForm

ASKED = ("title", "amount", "currency", "client")


class QuickForm(FieldsForm):
    """The few fields, and those for lack of which a save was refused."""

    def __init__(self, item_type: ItemType, pipeline: int, data: QueryDict | None, *, reader: User) -> None:
        draft = Draft.of_new(item_type.code, reader)
        draft.begin_in(str(pipeline))
        if data is not None:
            data = data.copy()
            data["pipeline"] = str(pipeline)
        super().__init__(draft, data, "quick-add", (*ASKED, "pipeline"))

    @property
    def hidden_inputs(self) -> list[dict[str, Any]]:
        """What comes back with the inputs, and what the buttons among them need."""
        sent = {"item_type": self.draft.item_type.code, "custom_shown": self.marks}
        also = [{"name": ALSO, "value": name} for name in self.also]
        return [*({"name": name, "value": value} for name, value in sent.items()), *also]

    @property
    def entries(self) -> list[dict[str, Any]]:
        """List what c-form-entry takes."""
        found = layout.some(self, [name for name in self.shown if name != "pipeline"])
        for entry in found:
            entry.pop("manual", None)
        return found
