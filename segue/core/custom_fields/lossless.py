"""Can a value go from one custom field into another without losing anything (domain.md 4.12)?

Kinds that differ are a row in a table; a value goes when turning it back gives the same value again.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from segue.core.models import CustomField
from segue.lib import money

from . import links, naming, numbers, values
from .choices import option_text
from .kind import Value

OTHER_KIND, UNFITTING = "other_kind", "unfitting"
_CANONICAL = re.compile(r"-?(0|[1-9]\d*)(\.\d*[1-9])?", re.ASCII)


class NotCarried(Exception):
    """The value stays where it is, for the reason of this code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def carried(source: CustomField, value: Value, target: CustomField) -> Value:
    """Return the value as the target field holds it; raises NotCarried."""
    turn = _turn(source, target)
    if turn is None:
        raise NotCarried(OTHER_KIND)
    singles = [turn(source, single, target) for single in values.each(source, value)]
    if any(single is None for single in singles) or (len(singles) > 1 and not target.multiple):
        raise NotCarried(UNFITTING)
    if target.kind == "crm" and _reaches_further(source, target) and naming.is_of_other_type(target, singles):
        raise NotCarried(UNFITTING)
    try:
        return values.clean(target, values.together(target, singles))
    except ValidationError:
        raise NotCarried(UNFITTING) from None


def _turn(source: CustomField, target: CustomField) -> "Turn | None":
    if source.kind == "list" and target.kind == "list":
        return _option
    if source.kind == "directory" and target.kind == "directory":
        same = (source.settings.get("directory") or "") == (target.settings.get("directory") or "")
        return _same if same else None
    return _same if source.kind == target.kind else PAIRS.get((source.kind, target.kind))


def _reaches_further(source: CustomField, target: CustomField) -> bool:
    return not {*links.allowed_types(source)} <= {*links.allowed_types(target)}


def _same(_source: CustomField, value: Any, _target: CustomField) -> Any:
    return value


def _option(source: CustomField, value: Any, target: CustomField) -> Any:
    """Find the option of the same external id, else of the same text."""
    known = source.offered.get(value) or source.gone.get(value)
    if known is None:
        return None
    options = target.offered.items()
    by_id = [pk for pk, option in options if known.external_id and option.external_id == known.external_id]
    return next(iter(by_id or [pk for pk, option in options if option.text == known.text]), None)


def _whole(_source: CustomField, value: Any, _target: CustomField) -> Any:
    return int(value) if Decimal(str(value)) % 1 == 0 else None


def _digits(_source: CustomField, value: Any, _target: CustomField) -> Any:
    """Read canonical digits only: what would be written back otherwise is no number but a text that looks like one."""
    if not _CANONICAL.fullmatch(value) or not money.fits(Decimal(value)) or value == "-0":
        return None
    return numbers.plain(Decimal(value))


def _money(_source: CustomField, value: Any, _target: CustomField) -> Any:
    return f"{money.round_to(Decimal(str(value['amount'])), 2):f} {value['currency']}" if _has_cents(value) else None


def _has_cents(value: Any) -> bool:
    amount = Decimal(str(value["amount"]))
    return amount == money.round_to(amount, 2)


def _place(source: CustomField, value: Any, _target: CustomField) -> Any:
    return None if {"latitude", "longitude"} & set(value) else links.place_text(source, value)


Turn = Callable[[CustomField, Any, CustomField], Any]
PAIRS: dict[tuple[str, str], Turn] = {
    ("integer", "double"): _same,
    ("integer", "string"): lambda source, value, target: numbers.exact(value),
    ("double", "integer"): _whole,
    ("double", "string"): lambda source, value, target: numbers.exact(value),
    ("boolean", "integer"): lambda source, value, target: int(value),
    ("boolean", "string"): lambda source, value, target: "1" if value else "0",
    ("date", "string"): _same,
    ("datetime", "string"): _same,
    ("money", "string"): _money,
    ("url", "string"): _same,
    ("string", "url"): _same,
    ("string", "integer"): _digits,
    ("string", "double"): _digits,
    ("list", "string"): lambda source, value, target: option_text(source, value),
    ("address", "string"): _place,
}
