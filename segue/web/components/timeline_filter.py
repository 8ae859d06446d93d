"""Which entries of a timeline does its address ask for: of which kind, by whom, when?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core.history import Filter
from segue.core.item_types import Text
from segue.core.models import User
from segue.web.components import period
from segue.web.components.period import ALWAYS, Period

MOST_ID_DIGITS = 18
# In addresses: the kinds of entries that one looks for together.
GROUPS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "comments": (gettext_lazy("Comments"), ("comment",)),
    "activities": (gettext_lazy("To-dos and meetings"), ("activity_planned", "activity_done")),
    "calls": (gettext_lazy("Calls"), ("call",)),
    "mails": (gettext_lazy("E-mails"), ("email",)),
    "created": (
        gettext_lazy("Created items"),
        (
            "created",
            "created_from",
            "made",
            "used_existing",
            "conversion_undone",
            "merged",
            "merged_into",
            "merge_undone",
            "link_added",
            "link_removed",
        ),
    ),
    "stages": (gettext_lazy("Stages"), ("stage_changed", "pipeline_changed")),
    "changes": (
        gettext_lazy("Changes"),
        ("changed", "owner_changed", "client_changed", "rows_changed", "files_changed", "deleted", "restored"),
    ),
}


@dataclass(frozen=True)
class Wanted:
    """What an address asks for; blank and None for everything."""

    group: str = ""
    author: int | None = None
    period: Period = ALWAYS

    def __bool__(self) -> bool:
        return bool(self.group or self.author or self.period)

    @property
    def filter(self) -> Filter:
        """The same for the history."""
        kinds = GROUPS[self.group][1] if self.group else ()
        begins_at, ends_before = self.period.begins_at, self.period.ends_before
        return Filter(kinds=kinds, author=self.author, begins_at=begins_at, ends_before=ends_before)

    @property
    def params(self) -> dict[str, str]:
        """What an address says of it."""
        author = {"by": str(self.author)} if self.author else {}
        return author | ({"show": self.group} if self.group else {}) | self.period.params


EVERYTHING = Wanted()


def read(params: QueryDict) -> Wanted:
    """Read an address; what makes no sense there is left out."""
    group = params.get("show", "")
    return Wanted(group if group in GROUPS else "", mark(params.get("by", "")), period.read(params))


def mark(text: str) -> int | None:
    """Read a number from an address; what cannot be one is left out."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_ID_DIGITS else None


def selects(wanted: Wanted, acted: Iterable[User]) -> list[dict[str, Any]]:
    """Offer the kinds, and the people who did something here, as c-filter-bar takes them."""
    groups = [("", _("All entries")), *((code, str(label)) for code, (label, _kinds) in GROUPS.items())]
    people = [("", _("Everybody")), *((str(user.pk), user.name) for user in acted)]
    return [
        select("show", _("Kind of entry"), groups, wanted.group),
        select("by", _("Person"), people, str(wanted.author or "")),
    ]


def select(name: str, label: str, options: list[tuple[str, str]], chosen: str) -> dict[str, Any]:
    """Offer one choice, as c-filter-bar takes it."""
    return {
        "name": name,
        "label": label,
        "options": [{"value": value, "label": text, "selected": value == chosen} for value, text in options],
    }
