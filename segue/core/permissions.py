"""Who may do what? One rule, as a query: lists filter by it, and every act asks it of the one item."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from segue.core.models import Item, User

EVERYTHING, NOTHING = Q(), Q(pk__in=())


@dataclass(frozen=True)
class Missing:
    """A right that is missing: the action, on which type, and on which item where it is about one."""

    action: str
    item_type: str
    item_id: int | None = None


class Forbidden(Exception):
    """The actor lacks these rights; nothing was written."""

    def __init__(self, *missing: Missing) -> None:
        super().__init__(", ".join(f"{right.action} {right.item_type}" for right in missing))
        self.missing = missing


def _own(user: "User") -> Q:
    return Q(owner=user)


def _among(user: "User", departments: Iterable[int]) -> Q:
    # A request holds its user lazily: `type(user)` would be the wrapper.
    people = user.__class__.objects.filter(Q(departments__in=departments) | Q(pk__in=_heads(user, departments)))
    return _own(user) | Q(owner__in=people.order_by().values("pk"))


def _heads(user: "User", departments: Iterable[int]) -> Iterable[int]:
    through = user.departments.model.objects.filter(pk__in=departments, head__isnull=False)
    return through.order_by().values("head")  # type: ignore[return-value]


# Each scope includes those before it (domain.md 5.3).
SCOPES: dict[str, Callable[["User"], Q]] = {
    "none": lambda user: NOTHING,
    "own": _own,
    "department": lambda user: _among(user, user.access.departments),
    "department_tree": lambda user: _among(user, user.access.tree),
    "open": lambda user: _among(user, user.access.tree) | Q(open_to_all=True),
    "all": lambda user: EVERYTHING,
}


def rule(user: "User", action: str) -> Q:
    """Return the condition an item must meet for `user` to do `action` to it; reading includes what they observe."""
    if not user.is_active:
        return NOTHING
    if user.is_admin:
        return EVERYTHING
    types_by_scope: dict[str, list[str]] = {}
    for (item_type, granted), scope in user.access.scopes.items():
        if granted == action and scope != "none":
            types_by_scope.setdefault(scope, []).append(item_type)
    allowed = NOTHING
    for scope, item_types in types_by_scope.items():
        allowed |= Q(type__in=item_types) & SCOPES[scope](user)
    if action == "read" and types_by_scope:
        readable = [item_type for item_types in types_by_scope.values() for item_type in item_types]
        allowed |= Q(type__in=readable) & Q(pk__in=user.observing.order_by().values("item"))
    return allowed


def may(user: "User", action: str, item: "Item") -> bool:
    """Say whether `user` may do `action` to this very item; never further than they may read."""
    if not user.is_active:
        return False
    if user.is_admin:
        return True
    scopes = (user.access.scope(item.type, action), user.access.scope(item.type, "read"))
    if "none" in scopes:
        return False
    if item.owner_id == user.pk or scopes == ("all", "all"):
        return True  # every scope includes one's own: no query needed
    return type(item)._base_manager.filter(rule(user, "read") & rule(user, action), pk=item.pk).exists()


def may_add(user: "User", item_type: str) -> bool:
    """Say whether `user` may make new items of this type; any scope will do."""
    return user.is_active and (user.is_admin or user.access.scope(item_type, "add") != "none")


def require(user: "User", action: str, item: "Item") -> None:
    """Raise `Forbidden` unless `user` may do `action` to this very item."""
    if not may(user, action, item):
        raise Forbidden(Missing(action, item.type, item.pk))


def require_add(user: "User", *item_types: str) -> None:
    """Raise `Forbidden`, naming every type the user may not add."""
    missing = [Missing("add", item_type) for item_type in item_types if not may_add(user, item_type)]
    if missing:
        raise Forbidden(*missing)


def require_settings(user: "User") -> None:
    """Raise `Forbidden` unless `user` holds the settings right."""
    if not user.may_change_settings:
        raise Forbidden(Missing("settings", ""))
