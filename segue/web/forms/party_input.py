"""How are contacts and companies chosen? What the picker of the client and those of a party's own parties share."""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core import permissions
from segue.core.models import User
from segue.web.forms import parties
from segue.web.forms.fields import refuse_nul
from segue.web.forms.part_input import PartInput, fingerprint
from segue.web.forms.parties import NEW, Party

MOST = 500  # more is refused in words, save what is stored already
LONGEST_NAME = {"company": 255, "contact": 100}


class PartyInput(PartInput):
    """Parties chosen by kind, a search text by kind, what a search found, and names to be created on save."""

    primary = ""  # the key of the one among them that comes first

    @property
    @abstractmethod
    def fields(self) -> Mapping[str, str]:
        """Return, by kind, what the field is called in the form."""

    @abstractmethod
    def present(self, kind: str) -> Collection[int]:
        """Return the ids of one kind that are stored."""

    @property
    def creates(self) -> bool:  # type: ignore[override]
        """Say whether a name is to become a new contact or company."""
        return any(each.id is None for chosen in self.chosen.values() for each in chosen)

    @property
    def names(self) -> list[str]:
        """Return what is chosen, in words."""
        return [each.name for chosen in self.chosen.values() for each in chosen]

    def room(self, kind: str) -> bool:
        """Say whether one more of this kind may be chosen; whatever is stored has room."""
        return len(self.chosen[kind]) < max(MOST, len(self.present(kind)))

    def begin(self, chosen: Mapping[str, Collection[int]], *, primary: int | None) -> None:
        """Begin with these ids, which are stored."""
        self._empty()
        for kind in self.fields:
            self.chosen[kind] = parties.stored(self.draft, kind, chosen[kind])
        everybody = [each for kind in self.fields for each in self.chosen[kind]]
        self.primary = next((each.key for each in everybody if each.id == primary), "")
        keys = [[each.key for each in self.chosen[kind]] for kind in self.fields]
        self.shown = fingerprint([*keys, primary_of(keys[-1], self.primary)])

    def take(self, data: QueryDict) -> None:
        """Begin with what was sent; a name that is still in the search field is kept there."""
        self._empty()
        for kind, field in self.fields.items():
            self.query[kind] = data.get(f"{kind}_q", "").strip()
            self._add(kind, data.getlist(field))
        keys = [data.getlist(field) for field in self.fields.values()]
        self.shown = data.get(f"{self.name}_shown", "")
        sent = fingerprint([*keys, primary_of(keys[-1], self.primary)])
        self.is_as_shown = self.shown == sent and not any(self.query.values())

    def act(self, action: str) -> None:
        """Search, add or take out: "search", "add-company:7", "add-contact:new:Jana Brandt", "remove-contact:9"."""
        verb, _dash, rest = action.partition("-")
        kind, _colon, key = rest.partition(":")
        if kind in self.fields and verb == "add":
            self._add(kind, [key])
            self.query[kind] = ""
        elif kind in self.fields and verb == "remove":
            self.chosen[kind] = [each for each in self.chosen[kind] if key and each.key != key]
        self._say_what_has_no_room()
        for each, query in self.query.items():
            self.found[each] = offer(self.draft.reader, each, query) if query else []

    def check(self) -> None:
        """Refuse what does not exist; take a name left in the search field as a new one, unless it has namesakes."""
        if self.is_as_shown:
            return  # whoever is no longer known was not chosen here
        for kind, query in self.query.items():
            if query:
                self._create_from(kind, query)
        self.errors += [_unknown(kind) for kind in self.fields if kind in self.unknown]
        self._say_what_has_no_room()
        for kind, chosen in self.chosen.items():
            self.errors += [fault for each in chosen if (fault := self._fault(kind, each))]

    def ids(self, kind: str) -> tuple[int, ...]:
        """Return the ids of one kind; those to be created count from -1 down."""
        return tuple(each.id or -place for place, each in enumerate(self.chosen[kind], 1))

    def created(self, kind: str, *, actor: User, companies: tuple[int, ...] = ()) -> tuple[int, ...]:
        """Return the ids of one kind, after storing the new ones; raises ValidationError under the part's name."""
        try:
            return tuple(
                each.id or parties.create(kind, each.name, actor=actor, companies=companies)
                for each in self.chosen[kind]
            )
        except ValidationError as refused:
            raise ValidationError({self.name: refused.messages}) from refused

    @property
    def attributes(self) -> dict[str, Any]:
        """What both components take."""
        return {
            "legend": self.label,
            "update_href": reverse("client-update"),
            "search_href": reverse("client-search"),
            "error": " ".join(self.errors),
            "focus": self.focus,
            "required": self.is_required,
            "shown_name": f"{self.name}_shown",
            "shown": self.shown,
        }

    def _empty(self) -> None:
        self.chosen: dict[str, list[Party]] = {kind: [] for kind in sorted(self.fields)}
        self.query, self.found = dict.fromkeys(self.fields, ""), {kind: list[Party]() for kind in self.fields}
        self.unknown: set[str] = set()
        self.without_room: set[str] = set()

    def _add(self, kind: str, keys: list[str]) -> None:
        chosen = {each.key for each in self.chosen[kind]}
        for party in parties.sent(self.draft, kind, [key for key in keys if key], self.present(kind)):
            if party is None:
                self.unknown.add(kind)
            elif party.key not in chosen and self._has_room(kind):
                chosen.add(party.key)
                self.chosen[kind].append(party)

    def _has_room(self, kind: str) -> bool:
        if not (room := self.room(kind)):
            self.without_room.add(kind)
        return room

    def _say_what_has_no_room(self) -> None:
        crowded = [kind for kind in self.fields if kind in self.without_room and len(self.chosen[kind]) >= MOST]
        self.errors += [_no_room(kind) for kind in crowded]

    def _create_from(self, kind: str, name: str) -> None:
        if not self._has_room(kind):
            return
        if parties.has_namesakes(self.draft.reader, kind, name):
            self.found[kind] = offer(self.draft.reader, kind, name)
            self.errors.append(_("“%(name)s” exists already. Choose it, or create another.") % {"name": name[:80]})
        else:
            self.chosen[kind].append(parties.new(name))
            self.query[kind] = ""

    def _fault(self, kind: str, party: Party) -> str:
        if party.id is not None:
            return ""
        if not permissions.may_add(self.draft.reader, kind):
            return _may_not_add(kind)
        if not party.name or len(party.name) > LONGEST_NAME[kind]:
            return _("A name has 1 to %(most)s characters.") % {"most": LONGEST_NAME[kind]}
        try:
            refuse_nul(party.name)
        except ValidationError as refused:
            return " ".join(refused.messages)
        return ""


def primary_of(keys: Sequence[str], chosen: str) -> str:
    """Return the key of the primary one: the first unless another is chosen."""
    return chosen if chosen in keys else next(iter(keys), "")


def offer(reader: User, kind: str, query: str) -> list[Party]:
    """Return what a search finds, and the name itself as a new one where the reader may add it."""
    found = parties.find(reader, kind, query)
    if query and len(query) <= LONGEST_NAME[kind] and permissions.may_add(reader, kind):
        found.append(Party(f"{NEW}{query}", _("Create “%(name)s”") % {"name": query}))
    return found


def _unknown(kind: str) -> str:
    if kind == "company":
        return _("This company does not exist, or you may not see it.")
    return _("This contact does not exist, or you may not see it.")


def _no_room(kind: str) -> str:
    if kind == "company":
        return _("At most %(most)s companies can be chosen.") % {"most": MOST}
    return _("At most %(most)s contacts can be chosen.") % {"most": MOST}


def _may_not_add(kind: str) -> str:
    if kind == "company":
        return _("You may not add companies. Choose one that exists.")
    return _("You may not add contacts. Choose one that exists.")
