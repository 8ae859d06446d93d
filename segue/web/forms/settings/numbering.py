"""What may be typed about the numbers of estimates and invoices?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import numbering_changes
from segue.core.models import Numbering, User
from segue.lib import numbers
from segue.web.forms.settings.rows import OneOf, RowForm

LARGEST_START, LARGEST_STEP, MOST_DIGITS, LONGEST_NUMBER = 1_000_000_000, 1000, 20, 100
RESETS = (
    ("none", gettext_lazy("Never")),
    ("year", gettext_lazy("Every year")),
    ("month", gettext_lazy("Every month")),
    ("day", gettext_lazy("Every day")),
)


class NumberingForm(RowForm):
    """How the numbers of one item type look and count."""

    template = forms.CharField(
        label=gettext_lazy("Template"),
        max_length=100,
        help_text=gettext_lazy("Text with {NUMBER}, {PREFIX}, {YEAR}, {MONTH}, {DAY} or {RANDOM} in it."),
    )
    prefix = forms.CharField(  # type: ignore[assignment]  # Django keeps fields apart from attributes
        label=gettext_lazy("Prefix"), max_length=20, required=False, help_text=gettext_lazy("Stands for {PREFIX}.")
    )
    start = forms.IntegerField(
        label=gettext_lazy("First number"),
        min_value=1,
        max_value=LARGEST_START,
        help_text=gettext_lazy("A number beyond the last one lets the counting jump there; it never goes back."),
    )
    step = forms.IntegerField(label=gettext_lazy("Step"), min_value=1, max_value=LARGEST_STEP)
    min_length = forms.IntegerField(
        label=gettext_lazy("Fewest digits"),
        min_value=0,
        max_value=MOST_DIGITS,
        help_text=gettext_lazy("With 4, number 7 is written 0007."),
    )
    padding = forms.CharField(label=gettext_lazy("Filled up with"), max_length=1, strip=False)
    reset = OneOf(label=gettext_lazy("Begins anew"), choices=RESETS)
    per_company = forms.BooleanField(label=gettext_lazy("Each of my companies counts for itself"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse templates that give a number twice, or none."""
        cleaned = self.cleaned_data
        if "template" in cleaned and "reset" in cleaned:
            self._check_template(cleaned["template"], cleaned["reset"])
        if not self.errors and numbering_changes.longest_number(self.draft()) > LONGEST_NUMBER:
            self.add_error("template", _("Numbers would become longer than 100 characters."))
        return cleaned

    def draft(self) -> Numbering:
        """Return the numbering as typed, not stored; only of a form without errors."""
        return Numbering(item_type=self.row.item_type, **self.cleaned_data)

    def write(self, *, actor: User) -> Numbering:
        """Store the numbering."""
        return numbering_changes.save(self.row, self.cleaned_data, actor=actor)

    def _check_template(self, template: str, reset: str) -> None:
        try:
            numbers.check(template, reset)
        except numbers.PlaceholderUnknown as fault:
            self.add_error("template", _("There is no placeholder {%(name)s}.") % {"name": fault})
        except numbers.NumberMissing:
            self.add_error("template", _("The template needs {NUMBER} or {RANDOM}."))
        except numbers.PeriodMissing as fault:
            missing = ", ".join(f"{{{name}}}" for name in str(fault).split(", "))
            error = _("Counting that begins anew needs %(missing)s in the template, or numbers come twice.")
            self.add_error("template", ValidationError(error % {"missing": missing}))
