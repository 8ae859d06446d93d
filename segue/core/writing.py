"""May somebody write this very item? One that is part of the settings takes the settings right and nothing else; any
other takes the cell of its type.
"""

from segue.core import item_types, permissions
from segue.core.models import Item, User


def may(user: User, action: str, item: Item) -> bool:
    """Say whether `user` may edit or delete this item."""
    if item_types.of(item).is_setting(item):
        return user.may_change_settings
    return permissions.may(user, action, item)


def require(user: User, action: str, item: Item) -> None:
    """Raise `Forbidden` unless `user` may do this to the item."""
    if item_types.of(item).is_setting(item):
        permissions.require_settings(user)
    else:
        permissions.require(user, action, item)


def require_add(user: User, item: Item) -> None:
    """Raise `Forbidden` unless `user` may store this new item where it stands."""
    if item_types.of(item).is_setting(item):
        permissions.require_settings(user)
    else:
        permissions.require_add(user, item.type, stage=item.stage)
