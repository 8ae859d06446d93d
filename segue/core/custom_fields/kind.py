"""What is a kind of custom field: how is one value of it read, checked, written down and searched?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core.item_types import Text
from segue.core.models import CustomField
from segue.lib.text import is_storable

Value = Any  # one stored value, as JSON holds it: never a list, never None
Typed = str | Mapping[str, str]  # what a person typed: one text, or several named ones
LONGEST_TEXT = 65_535


@dataclass(frozen=True)
class Setting:
    """One setting of a kind: its name, what it is called, which input it has, and its value when nobody chose one."""

    name: str
    label: Text
    input: str  # text, pattern, whole, switch, choice, zone, types, value
    default: Any = ""
    choices: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One row of the table of kinds. All functions are about one value; several are a list of such.

    `read` turns what was typed into a stored value, "" into None, and raises ValidationError. `check` raises it for a
    stored value that breaks the field's settings or is no value of the kind; it makes no query. `tidy` gives a checked
    value the one shape it is stored in. `text` is the canonical exchange text, `words` what search finds it by, `fact`
    what history keeps. `key` is what duplicates are found by, "" where there is nothing to compare; a kind without one
    finds none, for that two items have the same says nothing. `start` gives the value a new item begins with, or None;
    `starts` all of them, where there can be several.
    """

    code: str
    label: Text
    widget: str  # the template of its input
    read: Callable[[CustomField, Typed], Value | None]
    check: Callable[[CustomField, Value], None]
    tidy: Callable[[Value], Value] = lambda value: value
    text: Callable[[CustomField, Value], str] = lambda field, value: str(value)
    fact: Callable[[CustomField, Value], Any] = lambda field, value: value
    words: Callable[[CustomField, Value], str] = lambda field, value: ""
    key: Callable[[CustomField, Value], str] | None = None
    start: Callable[[CustomField], Value | None] = lambda field: None
    starts: Callable[[CustomField], list[Value]] | None = None
    settings: tuple[Setting, ...] = ()
    can_be_multiple: bool = True
    column: str = "text"  # how SQL compares it: text, number, or "" for not at all
    operators: tuple[str, ...] = field(default=("is", "is_not", "blank", "filled"))
    names: str = ""  # "user" or "item" where values are ids of such


SIZE = Setting("size", gettext_lazy("Width in characters"), "whole")  # of an input; none for all the room there is


def chosen(of: CustomField, name: str) -> Any:
    """Return a setting of a field; None or "" where nobody chose one."""
    return of.settings.get(name)


def refuse_long(value: str) -> None:
    """Refuse what no text column should hold."""
    if not is_storable(value):
        raise ValidationError(_("The text holds a sign that cannot be stored. Type it anew."))
    if len(value) > LONGEST_TEXT:
        raise ValidationError(_("At most %(limit)d characters.") % {"limit": LONGEST_TEXT})


def one_text(typed: Typed) -> str:
    """Return what was typed where one text is expected."""
    if not isinstance(typed, str):
        raise ValidationError(_("This value cannot be read."))
    return typed


def no_value() -> ValidationError:
    """Say that a stored value is none of this kind."""
    return ValidationError(_("This value cannot be read."))
