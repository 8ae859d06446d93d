"""May a value name these people and items? They have to exist, be of an allowed type, and be seen by who names them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from segue.core.models import CustomField, Item, User

from . import kinds, links


def unknown(
    asked: Mapping[str, set[Any]], fields: Mapping[str, CustomField], actor: User | None
) -> dict[str, list[str]]:
    """Return a message for each field that names what cannot be: a query for each table, none where nothing is named.

    Without an actor all items are seen.
    """
    people = {code: ids for code, ids in asked.items() if kinds.of(fields[code].kind).names == "user"}
    items = {code: ids for code, ids in asked.items() if kinds.of(fields[code].kind).names == "item"}
    return _unknown_people(people) | _unknown_items(items, fields, actor)


def _unknown_people(asked: Mapping[str, set[Any]]) -> dict[str, list[str]]:
    if not asked:
        return {}
    present = set(User.objects.filter(is_active=True, pk__in=_all(asked)).values_list("pk", flat=True))
    return {code: [_("What is named here no longer exists.")] for code, ids in asked.items() if ids - present}


def _unknown_items(
    asked: Mapping[str, set[Any]], fields: Mapping[str, CustomField], actor: User | None
) -> dict[str, list[str]]:
    if not asked:
        return {}
    rows = Item.objects.alive() if actor is None else Item.objects.visible_to(actor)
    types = dict(rows.filter(pk__in=_all(asked)).values_list("pk", "type"))
    wrong = {code: [_("What is named here no longer exists.")] for code, ids in asked.items() if ids - set(types)}
    for code, ids in asked.items():
        if any(types.get(pk, "") not in links.allowed_types(fields[code]) for pk in ids):
            wrong.setdefault(code, [_("Choose one of the offered values.")])
    return wrong


def _all(asked: Mapping[str, set[Any]]) -> set[Any]:
    return set().union(*asked.values())
