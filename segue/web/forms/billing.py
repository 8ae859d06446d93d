"""Under which legal data does a contact or company do business?"""

from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from segue.crm import billing
from segue.crm.billing import Billing
from segue.crm.models import BillingDetails
from segue.web.forms.fields import Unjudged
from segue.web.forms.part_input import PartInput

COUNTRY_LETTERS = 2


class BillingForm(Unjudged, forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes none while it runs
    """The lines of a billing block; it is stored as a part, never by itself."""

    class Meta:
        model = BillingDetails
        fields = billing.NAMES

    def clean_country_code(self) -> str:
        """Take a code of two letters."""
        code = str(self.cleaned_data["country_code"]).upper()
        if code and not (len(code) == COUNTRY_LETTERS and code.isascii() and code.isalpha()):
            raise ValidationError(_("Enter two letters, such as DE."))
        return code


class BillingInput(PartInput):
    """One block per contact or company."""

    component = "billing-fields"

    def show(self, value: Billing) -> None:
        """Begin with what is stored."""
        self.form = BillingForm(initial=asdict(value), prefix=self.name)

    def take(self, data: QueryDict) -> None:
        """Begin with what was sent."""
        self.form = BillingForm(data, prefix=self.name)
        self.form.leave_unchecked()

    def check(self) -> None:
        """Let each line say what is wrong with it."""
        self.form.full_clean()

    @property
    def has_errors(self) -> bool:
        """Say whether anything is wrong."""
        return bool(self.errors or self.form.errors)

    def peek(self) -> Billing:
        """Return the block: what was judged as it was understood, the rest as it stands in the form."""
        judged = getattr(self.form, "cleaned_data", {})
        return Billing(**{name: judged.get(name, self.form[name].value() or "") for name in billing.NAMES})

    @property
    def attributes(self) -> dict[str, Any]:
        """What c-billing-fields takes."""
        return {"form": self.form, "error": " ".join(self.errors), "focus": self.focus, "required": self.is_required}
