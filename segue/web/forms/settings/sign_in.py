"""What must everybody have to sign in?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from segue.core import preferences, settings_changes
from segue.core.models import User


class SignInSettingsForm(forms.Form):
    """How sign-ins are protected in the whole organisation; every field is a preference of the same name."""

    second_factor_required = forms.BooleanField(
        label=_("Everyone needs a second factor"),
        required=False,
        help_text=_("Whoever has none is led to set one up with the next page they open."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial=vars(preferences.load()))

    def store(self, *, actor: User) -> bool:
        """Save; False when something is wrong, which then stands beside its field."""
        if self.is_valid():
            settings_changes.save_preferences(self.cleaned_data, actor=actor)
        return self.is_valid()
