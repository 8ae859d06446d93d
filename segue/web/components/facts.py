"""How does a fact read that was written down when it happened: in today's words, with the labels it had then?

Other items are named only to who may see them now.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from segue.core.item_types import ItemType
from segue.core.models import TimelineEntry
from segue.core.models.labelled import in_language
from segue.web.components import custom_facts, values
from segue.web.components.communications_editor import LABEL_NAMES
from segue.web.components.names import Name

Named = Mapping[int, Name]
TO_ITEMS = ("companies", "contacts", "client", "lead", "deal", "estimate", "my_company")
ENDS = ("target", "source")  # where an entry names the other item it is about


def items_in(entry: TimelineEntry) -> Iterator[int]:
    """Yield the ids of the other items an entry speaks of."""
    yield from (entry.data[end] for end in ENDS if end in entry.data)
    for name in (*TO_ITEMS, *custom_facts.naming_items(entry)):
        for fact in entry.data.get("changes", {}).get(name, ()):
            yield from ids(fact)


def text(item_type: ItemType, name: str, fact: Any, named: Named) -> str:
    """Word a fact about one field; nothing for an empty one."""
    if fact is None or fact in ("", [], {}):
        return ""
    if name in _PARTS:
        return _PARTS[name](fact, named)
    if isinstance(fact, dict):
        return _label(fact, named if name in TO_ITEMS else None)
    column = item_type.model._meta.get_field(name)
    return next(word for kind, word in _COLUMNS if isinstance(column, kind))(fact)


def row(fact: Mapping[str, Any]) -> str:
    """Word one product row: what it costs, how many, at which discount and tax."""
    price = f"{values.number(Decimal(fact['quantity']))} × {values.number(Decimal(fact['price_entered']))}"
    less = Decimal(fact.get("discount_rate") or 0)
    tax = fact.get("tax_rate")
    parts = [price, f"-{values.percent(less)}" if less else "", values.percent(Decimal(tax)) if tax else ""]
    return " · ".join(filter(None, parts))


def rows(before: Iterable[dict[str, Any]], after: Iterable[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Say which product rows changed: name, from, to; a row that came has no from, one that went no to."""
    old, new = _without(before, after), _without(after, before)
    changed = []
    for gone in old:
        match = next((each for each in new if each["name"] == gone["name"]), None)
        if match is not None:
            new.remove(match)
        changed.append((gone["name"], row(gone), row(match) if match else ""))
    return [*changed, *((each["name"], "", row(each)) for each in new)]


def _without(facts: Iterable[dict[str, Any]], others: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Drop what stands on both sides; of equal rows each counts."""
    left, rest = [], list(others)
    for fact in facts:
        if fact in rest:
            rest.remove(fact)
        else:
            left.append(fact)
    return left


def ids(fact: Any) -> Iterator[int]:
    """Yield the ids that a fact names, however deep."""
    if isinstance(fact, dict):
        yield from [fact["id"]] if "id" in fact else []
        yield from (pk for each in fact.values() if isinstance(each, dict | list) for pk in ids(each))
    elif isinstance(fact, list):
        yield from (pk for each in fact for pk in ids(each))


def _label(fact: Mapping[str, Any], named: Named | None) -> str:
    """Return the label something had then; of an item only if it may be seen now."""
    if named is not None:
        name = named[fact["id"]]
        return (str(fact["label"]) or name.text) if name.item else name.text
    label = fact["label"]
    return in_language(label, "") if isinstance(label, dict) else str(label)


def _list(fact: Iterable[dict[str, Any]], named: Named | None) -> str:
    return ", ".join(_label(each, named) for each in fact)


def _client(fact: dict[str, Any], named: Named) -> str:
    return _list([each for each in (fact.get("company"), *fact.get("contacts", ())) if each], named)


def _communications(fact: Iterable[dict[str, Any]], named: Named) -> str:
    return ", ".join(f"{each['value']} ({LABEL_NAMES.get(each['label'], each['label'])})" for each in fact)


def _billing(fact: dict[str, str], named: Named) -> str:
    return ", ".join(fact.values())


def _count_of_rows(fact: list[Any], named: Named) -> str:
    return _("%(count)s rows") % {"count": len(fact)}


_PARTS: dict[str, Callable[[Any, Named], str]] = {
    "client": _client,
    "companies": _list,
    "contacts": _list,
    "observers": lambda fact, named: _list(fact, None),
    "files": lambda fact, named: _list(fact, None),
    "communications": _communications,
    "billing": _billing,
    "rows": _count_of_rows,
}
_COLUMNS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (models.BooleanField, values.yes_no),
    (models.DateTimeField, lambda fact: values.instant(datetime.fromisoformat(fact))),
    (models.DateField, lambda fact: values.day(date.fromisoformat(fact))),
    (models.DecimalField, lambda fact: values.number(Decimal(fact))),
    (models.Field, str),
)
