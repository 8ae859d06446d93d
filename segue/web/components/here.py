"""Who else looks at an item, and what happened to it since a page was made? What c-here takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.core.models import Item, User
from segue.web import http
from segue.web.components.shell import initials

MOST = 3  # faces; the others are counted


@dataclass(frozen=True)
class State:
    """What a page shows of an item: its version, and when something last happened to it."""

    version: str
    activity: str = ""

    @classmethod
    def of(cls, item: Item) -> "State":
        """Return the present state."""
        return cls(str(item.version), str(int(item.last_activity_at.timestamp() * 1000)))

    @classmethod
    def read(cls, text: str) -> "State":
        """Read what a page sends; anything else is a state that no item has."""
        version, _sign, activity = text.partition(".")
        return cls(version, activity)

    def __str__(self) -> str:
        return f"{self.version}.{self.activity}"


def beginning(request: HttpRequest, item: Item, *, version: object = None) -> dict[str, str]:
    """Describe the place of a page that asks; who is there it learns with the first answer. `version` is what a form
    was filled in from, where that is not the present one.

    An administrator who looks at what somebody else sees is not there, and asks nothing.
    """
    is_viewed = getattr(request, "viewed", None) is not None
    now = State.of(item)
    shown = State(str(version or now.version), now.activity)
    return {"action": "" if is_viewed else http.address(item, "here"), "state": str(shown)}


def block(item: Item, others: Sequence[User]) -> dict[str, Any]:
    """Describe who else is there."""
    names = ", ".join(other.name for other in others)
    told = ngettext("%(names)s has this open too", "%(names)s have this open too", len(others))
    more = len(others) - MOST
    return {
        "people": [{"initials": initials(other.name)} for other in others[:MOST]],
        "more": f"+{more}" if more > 0 else "",
        "text": told % {"names": names} if others else "",
    }


def saved_since(item: Item, shown: State) -> str:
    """Say in a form that somebody saved meanwhile; "" where nobody did."""
    if str(item.version) == shown.version:
        return ""
    told = _("%(name)s has saved changes in the meantime. When you save, you choose between both values.")
    return told % {"name": item.changed_by.name}
