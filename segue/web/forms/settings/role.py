"""What may be typed about a role: its names, who has it, and the matrix of what it grants?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from segue.core import departments, item_types, roles
from segue.core.models import Department, Role, User
from segue.core.roles import Content, Holders, Place
from segue.web.components import departments as words
from segue.web.components.access import INHERITED
from segue.web.forms import ids
from segue.web.forms.settings.rows import LabelledForm, Several


class NewRoleForm(LabelledForm):
    """A role to begin with: empty, or as another one is."""

    like = forms.ModelChoiceField(
        Role.objects.order_by("pk"),
        label=gettext_lazy("Copy the rights of"),
        required=False,
        empty_label=gettext_lazy("no role"),
    )

    def write(self, *, actor: User) -> Role:
        """Make it."""
        return roles.add(self.labels(), actor=actor, like=self.cleaned_data["like"])


class RoleForm(LabelledForm):
    """A role as it is; of the matrix whatever was sent is stored, what was not shown stays."""

    may_change_settings = forms.BooleanField(label=gettext_lazy("May change CRM settings"), required=False)
    may_edit_catalogue = forms.BooleanField(label=gettext_lazy("May edit products"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    everyone = forms.BooleanField(label=gettext_lazy("All employees"), required=False)

    def read(self, row: Role) -> dict[str, Any]:
        """Return the columns and who has it as the inputs take them."""
        holders = roles.holders_of(row)
        return super().read(row) | {
            "seen": roles.digest(row),
            "everyone": holders.everyone,
            "people": list(holders.people),
            "departments": list(holders.departments),
            "trees": list(holders.trees),
        }

    def adjust(self) -> None:
        """Offer everybody who may sign in, whoever has it, and every department by its place in the tree."""
        people = User.objects.filter(Q(is_active=True) | Q(role_members__role=self.row)).distinct()
        boxes = {"required": False, "widget": forms.CheckboxSelectMultiple}
        tree = words.choices(departments.tree())
        self.fields["people"] = Several(people.order_by("name", "pk"), label=gettext_lazy("People"), **boxes)
        for field, label in (
            ("departments", gettext_lazy("Departments")),
            ("trees", gettext_lazy("Departments with all below them")),
        ):
            self.fields[field] = Several(Department.objects.all(), label=label, **boxes)
            offered: Any = self.fields[field]
            offered.choices = tree

    @property
    def typed_cells(self) -> dict[tuple[Place, str], str]:
        """The cells as they were sent, or as they are stored."""
        stored = roles.cells_of(self.row)
        for cell, scope in self.sent.items():
            if scope is None:
                stored.pop(cell, None)
            else:
                stored[cell] = scope
        return stored

    @property
    def sent(self) -> dict[tuple[Place, str], str | None]:
        """What the matrix sent, by cell; None leaves it to the cell above."""
        return read_cells(self.data) if self.is_bound else {}

    @property
    def destinations(self) -> dict[int, frozenset[int]]:
        """Where items may be moved to, of the stages that were shown."""
        if not self.is_bound:
            return {}
        sent: Any = self.data
        shown = ids.parse_all(sent.getlist("goals"))
        return {stage: frozenset(ids.parse_all(sent.getlist(f"goals.{stage}"))) for stage in shown}

    def write(self, *, actor: User) -> Role:
        """Store it."""
        typed = self.cleaned_data
        chosen = {each: frozenset(row.pk for row in typed[each]) for each in ("people", "departments", "trees")}
        holders = Holders(typed["everyone"], chosen["people"], chosen["departments"] - chosen["trees"], chosen["trees"])
        flags = {name: typed[name] for name in roles.FLAGS}
        wanted = Content(self.labels(), **flags, cells=self.sent, destinations=self.destinations)
        return roles.change(self.row, replace(wanted, holders=holders, seen=typed["seen"]), actor=actor)


def read_cells(data: Mapping[str, Any]) -> dict[tuple[Place, str], str | None]:
    """Read the inputs of a matrix; what is no cell of ours comes to the check as it is."""
    found: dict[tuple[Place, str], str | None] = {}
    for key in data:
        if key.startswith("cell."):
            place, action = _cell(key)
            scope = str(data[key])
            found[place, action] = None if scope == INHERITED else scope
    return found


def _cell(key: str) -> tuple[Place, str]:
    _prefix, item_type, action, end, *_more = [*key.split("."), "", "", ""]
    pk = ids.parse(end[1:]) or 0
    if end[:1] == "s":
        return Place(item_type, stage=pk), action
    return Place(item_type, pipeline=pk if end else None), action


def filled(scope: str) -> dict[tuple[Place, str], str]:
    """Every general cell with one scope, as "select all" and "clear all" want it."""
    return {(Place(each.code), action): scope for each in item_types.all_types() for action in roles.actions_of(each)}
