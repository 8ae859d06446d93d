"""Who has a role, and what gives somebody theirs?"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from segue.core.models import Role, RoleMember, User
from segue.core.models.access import above, below
from segue.core.models.reach import Reaches


@dataclass(frozen=True)
class Held:
    """A role somebody has, what it grants, and every way by which it came to them."""

    role: Role
    reaches: Reaches
    members: tuple[RoleMember, ...]


def held_by(user: User) -> list[Held]:
    """Return the roles of a person in the order of their names, as the rights are counted."""
    roles, own = user.access.roles, set(user.access.departments)
    over = above(user.access.departments)
    members: dict[int, list[RoleMember]] = {}
    for each in RoleMember.objects.filter(role__in=roles).select_related("department", "user").order_by("pk"):
        is_theirs = (
            each.user_id in {None, user.pk}
            if each.department_id is None
            else (each.department_id in (over if each.with_children else own))
        )
        if is_theirs:
            members.setdefault(each.role_id, []).append(each)
    found = sorted(Role.objects.filter(pk__in=roles), key=lambda role: (role.label.casefold(), role.pk))
    return [Held(role, roles[role.pk], tuple(members.get(role.pk, ()))) for role in found]


def people_with(role: Role) -> "QuerySet[User]":
    """Return the active people who have a role, by whatever way."""
    members = list(role.members.all())
    if any(each.user_id is None and each.department_id is None for each in members):
        return User.objects.active()
    departments = [each.department_id for each in members if each.department_id and not each.with_children]
    trees = [each.department_id for each in members if each.department_id and each.with_children]
    places = {*departments, *below(tuple(trees))}
    there = User.objects.belonging_to(places).order_by().values("pk")
    named = [each.user_id for each in members if each.user_id]
    return User.objects.active().filter(Q(pk__in=named) | Q(pk__in=there))
