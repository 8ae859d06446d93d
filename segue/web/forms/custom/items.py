"""Which items does a custom field name? They are found by name or number; who may not see one keeps it unseen."""

from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core.custom_fields.links import allowed_types
from segue.web.components import custom_inputs
from segue.web.components.names import Name
from segue.web.forms import ids
from segue.web.forms.custom import search
from segue.web.forms.custom.inputs import CustomInput, Described


class ItemInput(CustomInput):
    """Items that are chosen, each with a button that takes it out, and a search that works with and without scripts.

    A line is the id of an item, or a mark for one the reader may not see. A text left in the search that finds exactly
    one item chooses it.
    """

    template = "components/custom_inputs/item.html"
    grouped = True
    has_lines = False

    def __init__(self, *args: Any) -> None:
        self.unknown = False
        self.query, self.found = "", list[Name]()
        super().__init__(*args)
        self.is_as_shown = self.is_as_shown and not self.query and not self.unknown

    def read(self, data: QueryDict) -> list[str]:
        """Keep what is named already, and what may be chosen."""
        self.query = data.get(f"{self.code}-q", "").strip()
        stored = {self.write(pk): pk for pk in self.shared.stored(self.field)}
        wanted = [stored.get(line) or ids.parse(line) for line in data.getlist(self.code) if line]
        lines = [self.write(pk) for pk in wanted if pk and (pk in stored.values() or self._may_choose(pk))]
        self.unknown = len(lines) < len(wanted)
        return list(dict.fromkeys(lines))

    def write(self, value: Any) -> str:
        """Name an item in the form."""
        return self.shared.key(value)

    @property
    def has_room(self) -> bool:
        """Say whether one more may be chosen."""
        return self.field.multiple or not self.lines

    def single(self, line: Any) -> int:
        """Return the id; `read` let nothing else through."""
        return int(line)

    def value(self) -> Any:
        """Refuse what does not exist, or not for this person."""
        if self.unknown:
            raise ValidationError(_("This item does not exist, or you may not see it."))
        return super().value()

    def check(self) -> None:
        """Choose what a text left in the search means."""
        if self.query and self.has_room:
            self._choose_found()
        if not self.errors:
            super().check()

    def act(self, verb: str, rest: str) -> None:
        """Search, take in or take out: the key of an item stands behind the verb."""
        if verb == "search":
            self.found = self._find()
        elif verb == "add" and self.has_room and (pk := ids.parse(rest)) and self._may_choose(pk):
            self.lines, self.query = list(dict.fromkeys([*self.lines, self.write(pk)])), ""
        elif verb == "remove" and rest in self.lines:
            self.lines = [line for line in self.lines if line != rest]
        else:
            raise BadRequest(verb)

    def describe(self) -> Described:
        """Say what is chosen, and what a search found."""
        pks = {self.write(pk): pk for pk in self.shared.stored(self.field)}
        chosen = [(line, self.shared.name(pks.get(line) or int(line))) for line in self.lines]
        return {
            "chosen": [custom_inputs.picked(key, name) for key, name in chosen],
            "room": self.has_room,
            "q": self.query if self.has_room else "",
            "found": [custom_inputs.picked(str(name.item.pk), name) for name in self.found if name.item],
            "search_href": reverse("custom-search", args=[self.field.pk]),
        }

    def _may_choose(self, pk: int) -> bool:
        name = self.shared.name(pk)
        return bool(name.href) and name.item is not None and name.item.type in allowed_types(self.field)

    def _find(self) -> list[Name]:
        found = search.find(self.shared.draft.reader, allowed_types(self.field), self.query)
        return [name for name in found if name.item and str(name.item.pk) not in self.lines]

    def _choose_found(self) -> None:
        self.found = self._find()
        if len(self.found) == 1 and self.found[0].item:
            pk = self.found[0].item.pk
            self.shared.learn(pk, self.found[0])
            self.lines, self.query, self.found = [*self.lines, self.write(pk)], "", []
        elif self.found:
            self.errors.append(_("Several were found. Choose one of them."))
        else:
            self.errors.append(_("Nothing found for “%(q)s”.") % {"q": self.query[:80]})
