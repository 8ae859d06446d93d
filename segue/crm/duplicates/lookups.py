"""Which living items of a type have a trait? One statement per table that holds any, each answered by an index."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import CharField, Q, QuerySet

from segue.core.custom_fields import keys
from segue.core.custom_fields.definitions import Fields
from segue.core.custom_fields.expressions import Literal
from segue.core.models import Item
from segue.crm.models import BillingDetails, ContactPoint, Lead

from .traits import COMPANY_NAME, NAME, NUMBERS, REACH, Traits

LOOKED_AT = 200  # by each table; of more, those count that the database gives first
Wanted = dict[str, list[str]]  # keys by criterion
Found = Iterable[tuple[int, str]]  # an item, and the criterion it is found by


def run(item_type: str, traits: Traits, fields: Fields) -> Iterator[tuple[int, str]]:
    """Give every item that is found, with the criterion; tables that hold none of the traits are not asked."""
    wanted: Wanted = {}
    for criterion, key in sorted(traits):
        wanted.setdefault(criterion, []).append(key)
    for look, criteria in _LOOKUPS:
        if asked := {criterion: wanted[criterion] for criterion in criteria if criterion in wanted}:
            yield from look(item_type, asked)
    if own := {code: wanted[code] for code in wanted if code in fields}:
        yield from _by_custom_fields(own, fields)


def _by_reach(item_type: str, wanted: Wanted) -> Found:
    same = Q(pk__in=())
    for criterion, some in wanted.items():
        same |= Q(kind=REACH[criterion], match_key__in=some)
    points = ContactPoint.objects.filter(same, item__type=item_type, item__deleted_at=None).order_by()
    criterion_of = {kind: criterion for criterion, kind in REACH.items()}
    return [(pk, criterion_of[kind]) for pk, kind in points.values_list("item_id", "kind")[:LOOKED_AT]]


def _by_numbers(item_type: str, wanted: Wanted) -> Found:
    """One after the other: with OR between them, SQLite enters no index that leaves out the blank ones."""
    for criterion, some in wanted.items():
        blocks = BillingDetails.objects.filter(same(NUMBERS[criterion], some))
        living = blocks.filter(item__type=item_type, item__deleted_at=None).order_by()
        yield from ((pk, criterion) for pk in living.values_list("item_id", flat=True)[:LOOKED_AT])


def _by_name(item_type: str, wanted: Wanted) -> Found:
    items = Item.objects.alive().of_type(item_type)
    return [(pk, NAME) for pk in _by_either(items, ("name_key", "spelled_key"), wanted[NAME])]


def _by_company_name(_item_type: str, wanted: Wanted) -> Found:
    leads, columns = Lead.objects.filter(deleted_at=None), ("company_key", "company_spelled_key")
    return [(pk, COMPANY_NAME) for pk in _by_either(leads, columns, wanted[COMPANY_NAME])]


def _by_custom_fields(wanted: Wanted, fields: Fields) -> Found:
    rows = keys.find({fields[code]: some for code, some in wanted.items()}).order_by()
    code_of = {fields[code].pk: code for code in wanted}
    return [(pk, code_of[field]) for pk, field in rows.values_list("item_id", "field_id")[:LOOKED_AT]]


def _by_either(rows: "QuerySet[Any]", columns: tuple[str, str], some: list[str]) -> "QuerySet[Any, int]":
    """One question made of two, for the same reason as by numbers."""
    name, spelled = columns
    ids = rows.order_by().values_list("pk", flat=True)
    return ids.filter(same(name, some)).union(ids.filter(**{f"{spelled}__in": some}), all=True)[:LOOKED_AT]


def same(column: str, some: list[str]) -> Q:
    """Say also that it is not blank, word by word as the index does: else neither database enters it for sure."""
    return Q(**{f"{column}__in": some}) & ~Q(**{column: Literal("", output_field=CharField())})


_LOOKUPS: tuple[tuple[Callable[[str, Wanted], Found], tuple[str, ...]], ...] = (
    (_by_reach, tuple(REACH)),
    (_by_numbers, tuple(NUMBERS)),
    (_by_name, (NAME,)),
    (_by_company_name, (COMPANY_NAME,)),
)
