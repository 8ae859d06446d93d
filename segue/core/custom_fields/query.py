"""Which items hold a value that meets a condition? One row per operator; the kinds name those that they have."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Case, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import (
    Exact,
    GreaterThanOrEqual,
    IContains,
    In,
    IsNull,
    IStartsWith,
    LessThanOrEqual,
)

from segue.core.models import CustomField, ItemQuerySet
from segue.core.models.exact_json import ExactEncoder

from . import expressions, kinds
from .expressions import Among, AnyOf, Aside, Held, Literal, OfType, One

VALUES_OF = {"blank": (0, 0), "filled": (0, 0), "between": (2, 2), "among": (1, 100)}  # how many; else exactly one
Compare = Callable[[Any, Sequence[Any]], Q]

# How one value, be it the only one of an item or one of several, compares with what is asked for.
COMPARE: dict[str, Compare] = {
    "is": lambda held, asked: Q(Exact(held, asked[0])),
    "contains": lambda held, asked: Q(IContains(held, asked[0])),
    "starts": lambda held, asked: Q(IStartsWith(held, asked[0])),
    "at_least": lambda held, asked: Q(GreaterThanOrEqual(held, asked[0])),
    "at_most": lambda held, asked: Q(LessThanOrEqual(held, asked[0])),
    "between": lambda held, asked: Q(GreaterThanOrEqual(held, asked[0])) & Q(LessThanOrEqual(held, asked[1])),
    "among": lambda held, asked: Q(In(held, list(asked))),
}
INDEXED = frozenset({"is", "among"})  # of several values, what PostgreSQL's index answers


class Unfit(Exception):
    """The kind does not compare so, or not with that many values."""


def condition(field: CustomField, operator: str, asked: Sequence[Any] = (), *, aside: bool = False) -> Q:
    """Return what an item must meet; raises Unfit. Money is asked for by its amount.

    `aside` keeps SQLite from entering by the field's index, for conditions that most items meet.
    """
    least, most = VALUES_OF.get(operator, (1, 1))
    if operator not in kinds.of(field.kind).operators or not least <= len(asked) <= most:
        raise Unfit(field.code, operator)
    met = _met(field, operator, asked, aside=aside)
    return met if aside else Q(OfType(field.item_type, "filter")) & met


def held(field: CustomField, *, aside: bool = False) -> Held:
    """Return the value of an item as conditions about a single value compare it."""
    return Held(field.code, expressions.shape_of(field), aside=aside)


def presence(field: CustomField, *, aside: bool = False) -> Held:
    """Return what is NULL where an item holds nothing, for fields whose values do not compare."""
    return Held(field.code, expressions.PRESENCE, aside=aside)


def sort_key(field: CustomField) -> Combinable:
    """Return what a list sorts by: what can be chosen stands in the order in which it is offered."""
    choices = choices_of(field)
    if not choices:
        return Held(field.code, sort_shape(field))
    chosen = held(field)
    places = (When(Exact(chosen, choice), then=Value(place)) for place, choice in enumerate(choices))
    return Case(*places, output_field=BigIntegerField())


def choices_of(field: CustomField) -> list[Any]:
    """Return the values that can, or could, be chosen in a field, in order; none where people write."""
    return [*field.offered, *field.gone] if kinds.of(field.kind).column in {"id", "text"} else []


def sort_shape(field: CustomField) -> expressions.Shape:
    """Return how values are put in order."""
    return expressions.SORTED_WORDS if expressions.is_long(field) else expressions.shape_of(field)


def of_type(item_type: str, rule: Q, *, purpose: str = "filter") -> Q:
    """Return a condition by which the index of a field is entered, and no other: for lists that filter or sort by it.
    `rule` is what the reader may see.
    """
    found = Q(OfType(item_type, purpose), deleted_at__isnull=True)
    return found & Q(Aside(rule)) if rule else found


def about(rows: ItemQuerySet) -> int:
    """Guess how many rows there are without counting, by the statistics of PostgreSQL; 0 where nobody knows."""
    if connection.vendor != "postgresql":
        return 0
    plan = rows.order_by().values("pk").explain(format="json")  # "" where nothing can meet the conditions
    return int(json.loads(plan)[0]["Plan"]["Plan Rows"]) if plan else 0


def is_comparable(field: CustomField) -> bool:
    """Say whether values compare at all: addresses and files are there or not."""
    return bool(kinds.of(field.kind).column)


def is_sortable(field: CustomField) -> bool:
    """Say whether the values of a field have an order that means something: not ids of people, nor several values."""
    return field.in_filter and not field.multiple and is_comparable(field) and not kinds.of(field.kind).names


def _met(field: CustomField, operator: str, asked: Sequence[Any], *, aside: bool) -> Q:
    value = presence(field, aside=aside) if field.multiple else held(field, aside=aside)
    blank = Q(IsNull(value, True))  # noqa: FBT003  as Django takes it
    if operator == "blank":
        return blank
    if operator == "filled":
        return ~blank
    if operator == "is_not":  # what is blank is not that value either
        return blank | ~_one(field, "is", asked, aside=aside)
    found = _one(field, operator, asked, aside=aside)
    return blank | found if asked[0] is False else found  # a switch that nobody touched is off


def _one(field: CustomField, operator: str, asked: Sequence[Any], *, aside: bool) -> Q:
    if field.multiple:
        return _several(field, operator, asked)
    compare, single = COMPARE[operator], held(field, aside=aside)
    if not expressions.is_long(field):
        return compare(single, _literals(single, asked))
    whole = Held(field.code, expressions.TEXT, aside=True)
    if operator != "is":
        return compare(whole, asked)
    start = asked[0][: expressions.WORDS_LENGTH]
    return compare(single, _literals(single, [start])) & (
        Q() if len(asked[0]) < expressions.WORDS_LENGTH else compare(whole, asked)
    )


def _literals(single: Held, asked: Sequence[Any]) -> list[Literal]:
    return [Literal(value, output_field=single.output_field) for value in asked]


def _several(field: CustomField, operator: str, asked: Sequence[Any]) -> Q:
    if operator not in INDEXED or connection.vendor == "sqlite":
        return Q(AnyOf(field.code, COMPARE[operator](One(expressions.shape_of(field)), asked)))
    found = Q()
    for value in asked:
        single = {"amount": value} if field.kind == "money" else value
        found |= Q(Among(field.code, json.dumps([single], cls=ExactEncoder)))
    return found
