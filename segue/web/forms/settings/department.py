"""What may be typed about a department?"""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from segue.core import departments
from segue.core.models import Department, User
from segue.web.components import departments as words
from segue.web.forms.fields import ChoiceOf
from segue.web.forms.settings.rows import RowForm


class DepartmentForm(RowForm):
    """A department: its name, what it stands below, who leads it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=255, widget=forms.TextInput({"autocomplete": "off"}))

    def read(self, row: Department) -> dict[str, Any]:
        """Show the columns."""
        return super().read(row) | {"parent": row.parent, "head": row.head}

    def adjust(self) -> None:
        """Offer every place but those below itself, and the people who can sign in, or lead it already."""
        tree = departments.tree()
        own = tree.branch(self.row.pk) if self.row.pk else set()
        offered = [each for each, _level in tree.walk() if each.pk not in own]
        self.fields["parent"] = ChoiceOf(
            offered, word=lambda each: words.path(each, tree), blank=True, label=gettext_lazy("Part of")
        )
        people = User.objects.filter(Q(is_active=True) | Q(pk=self.row.head_id))
        self.fields["head"] = ChoiceOf(people, blank=True, label=gettext_lazy("Head"))

    def write(self, *, actor: User) -> Department:
        """Store the department."""
        return departments.save(self.row, self.cleaned_data, actor=actor)
