"""What may be chosen for the whole organisation?"""

from django import forms
from django.utils.translation import gettext_lazy

from segue.core.models.user import LANGUAGES
from segue.web.components.values import language
from segue.web.forms.settings import choices
from segue.web.forms.settings.preferences import PreferencesForm
from segue.web.forms.settings.rows import OneOf

A_YEAR, TEN_YEARS, LARGEST_UPLOAD = 365, 3650, 1000
NAME_FORMATS = (
    ("{first} {last}", gettext_lazy("First name, last name: Jana Brandt")),
    ("{last} {first}", gettext_lazy("Last name, first name: Brandt Jana")),
    ("{last}, {first}", gettext_lazy("With a comma: Brandt, Jana")),
)
SCANS = (
    ("", gettext_lazy("when somebody asks for it")),
    ("daily", gettext_lazy("every day")),
    ("weekly", gettext_lazy("every week")),
    ("monthly", gettext_lazy("every month")),
)
ROUNDING_MODES = (
    ("per_row", gettext_lazy("per row")),
    ("per_tax_rate", gettext_lazy("per tax rate")),
    ("per_document", gettext_lazy("per document")),
)


class GeneralForm(PreferencesForm):
    """The settings of the organisation."""

    organisation = forms.CharField(label=gettext_lazy("Name"), max_length=255, required=False)
    time_zone = OneOf(label=gettext_lazy("Time zone"), choices=choices.time_zones)
    country = OneOf(
        label=gettext_lazy("Country"),
        choices=lambda: choices.countries(language()),
        help_text=gettext_lazy("Telephone numbers without a country code are of this country."),
    )
    language = OneOf(label=gettext_lazy("Language"), choices=LANGUAGES)
    name_format = OneOf(label=gettext_lazy("Names of people"), choices=NAME_FORMATS)
    rounding_mode = OneOf(
        label=gettext_lazy("Rounding"),
        choices=ROUNDING_MODES,
        help_text=gettext_lazy("Holds for new documents; those that exist keep theirs."),
    )
    deadline_days = forms.IntegerField(
        label=gettext_lazy("Days until a deadline"),
        min_value=0,
        max_value=A_YEAR,
        help_text=gettext_lazy("New deals, estimates and invoices are due so many days after they begin."),
    )
    free_positions = forms.BooleanField(
        label=gettext_lazy("Rows may name products that are not in the catalogue"), required=False
    )
    open_to_all = forms.BooleanField(label=gettext_lazy("New items are available to everyone"), required=False)
    close_today = forms.BooleanField(
        label=gettext_lazy("A deal that is closed gets today as its closing date"), required=False
    )
    offline_items = forms.BooleanField(
        label=gettext_lazy("Browsers keep the last 20 items that somebody opened"),
        required=False,
        help_text=gettext_lazy(
            "They can then be read without a network, in the browser of this person alone, until they sign out. "
            "Whoever gets at the device may read them too."
        ),
    )
    recycle_bin_days = forms.IntegerField(
        label=gettext_lazy("Days in the recycle bin"),
        min_value=1,
        max_value=TEN_YEARS,
        help_text=gettext_lazy("After that, deleted items are gone for good."),
    )
    duplicates_scan = OneOf(
        label=gettext_lazy("Duplicates are looked for"),
        choices=SCANS,
        help_text=gettext_lazy("In the background; the page “Duplicates” shows what was found."),
    )
    upload_megabytes = forms.IntegerField(
        label=gettext_lazy("Largest file in megabytes"), min_value=1, max_value=LARGEST_UPLOAD
    )
