"""Which custom values are wanted? Conditions, as an address holds them: `f=BUDGET&o=at_least&v=100`, several allowed.

What an address cannot mean is left out: an unknown field or one its reader may not see, an operator the kind does not
have, a value that is none of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from segue.core.custom_fields import kinds, query
from segue.core.custom_fields.definitions import Fields
from segue.core.item_types import Text
from segue.core.models import CustomField, User
from segue.core.typed import read_number
from segue.lib import money
from segue.web.components import custom_values as shown
from segue.web.components import values

MOST, LONGEST = 10, 1000
BETWEEN = "~"  # stands between several values, and in none of them but texts, which are asked for one at a time
LONGEST_NUMBER = len("-12345678901.1234")

WORDS: dict[str, Text] = {
    "is": pgettext_lazy("filter", "is"),
    "is_not": pgettext_lazy("filter", "is not"),
    "contains": pgettext_lazy("filter", "contains"),
    "starts": pgettext_lazy("filter", "begins with"),
    "at_least": pgettext_lazy("filter", "at least"),
    "at_most": pgettext_lazy("filter", "at most"),
    "between": pgettext_lazy("filter", "between"),
    "among": pgettext_lazy("filter", "is one of"),
    "blank": pgettext_lazy("filter", "is empty"),
    "filled": pgettext_lazy("filter", "is not empty"),
}
DAY_WORDS = WORDS | {"at_least": pgettext_lazy("filter", "from"), "at_most": pgettext_lazy("filter", "until")}
PARTS = {"contains", "starts"}  # ask for a part of a value, which need not be a value itself


@dataclass(frozen=True)
class Condition:
    """One condition about one field; `asked` are stored values, money by its amount."""

    field: CustomField
    operator: str
    asked: tuple[Any, ...] = ()

    @property
    def said(self) -> list[tuple[str, str]]:
        """How an address says it."""
        written = BETWEEN.join(_written(value) for value in self.asked)
        return [("f", self.field.code), ("o", self.operator), ("v", written)]

    def met(self, *, aside: bool) -> Q:
        """Return what an item must meet (custom_fields/query.py)."""
        return query.condition(self.field, self.operator, self.asked, aside=aside)

    @property
    def is_of_equals(self) -> bool:
        """Whether an index holds what meets it in one piece, in the standard order."""
        return self.operator == "is" and not self.field.multiple and self.asked[0] is not False

    def text(self, reader: User) -> str:
        """Say it in words: "Budget at least 100"."""
        joint = " – " if self.operator == "between" else ", "
        asked = joint.join(self._shown(value, reader) for value in self.asked)
        return " ".join(filter(None, (self.field.filter_label, str(words(self.field)[self.operator]), asked)))

    def _shown(self, value: Any, reader: User) -> str:
        if isinstance(value, Decimal):
            return values.number(value)
        if self.operator in PARTS:
            return str(value)
        return shown.plain(self.field, [value] if self.field.multiple else value, reader)


def read(params: Any, fields: Fields) -> tuple[Condition, ...]:
    """Read the conditions of an address."""
    triples = zip(*(params.getlist(name) for name in ("f", "o", "v")), strict=False)
    found = [_read(fields.get(code), operator, text) for code, operator, text in list(triples)[:MOST]]
    return tuple(dict.fromkeys(condition for condition in found if condition))


def words(field: CustomField) -> Mapping[str, Text]:
    """Say what the operators of a field are called."""
    return DAY_WORDS if field.kind in {"date", "datetime"} else WORDS


def typed(field: CustomField, operator: str, texts: list[str]) -> Condition:
    """Make a condition of what was typed into the form, in the reader's notation; raises ValidationError."""
    if operator in {"blank", "filled"}:
        texts = []
    given = [text for text in texts if text.strip()]
    if not given and operator not in {"blank", "filled"}:
        raise ValidationError([_("This field is required.")])
    if any(len(text) > LONGEST or "\0" in text for text in given):
        raise ValidationError([_("This value cannot be read.")])
    condition = Condition(field, operator, tuple(_typed(field, operator, text) for text in given))
    _check(condition)
    return condition


def _read(field: CustomField | None, operator: str, text: str) -> Condition | None:
    if field is None or len(text) > LONGEST or "\0" in text:
        return None
    several = operator in {"between", "among"}
    texts = [] if not text else text.split(BETWEEN) if several else [text]
    try:
        condition = Condition(field, operator, tuple(_stored(field, operator, each) for each in texts))
        _check(condition)
    except (ValidationError, ValueError, ArithmeticError):
        return None
    return condition


def _check(condition: Condition) -> None:
    """Refuse what the kind does not compare so."""
    try:
        condition.met(aside=False)
    except query.Unfit:
        raise ValidationError([_("This value cannot be read.")]) from None
    if condition.operator == "between" and condition.asked[0] > condition.asked[1]:
        raise ValidationError([_("The largest is below the smallest.")])


def _typed(field: CustomField, operator: str, text: str) -> Any:
    if kinds.of(field.kind).column in {"number", "money"}:
        return Decimal(read_number(text.strip()))
    return _value(field, operator, text)


def _stored(field: CustomField, operator: str, text: str) -> Any:
    if kinds.of(field.kind).column not in {"number", "money"}:
        return _value(field, operator, text)
    number = Decimal(text if text.isascii() and len(text) <= LONGEST_NUMBER else "")
    if not money.fits(number):
        raise ValueError(text)
    return number


def _value(field: CustomField, operator: str, text: str) -> Any:
    if operator in PARTS:
        return text.strip()
    value = kinds.of(field.kind).read(field, text)
    if value is None:
        raise ValidationError([_("This value cannot be read.")])
    return value


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return format(value, "f") if isinstance(value, Decimal) else str(value)
