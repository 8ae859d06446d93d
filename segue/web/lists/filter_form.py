"""How is a filter put together? One line per condition: of what, how it compares, and with what; plain forms.

A form is sent with what was pressed as `act`: "apply", or something that writes nothing and shows the form anew.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from segue.web.lists import columns, conditions, filters
from segue.web.lists.asked import Asked
from segue.web.lists.conditions import ALL, ANY, Condition, Conditions
from segue.web.lists.filtering import periods, words
from segue.web.lists.filtering.subject import Subject

MOST_LINES = 8
Shown = dict[str, Any]


@dataclass
class Line:
    """One line of the form, as typed: the name of what it is about, the comparison, the values, its group."""

    code: str = ""
    how: str = ""
    what: list[str] = field(default_factory=list)
    group: int = 0
    error: str = ""


class FilterForm:
    """The conditions of an address, or as they are typed; `conditions` is what they come to once `is_fit`."""

    def __init__(self, to: Asked, data: Any | None = None) -> None:
        self.to, self.data = to, data
        self.match = to.chosen.conditions.match if data is None else ANY if data.get("match") == ANY else ALL
        if data is None:
            self.lines = [_line(each) for each in to.chosen.conditions.each]
        else:
            numbers = [text for text in data.getlist("row") if text.isascii() and text.isdigit()]
            self.lines = [_sent(data, number) for number in numbers[: conditions.MOST]]
        self._act(data.get("act", "") if data is not None else "")
        if not self.lines:
            self.lines = [Line()]

    @property
    def conditions(self) -> Conditions:
        """Return the conditions that the lines come to; what is wrong with a line stands at it."""
        found: list[Condition] = []
        for line in self.lines:
            subject = self.to.subjects.get(line.code)
            if subject is None:
                continue
            try:
                how, what = _asked(subject, line)
                found.append(conditions.typed(subject, how, what, self.to.context, group=line.group))
            except ValidationError as refused:
                line.error = " ".join(refused.messages)
        return Conditions(tuple(dict.fromkeys(found)), self.match)

    @property
    def is_fit(self) -> bool:
        """Say whether nothing is wrong, once the conditions were asked for."""
        return not any(line.error for line in self.lines)

    def describe(self) -> Shown:
        """Return what the dialog takes: the lines without a group, the groups, and the choices above them."""
        lines = [self._shown(number, line) for number, line in enumerate(self.lines)]
        numbers = dict.fromkeys(line["group"] for line in lines if line["group"])
        groups = [
            {"number": number, "lines": [line for line in lines if line["group"] == number]} for number in numbers
        ]
        return {
            "match": [
                {"value": ALL, "label": _("All of these must hold"), "selected": self.match == ALL},
                {"value": ANY, "label": _("Any one of these is enough"), "selected": self.match == ANY},
            ],
            "group_title": _("Any one of these") if self.match == ALL else _("All of these"),
            "lines": [line for line in lines if not line["group"]],
            "groups": groups,
            "next_group": min(set(range(1, conditions.MOST_GROUPS + 1)) - {*numbers}, default=0),
            "selects": [
                *filters.selects(self.to.chosen, self.to.stages),
                columns.choices(self.to.known, self.to.sorting),
            ],
        }

    def _act(self, act: str) -> None:
        what, _sign, value = act.partition(":")
        number = int(value) if value.isascii() and value.isdigit() and len(value) <= len("999") else 0
        if what == "remove" and number < len(self.lines):
            del self.lines[number]
        elif what == "add" and len(self.lines) < conditions.MOST:
            self.lines.append(Line(group=number if number <= conditions.MOST_GROUPS else 0))

    def _shown(self, number: int, line: Line) -> Shown:
        subject = self.to.subjects.get(line.code)
        named = sorted(((code, str(each.label)) for code, each in self.to.subjects.items()), key=_by_label)
        fields = [{"value": code, "label": label, "selected": code == line.code} for code, label in named]
        first = {"value": "", "label": _("Choose a field"), "selected": subject is None}
        shown: Shown = {"number": number, "group": line.group, "fields": [first, *fields], "of": line.code}
        if subject is None:
            return shown | {"label": "", "operators": [], "inputs": []}
        how = line.how if line.how in subject.operators else subject.operators[0]
        return shown | {
            "label": subject.label,
            "operators": [
                {"value": each, "label": subject.words[each], "selected": each == how} for each in _offered(subject)
            ],
            "inputs": _told(self._inputs(subject, how, line), how, line),
            "unit": subject.unit,
        }

    def _inputs(self, subject: Subject, how: str, line: Line) -> list[Shown]:
        if how in words.ASK_NOTHING:
            return []
        given = [*line.what, "", ""]
        if how == "within":
            return _period(given)
        if subject.options is not None:
            options = subject.options(self.to.context)
            described = [{"value": value, "label": label, "selected": value in line.what} for value, label in options]
            several = "among" in subject.operators and how in {"is", "among"}
            size = min(max(len(options), 2), MOST_LINES) if several else 0
            return [{"label": _("Value"), "kind": "select", "options": described, "size": size}]
        kind = subject.input
        inputs = [{"label": _("Value"), "kind": kind, "value": given[0]}]
        return [*inputs, {"label": _("to"), "kind": kind, "value": given[1]}] if how == "between" else inputs


def _offered(subject: Subject) -> list[str]:
    """Several chosen values are "one of" by themselves, so that needs no choice where values are chosen."""
    return [each for each in subject.operators if each != "among" or subject.options is None]


def _by_label(pair: tuple[str, str]) -> str:
    return pair[1].casefold()


def _line(condition: Condition) -> Line:
    how = "is" if condition.operator == "among" and condition.subject.options is not None else condition.operator
    return Line(condition.code, how, _spoken(condition), condition.group)


def _spoken(condition: Condition) -> list[str]:
    """Values as the inputs hold them: numbers in the notation that every reader's is read in."""
    if condition.operator == "within":
        name, _sign, count = condition.asked[0].partition(":")
        return [name, count]
    return [condition.subject.spoken(text) for text in condition.asked]


