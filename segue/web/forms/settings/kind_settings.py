"""Which inputs do the settings of a kind of custom field have, and how is what was typed handed on?"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from segue.core import item_types
from segue.core.custom_fields import kinds, times
from segue.core.custom_fields.kind import Setting
from segue.core.models import CustomField
from segue.web.components.settings import DIRECTORIES
from segue.web.forms.fields import LongText, write_number
from segue.web.forms.settings.choices import time_zones
from segue.web.forms.settings.rows import OneOf

BEFORE, CURRENCY = "setting_", "_currency"  # of the names of the inputs
LONGEST = 1000


def name(setting: Setting) -> str:
    """Return how the input of a setting is named."""
    return f"{BEFORE}{setting.name}"


def inputs(field: CustomField) -> Iterator[tuple[str, forms.Field]]:
    """Give the inputs of a field's settings by name, in order; money has two."""
    for setting in kinds.of(field.kind).settings:
        yield name(setting), _INPUTS[setting.input](field, setting)
        if _is_money(field, setting):
            codes = [(code, code) for code in field.offered]
            yield name(setting) + CURRENCY, OneOf(label=_("Currency"), choices=codes)


def shown(field: CustomField) -> dict[str, Any]:
    """Return what the inputs show at first: what was chosen, else what the kind itself does."""
    found: dict[str, Any] = {}
    for setting in kinds.of(field.kind).settings:
        value = field.settings.get(setting.name, setting.default)
        found[name(setting)] = _SHOWN.get(field.kind, _as_it_is)(field, value) if setting.input == "value" else value
        if _is_money(field, setting) and value:
            found[name(setting)] = write_number(Decimal(str(value["amount"])))
            found[name(setting) + CURRENCY] = value["currency"]
    return found


def given(field: CustomField, cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed by the names of the settings, as `custom_fields.settings` takes it."""
    found = {setting.name: cleaned.get(name(setting)) for setting in kinds.of(field.kind).settings}
    for setting in kinds.of(field.kind).settings:
        if _is_money(field, setting) and found[setting.name]:
            found[setting.name] = {"amount": found[setting.name], "currency": cleaned.get(name(setting) + CURRENCY, "")}
    return found


def entries(form: forms.Form, field: CustomField) -> list[dict[str, Any]]:
    """List the inputs as c-form-entry takes them."""
    return [
        {"amount": form[name(setting)], "currency": form[name(setting) + CURRENCY]}
        if _is_money(field, setting)
        else {"field": form[name(setting)]}
        for setting in kinds.of(field.kind).settings
    ]


def _is_money(field: CustomField, setting: Setting) -> bool:
    return field.kind == "money" and setting.input == "value"


def _text(_field: CustomField, setting: Setting) -> forms.Field:
    return forms.CharField(label=str(setting.label), max_length=LONGEST, required=False)


def _whole(_field: CustomField, setting: Setting) -> forms.Field:
    return _with(_text(_field, setting), inputmode="numeric", autocomplete="off")


def _switch(_field: CustomField, setting: Setting) -> forms.Field:
    return forms.BooleanField(label=str(setting.label), required=False)


def _choice(_field: CustomField, setting: Setting) -> forms.Field:
    titles = dict(DIRECTORIES.values())
    choices = [(value, titles.get(value, text)) for value, text in setting.choices]
    return OneOf(label=str(setting.label), choices=choices)


def _zone(_field: CustomField, setting: Setting) -> forms.Field:
    choices = [("", _("As each person has chosen")), *time_zones()]
    return OneOf(label=str(setting.label), choices=choices)


def _types(_field: CustomField, setting: Setting) -> forms.Field:
    choices = [(each.code, each.label_plural) for each in item_types.all_types()]
    boxes = forms.CheckboxSelectMultiple()
    return forms.MultipleChoiceField(label=str(setting.label), choices=choices, widget=boxes, required=False)


def _value(field: CustomField, setting: Setting) -> forms.Field:
    """One value of the field's own kind; `custom_fields.settings` judges it."""
    if field.kind == "string":
        return LongText(label=str(setting.label), required=False, strip=False)
    made = forms.CharField(label=str(setting.label), required=False)
    if kind := _TYPES.get(field.kind):
        made.widget = forms.TextInput({"type": kind})
        made.widget.input_type = kind
        return made
    return _with(made, **_MODES.get(field.kind, {}))


def _with(field: forms.Field, **attributes: str) -> forms.Field:
    field.widget.attrs |= attributes
    return field


def _as_it_is(_field: CustomField, value: Any) -> Any:
    return value


def _number(_field: CustomField, value: Any) -> Any:
    return write_number(Decimal(str(value))) if value not in (None, "") else ""


def _local(field: CustomField, value: Any) -> Any:
    """Show a stored instant as the clock of the field does."""
    return times.instant(value).astimezone(times.clock(field)).strftime("%Y-%m-%dT%H:%M:%S") if value else ""


_INPUTS: dict[str, Callable[[CustomField, Setting], forms.Field]] = {
    "text": _text, "pattern": _text, "whole": _whole, "switch": _switch, "choice": _choice, "zone": _zone,
    "types": _types, "value": _value,
}  # fmt: skip
_TYPES = {"date": "date", "datetime": "datetime-local"}
_DECIMAL = {"inputmode": "decimal", "autocomplete": "off"}
_MODES = {"integer": _DECIMAL, "double": _DECIMAL, "money": _DECIMAL}
_SHOWN: dict[str, Callable[[CustomField, Any], Any]] = {"integer": _number, "double": _number, "datetime": _local}
