"""Which conditions does an address hold? `f=BUDGET&o=at_least&v=100`, several allowed, on fields of any kind.

`f=1.BUDGET` is a condition of the first group. All conditions must hold, of a group any one; with `match=any` any one
must hold, of a group all. What an address cannot mean is left out: an unknown field or one its reader may not see, a
comparison that it does not have, a value that is none of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from segue.core.custom_fields.definitions import Fields
from segue.web.lists.filtering import custom, standard
from segue.web.lists.filtering.subject import Context, Subject
from segue.web.lists.filtering.words import ASK_NOTHING

MOST, LONGEST, MOST_GROUPS = 30, 1000, 9
BETWEEN = "~"  # stands between several values, and in none of them but texts, which are asked for one at a time
SEVERAL = ("between", "among")
ALL, ANY = "", "any"
GROUPS = frozenset(str(number) for number in range(1, MOST_GROUPS + 1))
Subjects = Mapping[str, Subject]


@dataclass(frozen=True)
class Condition:
    """One condition; `asked` are values as an address holds them, `group` is 0 for none."""

    subject: Subject = field(compare=False)
    code: str
    operator: str
    asked: tuple[str, ...] = ()
    group: int = 0

    @property
    def said(self) -> list[tuple[str, str]]:
        """How an address says it."""
        name = f"{self.group}.{self.code}" if self.group else self.code
        return [("f", name), ("o", self.operator), ("v", BETWEEN.join(self.asked))]

    def met(self, context: Context, *, aside: bool = True) -> Q:
        """Return what an item must meet; not aside, by the index of its field, where it has one."""
        own = self._own
        if own is not None and not aside:
            return own.met(context, self.operator, self.asked, aside=False)
        return self.subject.met(context, self.operator, self.asked)

    @property
    def is_of_field(self) -> bool:
        """Whether it is about a field of the company's own, which has an index."""
        return self._own is not None

    @property
    def is_of_equals(self) -> bool:
        """Whether an index holds what meets it in one piece, in the standard order."""
        return self._own is not None and self._own.is_of_equals(self.operator, self.asked)

    def text(self, context: Context) -> str:
        """Say it in words: "Budget at least 100"."""
        joint = " – " if self.operator == "between" else ", "
        asked = joint.join(str(self.subject.shown(context, self.operator, text)) for text in self.asked)
        if self.operator == "within":
            return f"{self.subject.label}: {asked}"
        if self.subject.unit:
            return f"{self.subject.label} {asked}"
        return " ".join(filter(None, (str(self.subject.label), str(self.subject.words[self.operator]), asked)))

    @property
    def _own(self) -> custom.Own | None:
        own = getattr(self.subject.met, "__self__", None)
        return own if isinstance(own, custom.Own) else None


@dataclass(frozen=True)
class Conditions:
    """All conditions of an address, and whether all of them must hold or any; `left_out`: there are more, which cannot
    be meant.
    """

    each: tuple[Condition, ...] = ()
    match: str = ALL
    left_out: bool = field(default=False, compare=False)

    def __bool__(self) -> bool:
        return bool(self.each)

    @property
    def said(self) -> list[tuple[str, str]]:
        """How an address says them."""
        match = [("match", ANY)] if self.match == ANY and self.each else []
        return match + [pair for condition in self.each for pair in condition.said]

    @property
    def entered(self) -> tuple[Condition, ...]:
        """Return those that must hold in any case and that an index of their field answers."""
        return tuple(each for each in self.each if self.match == ALL and not each.group and each.is_of_field)

    def without(self, condition: Condition) -> "Conditions":
        """Return what is left when one is taken away."""
        return replace(self, each=tuple(each for each in self.each if each != condition))

    def met(self, context: Context, *, aside: Iterable[Condition] = ()) -> Q:
        """Return what items must meet; `aside` are those of `entered` whose index is not worth entering."""
        by_index = {*self.entered} - {*aside}
        plain = [each.met(context, aside=each not in by_index) for each in self.each if not each.group]
        groups = [_joined([each.met(context) for each in group], any_of=self.match == ALL) for group in self.groups]
        return _joined([*plain, *groups], any_of=self.match == ANY)

    @property
    def groups(self) -> list[list[Condition]]:
        """Return the groups in order."""
        numbers = dict.fromkeys(each.group for each in self.each if each.group)
        return [[each for each in self.each if each.group == number] for number in numbers]


def _joined(parts: list[Q], *, any_of: bool) -> Q:
    found = Q()
    for part in parts:
        found = found | part if any_of else found & part
    return found


def subjects(context: Context, fields: Fields) -> dict[str, Subject]:
    """Return what the items of a type are filtered by: standard things, then fields of the company's own."""
    return {**standard.of(context.item_type)} | {code: custom.of(each) for code, each in fields.items()}


def read(params: Any, known: Subjects, context: Context) -> Conditions:
    """Read the conditions of an address."""
    names = params.getlist("f")
    triples = zip(names, *(params.getlist(name) for name in ("o", "v")), strict=False)
    found = [_read(name, operator, text, known, context) for name, operator, text in list(triples)[:MOST]]
    each = tuple(dict.fromkeys(condition for condition in found if condition))
    left_out = None in found or len(found) < len(names)
    return Conditions(each, ANY if params.get("match") == ANY else ALL, left_out)


def typed(subject: Subject, operator: str, texts: list[str], context: Context, *, group: int = 0) -> Condition:
    """Make a condition of what was typed into the form, in the reader's notation; raises ValidationError."""
    given = [] if operator in ASK_NOTHING else [text for text in texts if text.strip()]
    if any(len(text) > LONGEST or "\0" in text for text in given):
        given = []
    try:
        asked = [subject.typed(context, operator, text) for text in given]
    except (ValueError, ArithmeticError):
        asked = [""]
    return Condition(subject, subject.code, operator, subject.check(context, operator, asked), group)


def _read(name: str, operator: str, text: str, known: Subjects, context: Context) -> Condition | None:
    before, sign, after = name.partition(".")
    group = int(before) if sign and before in GROUPS else 0
    subject = known.get(after if group else name)
    if subject is None or len(text) > LONGEST or "\0" in text:
        return None
    texts = [] if not text else text.split(BETWEEN) if operator in SEVERAL else [text]
    try:
        return Condition(subject, subject.code, operator, subject.check(context, operator, texts), group)
    except ValidationError:
        return None
