"""What may be typed about one of our own companies?"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core.models import Item, User
from segue.core.records import Stale
from segue.crm import billing, sellers
from segue.crm.billing import Billing
from segue.crm.models import BillingDetails, Company
from segue.web.components.values import language
from segue.web.forms.settings import choices
from segue.web.forms.settings.rows import RowForm


class SellerForm(RowForm):
    """Name and billing details, as estimates and invoices print them."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=gettext_lazy("Company name"), max_length=255)
    shown_at: ClassVar[Mapping[str, str]] = {"billing": "legal_name"}

    def read(self, row: Company) -> dict[str, Any]:
        """Show the billing block beside the name."""
        shown = super().read(row)
        return shown | (vars(billing.read(row)) if row.pk else {})

    def adjust(self) -> None:
        """Add an input for each line of the billing block."""
        for name in billing.NAMES:
            column: Any = BillingDetails._meta.get_field(name)
            self.fields[name] = column.formfield(required=False)
        countries = forms.ChoiceField(
            label=gettext_lazy("Country"), required=False, choices=[("", "–"), *choices.countries(language())]
        )
        self.fields["country_code"] = countries

    def write(self, *, actor: User) -> Item:
        """Store the company, as long as nobody else changed the same meanwhile."""
        typed = self.cleaned_data
        values = {"title": typed["title"]}
        parts = {"billing": Billing(**{name: typed[name] for name in billing.NAMES})}
        if self.is_new:
            return sellers.create(values, actor=actor, parts=parts)
        try:
            return sellers.change(self.row, values, actor=actor, parts=parts, base_version=typed["version"])
        except Stale as stale:
            self.data = {**dict(self.data.items()), "version": stale.item.version}
            told = _(
                "Someone else changed this in the meantime. Look at it in another tab, then save again to keep yours."
            )
            raise ValidationError(told) from stale
