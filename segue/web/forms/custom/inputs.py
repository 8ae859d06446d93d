"""How is a custom field typed? What every input of one has in common."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from segue.core.custom_fields import kinds
from segue.core.custom_fields import values as custom_values
from segue.core.custom_fields.kind import Typed
from segue.core.models import CustomField
from segue.web.components import custom_values as wording
from segue.web.forms.custom.shared import Shared
from segue.web.forms.part_input import fingerprint

MOST = custom_values.MOST_VALUES + 1  # one too many is refused, not cut off
Described = dict[str, Any]


class CustomInput:
    """The input of one custom field: a line for each value, made from what is stored, or from what was sent.

    A line is what one value looks like while it is typed: a text, or several by name. `template` shows the lines, and
    `grouped` says that they are several controls under one name. `is_as_shown` says that nobody changed it: it is not
    judged and not written, so that an option or a person that is gone since stays.
    """

    template = "components/custom_inputs/line.html"
    grouped = False
    wide = False
    is_typed = True  # False for what the form only shows
    has_lines = True  # whether several values have a line each, with buttons that add one and take one away

    def __init__(self, field: CustomField, shared: Shared, data: QueryDict | None) -> None:
        self.field, self.shared = field, shared
        self.errors: list[str] = []
        self.focus: int | None = None  # the line with the cursor
        self.stored = shared.draft.item.custom.get(field.code)
        self.lines: list[Any] = [self.write(each) for each in custom_values.each(field, self.stored)]
        self.mark = self._fingerprint()
        self.is_as_shown = True
        if data is not None and field.code in shared.shown and self.is_typed:
            self.mark = shared.shown[field.code]
            self.lines = self.read(data)[:MOST]
            self.is_as_shown = self.mark == self._fingerprint()

    # What a kind of input says of itself.

    def read(self, data: QueryDict) -> list[Any]:
        """Return the lines that were sent."""
        return data.getlist(self.field.code)

    def write(self, value: Any) -> Typed:
        """Return the line of a stored value."""
        return str(value)

    def is_blank(self, line: Any) -> bool:
        """Say whether nothing was typed into a line."""
        return not line.strip()

    def compared(self, lines: list[Any]) -> list[Any]:
        """Return lines in the form in which two that mean the same are equal."""
        return lines

    def describe(self) -> Described:
        """Return what the template takes beyond the lines."""
        return {}

    # What all do alike.

    @property
    def code(self) -> str:
        """The name in the form."""
        return self.field.code

    @property
    def is_required(self) -> bool:
        """Say whether it must be filled in, as far as the form knows."""
        draft = self.shared.draft
        return not draft.is_setting and custom_values.is_required(self.field, draft.item)

    def value(self) -> Any:
        """Return the value; raises ValidationError. What stands as it is stored is not read anew."""
        if self.is_as_shown:
            return self.stored
        present = {fingerprint(self.write(each)): each for each in custom_values.each(self.field, self.stored)}
        singles, wrong = [], []
        for line in self.typed():
            try:
                singles.append(present[mark] if (mark := fingerprint(line)) in present else self.single(line))
            except ValidationError as refused:
                wrong += refused.messages
        if wrong:
            raise ValidationError([self.field.error_text] if self.field.error_text else list(dict.fromkeys(wrong)))
        return custom_values.clean(self.field, custom_values.together(self.field, singles), self.stored)

    def typed(self) -> list[Any]:
        """Return the lines to read."""
        return self.lines

    def single(self, line: Any) -> Any:
        """Read one line; raises ValidationError."""
        return kinds.of(self.field.kind).read(self.field, line)

    def check(self) -> None:
        """Note what is wrong."""
        try:
            value = self.value()
        except ValidationError as refused:
            self.errors += refused.messages
            return
        if value is None and self.is_required:
            self.errors.append(_("This field is required."))

    def words(self) -> list[str]:
        """Word what is typed, line by line; what cannot be read as it was typed."""
        try:
            shown = wording.shown(self.field, self.value(), self.shared.draft.reader)
        except ValidationError:
            return [str(line) for line in self.lines]
        return [line["value"] for line in shown.get("lines", ())] or list(filter(None, [shown["value"]]))

    def act(self, verb: str, rest: str) -> None:
        """Do what a button asks: "more" adds a line, "less" takes one away."""
        if verb == "more" and self.has_lines and self.field.multiple and len(self.lines) < MOST - 1:
            self.lines = [*self.lines, self.empty()]
            self.focus = len(self.lines) - 1
        elif verb == "less" and rest in map(str, range(len(self.lines))):
            del self.lines[int(rest)]
        else:
            raise BadRequest(verb)

    def empty(self) -> Any:
        """Return a line in which nothing is typed."""
        return ""

    @property
    def described(self) -> Described:
        """What c-custom-fields takes of one field."""
        field, lines = self.field, self.lines
        if self.has_lines and not lines:
            lines = [self.empty()]
        return {
            "code": self.code,
            "id": f"id_{self.code}",
            "template": self.template,
            "label": self.shared.draft.label(self.code),
            "help": field.help_text,
            "errors": self.errors,
            "required": self.is_required,
            "grouped": self.grouped or (self.has_lines and field.multiple),
            "wide": self.wide,
            "multiple": self.has_lines and field.multiple,
            "focused": self.focus is not None,
            "lines": [self._line(place, line) for place, line in enumerate(lines)],
        } | self.describe()

    def _line(self, place: int, line: Any) -> Described:
        shown = dict(line) if isinstance(line, Mapping) else {"value": line}
        first = f"id_{self.code}" if place == 0 else f"id_{self.code}-{place}"
        return shown | {"id": first, "number": place + 1, "place": place, "focus": place == self.focus}

    def _fingerprint(self) -> str:
        return fingerprint(self.compared([line for line in self.lines if not self.is_blank(line)]))[:16]
