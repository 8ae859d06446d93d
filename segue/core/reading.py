"""Which of the items that are named somewhere may this reader see? The others are kept, so that a mask stands there."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef

from segue.core import permissions
from segue.core.models import Item, ItemQuerySet, User
from segue.core.prepared import prepared


def marked(rows: ItemQuerySet, reader: User) -> ItemQuerySet:
    """Give each item `readable`: its own rights allow it to the reader, in the recycle bin too. No further query."""
    allowed = Item.objects.filter(permissions.rule(reader, "read"), pk=OuterRef("pk"))
    found: ItemQuerySet = rows.annotate(readable=Exists(allowed))
    return found


def find(model: type[Item], pk: int, reader: User) -> Any | None:
    """Return a living item with the columns of its type; None when this reader may not see it."""
    item = next(iter(_living(model)(pk)), None)
    return item if item is not None and permissions.may(reader, "read", item) else None


@cache
def _living(model: type[Item]) -> Callable[[int], list[Any]]:
    rows = model._default_manager.filter(deleted_at=None)
    whole = rows.select_related("owner", "stage", "pipeline", "currency", "source")
    return prepared(lambda pk: whole.filter(pk=pk))


def is_readable(item: Any) -> bool:
    """Say whether the reader that `marked` was asked for may see this item."""
    return bool(item.readable)
