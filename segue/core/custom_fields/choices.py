"""Kinds that are chosen: yes or no, an option of a list, a value of a directory."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core.models import CustomField
from segue.core.models.directory import DIRECTORIES
from segue.core.models.labelled import in_language

from .kind import Kind, Setting, Typed, Value, chosen, no_value, one_text

YES, NO = ("1", "true", "on", "yes", "y"), ("", "0", "false", "off", "no", "n")
LONGEST_ID = len(str(2**63 - 1))
CHOICE_OPERATORS = ("is", "is_not", "among", "blank", "filled")


def _read_switch(field: CustomField, typed: Typed) -> Value | None:
    text = one_text(typed).strip().lower()
    if text in YES or text in NO:
        return text in YES
    raise ValidationError(_("Choose one of the offered values."))


def _check_switch(field: CustomField, value: Value) -> None:
    if not isinstance(value, bool):
        raise no_value()


def _read_option(field: CustomField, typed: Typed) -> Value | None:
    """An option comes as its id, its text, or its external id."""
    text = one_text(typed).strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID and int(text) in field.offered:
        return int(text)
    found = [pk for pk, option in field.offered.items() if text in (option.external_id, option.text)]
    if not found:
        raise ValidationError(_("Choose one of the offered values."))
    return found[0]


def _check_option(field: CustomField, value: Value) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise no_value()
    if value not in field.offered:
        raise ValidationError(_("Choose one of the offered values."))


def option_text(field: CustomField, value: Value) -> str:
    """Return the text of an option, of a removed one too."""
    option = field.offered.get(value) or field.gone.get(value)
    return option.text if option else f"#{value}"


def _option_exchanged(field: CustomField, value: Value) -> str:
    """Return the text of an option where that is read as this very option, else its id."""
    text = option_text(field, value)
    same = [pk for pk, option in field.offered.items() if text in (str(pk), option.external_id, option.text)]
    is_told = same == [value] and text == text.strip()
    return text if is_told or value not in field.offered else str(value)


def _option_fact(field: CustomField, value: Value) -> Any:
    return {"id": value, "label": option_text(field, value)}


def _start_options(field: CustomField) -> list[Value]:
    return [pk for pk, option in field.offered.items() if option.is_default]


def _read_code(field: CustomField, typed: Typed) -> Value | None:
    text = one_text(typed).strip()
    if text and text not in field.offered:
        raise ValidationError(_("Choose one of the offered values."))
    return text or None


def _check_code(field: CustomField, value: Value) -> None:
    if not isinstance(value, str):
        raise no_value()
    if value not in field.offered:
        raise ValidationError(_("Choose one of the offered values."))


def directory_label(field: CustomField, value: Value) -> str:
    """Return what a directory value is called, its code where it is gone."""
    known = field.offered.get(value)
    return in_language(known.labels, value) if known else str(value)


def _code_fact(field: CustomField, value: Value) -> Any:
    known = field.offered.get(value)
    return {"id": value, "label": known.labels if known else value}


BOOLEAN = Kind(
    code="boolean",
    label=gettext_lazy("Yes/No"),
    widget="switch",
    read=_read_switch,
    check=_check_switch,
    text=lambda field, value: "1" if value else "0",
    start=lambda field: True if chosen(field, "default") else None,
    settings=(
        Setting("default", gettext_lazy("Yes to begin with"), "switch", default=False),
        Setting(
            "display",
            gettext_lazy("Shown as"),
            "choice",
            "checkbox",
            (
                ("checkbox", gettext_lazy("Check box")),
                ("radio", gettext_lazy("Radio buttons")),
                ("list", gettext_lazy("List")),
            ),
        ),
        Setting("yes", gettext_lazy("Text for yes"), "text"),
        Setting("no", gettext_lazy("Text for no"), "text"),
    ),
    can_be_multiple=False,
    operators=("is",),
)
LIST = Kind(
    code="list",
    label=gettext_lazy("List"),
    widget="choice",
    read=_read_option,
    check=_check_option,
    text=_option_exchanged,
    fact=_option_fact,
    key=lambda field, value: str(value),
    words=option_text,
    starts=_start_options,
    settings=(
        Setting(
            "display",
            gettext_lazy("Shown as"),
            "choice",
            "list",
            (
                ("list", gettext_lazy("List")),
                ("buttons", gettext_lazy("Radio buttons or check boxes")),
                ("dialog", gettext_lazy("Window with a search")),
            ),
        ),
        Setting("height", gettext_lazy("Lines of the list that are seen at once"), "whole"),
        Setting("none_caption", gettext_lazy("Text for none"), "text"),
        Setting("show_none", gettext_lazy("What was chosen can be taken back"), "switch", default=True),
    ),
    column="id",
    operators=CHOICE_OPERATORS,
)
DIRECTORY = Kind(
    code="directory",
    label=gettext_lazy("Directory"),
    widget="choice",
    read=_read_code,
    check=_check_code,
    fact=_code_fact,
    key=lambda field, value: str(value),
    words=directory_label,
    settings=(
        Setting(
            "directory",
            gettext_lazy("Directory"),
            "choice",
            DIRECTORIES[0],
            tuple((name, name) for name in DIRECTORIES),
        ),
    ),
    operators=CHOICE_OPERATORS,
)
