"""What do the inputs of all custom fields of one form share? Who may be chosen, what is named, what was shown."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import QueryDict

from segue.core.custom_fields import filed, kinds
from segue.core.custom_fields import values as custom_values
from segue.core.models import CustomField, User
from segue.web.components import custom_values as wording
from segue.web.components import names
from segue.web.components.custom_values import Known
from segue.web.components.names import Name
from segue.web.forms import ids, parties
from segue.web.forms.columns import Draft

SHOWN = "custom_shown"  # the hidden field that says which custom fields a form has, and a mark of what each held


class Shared:
    """What is read once for all inputs, however many there are."""

    def __init__(self, draft: Draft, data: QueryDict | None) -> None:
        self.draft = draft
        self.data = data
        self.shown = marks(data)

    def stored(self, field: CustomField) -> list[Any]:
        """Return the single values a field holds."""
        return custom_values.each(field, self.draft.item.custom.get(field.code))

    @cached_property
    def people(self) -> dict[int, str]:
        """Who can be chosen."""
        return dict(User.objects.active().values_list("pk", "name"))

    @cached_property
    def named(self) -> Known:
        """Whatever is named by what is stored, and by what was sent."""
        found: dict[str, set[int]] = {"user": set(), "item": set(), filed.KIND: set()}
        for field in self.draft.custom_fields.values():
            if (naming := kinds.of(field.kind).names or field.kind) in found:
                sent = ids.parse_all(self.data.getlist(field.code)) if self.data else []
                found[naming].update(self.stored(field), sent)
        return wording.look_up(found["item"], found["user"], self.draft.reader, found[filed.KIND])

    @cached_property
    def files(self) -> dict[int, filed.Files]:
        """The files that are stored, by the id of their field."""
        return filed.held_by(self.draft.item, self.draft.custom_fields.values())

    def key(self, pk: int) -> str:
        """Return what the form sends for a stored item: its id, or a mark for one that the reader may not see."""
        return str(pk) if self.name(pk).item else parties.hidden_key(self.draft, pk)

    def name(self, pk: int) -> Name:
        """Name an item; one that was just pressed is looked up by itself."""
        if pk not in self._named_items:
            self.learn(pk, names.of([pk], self.draft.reader)[pk])
        return self._named_items[pk]

    def learn(self, pk: int, name: Name) -> None:
        """Remember what an item is called."""
        self._named_items[pk] = name

    @cached_property
    def _named_items(self) -> dict[int, Name]:
        return dict(self.named.items)


def marks(data: QueryDict | None) -> Mapping[str, str]:
    """Return, by code, the mark that each custom field of the form had when it was shown."""
    found = (each.partition(":") for each in (data.get(SHOWN, "") if data else "").split())
    return {code: mark for code, _colon, mark in found}


def write(found: Mapping[str, str]) -> str:
    """Write marks as the form sends them."""
    return " ".join(f"{code}:{mark}" for code, mark in found.items())
