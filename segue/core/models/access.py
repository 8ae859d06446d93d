"""What do the roles of a user add up to?"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from segue.core.prepared import prepared

from .department import Department
from .role import SCOPES, Role

if TYPE_CHECKING:
    from .user import User


@dataclass(frozen=True)
class Access:
    """The widest scope per (item type, action) and the settings right; read once a request.

    Departments are read when a scope asks for them: to act on one's own items none does.
    """

    user: int
    scopes: dict[tuple[str, str], str] = field(default_factory=dict)
    may_change_settings: bool = False

    def scope(self, item_type: str, action: str) -> str:
        """Return how far an action on an item type reaches; "none" where no role grants it."""
        return self.scopes.get((item_type, action), "none")

    @cached_property
    def departments(self) -> tuple[int, ...]:
        """The departments the user is a member or the head of."""
        return tuple(_departments(self.user))

    @cached_property
    def tree(self) -> tuple[int, ...]:
        """These departments and all below them."""
        return _with_children(self.departments) if self.departments else ()


def access_of(user: "User") -> Access:
    """Add up the roles given to the user, to a department of theirs, or to everyone; the widest grant wins."""
    scopes: dict[tuple[str, str], str] = {}
    settings = False
    for may_change, item_type, action, scope in _granted(user.pk):
        settings = settings or may_change
        if scope is not None:  # a role may grant nothing but the settings
            scopes[item_type, action] = max(scopes.get((item_type, action), "none"), scope, key=SCOPES.index)
    return Access(user.pk, scopes, settings)


@prepared
def _departments(user: int) -> QuerySet[Department, int]:
    mine = Department.objects.filter(Q(members=user) | Q(head=user))
    return mine.distinct().order_by().values_list("pk", flat=True)


@prepared
def _granted(user: int) -> QuerySet[Role, Any]:
    # A member without user and department is everybody; a role without any member is nobody's.
    everybody = Q(members__isnull=False, members__user=None, members__department=None)
    mine = Department.objects.filter(Q(members=user) | Q(head=user)).order_by().values("pk")
    holder = Q(members__user=user) | everybody | Q(members__department__in=mine)
    cells = ("may_change_settings", "grants__item_type", "grants__action", "grants__scope")
    return Role.objects.filter(holder).order_by().values_list(*cells)


@prepared
def _parents() -> QuerySet[Department, tuple[int, int | None]]:
    return Department.objects.order_by().values_list("pk", "parent")


def _with_children(departments: tuple[int, ...]) -> tuple[int, ...]:
    """Add every department below these."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in _parents():
        children.setdefault(parent, []).append(pk)
    found, waiting = set(departments), list(departments)
    while waiting:
        below = [child for child in children.get(waiting.pop(), []) if child not in found]
        found.update(below)
        waiting.extend(below)
    return tuple(sorted(found))
