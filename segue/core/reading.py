"""What may somebody do with the items that are read?"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from segue.core import permissions
from segue.core.models import Item, User
from segue.core.one_of import MOST
from segue.core.prepared import prepared

JUDGED_BY = ("type", "owner", "open_to_all", "pipeline", "stage")  # what `permitted` reads of an item


def permitted(user: User, action: str, items: Iterable[Item]) -> set[int]:
    """Return the ids of those of these items to which `user` may do `action`, in the recycle bin too.

    It says what `permissions.rule` says, of items as they were read: a page would compose the question longer than it
    takes to answer.
    """
    items = [*items]
    if not user.is_active or user.is_admin:
        return {item.pk for item in items} if user.is_active else set()
    reaches = {each: user.access.acting(each, action) for each in {item.type for item in items}}
    within = cache(lambda scope: _within(user, scope))
    found, beyond = set(), set()
    for item in items:
        reach = reaches[item.type]
        if within(reach.at(item.pipeline_id, item.stage_id))(item):
            found.add(item.pk)
        elif action == "read" and reach.widest != permissions.NONE:
            beyond.add(item.pk)
    return found | _observed_of(user, beyond)


def _within(user: User, scope: str) -> Callable[[Item], bool]:
    """Return what says of an item whether it is within a scope, as permissions.SCOPES says it of rows."""
    if scope in {permissions.NONE, permissions.ALL}:
        return lambda item: scope == permissions.ALL
    departments = permissions.DEPARTMENTS[scope](user) if scope in permissions.DEPARTMENTS else ()
    people = frozenset(user.access.people(departments))
    return lambda item: item.owner_id in people or (scope == permissions.OPEN and item.open_to_all)


def _observed_of(user: User, items: set[int]) -> set[int]:
    observed = user.access.observed if items else ()
    if len(observed) > MOST:
        observed = tuple(user.observing.filter(item__in=items).values_list("item", flat=True))
    return items.intersection(observed)


def find(model: type[Item], pk: int, reader: User) -> Any | None:
    """Return a living item with the columns of its type; None when this reader may not see it."""
    item = next(iter(_living(model)(pk)), None)
    return item if item is not None and permissions.may(reader, "read", item) else None


@cache
def _living(model: type[Item]) -> Callable[[int], list[Any]]:
    rows = model._default_manager.filter(deleted_at=None)
    whole = rows.select_related("owner", "stage", "pipeline", "currency", "source")
    return prepared(lambda pk: whole.filter(pk=pk))
