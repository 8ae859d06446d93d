"""What has every input of a part (client, communications, rows, observers, files) in common?"""

import hashlib
import json
from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict

from segue.core import required
from segue.core.models import User
from segue.web.forms.columns import Draft


def fingerprint(typed: Any) -> str:
    """Return what tells whether a part came back as it was shown, also when the stored one is another by now."""
    return hashlib.sha256(json.dumps(typed).encode()).hexdigest()


class PartInput(ABC):
    """One part of an item in the form: made from what is stored, or from what was sent.

    `component` shows it, and takes `attributes`. `check` notes what is wrong; `peek` gives the value as far as it can
    be known without writing, `value` the one to store. `act` does what a button asks, and writes nothing.
    """

    component = ""
    creates = False  # whether storing it makes new items
    is_as_shown = False  # whether it surely came back as the form showed it

    def __init__(self, draft: Draft, name: str, data: QueryDict | None) -> None:
        self.draft = draft
        self.name = name
        self.data = data
        self.errors: list[str] = []
        self.focus = False
        if data is None:
            self.show(draft.stored(name))
        else:
            self.take(data)

    @property
    def label(self) -> str:
        """What people call it."""
        return str(self.draft.label(self.name))

    @property
    def is_required(self) -> bool:
        """Say whether it must not be empty, as far as the form knows."""
        return self.name in self.draft.required

    @property
    def has_errors(self) -> bool:
        """Say whether anything is wrong."""
        return bool(self.errors)

    @abstractmethod
    def show(self, value: Any) -> None:
        """Begin with a value of the part."""

    @abstractmethod
    def take(self, data: QueryDict) -> None:
        """Begin with what was sent."""

    @abstractmethod
    def peek(self) -> Any:
        """Return the value, without writing anything."""

    @property
    @abstractmethod
    def attributes(self) -> dict[str, Any]:
        """What the component takes."""

    def value(self, *, actor: User) -> Any:
        """Return the value to store, inside the transaction that stores it."""
        return self.peek()

    def check(self) -> None:
        """Note what is wrong: what the part itself refuses."""
        try:
            self.draft.item_type.part(self.name).clean(self.draft.item, self.peek())
        except ValidationError as refused:
            self.errors += refused.messages

    def judge(self) -> None:
        """Note what is wrong, also that nothing is there though something must be."""
        self.check()
        if not self.has_errors:
            self.errors += required.lacking(self.draft.item_type.part(self.name), self.peek(), self.draft.required)

    def act(self, action: str) -> None:
        """Do what a button asks; parts without buttons are asked nothing."""
        raise BadRequest(action)
