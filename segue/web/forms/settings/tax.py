"""What may be typed about VAT rates and units?"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core.models import User
from segue.crm import taxes
from segue.crm.models import Measure, TaxRate
from segue.web.forms.fields import NumberField
from segue.web.forms.settings.rows import OneOf, RowForm, both_languages, label_field

MOST_PERCENT = 100
LARGEST_CODE = 99_999
CATEGORIES = (
    ("S", gettext_lazy("Standard or reduced rate (S)")),
    ("Z", gettext_lazy("Zero rate (Z)")),
    ("E", gettext_lazy("Exempt from tax (E)")),
    ("AE", gettext_lazy("Reverse charge (AE)")),
    ("K", gettext_lazy("Delivery within the EU (K)")),
    ("G", gettext_lazy("Export outside the EU (G)")),
    ("O", gettext_lazy("Not subject to tax (O)")),
)


class TaxRateForm(RowForm):
    """A VAT rate; rows and documents that exist keep the rate they took."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=50)
    rate = NumberField(label=gettext_lazy("Rate in per cent"))
    category = OneOf(
        label=gettext_lazy("Category"),
        choices=CATEGORIES,
        help_text=gettext_lazy("Electronic invoices carry it."),
    )
    is_default = forms.BooleanField(label=gettext_lazy("Default for new products"), required=False)
    active = forms.BooleanField(label=gettext_lazy("Can be chosen"), required=False)

    def read(self, row: TaxRate) -> dict[str, Any]:
        """Show a new rate without a number."""
        return super().read(row) | ({} if row.pk else {"rate": None})

    def clean_rate(self) -> Decimal:
        """Refuse what is no share of a price."""
        rate: Decimal = self.cleaned_data["rate"]
        if not 0 <= rate <= MOST_PERCENT:
            raise ValidationError(_("Enter a rate from 0 to 100."))
        return rate

    def clean(self) -> dict[str, Any]:
        """Refuse contradictions."""
        cleaned = self.cleaned_data
        if cleaned.get("rate") and cleaned.get("category", "S") != "S":
            self.add_error("category", _("Only the standard category has a rate above zero."))
        if cleaned.get("is_default") and not cleaned.get("active"):
            self.add_error("active", _("The default must be one that can be chosen."))
        return cleaned

    def write(self, *, actor: User) -> TaxRate:
        """Store the rate."""
        return taxes.save_rate(self.row, self.cleaned_data, actor=actor)


class MeasureForm(RowForm):
    """A unit; its number is chosen once, since rows keep it."""

    code = forms.IntegerField(
        label=gettext_lazy("Number"),
        min_value=1,
        max_value=LARGEST_CODE,
        help_text=gettext_lazy("Of the classifier of units: 796 is the piece, 356 the hour."),
    )
    unece_code = forms.CharField(
        label=gettext_lazy("UN/ECE code"),
        max_length=3,
        required=False,
        validators=[RegexValidator("^[A-Za-z0-9]+$", gettext_lazy("Up to three letters and digits, such as HUR."))],
        help_text=gettext_lazy("Electronic invoices carry it: C62 for the piece, HUR for the hour."),
    )
    title_en = label_field(gettext_lazy("Name in English"))
    title_de = label_field(gettext_lazy("Name in German"))
    symbol_en = label_field(gettext_lazy("Abbreviation in English"))
    symbol_de = label_field(gettext_lazy("Abbreviation in German"))
    is_default = forms.BooleanField(label=gettext_lazy("Default for new products and rows"), required=False)
    shown_at: ClassVar[Mapping[str, str]] = {"titles": "title_en", "symbols": "symbol_en"}

    def read(self, row: Measure) -> dict[str, Any]:
        """Show names and abbreviations by language."""
        shown = super().read(row)
        shown |= {f"title_{code}": text for code, text in row.titles.items()}
        return shown | {f"symbol_{code}": text for code, text in row.symbols.items()}

    def adjust(self) -> None:
        """Ask only a new unit for its number."""
        if not self.is_new:
            del self.fields["code"]

    def clean_unece_code(self) -> str:
        """Write the code in capitals."""
        return str(self.cleaned_data["unece_code"]).upper()

    def clean(self) -> dict[str, Any]:
        """Ask for at least one name."""
        cleaned = self.cleaned_data
        if not (cleaned.get("title_en") or cleaned.get("title_de") or self.errors):
            self.add_error("title_en", _("Enter a name."))
        return cleaned

    def write(self, *, actor: User) -> Measure:
        """Store the unit; without an abbreviation its name stands in."""
        typed = self.cleaned_data
        titles = both_languages(typed["title_en"], typed["title_de"])
        symbols = both_languages(typed["symbol_en"], typed["symbol_de"])
        values: dict[str, Any] = {name: typed[name] for name in ("code", "unece_code", "is_default") if name in typed}
        values |= {"titles": titles, "symbols": symbols if any(symbols.values()) else titles}
        return taxes.save_measure(self.row, values, actor=actor)
