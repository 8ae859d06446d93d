"""Which password does somebody choose who was invited?"""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core.models import User
from segue.web.forms.sign_in import LONGEST_PASSWORD


def _password(label: Any) -> forms.CharField:
    typed = forms.PasswordInput({"autocomplete": "new-password"})
    return forms.CharField(label=label, max_length=LONGEST_PASSWORD, strip=False, widget=typed)


class PasswordForm(forms.Form):
    """A password, twice."""

    password = _password(gettext_lazy("Password"))
    again = _password(gettext_lazy("Password again"))

    def __init__(self, person: User, data: Any = None) -> None:
        super().__init__(data)
        self.person = person
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self) -> str:
        """Refuse what is easily guessed."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        """Refuse a slip of the finger."""
        typed = self.cleaned_data
        if "password" in typed and "again" in typed and typed["password"] != typed["again"]:
            self.add_error("again", ValidationError(_("The two passwords differ.")))
        return typed
