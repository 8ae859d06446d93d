"""How do the values of the fixed lists (source, industry ...) change?"""

from django.db import transaction
from django.utils.translation import gettext as _

from segue.core import codes, settings_changes
from segue.core.models import DirectoryValue, User

CODE_LENGTH = 50
Labels = dict[str, str]


def values(directory: str) -> "list[DirectoryValue]":
    """Return the values of a list in order."""
    return list(DirectoryValue.objects.filter(directory=directory).order_by("sort", "pk"))


def save(value: DirectoryValue, labels: Labels, *, actor: User) -> DirectoryValue:
    """Rename a value; a new one, with its directory set, gets a code made from its label and the last place."""
    with transaction.atomic():
        given: dict[str, object] = {"labels": labels}
        if settings_changes.is_new(value):
            present = values(value.directory)
            taken = {each.code for each in present}
            given["directory"] = value.directory
            given["code"] = codes.from_label(labels["en"], taken, longest=CODE_LENGTH, otherwise="VALUE")
            given["sort"] = max((each.sort for each in present), default=0) + 10
        return settings_changes.save(value, given, actor=actor)


def remove(value: DirectoryValue, *, actor: User) -> None:
    """Delete a value that no item has. Raises InUse, for system values too."""
    if value.system:
        raise settings_changes.InUse(_("This value belongs to Segue. It can be renamed, not deleted."))
    settings_changes.remove(value, actor=actor)


def move(value: DirectoryValue, step: int, *, actor: User) -> None:
    """Move a value up (-1) or down (1)."""
    order = settings_changes.swapped(values(value.directory), value, step)
    settings_changes.put_in_order(order, actor=actor, subject=f"directory {value.directory}")
