"""Which of the items that are named somewhere may this reader see? The others are kept, so that a mask stands there."""

from typing import Any

from django.db.models import Exists, OuterRef

from segue.core import permissions
from segue.core.models import Item, ItemQuerySet, User


def marked(rows: ItemQuerySet, reader: User) -> ItemQuerySet:
    """Give each item `readable`: its own rights allow it to the reader, in the recycle bin too. No further query."""
    allowed = Item.objects.filter(permissions.rule(reader, "read"), pk=OuterRef("pk"))
    found: ItemQuerySet = rows.annotate(readable=Exists(allowed))
    return found


def is_readable(item: Any) -> bool:
    """Say whether the reader that `marked` was asked for may see this item."""
    return bool(item.readable)
