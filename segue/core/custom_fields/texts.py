"""Kinds that are texts: text, and link."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core.models import CustomField
from segue.lib import pattern
from segue.lib.text import address_key, bare

from .kind import SIZE, Kind, Setting, Typed, Value, chosen, no_value, one_text, refuse_long

SCHEMES = ("http", "https", "mailto")
LENGTHS = (
    Setting("min_length", gettext_lazy("Shortest"), "whole"),
    Setting("max_length", gettext_lazy("Longest"), "whole"),
)
TEXT_OPERATORS = ("is", "is_not", "contains", "starts", "blank", "filled")


def _read_text(field: CustomField, typed: Typed) -> Value | None:
    text = one_text(typed).replace("\r\n", "\n").replace("\r", "\n")
    return text if text.strip() else None


def _check_text(field: CustomField, value: Value) -> None:
    if not isinstance(value, str):
        raise no_value()
    refuse_long(value)
    _check_length(field, value)
    if expression := chosen(field, "pattern"):
        _check_form(expression, value)


def _check_form(expression: str, value: str) -> None:
    if len(value) > pattern.LONGEST_TEXT:
        raise ValidationError(_("At most %(limit)d characters.") % {"limit": pattern.LONGEST_TEXT})
    if not pattern.matches(expression, value):
        raise ValidationError(_("It does not have the form that is asked for."))


def _check_length(field: CustomField, value: str) -> None:
    shortest, longest = chosen(field, "min_length"), chosen(field, "max_length")
    if longest and len(value) > longest:
        raise ValidationError(_("At most %(limit)d characters.") % {"limit": longest})
    if shortest and len(value) < shortest:
        raise ValidationError(_("At least %(limit)d characters.") % {"limit": shortest})


def _read_link(field: CustomField, typed: Typed) -> Value | None:
    text = one_text(typed).strip()
    if not text:
        return None
    if _SCHEME.match(text):
        return text
    return f"mailto:{text}" if _MAIL.fullmatch(text) else f"https://{text}"


# A name with points before a number is a server with its port: example.com:8080.
_SCHEME = re.compile(r"(?![^/:]*\.[^/:]*:\d)[a-zA-Z][a-zA-Z0-9+.-]*:")
_MAIL = re.compile(r"[^/?#@]+@[^/#@]+")


def _check_link(field: CustomField, value: Value) -> None:
    if not isinstance(value, str):
        raise no_value()
    refuse_long(value)
    _check_length(field, value)
    try:
        parts = urlsplit(value)
        is_address = parts.scheme in SCHEMES and bool(parts.path if parts.scheme == "mailto" else parts.hostname)
    except ValueError:
        is_address = False
    if not is_address or re.search(r"\s", value):
        raise ValidationError(_("Enter a web or e-mail address, such as https://example.com."))


def _default(field: CustomField) -> Value | None:
    return chosen(field, "default") or None


STRING = Kind(
    code="string",
    label=gettext_lazy("Text"),
    widget="text",
    read=_read_text,
    check=_check_text,
    words=lambda field, value: str(value),
    key=lambda field, value: bare(value),
    start=_default,
    settings=(
        Setting("default", gettext_lazy("Default"), "value"),
        Setting("rows", gettext_lazy("Lines"), "whole", 1),
        SIZE,
        *LENGTHS,
        Setting("pattern", gettext_lazy("Pattern (regular expression)"), "pattern"),
    ),
    operators=TEXT_OPERATORS,
)
URL = Kind(
    code="url",
    label=gettext_lazy("Link"),
    widget="link",
    read=_read_link,
    check=_check_link,
    words=lambda field, value: str(value),
    key=lambda field, value: address_key(value),
    start=_default,
    settings=(
        Setting("default", gettext_lazy("Default"), "value"),
        Setting("new_tab", gettext_lazy("Open in a new tab"), "switch", default=True),
        SIZE,
        *LENGTHS,
    ),
    operators=TEXT_OPERATORS,
)
