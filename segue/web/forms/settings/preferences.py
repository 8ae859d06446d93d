"""How is a form of settings that hold for the whole organisation filled in and stored?"""

from typing import Any

from django import forms

from segue.core import preferences, settings_changes
from segue.core.models import User


class PreferencesForm(forms.Form):
    """Some of the organisation's settings; every field is a preference of the same name."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial=vars(preferences.load()))

    def store(self, *, actor: User) -> bool:
        """Save; False when something is wrong, which then stands beside its field."""
        if self.is_valid():
            settings_changes.save_preferences(self.cleaned_data, actor=actor)
        return self.is_valid()
