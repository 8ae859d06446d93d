"""Do the custom values in the database belong to fields of their items, and do rows and attachments match them?

What was valid once may stay: limits that became stricter, currencies and directory values that are gone, are no faults.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import itemgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from segue.core.models import Attachment, Currency, CustomField, CustomKey, CustomReference, Item

from . import definitions, filed, keys, kinds, values

BATCH = 1000
MOST_DECIMALS = {"precision": 4}
Known = dict[tuple[str, str], CustomField]  # by item type and code, deleted ones too
Named = dict[int, set[tuple[int, Any]]]  # by item: field, and what it names


def of_values() -> Iterator[str]:
    """Each value belongs to a field of the item's type, and is a value of the field's kind."""
    known = _known()
    for item in _holding().iterator():
        for code, value in sorted(item.custom.items(), key=itemgetter(0)):
            field = known.get((item.type, code))
            if field is None:
                yield f"{item.type} {item.pk}: there is no field {code}"
            elif not _is_value(field, value):
                yield f"{item.type} {item.pk}: {code} holds what is no {field.kind}"


def of_references() -> Iterator[str]:
    """The rows of what values name, and the attachments of files, are those that the values say."""
    known = _known()
    for item, rows in _with_rows(CustomReference.objects.all(), _reference):
        if _named(item, known, lambda field: bool(kinds.of(field.kind).names)) != rows:
            yield f"{item.type} {item.pk}: the rows of what its custom values name differ from them"
    for item, rows in _with_rows(Attachment.objects.filter(field__isnull=False), lambda row: (row.field_id, row.pk)):
        if _named(item, known, lambda field: field.kind == filed.KIND) != rows:
            yield f"{item.type} {item.pk}: the files of its custom fields are others than those it holds"


def of_keys() -> Iterator[str]:
    """What duplicates are found by is what the values of marked fields come to, once the job of a field is through."""
    known = {place: field for place, field in _known().items() if field.has_keys and field.finds_duplicates}
    unfinished = CustomField.objects.filter(finds_duplicates=True, has_keys=False).values("pk")
    rows = CustomKey.objects.exclude(field__in=unfinished).exclude(field__deleted_at__isnull=False)
    for item, present in _with_rows(rows, lambda row: (row.field_id, row.key)):
        fields = [known[item.type, code] for code in item.custom if (item.type, code) in known]
        wanted = {(field.pk, key) for field in fields for key in keys.of(field, item.custom[field.code])}
        if wanted != present:
            yield f"{item.type} {item.pk}: its custom values find other duplicates than it is found by"


def _known() -> Known:
    currencies: dict[Any, Any] = {each.pk: each for each in Currency.objects.all()}
    found: Known = {}
    for field in CustomField.objects.all():
        kept = definitions.attach(field)
        kept.offered = currencies if field.kind == "money" else kept.offered | kept.gone
        kept.settings = dict(MOST_DECIMALS)
        found[field.item_type, field.code] = kept
    return found


def _holding() -> Any:
    return Item.objects.exclude(custom={}).only("type", "custom").order_by("pk")


def _is_value(field: CustomField, value: Any) -> bool:
    if field.multiple != isinstance(value, list) or value in (None, "", [], {}):
        return False
    try:
        for single in values.each(field, value):
            if field.kind == "directory" and isinstance(single, str):
                field.offered[single] = None
            kinds.of(field.kind).check(field, single)
    except ValidationError:
        return False
    return True


def _with_rows(
    rows: QuerySet[Any], named: Callable[[Any], tuple[int, Any]]
) -> Iterator[tuple[Item, set[tuple[int, Any]]]]:
    """Give each item with custom values, or with one of these rows, and what its rows say."""
    concerned = set(_holding().values_list("pk", flat=True)) | set(rows.values_list("item_id", flat=True))
    ids = iter(sorted(concerned))
    while batch := list(islice(ids, BATCH)):
        found: Named = {pk: set() for pk in batch}
        for row in rows.filter(item_id__in=batch):
            found[row.item_id].add(named(row))
        for item in Item.objects.filter(pk__in=batch).only("type", "custom").order_by("pk"):
            yield item, found[item.pk]


def _reference(row: CustomReference) -> tuple[int, Any]:
    return row.field_id, ("user", row.user_id) if row.target_id is None else ("item", row.target_id)


def _named(item: Item, known: Known, concerned: Callable[[CustomField], bool]) -> set[tuple[int, Any]]:
    fields = ((known.get((item.type, code)), value) for code, value in item.custom.items())
    return {
        (field.pk, (kind, single) if (kind := kinds.of(field.kind).names) else single)
        for field, value in fields
        if field is not None and concerned(field)
        for single in _singles(value)
    }


def _singles(value: Any) -> Iterable[Any]:
    return [single for single in (value if isinstance(value, list) else [value]) if isinstance(single, int)]
