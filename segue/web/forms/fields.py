"""Which inputs does the form know beyond Django's: numbers and days as people type them, one of a list, long texts?"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from segue.core.typed import read_number
from segue.lib import dates, formats
from segue.lib.text import is_storable
from segue.web.components.values import language

NUL = "\x00"


def write_number(value: Decimal) -> str:
    """Write a number so that `read_number` reads the same again."""
    return formats.field(value, language())


def refuse_nul(text: str) -> None:
    """Refuse signs that no database keeps: NUL, and halves of signs."""
    if not is_storable(text):
        raise ValidationError(_("The text holds a sign that cannot be stored. Type it anew."))


class NumberField(forms.Field):
    """A decimal; left blank it is `blank`, and a zero is shown as blank where that means the same."""

    def __init__(self, *, blank: Decimal | None = None, **options: Any) -> None:
        super().__init__(widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}), **options)
        self.blank = blank
        if blank is not None:
            self.widget.attrs["placeholder"] = write_number(blank)

    def prepare_value(self, value: Any) -> Any:
        """Show a number in the reader's notation."""
        if not isinstance(value, Decimal):
            return value
        return "" if value == self.blank else write_number(value)

    def to_python(self, value: Any) -> Decimal | None:
        """Read what was typed."""
        text = str(value or "").strip()
        return read_number(text) if text else self.blank

    def validate(self, value: Any) -> None:
        """Refuse what is shown as blank where something is required."""
        super().validate(None if value == self.blank else value)


class DayField(forms.Field):
    """A day; browsers send 2026-12-31, people without such an input type it their way."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput({"type": "date"}), **options)
        self.widget.input_type = "date"

    def prepare_value(self, value: Any) -> Any:
        """Show a day as the input of the browser takes it."""
        return dates.format_input(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        """Read what was typed."""
        text = str(value or "").strip()
        try:
            return dates.parse_day(text, language()) if text else None
        except dates.NotADay:
            raise ValidationError(_("Enter a day of the calendar.")) from None


class ChoiceOf(forms.Field):
    """One of these objects. What is sent is looked up among them, so it never reaches the database."""

    def __init__(
        self,
        offered: Iterable[Model],
        *,
        word: Callable[[Any], str] = str,
        blank: bool = False,
        **options: Any,
    ) -> None:
        self.offered = {str(each.pk): each for each in offered}
        self.word = word
        self.blank = blank
        choices = [(key, word(each)) for key, each in self.offered.items()]
        widget = forms.Select(choices=[("", "–"), *choices] if blank else choices)
        super().__init__(widget=widget, required=False, **options)  # a list without a blank needs no mark

    def prepare_value(self, value: Any) -> Any:
        """Show which is chosen."""
        return str(value.pk) if isinstance(value, Model) else value

    def to_python(self, value: Any) -> Model | None:
        """Find the object, or refuse."""
        if not value and self.blank:
            return None
        if str(value) not in self.offered:
            raise ValidationError(_("Choose one of the offered values."))
        return self.offered[str(value)]


class LongText(forms.CharField):
    """A text of several lines; browsers end them with two signs, we keep one."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs["rows"] = 3

    def to_python(self, value: Any) -> str:
        """Keep what was typed, with line ends of one sign."""
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class Unjudged(forms.BaseForm):
    """A form that can show what was sent without saying what is wrong with it."""

    def leave_unchecked(self) -> None:
        """Keep quiet until `full_clean` is asked for."""
        self._errors: Any = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
