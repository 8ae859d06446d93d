"""Which keys does Segue know, and what does each do? `keys.js` binds this table, and the page of keys shows it."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy, pgettext

from segue.core.item_types import Text
from segue.core.models import User


@dataclass(frozen=True)
class Key:
    """One key: the name by which pages mark what it presses (`data-key`), and in words what it does.

    One that is `held` with Ctrl or Cmd always works; the others are single keys, which a person may switch off.
    """

    does: str
    key: str
    text: Text
    held: bool = False


KEYS = (
    Key("palette", "k", gettext_lazy("Open “Search and actions”: items, actions, pages"), held=True),
    Key("search", "/", gettext_lazy("Go to the search of the list")),
    Key("next", "j", gettext_lazy("Next row of a list; Enter opens it")),
    Key("previous", "k", gettext_lazy("Previous row of a list")),
    Key("ticked", "a", gettext_lazy("Go to what can be done with the ticked rows")),
    Key("create", "c", gettext_lazy("Open “Create based on”; then a digit makes the entry with that number")),
    Key("edit", "e", gettext_lazy("Edit the open item")),
    Key("keys", "?", gettext_lazy("Show these keys")),
)


def bound(user: User) -> str:
    """Return what the script binds for this person, as JSON."""
    return json.dumps([{"does": each.does, "key": each.key, "held": each.held} for each in KEYS if _works(each, user)])


def listed() -> list[dict[str, Any]]:
    """Describe all keys for reading: each way to press it is a list of keys."""
    return [{"ways": _ways(each), "text": each.text} for each in KEYS]


def _works(key: Key, user: User) -> bool:
    return key.held or user.single_keys


def _ways(key: Key) -> list[list[str]]:
    sign = key.key.upper()
    return [[pgettext("key", "Ctrl"), sign], ["⌘", sign]] if key.held else [[sign]]
