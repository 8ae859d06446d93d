"""Who are you?"""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from segue.core.models import User

LONGEST_PASSWORD = 128
MISSING = {"email": _("Enter your e-mail address."), "password": _("Enter your password.")}


class SignInForm(forms.Form):
    """E-mail and password; whatever is wrong with them, the answer is the same, so that nobody learns who is here."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        """Find the person, or refuse. Both fields are needed, which needs no mark beside them."""
        for name, message in MISSING.items():
            if not self.cleaned_data.get(name, True):
                self.add_error(name, message)
        if not self.errors:
            given = self.cleaned_data
            found = get_adapter().authenticate(self.request, email=given["email"], password=given["password"])
            self.user = found if isinstance(found, User) else None
            if self.user is None:
                self._go_on_at_password()
                raise forms.ValidationError(_("E-mail and password do not match."), code="no_match")
        return self.cleaned_data

    def _go_on_at_password(self) -> None:
        """The e-mail stands there already; the password has to be typed anew."""
        self.fields["email"].widget.attrs.pop("autofocus")
        self.fields["password"].widget.attrs["autofocus"] = True
