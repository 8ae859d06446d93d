"""How does the tree of departments change? Needs the settings right, and every step leaves an audit entry."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from segue.core import permissions, settings_changes
from segue.core.models import CustomField, Department, RoleMember, User
from segue.core.settings_changes import InUse

MOST_LEVELS = 20


class Tree:
    """The departments as they are, by what they stand below."""

    def __init__(self, departments: Iterable[Department]) -> None:
        self.by_id = {each.pk: each for each in departments}
        self._below: dict[int | None, list[Department]] = {}
        for each in sorted(self.by_id.values(), key=lambda each: (each.sort, each.name, each.pk)):
            self._below.setdefault(each.parent_id, []).append(each)

    def below(self, parent: int | None) -> list[Department]:
        """Return what stands directly below one, in order; the topmost for None."""
        return self._below.get(parent, [])

    def walk(self, parent: int | None = None, level: int = 0) -> Iterator[tuple[Department, int]]:
        """Go through all below one from top to bottom, each with its level."""
        for each in self.below(parent):
            yield each, level
            yield from self.walk(each.pk, level + 1)

    def branch(self, pk: int) -> set[int]:
        """Return one and all below it."""
        return {pk, *(each.pk for each, _level in self.walk(pk))}

    def level(self, pk: int | None) -> int:
        """Return how many stand above, this one counted; 0 for none."""
        found = 0
        while pk is not None:
            found, pk = found + 1, self.by_id[pk].parent_id
        return found

    def height(self, pk: int) -> int:
        """Return how many levels one and those below it take."""
        return 1 + max((level + 1 for _each, level in self.walk(pk)), default=0)


def tree() -> Tree:
    """Read all departments."""
    return Tree(Department.objects.select_related("head"))


def sizes() -> dict[int, int]:
    """Count who belongs to each department; its head does, member or not."""
    belonging = set(User.departments.through.objects.values_list("department_id", "user_id"))
    belonging |= set(Department.objects.filter(head__isnull=False).order_by().values_list("pk", "head_id"))
    return Counter(pk for pk, _person in belonging)


def save(department: Department, values: Mapping[str, Any], *, actor: User) -> Department:
    """Store a new department, as the last below its parent, or new values of one, and return it.

    It never comes to stand below itself, also when two move at once. Raises Forbidden, or ValidationError by field.
    """
    permissions.require_settings(actor)
    with transaction.atomic():
        present, given = _locked(), dict(values)
        parent = given.get("parent", department.parent)
        _check(department, given, parent, present)
        moved = department.pk is None or department.parent_id != (parent.pk if parent else None)
        if moved:
            given["sort"] = max((each.sort for each in present.below(parent.pk if parent else None)), default=0) + 10
        return settings_changes.save(department, given, actor=actor)


def move(department: Department, step: int, *, actor: User) -> None:
    """Move a department up (-1) or down (1) among those below the same parent. Raises Forbidden."""
    permissions.require_settings(actor)
    with transaction.atomic():
        present = _locked()
        parent = present.by_id[department.pk].parent_id
        order = settings_changes.swapped(present.below(parent), department, step)
        above = present.by_id[parent].name if parent else ""
        settings_changes.put_in_order(order, actor=actor, subject=f"departments {above}".strip())


def remove(department: Department, *, actor: User) -> None:
    """Delete a department that is empty. Raises Forbidden, or InUse, which says what is in it."""
    permissions.require_settings(actor)
    with transaction.atomic():
        stored = settings_changes.locked(department)
        if reason := why_stays(stored):
            raise InUse(reason)
        settings_changes.remove(stored, actor=actor)


def why_stays(department: Department) -> str:
    """Say what keeps a department from being deleted; "" when nothing does."""
    reasons = (
        (department.children.exists(), _("There are departments below it.")),
        (department.members.exists(), _("People belong to it, perhaps deactivated ones.")),
        (department.head_id is not None, _("It has a head.")),
        (RoleMember.objects.filter(department=department).exists(), _("A role is given to it.")),
        (
            CustomField.objects.filter(departments=department, deleted_at=None).exists(),
            _("A custom field is shown to it."),
        ),
    )
    return " ".join(reason for holds, reason in reasons if holds)


def _locked() -> Tree:
    """Lock the whole tree until the transaction ends: a circle can be closed from two ends at once."""
    return Tree(Department.objects.select_for_update(no_key=True).order_by("pk"))


def _check(department: Department, given: Mapping[str, Any], parent: Department | None, present: Tree) -> None:
    here = parent.pk if parent else None
    if here is not None and here not in present.by_id:
        raise ValidationError({"parent": [_("This department is gone. Choose another.")]})
    if department.pk is not None and here in present.branch(department.pk):
        raise ValidationError({"parent": [_("A department cannot stand below itself.")]})
    height = present.height(department.pk) if department.pk is not None else 1
    if present.level(here) + height > MOST_LEVELS:
        raise ValidationError({"parent": [_("There can be at most %(levels)s levels.") % {"levels": MOST_LEVELS}]})
    name = str(given.get("name", department.name)).strip().casefold()
    if any(each.pk != department.pk and each.name.casefold() == name for each in present.below(here)):
        raise ValidationError({"name": [_("There is a department of this name here already.")]})
    head = given.get("head")
    if head is not None and head.pk != department.head_id and not head.is_active:
        raise ValidationError({"head": [_("This person is deactivated.")]})
