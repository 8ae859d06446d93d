"""How is an item written into a row of a file, so that an import can read it again? One row per kind of column.

Days are ISO dates, instants ISO in UTC, numbers exact, people known by their e-mails, what is chosen by code beside its
label, items by id (several by short code and id) beside their names. What the reader may not see is left blank.
An item with several product rows takes as many rows of the file: the further ones hold its ID and a product.
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
from segue.crm import communications, sellers
from segue.crm.columns import REACH, Column
from segue.crm.communications import Communication
from segue.crm.models import BillingDetails, Client, ContactPoint, Employment, ProductRow
from segue.crm.models.product_row import AMOUNT, PERCENT
from segue.crm.rows import NO_TAX
from segue.lib import sheets

DAY = "date"  # the kind of custom field
Values = list[Any]  # one per heading of the column
LABELLED: dict[str, Any] = {"directory": DirectoryValue, "stage": Stage, "pipeline": Pipeline}


class Sheet:
    """Rows of items of one type, for one reader, with these columns."""

    def __init__(self, item_type: ItemType, columns: Sequence[Column], reader: User, *, point: str = ".") -> None:
        self.item_type, self.columns, self.reader, self.point = item_type, columns, reader, point

    @property
    def head(self) -> list[str]:
        """Return the headings; columns of one name are told apart by their own."""
        found: list[str] = []
        for column in self.columns:
            found += [text if text not in found else f"{column.name} {at}" for at, text in enumerate(column.headings)]
        return found

    def rows(self, items: Sequence[Item]) -> list[Values]:
        """Write items; what they name is read once for all of them."""
        batch = Batch(self.item_type, items, self.reader, self.point)
        has_rows = any(column.part == "rows" for column in self.columns)
        return [
            [value for column in self.columns for value in _cells(batch, column, item, row, is_first=not place)]
            for item in items
            for place, row in enumerate((batch.rows.get(item.pk) if has_rows else None) or [None])
        ]


class Batch:
    """What some items name, read once; and the decimal point of numbers that share a cell with something."""

    def __init__(self, item_type: ItemType, items: Sequence[Item], reader: User, point: str) -> None:
        self.item_type, self.items, self.reader, self.point = item_type, items, reader, point
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
    def points(self) -> dict[int, list[Communication]]:
        """The ways to reach each item, of all kinds."""
        rows = ContactPoint.objects.filter(item__in=self.ids).order_by("sort", "pk")
        return _grouped((p.item_id, Communication(p.kind, p.value, p.label, p.do_not_contact)) for p in rows)

    @cached_property
    def billing(self) -> dict[int, BillingDetails]:
        """The billing details of each item."""
        return {each.item_id: each for each in BillingDetails.objects.filter(item__in=self.ids)}

    @cached_property
    def rows(self) -> dict[int, list[ProductRow]]:
        """The product rows of each item."""
        rows = ProductRow.objects.filter(item__in=self.ids).order_by("item", "sort", "pk")
        return _grouped((row.item_id, row) for row in rows.annotate(product_code=F("product__code")))

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
        ours = sellers.alive().in_bulk(keys) if self.item_type.numbered else {}  # their names are on every paper
        return {**ours, **Item.objects.visible_to(self.reader).in_bulk(keys)}


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for key, value in pairs:
        if value:
            found.setdefault(key, []).append(value)
    return found


def _cells(batch: Batch, column: Column, item: Item, row: ProductRow | None, *, is_first: bool) -> Values:
    if column.part == "rows":
        return [ROWS[column.name](row) if row else ""]
    if is_first or column.kind == "id":
        return KINDS[column.kind](batch, column, item)
    return [""] * len(column.headings)


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
    return [held.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(held, datetime) else held]


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
    return [sheets.joined(map(item_types.name, found)), sheets.joined(map(reference, found))]


def _people(batch: Batch, column: Column, item: Item) -> Values:
    return [sheets.joined(batch.people[key][1] for key in batch.observers.get(item.pk, ()))]


def _reach(batch: Batch, column: Column, item: Item) -> Values:
    own = [each for each in batch.points.get(item.pk, ()) if each.kind == REACH[column.name]]
    return [sheets.joined(map(communications.told, own))]


def _billing(batch: Batch, column: Column, item: Item) -> Values:
    return [getattr(batch.billing.get(item.pk), column.name.removeprefix("billing_"), "")]


def _custom(batch: Batch, column: Column, item: Item) -> Values:
    field = column.field
    assert field is not None
    kind, singles = custom_kinds.of(field.kind), custom_values.each(field, item.custom.get(field.code))
    together = sheets.joined if field.multiple else "".join
    if kind.names == "item":
        found = batch.seen(singles)
        return [together(map(item_types.name, found)), together(map(reference, found))]
    if kind.names == "user":
        return [together(batch.people[pk][1] for pk in singles if pk in batch.people)]
    if kind.column == "number" and len(singles) == 1 and isinstance(singles[0], int | float | Decimal):
        return [_exact(Decimal(str(singles[0])))]
    if kind.code == DAY and len(singles) == 1:
        return [date.fromisoformat(singles[0])]
    texts = [kind.text(field, single) for single in singles]
    has_point = kind.column in {"number", "money"}
    return [together(text.replace(".", batch.point) if has_point else text for text in texts)]


def _discount(row: ProductRow, kind: int, value: Decimal) -> Any:
    return _exact(value) if row.discount_type == kind else ""


ROWS: dict[str, Callable[[Any], Any]] = {
    "row_name": lambda row: row.name,
    "row_product": lambda row: row.product_code or (f"#{row.product_id}" if row.product_id else ""),
    "row_kind": lambda row: row.kind,
    "row_quantity": lambda row: _exact(row.quantity),
    "row_measure": lambda row: row.measure_name,
    "row_measure_code": lambda row: row.measure_code,
    "row_price": lambda row: _exact(row.price_entered),
    "row_basis": lambda row: row.basis,
    "row_discount": lambda row: _discount(row, PERCENT, row.discount_rate),
    "row_discount_sum": lambda row: _discount(row, AMOUNT, row.discount_sum),
    "row_tax_rate": lambda row: NO_TAX if row.tax_rate is None else _exact(row.tax_rate),
    "row_tax_name": lambda row: row.tax_name,
    "row_tax_category": lambda row: "" if row.tax_rate is None else row.tax_category or NO_TAX,
}
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
    "files": lambda batch, column, item: [sheets.joined(batch.files.get(item.pk, ()))],
    "reach": _reach,
    "billing": _billing,
    "custom": _custom,
}
