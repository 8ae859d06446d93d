"""What may be typed about a person who works here?"""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import departments, people, preferences
from segue.core.models import Department, User
from segue.core.models.user import LANGUAGES
from segue.web.components import departments as words
from segue.web.forms.fields import ChoiceOf
from segue.web.forms.settings import choices
from segue.web.forms.settings.rows import OneOf, RowForm, Several

LONGEST_NAME, LONGEST_EMAIL = 150, 254


class PersonForm(RowForm):
    """Somebody who works here; an administrator who steps back is asked first."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=LONGEST_NAME, widget=forms.TextInput({"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=LONGEST_EMAIL, widget=forms.EmailInput({"autocomplete": "off"})
    )
    language = OneOf(label=gettext_lazy("Language"), choices=LANGUAGES)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False)
    departments = Several(
        Department.objects.all(),
        label=gettext_lazy("Departments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_admin = forms.BooleanField(
        label=gettext_lazy("Administrator"),
        required=False,
        help_text=gettext_lazy("Sees and may do everything, also add people and read the audit log."),
    )
    sure = forms.BooleanField(label=gettext_lazy("Yes, I give up administering"), required=False)
    plain: ClassVar[tuple[str, ...]] = people.COLUMNS

    def __init__(self, row: User, data: Any = None, *, actor: User) -> None:
        super().__init__(row, data)
        self.actor = actor

    def read(self, row: User) -> dict[str, Any]:
        """Show the columns, and the departments of somebody who is stored."""
        return super().read(row) | {"departments": list(row.departments.all()) if row.pk else []}

    def adjust(self) -> None:
        """Name the departments by their place in the tree, and the clock that holds where none is chosen."""
        present: Any = self.fields["departments"]
        present.choices = words.choices(departments.tree())
        zone: Any = self.fields["time_zone"]
        zone.choices = [("", _("As the organisation: %(zone)s") % {"zone": _zone()}), *choices.time_zones()]

    def clean(self) -> dict[str, Any]:
        """Ask before somebody takes their own right away."""
        typed = self.cleaned_data
        gives_up = self.row.pk == self.actor.pk and self.row.is_admin and not typed.get("is_admin")
        if gives_up and not typed.get("sure"):
            self.add_error("is_admin", _("You would no longer be able to open this page. If you mean it, tick below."))
        return typed

    @property
    def asks(self) -> bool:
        """Say whether the question of `clean` stands on the page."""
        return self.row.pk == self.actor.pk and self.is_bound and not self.cleaned_data.get("is_admin", False)

    def write(self, *, actor: User) -> User:
        """Store the person."""
        typed = self.cleaned_data
        return people.save(self.row, {name: typed[name] for name in self.plain}, typed["departments"], actor=actor)


class InvitationForm(PersonForm):
    """Somebody new: they choose a password and a time zone themselves."""

    plain = ("name", "email", "language", "is_admin")

    def __init__(self, row: User, data: Any = None, *, actor: User, root: str) -> None:
        super().__init__(row, data, actor=actor)
        self.root = root
        for name in ("time_zone", "sure"):
            del self.fields[name]

    def read(self, row: User) -> dict[str, Any]:
        """Begin with the language of the organisation."""
        return {"language": preferences.load().language}

    def write(self, *, actor: User) -> User:
        """Store the person and let the mail go out."""
        typed = self.cleaned_data
        values = {name: typed[name] for name in self.plain}
        return people.invite(values, typed["departments"], actor=actor, root=self.root)


class HandoverForm(forms.Form):
    """Who gets somebody's items, the closed ones too?"""

    with_closed = forms.BooleanField(
        label=gettext_lazy("Closed ones too"),
        required=False,
        help_text=gettext_lazy("Otherwise what is won, lost or paid stays where it is, and reports with it."),
    )

    def __init__(self, person: User, data: Any = None, *, blank: bool) -> None:
        super().__init__(data)
        others = User.objects.active().exclude(pk=person.pk)
        missing = {"required": _("Choose who gets the items.")}
        # At first nobody is chosen: a press on the button alone gives nothing to whoever comes first.
        to = ChoiceOf(others, label=_("Hand the items over to"), blank=True, error_messages=missing)
        to.required = not blank
        if blank:
            to.help_text = _("Left blank, they stay with %(name)s.") % {"name": person.name}
        self.fields = {"to": to, **self.fields}


def _zone() -> str:
    return preferences.load().time_zone.replace("_", " ")
