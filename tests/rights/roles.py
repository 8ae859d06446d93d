"""Who gets which role? One that says exactly what a test is about, instead of what everybody has at first."""

from collections.abc import Mapping

from segue.core.models import Grant, Role, RoleMember, User
from tests import builders

Cells = Mapping[tuple[str, str], str]  # by item type and action, the scope


def only(person: User, cells: Cells, *, settings: bool = False, catalogue: bool = False) -> Role:
    """Let a person have this role and nobody any other; to be given before the person's rights are first asked."""
    builders.take_roles_away()
    return also(person, cells, settings=settings, catalogue=catalogue)


def also(person: User, cells: Cells, *, settings: bool = False, catalogue: bool = False) -> Role:
    """Let a person have this role too."""
    code = f"ROLE{Role.objects.count()}"
    flags = {"may_change_settings": settings, "may_edit_catalogue": catalogue}
    role = Role.objects.create(code=code, labels={"en": code}, **flags)
    RoleMember.objects.create(role=role, user=person)
    granted = [Grant(role=role, item_type=of, action=action, scope=scope) for (of, action), scope in cells.items()]
    Grant.objects.bulk_create(granted)
    return role
