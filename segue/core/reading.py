"""Is there such an item for this reader?"""

from collections.abc import Callable
from functools import cache
from typing import Any

from segue.core import permissions
from segue.core.models import Item, User
from segue.core.prepared import prepared


def find(model: type[Item], pk: int, reader: User) -> Any | None:
    """Return a living item with the columns of its type; None when this reader may not see it."""
    item = next(iter(_living(model)(pk)), None)
    return item if item is not None and permissions.may(reader, "read", item) else None


@cache
def _living(model: type[Item]) -> Callable[[int], list[Any]]:
    rows = model._default_manager.filter(deleted_at=None)
    whole = rows.select_related("owner", "stage", "pipeline", "currency", "source")
    return prepared(lambda pk: whole.filter(pk=pk))
