"""How do two values of one field read side by side? What c-conflicts takes."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from segue.core.models import TimelineEntry, User
from segue.core.models.labelled import in_language
from segue.web.components import values

Fact = Any
Lines = list[str]
NUMBERS = ("amount", "revenue", "probability")
DAYS = ("start_on", "due_on", "valid_until", "birth_on")


def conflict(name: str, label: str, *, theirs: Lines, yours: Lines, chosen: str) -> dict[str, Any]:
    """Describe one field that two people changed, with both values in words, and what was chosen so far."""
    options = (("theirs", theirs), ("yours", yours))
    return {
        "name": f"keep_{name}",
        "field": name,
        "label": label,
        "options": [
            {"value": value, "lines": lines or [pgettext("value", "empty")], "selected": chosen == value}
            for value, lines in options
        ],
    }


def origin(entry: TimelineEntry | None, reader: User) -> dict[str, Any]:
    """Say who changed it, and when; oneself, who has the same form open twice, too."""
    if entry is None:
        return {}
    own = entry.actor_id == reader.pk
    who = _("In another window") if own else str(entry.actor or "")
    return {"who": who, "when": values.instant(entry.at), "own": own}


def words(name: str, fact: Fact) -> Lines:
    """Word a fact of the history, line by line; no line for nothing."""
    return [line for line in WORDS.get(name, _word)(fact) if line]


def _word(fact: Fact) -> Iterable[str]:
    if fact is None:
        return []
    if isinstance(fact, bool):
        return [values.yes_no(fact)]
    if isinstance(fact, Mapping):
        return [_label(fact)] if "id" in fact else [str(each) for each in fact.values()]
    if isinstance(fact, list | tuple):
        return [_label(each) for each in fact]
    return str(fact).split("\n")


def _label(fact: Mapping[str, Any]) -> str:
    label = fact["label"]
    return in_language(dict(label), "") if isinstance(label, Mapping) else str(label)


def _number(fact: Fact) -> Iterable[str]:
    return [] if fact is None else [_decimal(fact)]


def _decimal(fact: Fact) -> str:
    try:
        return values.number(Decimal(str(fact)))
    except InvalidOperation:
        return str(fact)


def _day(fact: Fact) -> Iterable[str]:
    return [] if fact is None else [values.day(date.fromisoformat(fact))]


def _rows(fact: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    return [f"{_decimal(row['quantity'])} × {row['name']}, {_decimal(row['price_entered'])}" for row in fact]


def _communications(fact: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    return [str(each["value"]) for each in fact]


WORDS = {
    "rows": _rows,
    "communications": _communications,
    **dict.fromkeys(NUMBERS, _number),
    **dict.fromkeys(DAYS, _day),
}
