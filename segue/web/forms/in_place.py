"""How are some fields of an item typed where they are read, while all the others stay as they are stored?"""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from segue.web.forms import columns
from segue.web.forms.columns import Draft
from segue.web.forms.custom import shared
from segue.web.forms.item_form import ItemForm

ALSO = "also"  # the hidden fields that name what a refused save had to ask for besides
AMOUNTS = ("amount", "revenue")  # which say nothing without a currency


class FieldsForm(ItemForm):
    """The columns, parts and custom fields of a spot as typed; the rest is as stored, and neither judged nor written.

    A save that is refused for another field asks for that one as well, so that it can be completed at once. `unseen`
    are parts that are typed on the page of the whole form only.
    """

    unseen: Collection[str] = ("rows",)

    def __init__(
        self, draft: Draft, data: QueryDict | None, spot: str, names: Iterable[str], *, as_stored: Collection[str] = ()
    ) -> None:
        also = data.getlist(ALSO) if data is not None else []
        self.spot, self.at = spot, f"at-{spot}"
        self.opened = tuple(dict.fromkeys(names))
        self.shown = tuple(dict.fromkeys([*self.opened, *(name for name in also if name not in self.unseen)]))
        parts = [part.name for part in draft.item_type.parts]
        rest = {*columns.names(draft), *parts, *draft.custom_fields} - {*self.shown}
        super().__init__(draft, data, as_stored=as_stored, left_out=rest)
        self.shown = tuple(name for name in self.shown if self._can_show(name))

    @property
    def names(self) -> set[str]:
        """What is shown is what may be written."""
        return set(self.shown)

    @property
    def hidden(self) -> set[str]:
        """Where the whole form takes the place of a spot, all is shown but what the reader's view hides."""
        return {*self.draft.arrangement.hidden} - self.names

    @property
    def also(self) -> list[str]:
        """Return what is asked for besides what was opened."""
        return [name for name in self.shown if name not in self.opened]

    @property
    def marks(self) -> str:
        """Return the marks of the custom fields that are shown."""
        return shared.write({name: self.custom[name].mark for name in self.shown if name in self.custom})

    def check(self) -> bool:
        """Judge what is shown."""
        self.columns.full_clean()
        for name in {*self.columns.errors} - self.names:
            del self.columns.errors[name]
        for name in self.shown:
            if name in self.parts:
                self.parts[name].judge()
            elif name in self.custom:
                self.custom[name].check()
        if self.amount_follows_rows:
            self.columns.errors.pop("amount", None)
        return self.is_fit

    def refuse(self, refused: ValidationError) -> None:
        """Show what the save was refused for, with the messages; what cannot be shown here is said above."""
        by_name: dict[str, Any] = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
        lacking = [name for name in by_name if name not in self.shown and self._can_show(name)]
        also = [each for name in lacking for each in self._with_others(name) if self.has(each)]
        self.shown = tuple(dict.fromkeys([*self.shown, *also]))
        for name, messages in by_name.items():
            if name in self.names:
                super().refuse(ValidationError({name: messages}))
            else:
                label = f"{self.draft.item_type.field_label(name)}: " if name in self.unseen else ""
                self.messages += [f"{label}{message}" for message in messages]

    def against(self, draft: Draft, data: QueryDict, as_stored: Collection[str]) -> "FieldsForm":
        """Return the same fields of the item as it is by now."""
        return FieldsForm(draft, data, self.spot, self.opened, as_stored=as_stored)

    def _with_others(self, name: str) -> tuple[str, ...]:
        return self.draft.item_type.with_others(name) if name in AMOUNTS else (name,)

    def _can_show(self, name: str) -> bool:
        return self.has(name) and name not in self.unseen and (name not in self.custom or self.custom[name].is_typed)
