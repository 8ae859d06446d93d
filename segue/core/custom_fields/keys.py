"""By what are custom values compared when duplicates are looked for, and which items have the same?

Rows beside the items hold it, for fields that are marked so: text without case, accents and punctuation, of any length,
and each of several values. So one index of the table answers, on either database.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from django.db.models import Q, QuerySet

from segue.core import tables
from segue.core.models import CustomField, CustomKey, Item

from . import kinds, values
from .definitions import Fields
from .values import Value

LONGEST = 200  # the column's length


def can_have(field: CustomField) -> bool:
    """Say whether two items with the same value may be one and the same."""
    return kinds.of(field.kind).key is not None


def criteria(fields: Fields) -> Fields:
    """Keep the fields that duplicates are found by."""
    return {code: field for code, field in fields.items() if field.finds_duplicates and can_have(field)}


def of(field: CustomField, value: Value) -> set[str]:
    """Return what a value is compared by, once for each of several; what is blank is the same as nothing."""
    key = kinds.of(field.kind).key
    found = {key(field, single) for single in values.each(field, value)} if key else set()
    return {_short(each) for each in found if each}


def find(wanted: Mapping[CustomField, Iterable[str]]) -> QuerySet[CustomKey]:
    """Return the rows of living items with one of these keys."""
    same = Q(pk__in=())
    for field, some in wanted.items():
        same |= Q(field=field, key__in=sorted(some))
    return CustomKey.objects.filter(same, item__deleted_at=None)


def write(item: Item, fields: Fields, codes: Iterable[str]) -> None:
    """Make the rows of these values exactly what they are compared by; no query where no field is marked."""
    concerned = criteria({code: fields[code] for code in codes if code in fields})
    if not concerned:
        return
    if not item.is_new:
        CustomKey.objects.filter(item_id=item.pk, field__in=list(concerned.values())).delete()
    tables.insert_many(row for field in concerned.values() for row in _rows(field, item))


def renew(field: CustomField, items: Iterable[Item]) -> None:
    """Make the rows of one field exactly what these items are compared by; none where it is not marked."""
    items = list(items)
    CustomKey.objects.filter(field=field, item__in=items).delete()
    if field.finds_duplicates and not field.deleted_at:
        CustomKey.objects.bulk_create(row for item in items for row in _rows(field, item))


def _rows(field: CustomField, item: Item) -> Iterable[CustomKey]:
    keys = of(field, item.custom.get(field.code))
    return [CustomKey(item_id=item.pk, field_id=field.pk, key=key) for key in sorted(keys)]


def _short(key: str) -> str:
    """Of long ones a digest is kept, which is the same only for the same."""
    return key if len(key) <= LONGEST else sha256(key.encode()).hexdigest()
