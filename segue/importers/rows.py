"""How does one line of a file become a product row? What it says of the product stands over what the catalogue says."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from segue.core.models import Currency
from segue.crm import pricing
from segue.crm.models.product import PRODUCT_KINDS, TAX_CATEGORIES
from segue.crm.models.product_row import AMOUNT, PERCENT
from segue.crm.rows import NO_TAX, Row
from segue.importers import cells, finding
from segue.importers.finding import Finder
from segue.importers.options import Options
from segue.lib import money
from segue.lib.spreadsheets import Cell
from segue.lib.text import fold

Cells = Mapping[str, Cell]  # by column, only those that are not blank
BASES = {
    "net": pricing.NET, "netto": pricing.NET, "gross": pricing.GROSS, "brutto": pricing.GROSS,
    "final": pricing.FINAL, "endpreis": pricing.FINAL,
}  # fmt: skip
UNTAXED = {NO_TAX, "keine", "ohne", "-"}
LARGEST_CODE = 2**31 - 1


class RowReader:
    """Reads product rows, each from the cells of one line."""

    def __init__(self, options: Options) -> None:
        self.style, self.is_ours = options.language, options.is_ours
        self.products, self.measures = finding.Products(), finding.measures()
        self.rates = finding.rates()

    @property
    def finders(self) -> dict[str, Finder]:
        """What is looked for by what stands in which column."""
        return {"row_product": self.products, "row_measure": self.measures}

    def row(self, found: Cells, currency: Currency) -> Row:
        """Return the row; raises ValidationError by column."""
        errors: dict[str, list[str]] = {}
        row = Row(name="")
        for name, read in (
            ("row_product", lambda: self._product(found["row_product"], currency)),
            ("row_name", lambda: {"name": (cells.text if self.is_ours else cells.line)(found["row_name"])}),
            ("row_kind", lambda: {"kind": self._kind(found["row_kind"])}),
            ("row_quantity", lambda: {"quantity": self._number(found["row_quantity"])}),
            ("row_measure", lambda: self._measure(found)),
            ("row_measure_code", lambda: self._measure(found)),
            ("row_price", lambda: {"price_entered": self._amount(found["row_price"], currency)}),
            ("row_basis", lambda: {"basis": _basis(found["row_basis"])}),
            ("row_discount", lambda: self._discount(PERCENT, found, currency)),
            ("row_discount_sum", lambda: self._discount(AMOUNT, found, currency)),
            ("row_tax_rate", lambda: self._tax(found)),
        ):
            if name in found:
                try:
                    row = replace(row, **read())
                except ValidationError as refused:
                    errors[name] = refused.messages
        if errors:
            raise ValidationError(errors)
        return row if row.measure_name else replace(row, measure_name=self._usual(row.measure_code))

    def _number(self, cell: Cell) -> Decimal:
        return cells.number(cell, self.style)

    def _amount(self, cell: Cell, currency: Currency) -> Decimal:
        return cells.amount(cell, self.style, currency.code)

    def _usual(self, code: int) -> str:
        """What a unit is called, where the file does not say; one of our own had no name then."""
        if self.is_ours:
            return ""
        self.measures.prepare([str(code)])
        try:
            return str(self.measures.find(str(code)))
        except ValidationError:
            return ""

    def _product(self, cell: Cell, currency: Currency) -> dict[str, Any]:
        product = self.products.find(cells.text(cell))
        try:
            price = money.convert(product.price, product.currency.worth, currency.worth, currency.decimals)
        except money.TooManyDigits:
            raise ValidationError(_("At most 11 digits before and 4 after the decimal point.")) from None
        price = product.price if product.currency_id == currency.pk else price
        unit = product.measure
        measure = {"measure_code": unit.code, "measure_name": str(unit)} if unit else {}
        tax = _snapshot(product.tax_rate) if product.tax_rate else {}
        basis = pricing.GROSS if product.tax_included else pricing.NET
        own = {"product_id": product.pk, "name": product.name, "kind": product.kind}
        return own | {"price_entered": price, "basis": basis} | measure | tax

    def _kind(self, cell: Cell) -> int:
        value = self._number(cell)
        if value not in dict(PRODUCT_KINDS):
            raise _unknown(cell)
        return int(value)

    def _measure(self, found: Cells) -> dict[str, Any]:
        """A code beside a name says all; either alone is looked for among the units."""
        if "row_measure_code" not in found:
            measure = self.measures.find(cells.text(found["row_measure"]))
            return {"measure_code": measure.code, "measure_name": str(measure)}
        code = self._number(found["row_measure_code"])
        if code % 1 or not 0 <= code <= LARGEST_CODE:
            raise ValidationError(_("Enter a whole number."))
        name = cells.text(found["row_measure"])[:50] if "row_measure" in found else self._usual(int(code))
        return {"measure_code": int(code), "measure_name": name}

    def _discount(self, kind: int, found: Cells, currency: Currency) -> dict[str, Any]:
        if "row_discount" in found and "row_discount_sum" in found:
            raise ValidationError(_("A discount is either in % or per unit."))
        if kind == PERCENT:
            return {"discount_type": PERCENT, "discount_rate": self._number(found["row_discount"])}
        return {"discount_type": AMOUNT, "discount_sum": self._amount(found["row_discount_sum"], currency)}

    def _tax(self, found: Cells) -> dict[str, Any]:
        """A rate with its category is taken as it stands there: rows keep what the rate was when they were written."""
        cell = found["row_tax_rate"]
        if cells.text(cell).casefold() in UNTAXED:
            return {"tax_rate": None, "tax_name": "", "tax_category": ""}
        if "row_tax_category" in found:
            return self._as_it_was(cell, found)
        rate = self.rates.get(fold(cells.text(cell)))
        if rate is None:
            rate = self.rates.get(self._number(cell).normalize())
        if rate is None:
            raise _unknown(cell)
        return _snapshot(rate)

    def _as_it_was(self, cell: Cell, found: Cells) -> dict[str, Any]:
        rate, category = self._number(cell), cells.text(found["row_tax_category"]).upper()
        category = "" if category.casefold() in UNTAXED else category
        if not 0 <= rate <= 100:  # noqa: PLR2004  per cent
            raise ValidationError(_("Enter a rate between 0 and 100."))
        if category not in ("", *TAX_CATEGORIES):
            raise _unknown(found["row_tax_category"])
        name = cells.text(found["row_tax_name"])[:50] if "row_tax_name" in found else ""
        return {"tax_rate": rate, "tax_name": name, "tax_category": category}


def _basis(cell: Cell) -> str:
    """A price is net, gross, or final: with tax and discount; yes and no say whether tax is in it."""
    told = cells.text(cell).strip().casefold()
    if told in BASES:
        return BASES[told]
    return pricing.GROSS if cells.switch(cell) else pricing.NET


def _snapshot(rate: Any) -> dict[str, Any]:
    return {"tax_rate": rate.rate, "tax_name": rate.name, "tax_category": rate.category}


def _unknown(cell: Cell) -> ValidationError:
    return ValidationError(_("“%(name)s” is not known here.") % {"name": cells.text(cell)[:80]})
