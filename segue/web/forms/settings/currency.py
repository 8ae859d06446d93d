"""What may be typed about a currency?"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from babel.numbers import get_currency_precision
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import currency_changes
from segue.core.models import Currency, User
from segue.lib import formats
from segue.web.components.values import language
from segue.web.forms.fields import NumberField
from segue.web.forms.settings import choices
from segue.web.forms.settings.rows import OneOf, RowForm

MOST_DECIMALS = 4
LONGEST_PATTERN = 20
LARGEST_NOMINAL = 1_000_000_000
SAMPLE = Decimal("1234.5")
PATTERNS = {"pattern_en": "en", "pattern_de": "de"}


class CurrencyForm(RowForm):
    """A new currency asks for code and rate; the decimals come from ISO 4217 and can be changed later."""

    code = forms.ChoiceField(label=gettext_lazy("Currency"))
    nominal = forms.IntegerField(
        label=gettext_lazy("So many units"),
        min_value=1,
        max_value=LARGEST_NOMINAL,
        help_text=gettext_lazy("Mostly 1; 100 for currencies of little worth, such as the yen."),
    )
    rate = NumberField(label=gettext_lazy("are worth"))
    decimals = OneOf(
        label=gettext_lazy("Decimals"),
        choices=[(count, str(count)) for count in range(MOST_DECIMALS + 1)],
        help_text=gettext_lazy("Documents that exist keep theirs."),
    )
    hide_zero_decimals = forms.BooleanField(label=gettext_lazy("Leave out decimals that are zero"), required=False)
    pattern_en = forms.CharField(label=gettext_lazy("Written in English"), max_length=LONGEST_PATTERN, required=False)
    pattern_de = forms.CharField(label=gettext_lazy("Written in German"), max_length=LONGEST_PATTERN, required=False)
    active = forms.BooleanField(label=gettext_lazy("Can be chosen for new amounts"), required=False)
    shown_at: ClassVar[Mapping[str, str]] = {"patterns": "pattern_en", "currency_rate_positive": "rate"}

    def read(self, row: Currency) -> dict[str, Any]:
        """Show the patterns by language beside the columns."""
        patterns = {name: row.patterns.get(code, "") for name, code in PATTERNS.items()}
        return super().read(row) | patterns | ({} if row.code else {"rate": None})

    def adjust(self) -> None:
        """Ask a new currency for its code, the base for no rate, and say what blank patterns mean."""
        base = Currency.objects.filter(is_base=True).first()
        self.fields["rate"].help_text = _("in %(currency)s") % {"currency": base.code} if base else ""
        gone: tuple[str, ...] = ("rate", "nominal", "active") if self.row.is_base else ()
        if self.is_new:
            present = set(Currency.objects.values_list("code", flat=True))
            offered = [pair for pair in choices.currencies(language()) if pair[0] not in present]
            self.fields["code"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]
            gone = ("decimals", "hide_zero_decimals", "active", *PATTERNS)
        else:
            del self.fields["code"]
        for name in gone:
            del self.fields[name]
        for name in set(PATTERNS) & set(self.fields):
            self.fields[name].help_text = _pattern_help(self.row.code, PATTERNS[name])

    def clean_rate(self) -> Decimal:
        """Refuse what is worth nothing."""
        rate: Decimal = self.cleaned_data["rate"]
        if rate <= 0:
            raise ValidationError(_("Enter a rate above zero."))
        return rate

    def clean_pattern_en(self) -> str:
        """Refuse a pattern without its number."""
        return _checked(self.cleaned_data["pattern_en"])

    def clean_pattern_de(self) -> str:
        """Refuse a pattern without its number."""
        return _checked(self.cleaned_data["pattern_de"])

    def write(self, *, actor: User) -> Currency:
        """Store the currency."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in PATTERNS}
        if self.is_new:
            values["decimals"] = min(get_currency_precision(values["code"]), MOST_DECIMALS)
        else:
            values["decimals"] = int(values["decimals"])
            values["patterns"] = {code: self.cleaned_data[name] for name, code in PATTERNS.items()}
        return currency_changes.save(self.row, values, actor=actor)


def _checked(pattern: str) -> str:
    if pattern and pattern.count("#") != 1:
        raise ValidationError(_("Write # once, where the number stands: “€ #”."))
    return pattern


def _pattern_help(currency: str, in_language: str) -> str:
    usual = formats.amount(SAMPLE, formats.amount_format(currency, in_language))
    return _("# stands for the number. Blank: %(sample)s") % {"sample": usual}
