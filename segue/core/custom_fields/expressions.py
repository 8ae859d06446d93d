"""How does SQL read a custom value? By expressions that emit exactly what an index of the field holds.

Django's own lookups into JSON are written so that no index answers them. Here the key stands in the SQL as a literal,
never as a parameter, so its form is checked first.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Func, Value
from psycopg import sql

from segue.core.models import CustomField

from . import kinds

CODE = re.compile(r"[A-Z][A-Z0-9_]{0,42}", re.ASCII)
WORDS_LENGTH = 200  # that much of a text is in an index: PostgreSQL refuses rows whose key is longer than 2,700 bytes


class ExactNumber(models.Field[Any, Any]):
    """A number as JSON keeps it: SQLite compares it with numbers only, never with the text of a decimal."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002  as Django calls it
        """Hand a number to the database."""
        if connection.vendor != "sqlite" or not isinstance(value, Decimal):
            return value
        return int(value) if value == value.to_integral_value() else float(value)

    def from_db_value(self, value: Any, *_: Any) -> Any:
        """Read a number digit by digit."""
        return Decimal(str(value)) if isinstance(value, float) else value


class Switch(models.Field[Any, Any]):
    """Yes or no as JSON keeps it: SQLite gives 1 and 0, PostgreSQL `true` and `false`."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002  as Django calls it
        """Hand yes or no to the database."""
        is_on = value in {True, "true", "1"}
        if connection.vendor == "sqlite":
            return int(is_on)
        return "true" if is_on else "false"


@dataclass(frozen=True)
class Shape:
    """One way to read a value: from the JSON of an item ({c}, under the key {K}), and from one of several ({v})."""

    postgresql: str
    sqlite: str
    postgresql_one: str
    sqlite_one: str
    type: models.Field[Any, Any]

    def held(self, vendor: str, code: str, column: str = '"custom"') -> str:
        """Return the SQL for the value of an item, as an index has it."""
        if not CODE.fullmatch(code):
            raise ValueError(code)
        return (self.sqlite if vendor == "sqlite" else self.postgresql).format(c=column, K=code)


TEXT = Shape("({c} ->> '{K}')", "json_extract({c}, '$.{K}')", "(one.value #>> '{{}}')", "one.value", models.TextField())
WORDS = Shape(
    f"left({{c}} ->> '{{K}}', {WORDS_LENGTH})", f"substr(json_extract({{c}}, '$.{{K}}'), 1, {WORDS_LENGTH})",
    "(one.value #>> '{{}}')", "one.value", models.TextField(),
)  # fmt: skip
# People sort without regard to case.
SORTED_WORDS = Shape(
    f"lower({WORDS.postgresql})",
    f"{WORDS.sqlite} COLLATE NOCASE",
    WORDS.postgresql_one,
    WORDS.sqlite_one,
    models.TextField(),
)
SWITCH = Shape("({c} ->> '{K}')", TEXT.sqlite, TEXT.postgresql_one, "one.value", Switch())
# What is no number is NULL, so that no item can make a query, an index or the statistics of the database fail.
_ONE = "CASE WHEN jsonb_typeof(one.value) = 'number' THEN (one.value #>> '{{}}')::%s END"
_HELD = "(CASE WHEN jsonb_typeof({c} -> '{K}') = 'number' THEN ({c} ->> '{K}')::%s END)"
NUMBER = Shape(_HELD % "numeric", TEXT.sqlite, _ONE % "numeric", "one.value", ExactNumber())
ID = Shape(_HELD % "bigint", TEXT.sqlite, _ONE % "bigint", "one.value", models.BigIntegerField())
MONEY = Shape(
    "(CASE WHEN jsonb_typeof({c} -> '{K}' -> 'amount') = 'number' THEN ({c} -> '{K}' ->> 'amount')::numeric END)",
    "json_extract({c}, '$.{K}.amount')",
    "CASE WHEN jsonb_typeof(one.value -> 'amount') = 'number' THEN (one.value ->> 'amount')::numeric END",
    "json_extract(one.value, '$.amount')",
    ExactNumber(),
)
PRESENCE = Shape("jsonb_typeof({c} -> '{K}')", "json_type({c}, '$.{K}')", "", "", models.TextField())
BY_COLUMN = {"text": TEXT, "number": NUMBER, "money": MONEY, "id": ID, "": PRESENCE}


def shape_of(field: CustomField) -> Shape:
    """Return how a single value of this field is compared."""
    kind = kinds.of(field.kind)
    if kind.code == "boolean":
        return SWITCH
    return WORDS if is_long(field) else BY_COLUMN[kind.column]


def is_long(field: CustomField) -> bool:
    """Say whether values are texts of people, of any length."""
    return "contains" in kinds.of(field.kind).operators


class Held(Func):
    """What an item holds under a code; NULL where that is blank. `aside` keeps SQLite from entering the index."""

    def __init__(self, code: str, shape: Shape, *, aside: bool = False) -> None:
        super().__init__(F("custom"), output_field=shape.type.clone())
        self.code, self.shape, self.aside = code, shape, aside

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:  # type: ignore[override]
        """Write the value."""
        column, params = compiler.compile(self.source_expressions[0])
        value = self.shape.held(connection.vendor, self.code, column)
        return (f"+{value}" if self.aside and connection.vendor == "sqlite" else value), params


class Literal(Value):
    """A value that is asked for, written into the SQL of PostgreSQL: there statements are prepared and soon planned
    without regard to their parameters, but how many items meet a condition depends on just this value.
    """

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:
        """Write the value."""
        value = self.output_field.get_db_prep_value(self.value, connection)
        return sql.Literal(value).as_string(None).replace("%", "%%"), ()


class One(Func):
    """One of the several values an item holds, within `AnyOf`."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(output_field=shape.type.clone())
        self.shape = shape

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:  # type: ignore[override]
        """Write the value."""
        shape = self.shape
        return (shape.sqlite_one if connection.vendor == "sqlite" else shape.postgresql_one.format()), ()


