"""How is a custom value read from what was typed, checked, compared, written down and searched?

A value is what `Item.custom` holds under the field's code: one stored value, or a list of such where the field takes
several. A blank one is not held at all, and is None here.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from segue.core.models import CustomField, Item, User

from . import filed, kinds, naming
from .definitions import Fields, is_code, seen_by
from .kind import Typed

Value = Any
MOST_VALUES = 1000


def split(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Value]]:
    """Part values by name into those of columns and those of custom fields."""
    columns: dict[str, Any] = {}
    own: dict[str, Value] = {}
    for name, value in values.items():
        (own if is_code(name) else columns)[name] = value
    return columns, own


def each(field: CustomField, value: Value) -> list[Any]:
    """Return the single values of a field, none for a blank one."""
    if value is None:
        return []
    return list(value) if field.multiple or isinstance(value, tuple) else [value]  # files come as a tuple


def together(field: CustomField, singles: Iterable[Any]) -> Value:
    """Make one value of single ones, each at most once; None of none."""
    kept: list[Any] = []
    for single in singles:
        if single is not None and single not in kept:
            kept.append(single)
    if not field.multiple:
        return kept[0] if kept else None
    return kept or None


def is_other(field: CustomField | None, given: Value, stored: Value) -> bool:
    """Say whether a value that is given differs from what is stored."""
    if field is not None and field.kind == filed.KIND:
        return given != stored and filed.is_other(given, stored)
    return bool(given != stored)


def parse(field: CustomField, typed: Iterable[Typed]) -> Value:
    """Turn what was typed into a value; raises ValidationError with everything that is wrong."""
    kind, singles, wrong = kinds.of(field.kind), [], []
    for one in typed:
        try:
            singles.append(kind.read(field, one))
        except ValidationError as refused:
            wrong += refused.messages
    if wrong:
        raise ValidationError([field.error_text] if field.error_text else list(dict.fromkeys(wrong)))
    return clean(field, together(field, singles))


def clean(field: CustomField, value: Value, held: Value = None) -> Value:
    """Return a value as it is stored, or raise ValidationError; what it names is taken to exist.

    Of several, those that are `held` already are not judged again.
    """
    if value is None or value in ("", [], {}, ()):
        return None
    if field.kind == filed.KIND:
        return filed.clean(field, value)
    if field.multiple != isinstance(value, list):
        raise ValidationError(_("This value cannot be read."))
    singles = each(field, value)
    if len(singles) > MOST_VALUES:
        raise ValidationError(_("At most %(limit)d values.") % {"limit": MOST_VALUES})
    old, kept, wrong = each(field, held), [], []
    for single in singles:
        try:
            kept.append(single if single in old else _checked(field, single))
        except ValidationError as refused:
            wrong += refused.messages
    if wrong:
        raise ValidationError([field.error_text] if field.error_text else list(dict.fromkeys(wrong)))
    return together(field, kept)


def _checked(field: CustomField, single: Any) -> Any:
    kind = kinds.of(field.kind)
    kind.check(field, single)
    return kind.tidy(single)


def starting(fields: Fields, given: Mapping[str, Value], *, actor: User | None = None) -> dict[str, Value]:
    """Return what a new item holds: what is given over the fields' defaults; raises ValidationError by code."""
    defaults = {code: start(field) for code, field in fields.items() if code not in given}
    found = defaults | cleaned(fields, given, {}, actor=actor)
    return {code: value for code, value in found.items() if value is not None}


def start(field: CustomField) -> Value:
    """Return the value a new item begins with, None where that is blank or no longer a value the field takes."""
    kind = kinds.of(field.kind)
    try:
        return clean(field, together(field, kind.starts(field) if kind.starts else [kind.start(field)]))
    except ValidationError:
        return None


def cleaned(
    fields: Fields, given: Mapping[str, Value], held: Mapping[str, Value], *, actor: User | None
) -> dict[str, Value]:
    """Check values given for an item that holds others; raises ValidationError by code, also for one no field has.

    Without an actor it is a conversion, which also carries what the person may not see.
    """
    found, wrong = {}, {}
    known = seen_by(actor, fields) if actor is not None and given else fields
    for code, value in given.items():
        if code not in known:
            wrong[code] = [_("There is no such field any more.")]
            continue
        try:
            found[code] = clean(fields[code], value, held.get(code))
        except ValidationError as refused:
            wrong[code] = refused.messages
    wrong |= naming.unknown(_new_ids(fields, found, held), fields, actor)
    if wrong:
        raise ValidationError(wrong)
    return found


def missing(item: Item, fields: Fields) -> dict[str, list[str]]:
    """Say which required fields are blank, by code."""
    blank = [code for code, field in fields.items() if is_required(field, item) and item.custom.get(code) is None]
    return {code: [_("This field is required.")] for code in blank}


def is_required(field: CustomField, item: Item) -> bool:
    """Say whether a field is required of an item: always, or from a stage of its pipeline on; not in a failure.

    Nobody is asked for what cannot be typed.
    """
    if field.kind == "boolean" or not field.editable:
        return False
    if field.mandatory:
        return True
    first, stage = field.mandatory_from, item.stage
    return first is not None and stage is not None and stage.is_from(first)


def fact(field: CustomField, value: Value) -> Any:
    """Write a value down for history, so that it stays readable when field and options are gone."""
    facts = [kinds.of(field.kind).fact(field, single) for single in each(field, value)]
    return (facts or None) if field.multiple else next(iter(facts), None)


def text(field: CustomField, value: Value) -> str:
    """Write a value in the exchange form; several are joined by a comma."""
    return ", ".join(kinds.of(field.kind).text(field, single) for single in each(field, value))


def words(fields: Fields, custom: Mapping[str, Value]) -> str:
    """Return what search finds an item by, of the fields that everybody may see."""
    found = [
        kinds.of(field.kind).words(field, single)
        for code, field in fields.items()
        if not field.is_restricted
        for single in each(field, custom.get(code))
    ]
    return " ".join(word for word in found if word)


def _new_ids(fields: Fields, given: Mapping[str, Value], held: Mapping[str, Value]) -> dict[str, set[Any]]:
    """Return what values name that those before did not, by code."""
    naming_fields = (code for code in given if kinds.of(fields[code].kind).names)
    found = {code: {*each(fields[code], given[code])} - {*each(fields[code], held.get(code))} for code in naming_fields}
    return {code: ids for code, ids in found.items() if ids}
