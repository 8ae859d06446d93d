"""Under which name is an arrangement of the form kept, and for whom?"""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from segue.core import departments, form_view_changes
from segue.core.form_views import Stored
from segue.core.models import Department, FormView, User
from segue.web.components import departments as words
from segue.web.forms.fields import Unjudged
from segue.web.forms.settings.rows import RowForm, Several


class NamedForm(Unjudged, RowForm):
    """A named view: its name, and the people and departments it is for. Not judged before it is kept."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)

    def read(self, row: FormView) -> dict[str, Any]:
        """Return what is stored."""
        if not row.pk:
            return {}
        return {"name": row.name, "users": list(row.users.all()), "departments": list(row.departments.all())}

    def adjust(self) -> None:
        """Offer everybody who may sign in, and whoever was chosen before; every department by its place in the tree."""
        if self.is_bound:
            self.leave_unchecked()
        chosen = self.row.users.values("pk") if self.row.pk else ()
        people = User.objects.filter(Q(is_active=True) | Q(pk__in=chosen)).order_by("name", "pk")
        boxes = {"required": False, "widget": forms.CheckboxSelectMultiple}
        self.fields["departments"] = Several(Department.objects.all(), label=gettext_lazy("Departments"), **boxes)
        offered: Any = self.fields["departments"]
        offered.choices = words.choices(departments.tree())
        self.fields["users"] = Several(people, label=gettext_lazy("People"), **boxes)

    def keep(self, stored: Stored, *, actor: User) -> bool:
        """Save this arrangement; False when something is wrong, which then stands beside its field."""
        self.arrangement = stored
        self.full_clean()
        return self.store(actor=actor)

    def write(self, *, actor: User) -> FormView:
        """Store name, arrangement and whom it is for."""
        typed = self.cleaned_data
        return form_view_changes.save_named(
            self.row,
            typed["name"],
            self.arrangement,
            users=typed["users"],
            departments=typed["departments"],
            actor=actor,
        )
