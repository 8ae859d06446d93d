"""Which of the people who work here are wanted, and how do they stand in their list?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from segue.core import departments
from segue.core.departments import Tree
from segue.core.models import User
from segue.web.components import departments as places
from segue.web.components import people as words

SIZE, LONGEST_QUERY = 50, 200
OUT = Q(is_active=False)
ALL, INVITED, DEACTIVATED, ADMINS = "all", "invited", "deactivated", "administrators"
STATES: Mapping[str, Q] = {
    "": ~OUT,
    INVITED: Q(pk__in=User.objects.invited().order_by().values("pk")),
    ADMINS: ~OUT & Q(is_admin=True),
    DEACTIVATED: OUT,
    ALL: Q(),
}


@dataclass(frozen=True)
class Chosen:
    """What is wanted; "" is everybody who is active."""

    q: str = ""
    state: str = ""
    department: str = ""

    @property
    def said(self) -> dict[str, str]:
        """How an address says it."""
        return {name: value for name, value in vars(self).items() if value}

    def people(self) -> "QuerySet[User]":
        """Return the people who are wanted."""
        rows = User.objects.filter(STATES[self.state]).prefetch_related("departments")
        for word in self.q.split():
            rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
        if self.department:
            there = User.objects.belonging_to([int(self.department)])
            rows = rows.filter(pk__in=there.order_by().values("pk"))
        return rows.order_by("name", "pk")


def build(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return what pages/settings/people.html takes."""
    home, tree = reverse("settings-people"), departments.tree()
    wanted = read(params, tree)
    page = Paginator(wanted.people(), SIZE).get_page(params.get("page"))
    return {
        "home": home,
        "chosen": bool(wanted.said),
        "reset_href": home if wanted.said else "",
        "search": {"name": "q", "value": wanted.q, "label": _("Search people")},
        "selects": [_states(wanted), _departments(wanted, tree)],
        "columns": words.columns(),
        "rows": [words.row(person) for person in page],
        "count": ngettext("%(count)s person", "%(count)s people", page.paginator.count)
        % {"count": page.paginator.count},
        **_neighbours(page, wanted, home),
    }


def read(params: Mapping[str, Any], tree: Tree) -> Chosen:
    """Read what an address says; what it cannot mean is left out."""
    q = str(params.get("q", "")).replace("\0", "").strip()[:LONGEST_QUERY]
    state, department = str(params.get("state", "")), str(params.get("department", ""))
    return Chosen(q, state if state in STATES else "", department if department in map(str, tree.by_id) else "")


def _neighbours(page: "Page[User]", wanted: Chosen, home: str) -> dict[str, str]:
    def address(number: int) -> str:
        return f"{home}?{urlencode(wanted.said | {'page': number})}"

    return {
        "previous_href": address(page.previous_page_number()) if page.has_previous() else "",
        "next_href": address(page.next_page_number()) if page.has_next() else "",
    }


def _states(wanted: Chosen) -> dict[str, Any]:
    named = [
        ("", pgettext("people", "Active")), (INVITED, pgettext("people", "Invited")),
        (ADMINS, _("Administrators")), (DEACTIVATED, pgettext("people", "Deactivated")), (ALL, _("Everyone")),
    ]  # fmt: skip
    return {"name": "state", "label": _("State"), "options": _options(named, wanted.state)}


def _departments(wanted: Chosen, tree: Tree) -> dict[str, Any]:
    named = [("", _("All departments"))]
    named += [(str(pk), label) for pk, label in places.choices(tree)]
    return {"name": "department", "label": _("Department"), "options": _options(named, wanted.department)}


def _options(named: list[tuple[str, str]], chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": label, "selected": value == chosen} for value, label in named]
