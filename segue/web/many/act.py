"""What can be done to each of many items, and what does every such act know about itself?"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import QueryDict

from segue.core import permissions
from segue.core.item_types import ItemType, Text
from segue.core.models import Item, User
from segue.crm.conversion.decisions import hashed
from segue.web.components import refusals

WILL, SAME, BLOCKED, DECIDE = "will", "same", "blocked", "decide"
Facts = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What would become of an item, and why not."""

    state: str
    reason: str = ""


class Unchanged(Exception):
    """The item is as wanted already, or stays as it is for the reason that this says."""


class NotUndone(Exception):
    """What was done to the item cannot be taken back; says why."""


class Act(ABC):
    """One act with what was chosen for it, by one actor.

    `judge` says what it would come to, `do` does it in the caller's transaction and returns what `undo` needs. Each
    acts with the rights of the actor as they are then, through the same functions as on the page of the item.
    """

    code: ClassVar[str]
    label: ClassVar[Text]
    icon: ClassVar[str]
    right: ClassVar[str] = "edit"
    tone: ClassVar[str] = "primary"

    def __init__(self, item_type: ItemType | None, typed: QueryDict, actor: User, *, option: str = "") -> None:
        self.item_type, self.typed, self.actor, self.option = item_type, typed, actor, option

    @classmethod
    def is_for(cls, item_type: ItemType | None, actor: User) -> bool:
        """Say whether a list offers it: the actor may do so to some items of the type."""
        if item_type is None:
            return False
        return actor.is_admin or actor.access.may_somewhere(item_type.code, cls.right)

    @property
    def title(self) -> str:
        """What it does, in a few words."""
        return str(self.label)

    @property
    def entries(self) -> list[Facts]:
        """What is asked once for all, as c-form-entry takes it."""
        return []

    @property
    def questions(self) -> list[Facts]:
        """What is asked once for all, as conversion/question.html takes it."""
        return []

    @property
    def is_begun(self) -> bool:
        """Say whether everything was asked; a further question may come of an answer."""
        return True

    @property
    def said(self) -> str:
        """What was chosen, in a few words."""
        return ""

    @property
    def digest(self) -> str:
        """What tells one choice from another."""
        return hashed(self.facts())[:32]

    def look_at(self, item: Item | None) -> None:  # noqa: B027  most acts need no example
        """Take one of the items as an example, for questions that are the same for all."""

    def check(self) -> bool:
        """Judge what was typed; what is wrong stands beside it."""
        return True

    def facts(self) -> Any:
        """Return what was chosen, as JSON."""
        return ""

    def judge(self, item: Item) -> Verdict:
        """Say what would become of an item; reads only."""
        if not permissions.may(self.actor, self.right, item):
            return self.lacks(self.right, item)
        return Verdict(WILL)

    def lacks(self, right: str, item: Item) -> Verdict:
        """Say which right is missing."""
        return Verdict(BLOCKED, refusals.sentence(permissions.Missing(right, item.type, item.pk)))

    @abstractmethod
    def do(self, item: Item, key: str) -> Facts:
        """Do it. Raises Unchanged, and what the single act raises."""

    @classmethod
    @abstractmethod
    def undo(cls, item: Item, done: Facts, *, actor: User, key: str) -> None:
        """Take it back. Raises Unchanged where it is gone already, NotUndone, and what the single act raises."""
