"""What may be typed about the options of a list?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from segue.core.custom_fields import changes
from segue.core.models import CustomFieldOption, User
from segue.web.forms.fields import LongText
from segue.web.forms.settings.pipeline import COLOURS
from segue.web.forms.settings.rows import OneOf, RowForm

LONGEST_OPTION, MOST_AT_ONCE = 255, 500
REMOVE = "remove"


class OptionsField(LongText):
    """Several options, one a line; the same one twice counts once."""

    def __init__(self, **options: Any) -> None:
        super().__init__(help_text=gettext_lazy("One per line."), **options)
        self.widget.attrs["rows"] = 5

    def clean(self, value: Any) -> list[str]:
        """Return the lines that are not blank."""
        lines = [line.strip() for line in super().clean(value).split("\n")]
        found = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > LONGEST_OPTION for line in found):
            raise ValidationError(_("At most %(limit)d characters per line.") % {"limit": LONGEST_OPTION})
        if len(found) > MOST_AT_ONCE:
            raise ValidationError(_("At most %(limit)d options at once.") % {"limit": MOST_AT_ONCE})
        if self.required and not found:
            raise ValidationError(_("This field is required."))
        return found


class NewOptionsForm(RowForm):
    """Several new options of one list."""

    text = OptionsField(label=gettext_lazy("Options"))

    def write(self, *, actor: User) -> CustomFieldOption:
        """Store them in this order, behind those that are there; the row is the last one."""
        stored: CustomFieldOption = self.row
        with transaction.atomic():
            for text in self.cleaned_data["text"]:
                stored = changes.save_option(CustomFieldOption(field=self.row.field), {"text": text}, actor=actor)
        return stored


class OptionForm(RowForm):
    """One option of a list."""

    text = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_OPTION)
    colour = OneOf(label=gettext_lazy("Colour"), choices=[("", pgettext_lazy("colour", "None")), *COLOURS])
    is_default = forms.BooleanField(label=gettext_lazy("Chosen to begin with"), required=False)
    external_id = forms.CharField(
        label=gettext_lazy("External id"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("What other programs call it."),
    )

    def write(self, *, actor: User) -> CustomFieldOption:
        """Store the option."""
        return changes.save_option(self.row, self.cleaned_data, actor=actor)


class DeleteOptionForm(forms.Form):
    """What becomes of the items that have an option which goes?"""

    replacement = forms.ChoiceField(label=gettext_lazy("What becomes of their value?"), required=False)

    def __init__(self, option: CustomFieldOption, count: int, data: Any = None) -> None:
        super().__init__(data)
        self.option = option
        self.others = list(option.field.options.filter(deleted_at=None).exclude(pk=option.pk))
        names = [(str(other.pk), other.text) for other in self.others]
        field: Any = self.fields["replacement"]
        field.required = bool(count)
        field.choices = [("", _("Please choose")), *_grouped(_("Replace it by"), names), (REMOVE, _("Remove it"))]

    def store(self, *, actor: User) -> bool:
        """Delete the option; False when nobody said what becomes of its values."""
        if not self.is_valid():
            return False
        chosen = self.cleaned_data["replacement"]
        other = next((each for each in self.others if str(each.pk) == chosen), None)
        changes.delete_option(self.option, actor=actor, replacement=other)
        return True


def _grouped(label: str, choices: list[tuple[str, str]]) -> list[Any]:
    return [(label, choices)] if choices else []
