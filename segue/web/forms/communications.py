"""How can this person or firm be reached: what was typed, kind by kind?"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from segue.crm import communications
from segue.crm.communications import PIECES, Communication
from segue.web.components import communications_editor
from segue.web.forms.fields import refuse_nul
from segue.web.forms.part_input import PartInput

ALWAYS_THERE = ("phone", "email")
MOST = 100  # of one kind; more is refused in words, save what is stored already


@dataclass
class Line:
    """One communication as typed."""

    value: str = ""
    type: str = ""
    do_not_contact: bool = False
    error: str = ""
    focus: bool = False


class CommunicationsInput(PartInput):
    """The four kinds, several of each; phone and e-mail have an empty line to begin with."""

    component = "communications-editor"

    def show(self, value: tuple[Communication, ...]) -> None:
        """Begin with what is stored."""
        self.lines: dict[str, list[Line]] = {}
        for group, kind in PIECES.items():
            of_kind = [each for each in value if each.kind == kind]
            self.lines[group] = [Line(each.value, each.label, each.do_not_contact) for each in of_kind]
        self._leave_room()

    def take(self, data: QueryDict) -> None:
        """Begin with what was sent."""
        self.lines = {group: _lines(data, group) for group in PIECES}
        self._leave_room()

    def peek(self) -> tuple[Communication, ...]:
        """Return what is not blank; lines that stand as they are stored keep the order they are stored in."""
        typed = tuple(
            Communication(kind, line.value.strip(), line.type, line.do_not_contact)
            for group, kind in PIECES.items()
            for line in self.lines[group]
            if line.value.strip()
        )
        stored: tuple[Communication, ...] = self.draft.stored(self.name)
        by_kind = tuple(each for kind in PIECES.values() for each in stored if each.kind == kind)
        return stored if typed == by_kind else typed

    def check(self) -> None:
        """Note what is wrong beside its line."""
        for group, kind in PIECES.items():
            for line in self.lines[group]:
                line.error = _fault(Communication(kind, line.value, line.type))
            if len(self.lines[group]) > max(MOST, sum(each.kind == kind for each in self.draft.stored(self.name))):
                self.lines[group][-1].error = _("At most %(most)s of one kind.") % {"most": MOST}
            if group in self.draft.required and not any(line.value.strip() for line in self.lines[group]):
                self.lines[group][0].error = _("This field is required.")
            self.errors += [line.error for line in self.lines[group] if line.error]

    def act(self, action: str) -> None:
        """Add a line, or take one away."""
        verb, _dash, rest = action.partition("-")
        if verb == "add" and rest in PIECES and len(self.lines[rest]) < MOST:
            self.lines[rest].append(Line(focus=True))
        group, _dash, place = rest.rpartition("-")
        if verb == "remove" and group in PIECES and place in map(str, range(len(self.lines[group]))):
            del self.lines[group][int(place)]
            self._leave_room()

    @property
    def attributes(self) -> dict[str, Any]:
        """What c-communications-editor takes."""
        if self.focus:
            first = next((line for lines in self.lines.values() for line in lines if line.error), None)
            if first is not None:
                first.focus = True
        groups = [
            communications_editor.group(name, kind, map(vars, self.lines[name]))
            | {"required": name in self.draft.required}
            for name, kind in PIECES.items()
        ]
        said = {line.error for lines in self.lines.values() for line in lines}
        unsaid = [error for error in self.errors if error not in said]
        return {"groups": groups, "error": " ".join(unsaid), "update_href": reverse("communications-update")}

    def _leave_room(self) -> None:
        for group in {*ALWAYS_THERE, *self.draft.required}.intersection(PIECES):
            self.lines[group] = self.lines[group] or [Line()]


def _lines(data: QueryDict, group: str) -> list[Line]:
    """Read the lines of one kind as far as they are numbered without a gap."""
    lines: list[Line] = []
    while (value := data.get(f"{group}-{len(lines)}-value")) is not None:
        prefix = f"{group}-{len(lines)}"
        lines.append(Line(value, data.get(f"{prefix}-type", ""), f"{prefix}-do_not_contact" in data))
    return lines


def _fault(each: Communication) -> str:
    try:
        refuse_nul(each.value)
        communications.clean(None, [each])  # type: ignore[arg-type]  # the item plays no part in it
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""
