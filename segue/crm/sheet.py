"""How is an item written into a row of a file, so that an import can read it again? One row per kind of column.

Days are ISO dates, instants ISO in UTC, numbers exact, people known by their e-mails, what is chosen by code beside its
label, items by id (several by short code and id) beside their names. What the reader may not see is left blank.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import F

from segue.core import item_types
from segue.core.custom_fields import kinds as custom_kinds
from segue.core.custom_fields import values as custom_values
from segue.core.item_types import ItemType
from segue.core.models import Attachment, DirectoryValue, Item, Observer, Pipeline, Stage, User
from segue.crm.columns import REACH, Column
from segue.crm.models import Client, ContactPoint, Employment

BETWEEN = "; "
Values = list[Any]  # one per heading of the column
LABELLED: dict[str, Any] = {"directory": DirectoryValue, "stage": Stage, "pipeline": Pipeline}


class Sheet:
    """Rows of items of one type, for one reader, with these columns."""

    def __init__(self, item_type: ItemType, columns: Sequence[Column], reader: User) -> None:
        self.item_type, self.columns, self.reader = item_type, columns, reader

    @property
    def head(self) -> list[str]:
        """Return the headings; columns of one name are told apart by their own."""
        found: list[str] = []
        for column in self.columns:
            found += [text if text not in found else f"{column.name} {at}" for at, text in enumerate(column.headings)]
        return found

    def rows(self, items: Sequence[Item]) -> list[Values]:
        """Write items; what they name is read once for all of them."""
        batch = Batch(self.item_type, items, self.reader)
        return [[value for column in self.columns for value in _cells(batch, column, item)] for item in items]


class Batch:
    """What some items name, read once."""

    def __init__(self, item_type: ItemType, items: Sequence[Item], reader: User) -> None:
        self.item_type, self.items, self.reader = item_type, items, reader
        self.ids = [item.pk for item in items]
        self._labelled: dict[str, dict[int, Any]] = {}

    @cached_property
    def own(self) -> dict[int, Any]:
        """The items with the columns of their type."""
        return self.item_type.model._default_manager.in_bulk(self.ids)

    def labelled(self, kind: str) -> dict[int, Any]:
        """All values of directories, stages or pipelines: there are few."""
        if kind not in self._labelled:
            self._labelled[kind] = LABELLED[kind].objects.in_bulk()
        return self._labelled[kind]

    @cached_property
    def people(self) -> dict[int, tuple[str, str]]:
        """Name and e-mail of everybody."""
        return {pk: (name, email) for pk, name, email in User.objects.values_list("pk", "name", "email")}

    @cached_property
    def clients(self) -> dict[int, list[int]]:
        """The company, then the contacts of each item, the primary one first."""
        rows = Client.objects.filter(item__in=self.ids)
        rows = rows.order_by("item", F("company").asc(nulls_last=True), "-is_primary", "sort", "pk")
        return _grouped((item, company or contact) for item, company, contact in
                        rows.values_list("item_id", "company_id", "contact_id"))  # fmt: skip

    @cached_property
    def employers(self) -> dict[int, list[int]]:
        """The companies of each contact, or the contacts of each company."""
        own, other = ("company_id", "contact_id") if self.item_type.code == "company" else ("contact_id", "company_id")
        rows = Employment.objects.filter(**{f"{own}__in": self.ids}).order_by(own, "-is_primary", "sort", "pk")
        return _grouped(rows.values_list(own, other))

    @cached_property
    def points(self) -> dict[tuple[int, str], list[str]]:
        """The ways to reach each item, by kind."""
        found: dict[tuple[int, str], list[str]] = {}
        rows = ContactPoint.objects.filter(item__in=self.ids).order_by("sort", "pk")
        for item, kind, value in rows.values_list("item_id", "kind", "value"):
            found.setdefault((item, kind), []).append(value)
        return found

    @cached_property
    def observers(self) -> dict[int, list[int]]:
        """Who observes each item."""
        rows = Observer.objects.filter(item__in=self.ids).order_by("user__name", "user_id")
        return _grouped(rows.values_list("item_id", "user_id"))

    @cached_property
    def files(self) -> dict[int, list[Any]]:
        """The names of the files of each item."""
        rows = Attachment.objects.filter(item__in=self.ids, field=None).order_by("pk")
        return _grouped(rows.values_list("item_id", "name"))

    def seen(self, keys: Iterable[int]) -> list[Item]:
        """Return the items of these keys that the reader sees, in this order."""
        return [self._others[pk] for pk in keys if pk in self._others]

    @cached_property
    def _others(self) -> dict[int, Item]:
        """Every other item that these name in their columns and parts, as far as the reader sees it."""
        keys = {pk for held in (self.clients, self.employers) for group in held.values() for pk in group}
        fields: list[Any] = [each for each in self.item_type.model._meta.concrete_fields if each.many_to_one]
        referring = [each.attname for each in fields if issubclass(each.related_model, Item)]
        keys |= {getattr(row, name) for row in self.own.values() for name in referring} - {None}
        for item in self.items:
            keys |= {pk for value in item.custom.values() for pk in (value if isinstance(value, list) else [value])
                     if isinstance(pk, int) and not isinstance(pk, bool)}  # fmt: skip
        return Item.objects.visible_to(self.reader).in_bulk(keys)


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for key, value in pairs:
        if value:
            found.setdefault(key, []).append(value)
    return found


def _cells(batch: Batch, column: Column, item: Item) -> Values:
    return KINDS[column.kind](batch, column, item)


def _held(batch: Batch, column: Column, item: Item, suffix: str = "") -> Any:
    return getattr(batch.own[item.pk] if column.is_own else item, f"{column.name}{suffix}")


def _plain(batch: Batch, column: Column, item: Item) -> Values:
    held = _held(batch, column, item)
    return ["" if held is None else held]


def _number(batch: Batch, column: Column, item: Item) -> Values:
    held = _held(batch, column, item)
    return ["" if held is None else _exact(Decimal(held))]


def _exact(number: Decimal) -> Decimal:
    """Leave out zeros behind the point that say nothing."""
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()


def _when(batch: Batch, column: Column, item: Item) -> Values:
    held: date | datetime | None = _held(batch, column, item)
    if held is None:
        return [""]
    return [held.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(held, datetime) else held.isoformat()]


def _switch(batch: Batch, column: Column, item: Item) -> Values:
    return [1 if _held(batch, column, item) else 0]


def _person(batch: Batch, column: Column, item: Item) -> Values:
    key = _held(batch, column, item, "_id")
    return ["", ""] if key is None else [*batch.people[key]]


def _labelled(batch: Batch, column: Column, item: Item) -> Values:
    key = _held(batch, column, item, "_id")
    if key is None:
        return ["", ""]
    found = batch.labelled(column.kind)[key]
    return [found.label, found.code]


def _item(batch: Batch, column: Column, item: Item) -> Values:
    found = batch.seen([key] if (key := _held(batch, column, item, "_id")) else [])
    return [item_types.name(found[0]), found[0].pk] if found else ["", ""]


def reference(item: Item) -> str:
    """Write short code and id of an item: `C_2` (domain.md 2.1)."""
    return f"{item_types.of(item).short_code}_{item.pk}"


def _items(batch: Batch, held: dict[int, list[int]], item: Item) -> Values:
    found = batch.seen(held.get(item.pk, ()))
    return [BETWEEN.join(item_types.name(each) for each in found), BETWEEN.join(reference(each) for each in found)]


def _people(batch: Batch, column: Column, item: Item) -> Values:
    return [BETWEEN.join(batch.people[key][1] for key in batch.observers.get(item.pk, ()))]


def _custom(batch: Batch, column: Column, item: Item) -> Values:
    field = column.field
    assert field is not None
    kind, singles = custom_kinds.of(field.kind), custom_values.each(field, item.custom.get(field.code))
    if kind.names == "user":
        texts = [batch.people[pk][1] for pk in singles if pk in batch.people]
    elif kind.names == "item":
        texts = [reference(each) for each in batch.seen(singles)]
    elif len(singles) == 1 and isinstance(singles[0], int | float | Decimal) and not isinstance(singles[0], bool):
        return [_exact(Decimal(str(singles[0])))] if kind.column == "number" else [kind.text(field, singles[0])]
    else:
        texts = [kind.text(field, single) for single in singles]
    return [BETWEEN.join(texts)]


KINDS: dict[str, Callable[[Batch, Column, Item], Values]] = {
    "id": lambda batch, column, item: [item.pk],
    "text": _plain,
    "long": _plain,
    "number": _number,
    "money": _number,
    "day": _when,
    "instant": _when,
    "switch": _switch,
    "person": _person,
    "directory": _labelled,
    "stage": _labelled,
    "pipeline": _labelled,
    "currency": lambda batch, column, item: [item.currency_id],
    "item": _item,
    "client": lambda batch, column, item: _items(batch, batch.clients, item),
    "items": lambda batch, column, item: _items(batch, batch.employers, item),
    "people": _people,
    "files": lambda batch, column, item: [BETWEEN.join(batch.files.get(item.pk, ()))],
    "reach": lambda batch, column, item: [BETWEEN.join(batch.points.get((item.pk, REACH[column.name]), ()))],
    "custom": _custom,
}
