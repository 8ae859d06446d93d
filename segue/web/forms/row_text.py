"""How does a product row stand in the form: as typed, and as a stored one is written there?"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from segue.crm import pricing
from segue.crm.rows import Row
from segue.web.forms.fields import write_number
from segue.web.forms.offers import Offers

PREFIX = "rows"
TYPED = ("id", "product", "name", "quantity", "measure", "price", "discount", "discount_type", "tax_rate")
_NAME = re.compile(rf"{PREFIX}-([0-9]{{1,6}})-name", re.ASCII)


@dataclass
class RowText:
    """One row as typed; `errors` by field."""

    id: str = ""
    product: str = ""
    name: str = ""
    quantity: str = "1"
    measure: str = ""
    price: str = ""
    discount: str = ""
    discount_type: str = "percent"
    tax_rate: str = ""
    tax_included: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    focus: bool = False

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was typed into a row that was added."""
        return not any(text.strip() for text in (self.id, self.product, self.name, self.price, self.discount))

    def differs(self, shown: "RowText | None", *fields: str) -> bool:
        """Say whether any of the fields was changed from what was shown."""
        return shown is None or any(_stripped(self, name) != _stripped(shown, name) for name in fields)


def sent(data: QueryDict) -> list[RowText]:
    """Read the rows of a form, in the order of their numbers."""
    places = sorted({match[1] for name in data if (match := _NAME.fullmatch(name))}, key=int)
    return [_sent(data, f"{PREFIX}-{place}") for place in places]


def blank(offers: Offers) -> RowText:
    """Return a row to be filled in."""
    return RowText(measure=offers.usual_measure, tax_rate=offers.usual_rate, focus=True)


def written(row: Row, offers: Offers, decimals: int) -> RowText:
    """Write a stored row: the price before discount, with tax when it was entered so."""
    discount = row.discount_sum if row.discount_type == pricing.AMOUNT else row.discount_rate
    return RowText(
        id=str(row.id or ""),
        product=str(row.product_id or ""),
        name=row.name,
        quantity=write_number(row.quantity),
        measure=str(row.measure_code),
        price=_price(row, decimals),
        discount=write_number(discount) if discount else "",
        discount_type="amount" if row.discount_type == pricing.AMOUNT else "percent",
        tax_rate=offers.rate_key(row),
        tax_included=row.basis != pricing.NET,
    )


def _price(row: Row, decimals: int) -> str:
    """A row with a final price shows the price before discount; the final one stays as entered until it is edited."""
    if row.basis != pricing.FINAL:
        return write_number(row.price_entered)
    try:
        return write_number(pricing.unit_prices(row.line, decimals).gross)
    except pricing.LineRefused:
        return write_number(row.price_entered)


def as_sent(texts: list[RowText]) -> list[list[Any]]:
    """Return what of the rows is sent, for comparing."""
    return [[_stripped(text, name) for name in (*TYPED, "tax_included")] for text in texts]


def _sent(data: QueryDict, prefix: str) -> RowText:
    typed: dict[str, Any] = {name: data[f"{prefix}-{name}"] for name in TYPED if f"{prefix}-{name}" in data}
    return RowText(**typed, tax_included=f"{prefix}-tax_included" in data)


def _stripped(text: RowText, name: str) -> Any:
    value = getattr(text, name)
    return value.strip() if isinstance(value, str) else value
