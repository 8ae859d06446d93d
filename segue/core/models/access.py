"""What do the roles of a user add up to?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Q, QuerySet, When

from segue.core.one_of import MOST
from segue.core.prepared import Question, prepared

from .department import Department
from .observer import Observer
from .pipeline import Stage
from .reach import NONE, Reach, Reaches, summed, wider
from .role import Destination, Role

if TYPE_CHECKING:
    from .item import Item
    from .user import User

NOWHERE = Reach()


@dataclass(frozen=True)
class Access:
    """What each role of a user grants, what that comes to, and the settings right; read once a request.

    Departments are read when a scope asks for them: to act on one's own items none does.
    """

    user: int
    roles: Mapping[int, Reaches] = field(default_factory=dict)
    may_change_settings: bool = False
    may_edit_catalogue: bool = False

    @cached_property
    def reaches(self) -> Reaches:
        """By item type and action, how far all roles together go."""
        return summed(self.roles.values())

    def reach(self, item_type: str, action: str) -> Reach:
        """Return how far an action on an item type goes."""
        return self.reaches.get((item_type, action), NOWHERE)

    def acting(self, item_type: str, action: str) -> Reach:
        """Return how far an action goes on items that exist: never further than reading, observed ones left aside."""
        reach = self.reach(item_type, action)
        return reach if action == "read" else reach.within(self.reach(item_type, "read"))

    def may_somewhere(self, item_type: str, action: str) -> bool:
        """Say whether an action on an item type is granted at all, however far and on whatever stage."""
        return self.reach(item_type, action).widest != NONE

    def may_begin(self, item_type: str) -> bool:
        """Say whether a new item of this type can be made: on the first stage of some pipeline, where it has any."""
        reach = self.reach(item_type, "add")
        if not reach.is_detailed:
            return reach.general != NONE
        firsts: dict[int, int] = {}
        for pipeline, stage in _stages(item_type):
            firsts.setdefault(pipeline, stage)
        return any(reach.at(pipeline, stage) != NONE for pipeline, stage in firsts.items())

    def going(self, item: "Item", to: int) -> str:
        """Return how far moving items of its stage to another goes: the widest scope of the roles that allow it."""
        scopes = [NONE]
        for role, reaches in self.roles.items():
            permitted = self._destinations.get((role, item.stage_id or 0))
            if permitted is None or to in permitted:
                scopes.append(reaches.get((item.type, "move"), NOWHERE).at(item.pipeline_id, item.stage_id))
        return wider(*scopes)

    @cached_property
    def departments(self) -> tuple[int, ...]:
        """The departments the user is a member or the head of."""
        return tuple(_departments(self.user))

    @cached_property
    def tree(self) -> tuple[int, ...]:
        """These departments and all below them."""
        return below(self.departments)

    def people(self, departments: tuple[int, ...]) -> tuple[int, ...]:
        """Return the user, and the members and heads of these departments; read once for each such choice."""
        if departments not in self._people:
            read = [*_members(departments), *_heads(departments)] if departments else []
            self._people[departments] = tuple(sorted({self.user, *read}))
        return self._people[departments]

    @property
    def observed(self) -> tuple[int, ...]:
        """The items the user observes, at most one more than can be named; read anew, for acts make observers."""
        return tuple(_observed(self.user))

    @cached_property
    def _people(self) -> dict[tuple[int, ...], tuple[int, ...]]:
        return {}

    @cached_property
    def _destinations(self) -> dict[tuple[int, int], set[int]]:
        found: dict[tuple[int, int], set[int]] = {}
        for role, stage, to in Destination.objects.filter(role__in=self.roles).values_list("role", "stage", "to"):
            found.setdefault((role, stage), set()).add(to)
        return found


def access_of(user: "User") -> Access:
    """Read the roles given to the user, to a department of theirs or above it, or to everyone."""
    rows = _held(user.pk)
    above = _Above(user.pk)
    kept = [cell for department, cell in rows if department is None or department in above]
    return Access(user.pk, reaches_by_role(kept), any(cell[1] for cell in kept), any(cell[2] for cell in kept))


def ahead(user: "User") -> list[Question]:
    """Return what `access_of` asks in any case, for `prepared.at_once`."""
    return [(_granted, user.pk)]


def reaches_by_role(cells: Iterable[tuple[Any, ...]]) -> dict[int, Reaches]:
    """Sort cells of grants, as CELL names their columns, by role."""
    raw: dict[int, dict[tuple[str, str], tuple[dict[str, str], dict[int, str], dict[int, tuple[int, str]]]]] = {}
    for role, _settings, _catalogue, item_type, action, scope, pipeline, stage, home in cells:
        grants = raw.setdefault(role, {})
        if scope is None:  # a role may grant nothing but the settings
            continue
        general, pipelines, stages = grants.setdefault((item_type, action), ({}, {}, {}))
        if stage is not None:
            stages[stage] = (home, scope)
        elif pipeline is not None:
            pipelines[pipeline] = scope
        else:
            general["scope"] = scope
    return {
        role: {
            cell: Reach(general.get("scope", NONE), pipelines, stages)
            for cell, (general, pipelines, stages) in grants.items()
        }
        for role, grants in raw.items()
    }


CELL = (
    "pk", "may_change_settings", "may_edit_catalogue", "grants__item_type", "grants__action", "grants__scope",
    "grants__pipeline", "grants__stage", "grants__stage__pipeline",
)  # fmt: skip


class _Above:
    """The departments of a user and all above them; read when the first role asks."""

    def __init__(self, user: int) -> None:
        self.user = user

    def __contains__(self, department: int) -> bool:
        return department in self._all

    @cached_property
    def _all(self) -> set[int]:
        return above(tuple(_departments(self.user)))


def above(departments: tuple[int, ...]) -> set[int]:
    """Return these departments and every one above them."""
    parents, found, waiting = dict(_parents()), set(departments), list(departments)
    while waiting:
        parent = parents.get(waiting.pop())
        if parent is not None and parent not in found:
            found.add(parent)
            waiting.append(parent)
    return found


def _held(user: int) -> list[tuple[int | None, tuple[Any, ...]]]:
    """Cells of the roles of a user; with a department where it must be one of theirs, or above one of theirs."""
    return [(row[0], row[1:]) for row in _granted(user)]


@prepared
def _departments(user: int) -> QuerySet[Department, int]:
    memberships = Department.members.through.objects.filter(user=user)
    mine = Department.objects.filter(Q(pk__in=memberships.values("department")) | Q(head=user))
    return mine.order_by().values_list("pk", flat=True)


@prepared
def _members(departments: tuple[int, ...]) -> QuerySet[Any, int]:
    memberships = Department.members.through.objects.filter(department__in=departments)
    return memberships.order_by().values_list("user", flat=True)


@prepared
def _heads(departments: tuple[int, ...]) -> QuerySet[Department, Any]:
    return Department.objects.filter(pk__in=departments, head__isnull=False).order_by().values_list("head", flat=True)


@prepared
def _observed(user: int) -> QuerySet[Observer, int]:
    return Observer.objects.filter(user=user).order_by().values_list("item", flat=True)[: MOST + 1]


@prepared
def _granted(user: int) -> QuerySet[Role, Any]:
    # A member without user and department is everybody; a role without any member is nobody's.
    everybody = Q(members__isnull=False, members__user=None, members__department=None)
    mine = Department.objects.filter(Q(members=user) | Q(head=user)).order_by().values("pk")
    holder = Q(members__user=user) | everybody | Q(members__department__in=mine) | Q(members__with_children=True)
    top = Case(When(members__with_children=True, then=F("members__department")))
    return Role.objects.filter(holder).order_by().annotate(top=top).values_list("top", *CELL)


@prepared
def _stages(item_type: str) -> QuerySet[Stage, tuple[int, int]]:
    stages = Stage.objects.filter(pipeline__item_type=item_type).order_by("sort", "pk")
    return stages.values_list("pipeline", "pk")


@prepared
def _parents() -> QuerySet[Department, tuple[int, int | None]]:
    return Department.objects.order_by().values_list("pk", "parent")


def below(departments: tuple[int, ...]) -> tuple[int, ...]:
    """Return these departments and every one below them."""
    if not departments:
        return ()
    children: dict[int | None, list[int]] = {}
    for pk, parent in _parents():
        children.setdefault(parent, []).append(pk)
    found, waiting = set(departments), list(departments)
    while waiting:
        next_ones = [child for child in children.get(waiting.pop(), []) if child not in found]
        found.update(next_ones)
        waiting.extend(next_ones)
    return tuple(sorted(found))
