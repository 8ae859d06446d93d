"""How do the product rows of an item read, and what do they come to? What c-product-rows takes."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from segue.core.models import Currency, Item, User
from segue.crm import pricing, rows
from segue.crm.models import Measure, ProductRow
from segue.crm.models.product_row import AMOUNT
from segue.crm.pricing import Totals
from segue.crm.rows import Row
from segue.web import http
from segue.web.components import names, values

Shown = dict[str, Any]


def block(item: Item, reader: User) -> Shown:
    """Describe the product rows, each with the row it was copied from, and the totals."""
    found = rows.read(item)
    origins, measures, basis = _origins(found, reader), measures_of(found), basis_of(found)
    return {
        "rows": [show(item, row, measures, basis) | origins.get(row.origin_row_id or 0, {}) for row in found],
        "headings": headings(basis),
        "totals": totals(rows.totals(item, found), item.currency) if found else None,
    }


def measures_of(found: Iterable[Row]) -> dict[int, Measure]:
    """Read the units of these rows, at once."""
    codes = {row.measure_code for row in found}
    return {measure.code: measure for measure in Measure.objects.filter(code__in=codes)} if codes else {}


def measure(row: Row, measures: Mapping[int, Measure]) -> str:
    """Name the unit in the reader's language; a row whose unit was renamed since keeps the name it was written with."""
    known = measures.get(row.measure_code)
    return str(known) if known and row.measure_name in known.symbols.values() else row.measure_name


def basis_of(found: Iterable[Row]) -> str:
    """Return what all prices and sums of these rows are shown in, so that one can be computed from the other.

    Without tax if all were entered so; else with tax, since sums are exact in what was entered (domain.md 8.3).
    """
    return pricing.NET if all(row.basis == pricing.NET or not row.tax_rate for row in found) else pricing.GROSS


def headings(basis: str) -> Shown:
    """Name the columns of prices and sums by what they are shown in."""
    if basis == pricing.NET:
        return {"price": _("Price (net)"), "sum": _("Sum (net)")}
    return {"price": _("Price (incl. tax)"), "sum": _("Sum (incl. tax)")}


def show(item: Item, row: Row, measures: Mapping[int, Measure], basis: str) -> Shown:
    """Describe one row: unit price before discount, discount and sum, all in the same basis."""
    line, net = row.line, basis == pricing.NET
    prices, sums = pricing.unit_prices(line, item.decimals), pricing.row_sums(line, item.decimals)
    return {
        "name": row.name,
        "quantity": values.number(row.quantity),
        "measure": measure(row, measures),
        "price": values.price(prices.net if net else prices.gross, item.currency),
        "discount": _discount(row, prices.discount_sum if net else prices.gross - prices.final, item.currency),
        "tax": _("none") if row.tax_rate is None else values.percent(row.tax_rate),
        "sum": values.amount(sums.net if net else sums.gross, item.currency),
    }


def totals(sums: Totals, currency: Currency) -> Shown:
    """Describe the foot of the rows as c-totals takes it."""

    def written(value: Any) -> str:
        return values.amount(value, currency)

    return {
        "before_discount": written(sums.before_discount),
        "discount": written(-sums.discount) if sums.discount else "",
        "net": written(sums.net),
        "taxes": [
            {
                "label": _("%(rate)s of %(net)s") % {"rate": values.percent(line.rate), "net": written(line.net)},
                "amount": written(line.tax),
            }
            for line in sums.tax_lines
            if line.rate is not None
        ],
        "tax": written(sums.tax),
        "total": written(sums.gross),
    }


def _discount(row: Row, per_unit: Decimal, currency: Currency) -> str:
    if row.discount_type == AMOUNT:
        return values.price(per_unit, currency) if row.discount_sum else ""
    return values.percent(row.discount_rate) if row.discount_rate else ""


def _origins(found: Iterable[Row], reader: User) -> dict[int, Shown]:
    """Say of each row it was copied from: "from row 2 of Estimate 7", with a link where it may be opened."""
    ids = {row.origin_row_id for row in found if row.origin_row_id}
    if not ids:
        return {}
    places = ProductRow.objects.filter(item__rows__in=ids).distinct().order_by("item", "sort", "pk")
    of_item: dict[int, list[int]] = {}
    for pk, item_id in places.values_list("pk", "item_id"):
        of_item.setdefault(item_id, []).append(pk)
    named = names.of(of_item, reader)
    return {
        pk: _origin(named[item_id], place)
        for item_id, pks in of_item.items()
        for place, pk in enumerate(pks, 1)
        if pk in ids
    }


def _origin(name: names.Name, place: int) -> Shown:
    if name.item is None:
        return {"note": name.text}
    text = _("from row %(row)s of %(item)s") % {"row": place, "item": name.kind}
    return {"note": text, "note_href": http.address(name.item, "products") if name.href else ""}
