"""How are the product rows of an item read, checked, priced, written and copied?"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from segue.core import tables
from segue.core.models import Item
from segue.core.parts import Part
from segue.core.prepared import prepared
from segue.crm import pricing
from segue.crm.models import ProductRow
from segue.crm.models.product_row import PERCENT
from segue.lib import money

LONGEST_NAME = 255
NO_TAX = "none"  # how a file says that there is no tax at all, which differs from 0 %

# Every attribute that is entered rather than derived: what a copy takes over, besides the origin.
ENTERED = (
    "product_id", "name", "basis", "price_entered", "quantity", "discount_type", "discount_rate", "discount_sum",
    "tax_rate", "tax_name", "tax_category", "measure_code", "measure_name", "kind",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row as entered; `id` is None for a new one, `origin_row_id` names the row it was copied from."""

    name: str
    price_entered: Decimal = Decimal(0)
    quantity: Decimal = Decimal(1)
    basis: str = "net"
    discount_type: int = PERCENT
    discount_rate: Decimal = Decimal(0)
    discount_sum: Decimal = Decimal(0)
    tax_rate: Decimal | None = None
    tax_name: str = ""
    tax_category: str = ""
    measure_code: int = 796
    measure_name: str = ""
    kind: int = 1
    product_id: int | None = None
    origin_row_id: int | None = None
    id: int | None = None

    @cached_property
    def line(self) -> pricing.Line:
        """What the pricing engine needs to know of the row; put together once, for a row stays as it is."""
        return pricing.Line(
            basis=self.basis,
            price_entered=self.price_entered,
            quantity=self.quantity,
            discount_type=self.discount_type,
            discount_rate=self.discount_rate,
            discount_sum=self.discount_sum,
            tax_rate=self.tax_rate,
            tax_category=self.tax_category,
        )

    def prices(self, decimals: int) -> pricing.UnitPrices:
        """Return what a unit costs as it is stored, or raise LineRefused; computed once."""
        if decimals not in self._priced:
            self._priced[decimals] = pricing.unit_prices(self.line, decimals).stored()
        return self._priced[decimals]

    def base_price(self, decimals: int, worth: money.Rate) -> Decimal:
        """Return what a unit costs in the base currency, or raise TooManyDigits; computed once."""
        if (decimals, worth) not in self._based:
            price = self.prices(decimals).final
            self._based[decimals, worth] = money.base_amount(price, worth, money.STORED_DECIMALS)
        return self._based[decimals, worth]

    @cached_property
    def _priced(self) -> dict[int, pricing.UnitPrices]:
        return {}

    @cached_property
    def _based(self) -> dict[tuple[int, money.Rate], Decimal]:
        return {}


class Rows(tuple[Row, ...]):
    """The rows of an item in order, and what they came to when it was asked; a copy knows it too, for it is equal."""

    sums: dict[tuple[str, int], pricing.Totals]

    def __new__(cls, rows: Iterable[Row], sums: dict[tuple[str, int], pricing.Totals] | None = None) -> "Rows":
        """Put rows together."""
        self = super().__new__(cls, rows)
        self.sums = {} if sums is None else sums
        return self

    def totals(self, mode: str, decimals: int) -> pricing.Totals:
        """Return what they come to in a rounding mode and so many decimals; computed once."""
        if (mode, decimals) not in self.sums:
            self.sums[mode, decimals] = pricing.totals([row.line for row in self], mode, decimals)
        return self.sums[mode, decimals]


def read(item: Item) -> Rows:
    """Return the rows of an item in order."""
    return Rows(Row(**row) for row in _read(item.pk))


@prepared
def _read(item_id: int) -> QuerySet[ProductRow, Any]:
    rows = ProductRow.objects.filter(item_id=item_id).order_by("sort", "pk")
    named: QuerySet[ProductRow, Any] = rows.values("id", "origin_row_id", *ENTERED)
    return named


def clean(item: Item, value: Iterable[Row]) -> Rows:
    """Refuse what cannot be priced or stored, naming the row; the errors stand under "rows"."""
    rows, errors = value if isinstance(value, Rows) else Rows(value), []
    for place, row in enumerate(rows, 1):
        try:
            row.prices(item.decimals)
        except pricing.LineRefused as fault:
            errors.append(_("Row %(row)s: %(fault)s") % {"row": place, "fault": fault})
        if not row.name.strip():
            errors.append(_("Row %(row)s: the name is missing.") % {"row": place})
        elif len(row.name) > LONGEST_NAME:
            errors.append(_("Row %(row)s: the name is longer than 255 characters.") % {"row": place})
    if errors:
        raise ValidationError({"rows": errors})
    return rows


