"""What may be typed about a product of the catalogue?"""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy

from segue.core.models import Currency, User
from segue.crm import catalogue
from segue.crm.models import Measure, Product, TaxRate
from segue.crm.models.product import PRODUCT_KINDS
from segue.web.forms.fields import ChoiceOf, LongText, NumberField
from segue.web.forms.settings.rows import OneOf, RowForm

LARGEST_SORT = 1_000_000


class ProductForm(RowForm):
    """A product; rows that took it over keep what they took."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=255)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=50,
        required=False,
        help_text=gettext_lazy("Your article number; it finds the product in rows."),
    )
    section = forms.CharField(
        label=gettext_lazy("Section"), max_length=100, required=False, widget=forms.TextInput({"list": "sections"})
    )
    kind = OneOf(label=gettext_lazy("Kind"), choices=PRODUCT_KINDS)
    price = NumberField(label=gettext_lazy("Price"))
    tax_included = forms.BooleanField(label=gettext_lazy("The price includes the tax"), required=False)
    sort = forms.IntegerField(
        label=gettext_lazy("Place in its section"),
        min_value=0,
        max_value=LARGEST_SORT,
        help_text=gettext_lazy("Small numbers come first; equal ones by name."),
    )
    description = LongText(label=gettext_lazy("Description"), required=False)
    active = forms.BooleanField(label=gettext_lazy("Can be chosen for new rows"), required=False)

    def read(self, row: Product) -> dict[str, Any]:
        """Show the columns, and a new product without a price."""
        references = {name: getattr(row, name) for name in ("currency", "tax_rate", "measure")}
        return super().read(row) | references | ({} if row.pk else {"price": None})

    def adjust(self) -> None:
        """Offer what can be chosen today, and what this product has."""
        self.fields["currency"] = _choice(self.row, "currency", Currency.objects.filter(active=True))
        rates = TaxRate.objects.filter(active=True)
        self.fields["tax_rate"] = _choice(self.row, "tax_rate", rates, blank=True)
        self.fields["measure"] = _choice(self.row, "measure", Measure.objects.all(), blank=True)

    def write(self, *, actor: User) -> Product:
        """Store the product."""
        values = self.cleaned_data | {"kind": int(self.cleaned_data["kind"])}
        return catalogue.save(self.row, values, actor=actor)


def _choice(row: Product, name: str, offered: Any, *, blank: bool = False) -> ChoiceOf:
    present: Model | None = getattr(row, name, None)
    rows = list(offered)
    if present is not None and present not in rows:
        rows.append(present)
    label = Product._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return ChoiceOf(rows, label=label, blank=blank)
