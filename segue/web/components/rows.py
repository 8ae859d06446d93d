"""How do the product rows of an item read, and what do they come to? What c-product-rows takes."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from segue.core.models import Currency, Item, User
from segue.crm import pricing, rows
from segue.crm.models import ProductRow
from segue.crm.models.product_row import AMOUNT
from segue.crm.pricing import Totals
from segue.crm.rows import Row
from segue.web import http
from segue.web.components import names, values

Shown = dict[str, Any]


def block(item: Item, reader: User) -> Shown:
    """Describe the product rows, each with the row it was copied from, and the totals."""
    found = rows.read(item)
    origins = _origins(found, reader)
    return {
        "rows": [show(item, row) | origins.get(row.origin_row_id or 0, {}) for row in found],
        "totals": totals(rows.totals(item, found), item.currency) if found else None,
    }


def show(item: Item, row: Row) -> Shown:
    """Describe one row: unit price before discount, as it was entered, and its sum with tax."""
    sums = pricing.row_sums(row.line(), item.decimals)
    return {
        "name": row.name,
        "quantity": values.number(row.quantity),
        "measure": row.measure_name,
        "price": values.price(row.price_entered, item.currency),
        "discount": _discount(row, item.currency),
        "tax": _("none") if row.tax_rate is None else values.percent(row.tax_rate),
        "sum": values.amount(sums.gross, item.currency),
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


def _discount(row: Row, currency: Currency) -> str:
    if row.discount_type == AMOUNT:
        return values.price(row.discount_sum, currency) if row.discount_sum else ""
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