def _sent(data: Any, number: str) -> Line:
    """Read a line; once another field is chosen, values that were given for the one before, `of`, are none for it."""
    group, code = data.get(f"group-{number}", ""), data.get(f"field-{number}", "")
    is_other = data.get("act") == "look" and data.get(f"of-{number}", code) != code
    given = [] if is_other else data.getlist(f"what-{number}")
    return Line(
        code=code,
        how=data.get(f"how-{number}", ""),
        what=[text[: conditions.LONGEST] for text in given],
        group=int(group) if group.isascii() and group.isdigit() and int(group) <= conditions.MOST_GROUPS else 0,
    )


def _asked(subject: Subject, line: Line) -> tuple[str, list[str]]:
    """Return the comparison and the values that a line comes to."""
    how = line.how if line.how in subject.operators else subject.operators[0]
    what = [text.strip() for text in line.what if text.strip()]
    if how == "within":
        return how, [_days(what)] if what and what[0] in periods.COUNTED else what[:1]
    if how == "is" and len(what) > 1 and "among" in subject.operators:
        return "among", what
    if not what and how not in words.ASK_NOTHING:
        raise ValidationError([_("This field is required.")])
    return how, what if how in conditions.SEVERAL else what[:1]


def _days(what: list[str]) -> str:
    """Return "the last 7 days" as an address says it."""
    said = ":".join(what[:2])
    if not periods.OPEN_ENDED.fullmatch(said):
        raise ValidationError([_("Enter a number of days, such as 7.")])
    return said


def _told(inputs: list[Shown], how: str, line: Line) -> list[Shown]:
    """Say what is wrong beside the input it is about: of a period that is counted, the number."""
    at = 1 if how == "within" and line.what and line.what[0] in periods.COUNTED else 0
    return [each | {"error": line.error if number == at else ""} for number, each in enumerate(inputs)]


def _period(given: list[str]) -> list[Shown]:
    named = [(code, str(label)) for code, (label, _days) in periods.PERIODS.items()]
    counted = [(code, str(label)) for code, label in periods.COUNTED.items()]
    options = [{"value": code, "label": label, "selected": code == given[0]} for code, label in [*named, *counted]]
    first = {"label": _("Period"), "kind": "select", "options": options, "size": 0}
    return [first, {"label": _("Days, for the last or next"), "kind": "text", "value": given[1]}]
