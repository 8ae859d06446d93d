"""How is the form of an item type arranged? What every button of the page does, before anything is kept."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from segue.core import form_views
from segue.core.custom_fields.definitions import Fields
from segue.core.form_views import Stored
from segue.core.item_types import ItemType
from segue.core.models import FormView
from segue.web.components.values import language

PLACE, HIDDEN, SECTION = "place", "-", "section:"  # what is sent in order: each section, then what stands in it
CODE = re.compile("[a-z0-9]{1,20}", re.ASCII)
MOST_SECTIONS, LONGEST_NAME = 30, 60
LANGUAGES = ("en", "de")


class Arranging:
    """The sections with their fields, and what is hidden, as somebody has them on the page."""

    def __init__(
        self, item_type: ItemType, custom: Fields, begun: FormView | Stored | None, *, needed: Collection[str] = ()
    ) -> None:
        self.item_type, self.custom, self.needed = item_type, custom, needed
        stored = form_views.stored(item_type, begun, custom)
        self.sections: list[dict[str, Any]] = stored["sections"]
        self.hidden: list[str] = stored["hidden"]
        self.names: dict[str, dict[str, str]] = stored["names"]

    @property
    def stored(self) -> Stored:
        """What is kept of it."""
        return {"sections": self.sections, "hidden": self.hidden, "names": self.names}

    @property
    def left_out(self) -> list[str]:
        """What is not shown: fields that are hidden, and those in sections that are."""
        folded = (name for each in self.sections if each["hidden"] for name in each["fields"] if self.may_hide(name))
        return [*self.hidden, *folded]

    def label(self, name: str) -> str:
        """Return what people call a field."""
        return str(form_views.label_of(self.names.get(name, {}), _own_name(self.item_type, self.custom, name)))

    def may_rename(self, name: str) -> bool:
        """Say whether a field may be called otherwise."""
        return form_views.may_rename(self.item_type, name)

    def title(self, section: dict[str, Any]) -> str:
        """Return what people call a section."""
        return str(form_views.label_of(section["labels"], _standard(self.item_type, section["code"])))

    def may_hide(self, name: str) -> bool:
        """Say whether a field may be left out."""
        return form_views.may_hide(self.item_type, name, self.custom, self.needed)

    def act(self, asked: str) -> str:
        """Do what a button asks, and say where things stand now: "up:amount", "down:section:about", "add", ..."""
        verb, _colon, what = asked.partition(":")
        if verb not in ACTS:
            raise BadRequest(asked)
        return ACTS[verb](self, what)

    def step(self, what: str, by: int) -> str:
        """Move a section among the sections, or a field within its section and on into the next."""
        if what.startswith(SECTION):
            place = self._place(what.removeprefix(SECTION))
            self.sections.insert(max(place + by, 0), self.sections.pop(place))
            return self._told(self.title(self._section(what.removeprefix(SECTION))), "")
        place, fields = self._where(what)
        at = fields.index(what)
        if 0 <= at + by < len(fields):
            fields.insert(at + by, fields.pop(at))
        elif 0 <= place + by < len(self.sections):
            fields.remove(what)
            others = self.sections[place + by]["fields"]
            others.insert(0 if by > 0 else len(others), what)
        return self._told(self.label(what), self.title(self.sections[self._where(what)[0]]))

    def put(self, what: str) -> str:
        """Put a field at the end of a section, hidden or not before: "amount:about"."""
        name, _colon, code = what.partition(":")
        fields = self._section(code)["fields"]
        self._take(name)
        fields.append(name)
        return self._told(self.label(name), self.title(self._section(code)))

    def hide(self, name: str) -> str:
        """Leave a field out."""
        if not self.may_hide(name):
            raise BadRequest(name)
        self._take(name)
        self.hidden.append(name)
        return _("“%(name)s” is hidden.") % {"name": self.label(name)}

    def fold(self, code: str) -> str:
        """Leave a section out with all that stands in it, or show it again."""
        section = self._section(code)
        section["hidden"] = not section["hidden"]
        told = _("“%(name)s” is hidden.") if section["hidden"] else _("“%(name)s” is shown again.")
        return told % {"name": self.title(section)}

    def add(self, _what: str) -> str:
        """Add an empty section at the end."""
        if len(self.sections) >= MOST_SECTIONS:
            raise BadRequest
        taken = {each["code"] for each in self.sections}
        code = next(f"own{number}" for number in range(1, MOST_SECTIONS + 1) if f"own{number}" not in taken)
        self.sections.append({"code": code, "labels": {language(): _("New section")}, "fields": [], "hidden": False})
        return _("A section was added.")

    def delete(self, code: str) -> str:
        """Take a section away; its fields go to the one above, or to the next if it is the first."""
        if len(self.sections) == 1:
            raise BadRequest(code)
        place = self._place(code)
        gone = self.sections.pop(place)
        heir = self.sections[max(place - 1, 0)]
        heir["fields"] = [*heir["fields"], *gone["fields"]] if place else [*gone["fields"], *heir["fields"]]
        return _("The fields of “%(gone)s” are in “%(heir)s” now.") % {
            "gone": self.title(gone),
            "heir": self.title(heir),
        }

    def _section(self, code: str) -> dict[str, Any]:
        return self.sections[self._place(code)]

    def _place(self, code: str) -> int:
        found = next((place for place, each in enumerate(self.sections) if each["code"] == code), None)
        if found is None:
            raise BadRequest(code)
        return found

    def _where(self, name: str) -> tuple[int, list[str]]:
        """Return the place of the section a field stands in, with all that stands there."""
        found = next((place for place, each in enumerate(self.sections) if name in each["fields"]), None)
        if found is None:
            raise BadRequest(name)
        return found, self.sections[found]["fields"]

    def _take(self, name: str) -> None:
        (self.hidden if name in self.hidden else self._where(name)[1]).remove(name)

    def _told(self, name: str, section: str) -> str:
        if section:
            return _("“%(name)s” is in “%(section)s” now.") % {"name": name, "section": section}
        return _("“%(name)s” was moved.") % {"name": name}


ACTS: Mapping[str, Callable[[Arranging, str], str]] = {
    "up": lambda arranging, what: arranging.step(what, -1),
    "down": lambda arranging, what: arranging.step(what, 1),
    "to": Arranging.put,
    "hide": Arranging.hide,
    "fold": Arranging.fold,
    "add": Arranging.add,
    "delete": Arranging.delete,
    "look": lambda arranging, what: "",  # a field was dragged or renamed: that is sent with all the rest
}


def sent(item_type: ItemType, custom: Fields, data: QueryDict) -> Stored:
    """Read an arrangement as the page sends it; what is no section of ours is left out."""
    sections: list[dict[str, Any]] = []
    hidden: list[str] = []
    current = hidden
    for place in data.getlist(PLACE):
        code = place.removeprefix(SECTION)
        if place == HIDDEN:
            current = hidden
        elif code == place:
            current.append(place)
        elif CODE.fullmatch(code) and code not in {each["code"] for each in sections}:
            is_hidden = f"hidden-{code}" in data
            labels = _labels(data, f"label-{code}", _standard(item_type, code))
            sections.append({"code": code, "labels": labels, "fields": [], "hidden": is_hidden})
            current = sections[-1]["fields"]
    known = [name for name in (*item_type.units, *custom) if form_views.may_rename(item_type, name)]
    names = {name: _labels(data, f"name-{name}", _own_name(item_type, custom, name)) for name in known}
    return {
        "sections": sections[:MOST_SECTIONS],
        "hidden": hidden,
        "names": {name: labels for name, labels in names.items() if labels},
    }


def _labels(data: QueryDict, prefix: str, standard: str) -> dict[str, str]:
    """Return a name by language; the standard name stays the standard, in every language."""
    typed = {each: data.get(f"{prefix}-{each}", "").replace("\0", "").strip() for each in LANGUAGES}
    labels = {each: text[:LONGEST_NAME] for each, text in typed.items() if text}
    others = {each: text for each, text in labels.items() if each != language()}
    if labels.get(language()) == str(form_views.label_of(others, standard)):
        return others
    return labels


def _standard(item_type: ItemType, code: str) -> str:
    return next((str(each.label) for each in item_type.sections if each.code == code), _("New section"))


def _own_name(item_type: ItemType, custom: Fields, name: str) -> str:
    if name == "utm_source":
        return _("Campaign (UTM)")
    return custom[name].label if name in custom else str(item_type.field_label(name))
