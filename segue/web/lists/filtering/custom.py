"""How is a list filtered by a company's own fields? As by others; their indexes are told what to enter by."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from segue.core.custom_fields import kinds as custom_kinds
from segue.core.custom_fields import query
from segue.core.models import CustomField
from segue.core.typed import read_number
from segue.lib import money
from segue.web.components import custom_values as shown
from segue.web.components import values

from . import kinds, periods, words
from .subject import Context, Option, Subject

PARTS = {"contains", "starts"}  # ask for a part of a value, which need not be a value itself
DAYS = {"date", "datetime"}
NUMBERS = {"number", "money"}
INPUTS = {"date": "date", "datetime": "datetime-local"}
PERSON = "employee"


def of(field: CustomField) -> Subject:
    """Return a field as a thing to filter by."""
    operators = custom_kinds.of(field.kind).operators
    is_day = field.kind in DAYS
    own = Own(field)
    return Subject(
        code=field.code,
        label=field.filter_label,
        operators=("within", *operators) if is_day else operators,
        met=own.met,
        read=own.read,
        typed=own.typed,
        shown=own.shown,
        spoken=kinds.spoken_number if own.column in NUMBERS else str,
        options=own.options if own.has_options else None,
        input=INPUTS.get(field.kind, "text"),
        words=words.DAY_WORDS if is_day else words.WORDS,
    )


class Own:
    """How one field is asked for. Values are texts as an address holds them."""

    def __init__(self, field: CustomField) -> None:
        self.field, self.column = field, custom_kinds.of(field.kind).column

    def met(self, context: Context, operator: str, asked: Sequence[str], *, aside: bool = True) -> Q:
        """Return what an item must meet; not aside, by the index of the field."""
        if operator == "within":
            return self._within(context, asked[0], aside=aside)
        me = str(context.reader.pk)
        wanted = tuple(self._stored(operator, me if self._is_me(text) else text) for text in asked)
        if operator == "between" and wanted[0] > wanted[1]:
            raise ValidationError([_("The largest is below the smallest.")])
        try:
            return query.condition(self.field, operator, wanted, aside=aside)
        except query.Unfit:
            raise ValidationError([_("This value cannot be read.")]) from None

    def read(self, context: Context, operator: str, text: str) -> str:
        """Check what an address holds."""
        if operator == "within":
            return periods.read(text)
        if self._is_me(text):
            return text
        if "\0" in text:
            raise ValueError(text)
        return _written(self._stored(operator, text))

    def typed(self, context: Context, operator: str, text: str) -> str:
        """Read what a person typed."""
        if operator == "within" or self._is_me(text):
            return text
        if self.column in NUMBERS:
            return _written(Decimal(read_number(text.strip())))
        return _written(self._value(operator, text))

    def shown(self, context: Context, operator: str, text: str) -> str:
        """Say a value in words."""
        if operator == "within":
            return periods.shown(text)
        if self._is_me(text):
            return kinds.shown_person(context, operator, text)
        value = self._stored(operator, text)
        if isinstance(value, Decimal):
            return values.number(value)
        if operator in PARTS:
            return str(value)
        return shown.plain(self.field, [value] if self.field.multiple else value, context.reader)

    @property
    def has_options(self) -> bool:
        """Say whether values are chosen."""
        return self.field.kind in {"boolean", "list", "directory", PERSON}

    def options(self, context: Context) -> list[Option]:
        """Say what can be chosen."""
        field = self.field
        if field.kind == "boolean":
            return [("1", shown.switch(field, True)), ("0", shown.switch(field, False))]  # noqa: FBT003  the values
        if field.kind == PERSON:
            return kinds.everybody(context)
        return [(str(value), shown.choice(field, value)) for value in field.offered]

    def is_of_equals(self, operator: str, asked: Sequence[str]) -> bool:
        """Whether an index holds what meets it in one piece, in the standard order."""
        if operator != "is" or self.field.multiple:
            return False
        return self._is_me(asked[0]) or self._stored(operator, asked[0]) is not False

    def _is_me(self, text: str) -> bool:
        """Say whether a value of a field of people is the reader, whoever that is."""
        return self.field.kind == PERSON and text == kinds.ME

    def _within(self, context: Context, period: str, *, aside: bool) -> Q:
        first, last = periods.days(period, context.today)
        found, ends = Q(), (("at_least", first, 0), ("at_most", last, 1))
        for operator, day, more in ends:
            if day is None:
                continue
            if self.field.kind == "date":
                wanted: Any = day.isoformat()
            else:
                at = periods.begin_of(day + timedelta(days=more), context.zone) - timedelta(seconds=more)
                wanted = at.strftime("%Y-%m-%dT%H:%M:%SZ")
            found &= query.condition(self.field, operator, (wanted,), aside=aside)
        return found

    def _stored(self, operator: str, text: str) -> Any:
        if self.column not in NUMBERS:
            return self._value(operator, text)
        number = Decimal(text if text.isascii() and len(text) <= kinds.LONGEST_NUMBER else "")
        if not money.fits(number):
            raise ValueError(text)
        return number

    def _value(self, operator: str, text: str) -> Any:
        if operator in PARTS:
            return text.strip()
        value = custom_kinds.of(self.field.kind).read(self.field, text)
        if value is None:
            raise ValidationError([_("This value cannot be read.")])
        return value


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return format(value, "f") if isinstance(value, Decimal) else str(value)