class AnyOf(Func):
    """Whether one of the several values under a code meets a condition about `One`."""

    conditional = True

    def __init__(self, code: str, condition: Any) -> None:
        super().__init__(F("custom"), condition, output_field=models.BooleanField())
        self.code = code

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:  # type: ignore[override]
        """Write the question; a single value where several should be has no answer, and is no error."""
        column, before = compiler.compile(self.source_expressions[0])
        condition, params = compiler.compile(self.source_expressions[1])
        if connection.vendor == "sqlite":
            values = f"json_each({column}, '$.{_checked(self.code)}')"
        else:
            held = f"{column} -> '{_checked(self.code)}'"
            values = f"jsonb_array_elements(CASE WHEN jsonb_typeof({held}) = 'array' THEN {held} END)"
            before = (*before, *before)
        return f"EXISTS (SELECT 1 FROM {values} AS one WHERE {condition})", (*before, *params)  # noqa: S608  all of it is SQL


class Among(Func):
    """Whether these values are among the several under a code; PostgreSQL asks the index of the field."""

    conditional = True

    def __init__(self, code: str, values: str) -> None:
        super().__init__(
            F("custom"), Literal(values, output_field=models.TextField()), output_field=models.BooleanField()
        )
        self.code = code

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:  # type: ignore[override]
        """Write the question for PostgreSQL."""
        column, before = compiler.compile(self.source_expressions[0])
        values, params = compiler.compile(self.source_expressions[1])
        return f"({column} -> '{_checked(self.code)}') @> {values}::jsonb", (*before, *params)


class OfType(Func):
    """Items of a type, written as an index of the field has it: `filter`, or `sort`.

    PostgreSQL knows by its statistics which index is worth entering. SQLite does not, so there each index has its
    condition in a form of its own, and only a query that is meant for it can enter it.
    """

    conditional = True

    def __init__(self, item_type: str, purpose: str) -> None:
        super().__init__(F("type"), output_field=models.BooleanField())
        self.item_type, self.purpose = item_type, purpose

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:  # type: ignore[override]
        """Write the condition of the index."""
        column, params = compiler.compile(self.source_expressions[0])
        return of_type(connection.vendor, self.item_type, self.purpose, column), params


class Aside(Func):
    """A condition that SQLite enters no index by."""

    conditional = True

    def __init__(self, condition: Any) -> None:
        super().__init__(condition, output_field=models.BooleanField())

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:  # type: ignore[override]
        """Write the condition."""
        condition, params = compiler.compile(self.source_expressions[0])
        return (f"+({condition})" if connection.vendor == "sqlite" else f"({condition})"), params


def of_type(vendor: str, item_type: str, purpose: str, column: str = '"type"') -> str:
    """Return the condition about the type that the index for this purpose has."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,19}", item_type, re.ASCII):
        raise ValueError(item_type)
    form = "{c} = '{t}'" if vendor != "sqlite" else "{c} || '' = '{t}'" if purpose == "sort" else "+{c} = '{t}'"
    return form.format(c=column, t=item_type)


def _checked(code: str) -> str:
    if not CODE.fullmatch(code):
        raise ValueError(code)
    return code
