"""What must everybody have to sign in?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from segue.web.forms.settings.preferences import PreferencesForm


class SignInSettingsForm(PreferencesForm):
    """How sign-ins are protected in the whole organisation."""

    second_factor_required = forms.BooleanField(
        label=_("Everyone needs a second factor"),
        required=False,
        help_text=_("Whoever has none is led to set one up with the next page they open."),
    )
