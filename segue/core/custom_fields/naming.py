"""May a value name these people and items? They have to exist, be of an allowed type, and be seen by who names them.

And who names an item that leaves for good?
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from segue.core.models import CustomField, CustomReference, Item, User

from . import kinds, links


def unknown(
    asked: Mapping[str, set[Any]], fields: Mapping[str, CustomField], actor: User | None
) -> dict[str, list[str]]:
    """Return a message for each field that names what cannot be: a query for each table, none where nothing is named.

    Without an actor what is named is carried from one item to another, so it need only be there still.
    """
    people = {code: ids for code, ids in asked.items() if kinds.of(fields[code].kind).names == "user"}
    items = {code: ids for code, ids in asked.items() if kinds.of(fields[code].kind).names == "item"}
    return _unknown_people(people, actor) | _unknown_items(items, fields, actor)


def is_of_other_type(field: CustomField, ids: Iterable[int]) -> bool:
    """Say whether one of these items is of a type that a field does not take."""
    return Item.objects.filter(pk__in=ids).exclude(type__in=links.allowed_types(field)).exists()


def _unknown_people(asked: Mapping[str, set[Any]], actor: User | None) -> dict[str, list[str]]:
    if not asked:
        return {}
    rows = User.objects.all() if actor is None else User.objects.filter(is_active=True)
    present = set(rows.filter(pk__in=_all(asked)).values_list("pk", flat=True))
    return {code: [_("What is named here no longer exists.")] for code, ids in asked.items() if ids - present}


def _unknown_items(
    asked: Mapping[str, set[Any]], fields: Mapping[str, CustomField], actor: User | None
) -> dict[str, list[str]]:
    if not asked:
        return {}
    rows = Item.objects.all() if actor is None else Item.objects.visible_to(actor)
    types = dict(rows.filter(pk__in=_all(asked)).values_list("pk", "type"))
    wrong = {code: [_("What is named here no longer exists.")] for code, ids in asked.items() if ids - set(types)}
    for code, ids in asked.items() if actor is not None else ():
        if any(types.get(pk, "") not in links.allowed_types(fields[code]) for pk in ids):
            wrong.setdefault(code, [_("Choose one of the offered values.")])
    return wrong


def _all(asked: Mapping[str, set[Any]]) -> set[Any]:
    return set().union(*asked.values())


def items_naming(target: Item) -> list[int]:
    """Return the ids of the items with a value that names this one."""
    rows = CustomReference.objects.filter(target_id=target.pk).order_by("item_id")
    return list(rows.values_list("item_id", flat=True).distinct())


def forget(target: Item) -> None:
    """Take an item that leaves for good out of the values that name it, which the caller has locked.

    Like other references to it that go, this is no change of theirs and raises no version.
    """
    rows = CustomReference.objects.filter(target_id=target.pk).select_related("field")
    by_item: dict[int, list[CustomField]] = {}
    for row in rows:
        by_item.setdefault(row.item_id, []).append(row.field)
    items = list(Item.objects.filter(pk__in=by_item))
    for item in items:
        item.custom = _without(item.custom, by_item[item.pk], target.pk)
    Item.objects.bulk_update(items, ["custom"])
    rows.delete()


def _without(custom: Mapping[str, Any], fields: Iterable[CustomField], gone: int) -> dict[str, Any]:
    left = dict(custom)
    for field in fields:
        held = left.pop(field.code, None)
        if field.multiple and (others := [each for each in held or () if each != gone]):
            left[field.code] = others
    return left
