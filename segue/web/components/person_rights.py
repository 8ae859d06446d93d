"""What may somebody do, and which role gives it?"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from segue.core import item_types, roles
from segue.core.item_types import ItemType
from segue.core.models import User
from segue.core.models.reach import NONE, Reach, wider
from segue.core.models.role import ACTIONS
from segue.core.role_holders import Held
from segue.core.roles import YES_OR_NO, Place
from segue.web.components import access


def rights(user: User, held: Sequence[Held]) -> list[access.Entry]:
    """Describe what somebody may do: by item type and action how far, and which role gives just that."""
    return [
        {
            "label": item_type.label_plural,
            "icon": item_type.icon,
            "cells": [
                _right(user, item_type, action, held) if action in roles.actions_of(item_type) else {}
                for action in ACTIONS
            ],
        }
        for item_type in item_types.all_types()
    ]


def _right(user: User, item_type: ItemType, action: str, held: Sequence[Held]) -> access.Entry:
    """How far an action goes, which is never further than reading; and which roles grant it so far or further."""
    given = user.access.reach(item_type.code, action)
    reach = given if action in YES_OR_NO else user.access.acting(item_type.code, action)
    by_role = [(each, each.reaches.get((item_type.code, action))) for each in held]
    givers = [each.role for each, own in by_role if own is not None and own.general == given.general != NONE]
    return {
        "action": access.ACTION_LABELS[action],
        "text": access.scope(action, reach.general),
        "granted": reach.widest != NONE,
        "why": [role.label for role in givers],
        "exceptions": _exceptions(item_type, action, reach, by_role) if reach.is_detailed else [],
    }


def _exceptions(
    item_type: ItemType, action: str, reach: Reach, by_role: Sequence[tuple[Held, Reach | None]]
) -> list[access.Entry]:
    """Where it is otherwise: pipelines and stages, each with the roles that reach so far there."""
    named = access.Places(item_type)
    found: list[tuple[Place, int, int | None, str]] = [
        (Place(item_type.code, pipeline=pk), pk, None, there)
        for pk, there in reach.pipelines.items()
        if there != reach.general
    ]
    found += [
        (Place(item_type.code, stage=pk), home, pk, there)
        for pk, (home, there) in reach.stages.items()
        if there != reach.at(home, None)
    ]
    return [
        {
            "place": named.below(place),
            "text": access.scope(action, there),
            "why": [each.role.label for each, own in by_role if own and wider(own.at(pipeline, stage), there) != there]
            + [each.role.label for each, own in by_role if own and own.at(pipeline, stage) == there != NONE],
        }
        for place, pipeline, stage, there in found
    ]


def ways(held: Held) -> list[str]:
    """Say by which ways a role came to somebody."""
    return [_way(member) for member in held.members]


def _way(member: Any) -> str:
    if member.user_id:
        return _("given to the person")
    if member.department_id is None:
        return _("given to everybody")
    told = _("given to %(department)s and those below") if member.with_children else _("given to %(department)s")
    return told % {"department": member.department.name}
