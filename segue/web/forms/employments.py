"""Which companies does a contact work for, which contacts has a company?"""

from collections.abc import Collection, Mapping
from typing import Any

from django.http import QueryDict

from segue.core.models import User
from segue.web.components import client_picker
from segue.web.forms.party_input import PartyInput


class EmploymentsInput(PartyInput):
    """The companies of a contact, the first of them primary, or the contacts of a company."""

    component = "party-picker"

    @property
    def kind(self) -> str:
        """What is chosen here."""
        return "company" if self.name == "companies" else "contact"

    @property
    def fields(self) -> Mapping[str, str]:
        """Return, by kind, what the field is called in the form."""
        return {self.kind: self.name}

    def show(self, value: Collection[int]) -> None:
        """Begin with what is stored."""
        self.begin({self.kind: value}, primary=next(iter(value), None))

    def take(self, data: QueryDict) -> None:
        """Begin with what was sent."""
        self.primary = data.get("primary_company", "")
        super().take(data)

    def present(self, kind: str) -> Collection[int]:
        """Return the ids that are stored."""
        ids: tuple[int, ...] = self.draft.stored(self.name)
        return ids

    def peek(self) -> tuple[int, ...]:
        """Return the ids in order, the primary one first, with ids below zero for those to be created."""
        return self._primary_first(self.ids(self.kind))

    def value(self, *, actor: User) -> tuple[int, ...]:
        """Store those to be created."""
        return self._primary_first(self.created(self.kind, actor=actor))

    @property
    def attributes(self) -> dict[str, Any]:
        """What c-party-picker takes."""
        kind = self.kind
        shown = client_picker.parties(
            self.chosen[kind], primary=self.primary, query=self.query[kind], found=self.found[kind]
        )
        return super().attributes | shown | {"kind": kind, "name": self.name}

    def _primary_first(self, ids: tuple[int, ...]) -> tuple[int, ...]:
        keys = [each.key for each in self.chosen[self.kind]]
        if self.kind == "contact" or self.primary not in keys:
            return ids
        first = ids[keys.index(self.primary)]
        return (first, *(each for each in ids if each != first))
