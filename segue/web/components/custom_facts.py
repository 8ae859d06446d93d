"""How does what history keeps of a custom field read, when the field may be gone, or not be for this reader?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import ngettext

from segue.core import item_types
from segue.core.custom_fields import definitions
from segue.core.custom_fields.definitions import is_code
from segue.core.models import Currency, CustomField, Item, TimelineEntry, User
from segue.core.models.labelled import in_language
from segue.web.components import custom_values, values, words
from segue.web.components.names import Name

Named = Mapping[int, Name]
NAMES_ITEMS = "crm"


def naming_items(entry: TimelineEntry) -> Iterator[str]:
    """Yield the codes of the fields in an entry that name other items."""
    yield from (code for code, kind in entry.data.get("kinds", {}).items() if kind == NAMES_ITEMS)


def listed(labels: Iterable[str], hidden: int) -> str:
    """Join the names of fields, and count those that the reader may not see."""
    sentence = ngettext("%(count)d field you cannot see", "%(count)d fields you cannot see", hidden)
    return ", ".join([*labels, *([sentence % {"count": hidden}] if hidden else [])])


class CustomFacts:
    """The custom fields that the entries of one page tell of, as they are now; read once, and only if there are any."""

    def __init__(self, entries: Sequence[TimelineEntry], items: Mapping[int, Item], reader: User) -> None:
        self.entries, self.items, self.reader = entries, items, reader

    def change(self, entry: TimelineEntry, code: str, named: Named) -> list[tuple[str, str, str]]:
        """Word one change: field, from, to; none of a field that is not for this reader."""
        if not self.sees(entry, code):
            return []
        before, after = (self._text(entry, code, fact, named) for fact in entry.data["changes"][code])
        return [(self.label(entry, code), before, after)]

    def sees(self, entry: TimelineEntry, code: str) -> bool:
        """Say whether the reader may see a field; one that is gone as it was when the entry was written."""
        field = self._field(entry, code)
        if field is None:
            return self.reader.is_admin or code not in entry.data.get("restricted", ())
        return field.pk in self._seen

    def label(self, entry: TimelineEntry, code: str) -> str:
        """Return what a field is called now, or was called when it was still there."""
        field = self._field(entry, code)
        return field.label if field else in_language(entry.data.get("labels", {}).get(code, {}), code)

    def names(self, entry: TimelineEntry) -> str:
        """Name all fields an entry tells of; those that are not for the reader are counted."""
        item_type, changed = item_types.of(self.items[entry.item_id]), entry.data.get("changes", {})
        seen = [name for name in changed if not is_code(name) or self.sees(entry, name)]
        return listed((words.field(item_type, name, entry.data) for name in seen), len(changed) - len(seen))

    def _text(self, entry: TimelineEntry, code: str, fact: Any, named: Named) -> str:
        kind = entry.data.get("kinds", {}).get(code, "")
        facts = fact if isinstance(fact, list) else [] if fact is None else [fact]
        return ", ".join(_WORDS[kind](self, self._field(entry, code), each, named) for each in facts if kind in _WORDS)

    def _field(self, entry: TimelineEntry, code: str) -> CustomField | None:
        """Return the field an entry tells of; one that only has its code now is another, and shows none of it."""
        field = self._fields.get((self.items[entry.item_id].type, code))
        if field is None:
            return None
        # An entry of before ids were kept tells of whatever has the code, unless that might open what was restricted.
        unnamed = None if code in entry.data.get("restricted", ()) else field.pk
        return field if entry.data.get("ids", {}).get(code, unnamed) == field.pk else None

    @cached_property
    def _fields(self) -> dict[tuple[str, str], CustomField]:
        asked = {
            (self.items[entry.item_id].type, code)
            for entry in self.entries
            for code in entry.data.get("changes", {})
            if is_code(code)
        }
        if not asked:
            return {}
        wanted = Q(item_type__in={kind for kind, _code in asked}, code__in={code for _kind, code in asked})
        return {(field.item_type, field.code): field for field in CustomField.objects.filter(wanted)}

    @cached_property
    def _seen(self) -> set[int]:
        by_key = {str(field.pk): field for field in self._fields.values()}
        return {field.pk for field in definitions.seen_by(self.reader, by_key).values()}

    @cached_property
    def currencies(self) -> dict[str, Currency]:
        """All currencies, for amounts."""
        return {each.pk: each for each in Currency.objects.all()}


Words = Callable[[CustomFacts, CustomField | None, Any, Named], str]


def _label(facts: CustomFacts, field: CustomField | None, fact: Any, named: Named) -> str:
    label = fact["label"]
    return in_language(label, "") if isinstance(label, dict) else str(label)


def _item(facts: CustomFacts, field: CustomField | None, fact: Any, named: Named) -> str:
    """An item is called what it was called then, if it may be seen now."""
    name = named[fact["id"]]
    return str(fact["label"] or name.text) if name.item else name.text


def _plain(facts: CustomFacts, field: CustomField | None, fact: Any, named: Named) -> str:
    return str(fact)


def _number(facts: CustomFacts, field: CustomField | None, fact: Any, named: Named) -> str:
    return values.number(Decimal(fact))


_WORDS: dict[str, Words] = {
    "string": _plain,
    "integer": _number,
    "double": _number,
    "boolean": lambda facts, field, fact, named: custom_values.switch(field, fact),
    "date": lambda facts, field, fact, named: values.day(date.fromisoformat(fact)),
    "datetime": lambda facts, field, fact, named: custom_values.instant(field, fact),
    "money": lambda facts, field, fact, named: custom_values.money(facts.currencies, fact),
    "url": lambda facts, field, fact, named: custom_values.address_of(fact),
    "address": lambda facts, field, fact, named: ", ".join(custom_values.place_lines(fact)),
    "list": _label,
    "directory": _label,
    "file": _label,
    "employee": _label,
    "crm": _item,
}
