"""How does the tree of departments read, and a place in it?"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.core.departments import Tree
from segue.core.models import Department
from segue.web.components import settings as words

Entry = dict[str, Any]
SIGN = " / "


def path(department: Department, tree: Tree) -> str:
    """Write a place in the tree: "Management / Sales / North"."""
    steps = [department.name]
    while (parent := department.parent_id) is not None:
        department = tree.by_id[parent]
        steps.append(department.name)
    return SIGN.join(reversed(steps))


def choices(tree: Tree) -> list[tuple[int, str]]:
    """List all departments for a form, in the order of the tree."""
    return [(each.pk, path(each, tree)) for each, _level in tree.walk()]


def nodes(tree: Tree, members: Mapping[int, int], parent: int | None = None) -> list[Entry]:
    """Describe the tree as c-department-tree takes it; `members` is how many belong to each."""
    siblings = tree.below(parent)
    return [
        _node(each, members.get(each.pk, 0))
        | {
            "up": _step(each, "up") if place else "",
            "down": _step(each, "down") if place + 1 < len(siblings) else "",
            "children": nodes(tree, members, each.pk),
        }
        for place, each in enumerate(siblings)
    ]


def people_href(department: Department) -> str:
    """Return the address of the list of those who belong to a department."""
    return f"{reverse('settings-people')}?{urlencode({'department': department.pk, 'state': 'all'})}"


def trail(here: str) -> list[dict[str, str]]:
    """Say where one is."""
    return words.trail(here, (_("Departments"), reverse("settings-departments")))


def _node(each: Department, count: int) -> Entry:
    return {
        "key": each.pk,
        "name": each.name,
        "href": reverse("settings-department", args=[each.pk]),
        "head": _head(each),
        "count": ngettext("%(count)s person", "%(count)s people", count) % {"count": count} if count else _("nobody"),
        "people_href": people_href(each) if count else "",
        "add_href": f"{reverse('settings-department-new')}?{urlencode({'below': each.pk})}",
    }


def _head(each: Department) -> str:
    if each.head is None:
        return ""
    return each.head.name if each.head.is_active else _("%(name)s (deactivated)") % {"name": each.head.name}


def _step(each: Department, step: str) -> str:
    return reverse("settings-department-move", args=[each.pk, step])
