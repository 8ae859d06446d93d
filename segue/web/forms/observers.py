"""Who follows the item?"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core.models import User
from segue.web.components import editors
from segue.web.forms import ids
from segue.web.forms.part_input import PartInput


class ObserversInput(PartInput):
    """People who are there, each with a button that takes them out, and a list to add one from."""

    component = "people-picker"

    def show(self, value: Iterable[int]) -> None:
        """Begin with those who are stored."""
        self.chosen, self.unknown = list(value), False

    def take(self, data: QueryDict) -> None:
        """Begin with those who were sent, and the one chosen to be added."""
        sent = data.getlist("observers") + [key for key in [data.get("observers_add", "")] if key]
        wanted = ids.parse_all(sent)
        self.chosen = [pk for pk in wanted if pk in self.people]
        self.unknown = len(self.chosen) < len(set(sent))

    @cached_property
    def people(self) -> dict[int, User]:
        """Whom one may choose: who can sign in, and whoever observes already."""
        active = {each.pk: each for each in User.objects.active()}
        present = set(self.draft.stored(self.name)) - set(active)
        return active | User.objects.in_bulk(list(present)) if present else active

    def check(self) -> None:
        """Refuse people who do not exist."""
        if self.unknown:
            self.errors.append(_("Choose one of the offered people."))

    def peek(self) -> tuple[int, ...]:
        """Return the ids."""
        return tuple(self.chosen)

    def act(self, action: str) -> None:
        """Take somebody out; whoever was chosen to be added is in already."""
        verb, _colon, key = action.partition(":")
        if verb == "remove":
            self.chosen = [pk for pk in self.chosen if str(pk) != key]

    @property
    def attributes(self) -> dict[str, Any]:
        """What c-people-picker takes."""
        present = [self.people[pk] for pk in self.chosen]
        others = [each for each in self.people.values() if each.is_active and each.pk not in self.chosen]
        return editors.people(self.label, present, others, error=" ".join(self.errors)) | {
            "update_href": reverse("observers-update"),
            "focus": self.focus,
            "required": self.is_required,
        }
