"""Are the settings of a field such that its values can be checked by them?"""

import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from segue.core import item_types, preferences
from segue.core.models import CustomField
from segue.core.typed import read_number
from segue.lib import money, pattern

from . import definitions, kinds, numbers
from .kind import Kind, Setting

MOST_WHOLE = 65_535
MOST_OF = {"precision": money.STORED_DECIMALS, "size": 200, "height": 50}  # settings for which less is the most
LONGEST = 1000


def clean(field: CustomField, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings as they are stored: those that differ from the kind's own; raises ValidationError by name.

    What was typed comes as texts, switches as booleans, types as a list.
    """
    kind, found, wrong = kinds.of(field.kind), {}, {}
    field.settings = {}
    if field.kind == "money" and not field.offered:
        definitions.attach(field)
    for setting in _values_last(kind):
        try:
            value = _READ[setting.input](field, setting, given.get(setting.name, setting.default))
        except ValidationError as refused:
            wrong[setting.name] = refused.messages
            continue
        if value not in (None, "", setting.default):
            found[setting.name] = value
        field.settings = found
    least, most = found.get("min"), found.get("max")
    if least is not None and most is not None and least > most:
        wrong["max"] = [_("The largest is below the smallest.")]
    if (megabytes := found.get("largest")) and megabytes > (limit := preferences.load().upload_megabytes):
        wrong["largest"] = [_("At most %(limit)s.") % {"limit": limit}]
    if wrong:
        raise ValidationError(wrong)
    return found


def _values_last(kind: Kind) -> list[Setting]:
    """A default is checked against the other settings, so it comes after them."""
    return sorted(kind.settings, key=lambda setting: (setting.name == "default", setting.input == "value"))


def _whole(field: CustomField, setting: Setting, given: Any) -> Any:
    text = str(given if given is not None else "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_WHOLE))) or int(text) > MOST_WHOLE:
        raise ValidationError(_("Enter a whole number."))
    most = MOST_OF.get(setting.name, MOST_WHOLE)
    if int(text) > most:
        raise ValidationError(_("At most %(limit)s.") % {"limit": most})
    return int(text)


def _text(field: CustomField, setting: Setting, given: Any) -> Any:
    text = str(given or "").strip()
    if len(text) > LONGEST:
        raise ValidationError(_("At most %(limit)d characters.") % {"limit": LONGEST})
    return text


def _pattern(field: CustomField, setting: Setting, given: Any) -> Any:
    text = _text(field, setting, given)
    try:
        pattern.check(text)
    except re.error:
        raise ValidationError(_("This is not a regular expression.")) from None
    except pattern.NotOffered:
        message = _("Signs, sets, groups, choices and repetitions can be used here, and only so many of them.")
        raise ValidationError(message) from None
    return text


def _choice(field: CustomField, setting: Setting, given: Any) -> Any:
    if given not in dict(setting.choices):
        raise ValidationError(_("Choose one of the offered values."))
    return given


def _zone(field: CustomField, setting: Setting, given: Any) -> Any:
    if given and given not in available_timezones():
        raise ValidationError(_("Choose one of the offered values."))
    return given


def _types(field: CustomField, setting: Setting, given: Any) -> Any:
    known = {each.code for each in item_types.all_types()}
    chosen = [code for code in given or () if code in known]
    return chosen if chosen and chosen != list(setting.default) else None


def _value(field: CustomField, setting: Setting, given: Any) -> Any:
    """A default, or the end of a range: one value of the field's own kind."""
    if given in (None, ""):
        return None
    if setting.name in {"min", "max"}:
        return numbers.plain(read_number(str(given)))
    kind = kinds.of(field.kind)
    if not isinstance(given, str | dict):
        kind.check(field, given)
        return given
    read = kind.read(field, given)
    if read is not None:
        kind.check(field, read)
    return read


_READ = {
    "whole": _whole,
    "text": _text,
    "pattern": _pattern,
    "switch": lambda field, setting, given: bool(given),
    "choice": _choice,
    "zone": _zone,
    "types": _types,
    "value": _value,
}
