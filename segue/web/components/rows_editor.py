"""How do product rows look while they are edited? What c-product-rows-editor and c-totals take."""

from collections.abc import Mapping
from typing import Any

from segue.core.models import Currency
from segue.crm import pricing
from segue.crm.models import Product
from segue.crm.rows import Row
from segue.web.components import values

CELLS = ("name", "quantity", "price", "discount", "tax_rate")  # that can be at fault, in their order


def row(prefix: str, typed: Mapping[str, Any], meant: Row, currency: Currency) -> dict[str, Any]:
    """Describe one row: what was typed, and what it comes to unless something is wrong with it.

    The cursor goes to the first cell at fault.
    """
    faulty = next((field for field in CELLS if field in typed["errors"]), CELLS[0])
    there = {"cursor": faulty if typed["focus"] else ""}
    return {"prefix": prefix, **typed, **there, "sum": "" if typed["errors"] else _sum(meant, currency)}


def totals(sums: pricing.Totals | None, currency: Currency) -> dict[str, Any] | None:
    """Describe the foot: total before discount, discount, net, tax per rate, total."""
    if sums is None:
        return None
    return {
        "before_discount": values.amount(sums.before_discount, currency),
        "discount": values.amount(-sums.discount, currency) if sums.discount else "",
        "net": values.amount(sums.net, currency),
        "taxes": [
            {"label": values.percent(line.rate), "amount": values.amount(line.tax, currency)}
            for line in sums.tax_lines
            if line.rate is not None
        ],
        "tax": values.amount(sums.tax, currency),
        "total": values.amount(sums.gross, currency),
    }


def product(found: Product) -> dict[str, str]:
    """Describe a product as an option of the list: its name, and what tells it from others."""
    price = values.price(found.price, found.currency)
    return {"name": found.name, "note": " · ".join(filter(None, (found.code, price)))}


def _sum(meant: Row, currency: Currency) -> str:
    return values.amount(pricing.row_sums(meant.line, currency.decimals).gross, currency)
