"""How does the form of a settings row begin, check, and save, with every refusal beside its field?"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import settings_changes
from segue.core.models import User

LONGEST_LABEL = 60
MOST_ID_DIGITS = 18


class RowForm(forms.Form):
    """A form of one row; subclasses say how it is read into fields and written back."""

    # Where an error stands whose column has another name on the form.
    shown_at: ClassVar[Mapping[str, str]] = {}

    def __init__(self, row: Any, data: Any = None) -> None:
        super().__init__(data, initial=self.read(row))
        self.row = row
        self.adjust()

    @property
    def is_new(self) -> bool:
        """Say whether the row is not stored yet."""
        return settings_changes.is_new(self.row)

    def read(self, row: Any) -> dict[str, Any]:
        """Return what the fields show at first: the columns of their names."""
        return {name: getattr(row, name) for name in self.base_fields if hasattr(row, name)}

    def adjust(self) -> None:
        """Take away fields that this row does not have, or fill their choices."""

    def write(self, *, actor: User) -> Any:
        """Store the checked values and return the row."""
        raise NotImplementedError

    def store(self, *, actor: User) -> bool:
        """Save; False when something is wrong, which then stands beside its field."""
        if not self.is_valid():
            return False
        try:
            self.row = self.write(actor=actor)
        except ValidationError as refused:
            self._show(refused)
            return False
        return True

    def _show(self, refused: ValidationError) -> None:
        by_field = refused.message_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.messages}
        for column, messages in by_field.items():
            name = self.shown_at.get(column, column)
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


class OneOf(forms.ChoiceField):
    """One of a few, always chosen: so it needs no mark that it is required, and a blank is refused all the same."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def validate(self, value: Any) -> None:
        """Refuse whatever is not offered."""
        if not self.valid_value(value):
            raise ValidationError(_("Choose one of the offered values."))


class Several(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's own takes none while it runs
    """Any of many rows; an id that fits no key, which SQLite would not take, is refused as one that is not there."""

    def clean(self, value: Any) -> Any:
        """Refuse what no row can be called before it is looked for."""
        if any(len(str(each)) > MOST_ID_DIGITS for each in value or ()):
            raise ValidationError(_("Choose one of the offered values."))
        return super().clean(value)


def label_field(label: Any) -> forms.CharField:
    """A name in one language."""
    return forms.CharField(label=label, max_length=LONGEST_LABEL, required=False)


class LabelledForm(RowForm):
    """A row with a name in both languages; where one is left blank, the other stands in."""

    label_en = label_field(gettext_lazy("Name in English"))
    label_de = label_field(gettext_lazy("Name in German"))
    shown_at: ClassVar[Mapping[str, str]] = {"labels": "label_en", "code": "label_en"}

    def read(self, row: Any) -> dict[str, Any]:
        """Return the names by language, and the columns of the other fields."""
        return super().read(row) | {f"label_{code}": label for code, label in row.labels.items()}

    def clean(self) -> dict[str, Any]:
        """Ask for at least one name."""
        cleaned = self.cleaned_data
        if not (cleaned.get("label_en") or cleaned.get("label_de") or self.errors):
            self.add_error("label_en", _("Enter a name."))
        return cleaned

    def labels(self) -> dict[str, str]:
        """Return the name in both languages."""
        return both_languages(self.cleaned_data["label_en"], self.cleaned_data["label_de"])


def both_languages(english: str, german: str) -> dict[str, str]:
    """Give a text in both languages, the one standing in for the other where that is blank."""
    return {"en": english or german, "de": german or english}
