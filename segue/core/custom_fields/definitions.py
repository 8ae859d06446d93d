"""Which custom fields does an item type have, for this person, and what can be chosen in them?"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from segue.core.models import Currency, CustomField, CustomFieldOption, DirectoryValue, User
from segue.core.prepared import prepared

from . import kinds
from .kind import chosen

Fields = dict[str, CustomField]  # by code, in the order of the form


def is_code(name: str) -> bool:
    """Say whether a name is that of a custom field: their codes are in capitals, columns never are."""
    return name[:1].isupper()


def of_types(*item_types: str) -> dict[str, Fields]:
    """Return the fields of several item types, by type; one query where none is a list, a directory or money."""
    found: dict[str, Fields] = {code: {} for code in item_types}
    fields = alive(tuple(item_types))
    _attach(fields)
    for field in fields:
        found[field.item_type][field.code] = field
    return found


def of_type(item_type: str) -> Fields:
    """Return the fields of one item type."""
    return of_types(item_type)[item_type]


def of_list(item_type: str) -> Fields:
    """Return the fields that stand in lists or filters, without what only a form needs: a type may have hundreds."""
    fields = _in_lists(item_type)
    _attach(fields)
    return {field.code: field for field in fields}


def seen_by(user: User, fields: Fields) -> Fields:
    """Keep the fields this person may see: those for everybody, and those for them or their departments."""
    if user.is_admin or not any(field.is_restricted for field in fields.values()):
        return fields
    named = set(CustomField.objects.filter(users=user).values_list("pk", flat=True))
    named |= set(CustomField.objects.filter(departments__in=user.access.departments).values_list("pk", flat=True))
    return {code: field for code, field in fields.items() if not field.is_restricted or field.pk in named}


def one(pk: int) -> CustomField | None:
    """Return one field with what can be chosen in it, None where it is deleted or never was."""
    field = CustomField.objects.filter(pk=pk, deleted_at=None).first()
    if field is not None:
        _attach([field])
    return field


def attach(field: CustomField) -> CustomField:
    """Read what can be chosen in a field."""
    _attach([field])
    return field


@prepared
def alive(item_types: tuple[str, ...]) -> QuerySet[CustomField]:
    """Find the fields of these types, without what can be chosen in them."""
    fields = CustomField.objects.filter(item_type__in=item_types, deleted_at=None)
    return fields.select_related("mandatory_from").order_by("sort", "pk")


@prepared
def _in_lists(item_type: str) -> QuerySet[CustomField]:
    wanted = CustomField.objects.filter(Q(in_list=True) | Q(in_filter=True), item_type=item_type, deleted_at=None)
    return wanted.defer(*_OF_FORMS).order_by("sort", "pk")


_OF_FORMS = ("help_texts", "error_texts", "not_offered_on", "external_id", "section", "conversion_id", "mandatory_from")


def _attach(fields: Iterable[CustomField]) -> None:
    for field in fields:
        field.offered, field.gone = {}, {}
    _attach_options({field.pk: field for field in fields if field.kind == "list"})
    _attach_directories([field for field in fields if field.kind == "directory"])
    money = [field for field in fields if field.kind == "money"]
    currencies: dict[Any, Any] = {each.pk: each for each in Currency.objects.filter(active=True)} if money else {}
    for field in money:
        field.offered = currencies


def _attach_options(lists: dict[int, CustomField]) -> None:
    if not lists:
        return
    for option in CustomFieldOption.objects.filter(field__in=lists).order_by("sort", "pk"):
        field = lists[option.field_id]
        (field.gone if option.deleted_at else field.offered)[option.pk] = option


def _attach_directories(fields: list[CustomField]) -> None:
    if not fields:
        return
    names = {_directory(field) for field in fields}
    values = list(DirectoryValue.objects.filter(directory__in=names).order_by("sort", "pk"))
    for field in fields:
        field.offered = {each.code: each for each in values if each.directory == _directory(field)}


def _directory(field: CustomField) -> str:
    return str(chosen(field, "directory") or kinds.of("directory").settings[0].default)
