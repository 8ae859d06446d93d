"""What does a typed product row mean? It is laid over the stored one, so that what nobody touched stays as it was."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from segue.core.models import Currency
from segue.core.typed import read_number
from segue.crm import pricing
from segue.crm.models import Product
from segue.crm.rows import Row
from segue.web.forms import ids, offers, row_text
from segue.web.forms.fields import refuse_nul, write_number
from segue.web.forms.row_text import RowText

LONGEST_NAME = 255
DISCOUNT = ("discount", "discount_type")
# The engine's name of a field -> the form's.
FIELDS = {"price_entered": "price", "discount_rate": "discount", "discount_sum": "discount"}


@dataclass
class Reader:
    """Reads the rows of one form, in the currency the item has or is about to get."""

    stored: Mapping[int | None, Row]
    offers: offers.Offers
    currency: Currency
    decimals: int  # of the item as it is stored: what stored rows were shown in
    texts: list[RowText]

    def row(self, text: RowText) -> Row:
        """Return the row a text means, noting errors in it; what cannot be read stays as it was stored."""
        known = self.stored.get(ids.parse(text.id))
        row = known or Row(name="", measure_code=0)
        shown = row_text.written(row, self.offers, self.decimals) if known else None
        if text.differs(shown, "tax_rate"):
            row = self._laid(text, row, "tax_rate", lambda: self.offers.tax(text.tax_rate))
            shown = row_text.written(row, self.offers, self.decimals) if known else None
        for field, fields, values in self._readers(text, row):
            if text.differs(shown, *fields):
                row = self._laid(text, row, field, values)
        return row

    def _readers(self, text: RowText, row: Row) -> Iterable[tuple[str, tuple[str, ...], Callable[[], dict[str, Any]]]]:
        """List (field, fields that bring it about, reading). A discount on a final price makes it a price before."""
        priced = ("price", "tax_included", *(DISCOUNT if row.basis == pricing.FINAL else ()))
        return (
            ("name", ("name",), lambda: {"name": _name(text.name)}),
            ("name", ("product",), lambda: self._product(text.product)),
            ("quantity", ("quantity",), lambda: {"quantity": _number(text.quantity, Decimal(1))}),
            ("measure", ("measure",), lambda: self.offers.measure(text.measure)),
            ("price", priced, lambda: _price(text)),
            ("discount", DISCOUNT, lambda: _discount(text)),
        )

    def _laid(self, text: RowText, row: Row, field: str, values: Callable[[], dict[str, Any]]) -> Row:
        try:
            return replace(row, **values())
        except ValidationError as refused:
            text.errors.setdefault(field, " ".join(refused.messages))
            return row

    def _product(self, key: str) -> dict[str, Any]:
        product = self.products.get(ids.parse(key) or 0)
        return {"product_id": product.pk if product else None, "kind": product.kind if product else 1}

    @cached_property
    def products(self) -> dict[int, Product]:
        """The products that the rows name by their key."""
        return Product.objects.in_bulk(ids.parse_all([text.product for text in self.texts]))

    def match(self) -> None:
        """Let a row whose name is that of another product take it: name, price, tax and unit from the catalogue."""
        changed = [text for text in self.texts if text.name.strip() and not self._is_settled(text)]
        found = offers.products_named({text.name.strip() for text in changed})
        for text in changed:
            product = found.get(text.name.strip())
            if product is None:
                text.product = ""
            else:
                self._fill(text, product)

    def _is_settled(self, text: RowText) -> bool:
        known = self.stored.get(ids.parse(text.id))
        if known and text.name.strip() == known.name and text.product == str(known.product_id or ""):
            return True
        product = self.products.get(ids.parse(text.product) or 0)
        return product is not None and product.name == text.name.strip()

    def _fill(self, text: RowText, product: Product) -> None:
        """A price typed by hand into a row without product stands."""
        anew = bool(text.product) or not text.price.strip()
        text.name, text.product = product.name, str(product.pk)
        self.products[product.pk] = product
        if not anew:
            return
        try:
            text.price = write_number(offers.price_in(product, self.currency))
        except ValidationError as refused:
            text.errors["price"] = " ".join(refused.messages)
        text.tax_included = product.tax_included
        text.tax_rate = str(product.tax_rate_id) if product.tax_rate_id else self.offers.usual_rate
        text.measure = str(product.measure.code) if product.measure else self.offers.usual_measure


def refusals(text: RowText, row: Row, decimals: int) -> None:
    """Note all that the pricing engine refuses, each beside its field."""
    line = row.line
    refused = list(pricing.refusals(line))
    try:
        pricing.row_sums(line, decimals)
        pricing.unit_prices(line, decimals)
    except pricing.LineRefused as fault:
        refused.append(fault)
    if text.errors.keys() & {"price", "tax_rate"}:  # what was stored instead is no measure for a sum taken off
        refused = [each for each in refused if each.field != "discount_sum"]
    for each in refused:
        text.errors.setdefault(FIELDS.get(each.field, each.field), str(each))


def _name(typed: str) -> str:
    refuse_nul(typed)
    if len(typed.strip()) > LONGEST_NAME:
        raise ValidationError(_("At most %(most)s characters.") % {"most": LONGEST_NAME})
    return typed.strip()


def _number(typed: str, blank: Decimal) -> Decimal:
    return read_number(typed) if typed.strip() else blank


def _price(text: RowText) -> dict[str, Any]:
    basis = pricing.GROSS if text.tax_included else pricing.NET
    return {"price_entered": _number(text.price, Decimal(0)), "basis": basis}


def _discount(text: RowText) -> dict[str, Any]:
    number = _number(text.discount, Decimal(0))
    if text.discount_type == "amount":
        return {"discount_type": pricing.AMOUNT, "discount_sum": number, "discount_rate": Decimal(0)}
    if text.discount_type == "percent":
        return {"discount_type": pricing.PERCENT, "discount_rate": number, "discount_sum": Decimal(0)}
    raise ValidationError(_("Choose one of the offered values."))