def totals(item: Item, rows: Iterable[Row]) -> pricing.Totals:
    """Return the totals of rows in the item's rounding mode and decimals."""
    known = rows if isinstance(rows, Rows) else Rows(rows)
    return known.totals(item.rounding_mode, item.decimals)


def refuse_overgrown(item: Item, rows: Iterable[Row]) -> None:
    """Refuse rows whose price has no room in the base currency, naming the row; the errors stand under "rows"."""
    errors = []
    for place, row in enumerate(rows, 1):
        try:
            row.base_price(item.decimals, item.currency.worth)
        except money.TooManyDigits:
            errors.append(_("Row %(row)s: the price is too large in the base currency.") % {"row": place})
    if errors:
        raise ValidationError({"rows": errors})


def copy(rows: Iterable[Row]) -> Rows:
    """Return deep copies that remember their origin: every entered attribute, in order (domain.md 8.8)."""
    return Rows(map(_copied, rows), rows.sums if isinstance(rows, Rows) else None)


def _copied(row: Row) -> Row:
    new = replace(row, id=None, origin_row_id=row.id)
    vars(new)["line"] = row.line  # of the same numbers
    return new


def kept(present: tuple[Row, ...], wanted: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return what is wanted; one that is called as the present row at its place is that one with its lineage."""
    pairs = zip_longest(wanted, present[: len(wanted)])
    return tuple(_kept(old, new) if old and old.name == new.name else new for new, old in pairs)


def _kept(old: Row, new: Row) -> Row:
    same = _entered(old) == _entered(new)
    return old if same else replace(new, id=old.id, origin_row_id=old.origin_row_id)


def _entered(row: Row) -> dict[str, Any]:
    """What somebody entered; of a discount the way it was."""
    derived = "discount_sum" if row.discount_type == PERCENT else "discount_rate"
    return {name: getattr(row, name) for name in ENTERED if name != derived}


def write(item: Item, value: tuple[Row, ...]) -> None:
    """Make the item's rows exactly these; a row with an id of this item keeps it, and with it its lineage."""
    known = set(ProductRow.objects.filter(item_id=item.pk).values_list("pk", flat=True)) if not item.is_new else set()
    kept = {row.id for row in value if row.id in known}
    if known - kept:
        ProductRow.objects.filter(pk__in=known - kept).delete()
    stored = [(row.id, _stored(item, row, place * 10)) for place, row in enumerate(value, 1)]
    tables.insert_values(ProductRow, [values for pk, values in stored if pk not in known])
    if changed := [ProductRow(pk=pk, **values) for pk, values in stored if pk in known]:
        ProductRow.objects.bulk_update(changed, [*ENTERED_FIELDS, *DERIVED, "sort"])


DERIVED = ("price", "price_net_final", "price_net", "price_gross", "price_base")
ENTERED_FIELDS = tuple(name.removesuffix("_id") for name in ENTERED)


def _stored(item: Item, row: Row, sort: int) -> dict[str, Any]:
    """Return the values of all columns but the id."""
    unit = row.prices(item.decimals)
    return {name: getattr(row, name) for name in ENTERED} | {
        "discount_sum": unit.discount_sum,
        "discount_rate": unit.discount_rate,
        "item_id": item.pk,
        "sort": sort,
        "origin_row_id": row.origin_row_id,
        "price": unit.final,
        "price_net_final": unit.net_final,
        "price_net": unit.net,
        "price_gross": unit.gross,
        "price_base": row.base_price(item.decimals, item.currency.worth),
    }


def _facts(value: tuple[Row, ...]) -> list[dict[str, Any]]:
    shown = ("name", "quantity", "price_entered", "basis", "discount_rate", "discount_sum", "tax_rate", "measure_name")
    return [{name: _fact(entered[name]) for name in shown} for entered in map(asdict, value)]


def _fact(value: Any) -> Any:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


PART = Part("rows", read, clean, write, _facts, copy=copy, ahead=_read)
