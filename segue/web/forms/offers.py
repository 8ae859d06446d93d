"""What does a product row offer to choose from: tax rates, units, products of the catalogue?"""

from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from segue.core.models import Currency
from segue.crm import catalogue
from segue.crm.models import Measure, Product, TaxRate
from segue.crm.rows import Row
from segue.lib import money, text
from segue.web.components import values
from segue.web.forms.fields import NUL

NO_TAX = ""
OWN = "row-"
FOUND = 20
Option = dict[str, str]


class Offers:
    """The tax rates and units of the catalogue, and those that the stored rows still have."""

    def __init__(self, stored: Iterable[Row]) -> None:
        self.rows = {row.id: row for row in stored}

    @cached_property
    def rates(self) -> dict[str, TaxRate]:
        """All tax rates by key, those no longer offered included: a row or product may name one."""
        return {str(rate.pk): rate for rate in TaxRate.objects.all()}

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """All units by key."""
        return {str(measure.code): measure for measure in Measure.objects.all()}

    @property
    def usual_rate(self) -> str:
        """The key of the tax rate a new row gets."""
        return next((key for key, rate in self.rates.items() if rate.is_default and rate.active), NO_TAX)

    @property
    def usual_measure(self) -> str:
        """The key of the unit a new row gets."""
        return next((key for key, measure in self.measures.items() if measure.is_default), "796")

    def rate_key(self, row: Row) -> str:
        """Return what the form sends for the tax of a stored row."""
        if row.tax_rate is None:
            return NO_TAX
        same = [key for key, rate in self.rates.items() if _is_snapshot(row, rate)]
        return same[0] if same else f"{OWN}{row.id}"

    def tax(self, key: str) -> dict[str, Any]:
        """Return the snapshot a row takes of a tax rate; ValidationError for one that does not exist."""
        if key == NO_TAX:
            return {"tax_rate": None, "tax_name": "", "tax_category": ""}
        if key in self.rates:
            rate = self.rates[key]
            return {"tax_rate": rate.rate, "tax_name": rate.name, "tax_category": rate.category}
        own = next((row for row in self.rows.values() if key == f"{OWN}{row.id}"), None)
        if own is None:
            raise ValidationError(_("Choose one of the offered values."))
        return {"tax_rate": own.tax_rate, "tax_name": own.tax_name, "tax_category": own.tax_category}

    def measure(self, key: str) -> dict[str, Any]:
        """Return the snapshot a row takes of a unit, the usual one for none; ValidationError for one that is none."""
        key = key or self.usual_measure
        if key in self.measures:
            return {"measure_code": int(key), "measure_name": str(self.measures[key])}
        own = next((row for row in self.rows.values() if key == str(row.measure_code)), None)
        if own is None:
            raise ValidationError(_("Choose one of the offered values."))
        return {"measure_code": own.measure_code, "measure_name": own.measure_name}

    def rate_options(self, used: Collection[str]) -> list[Option]:
        """List "no tax", the rates on offer, and those the rows have besides."""
        options = [{"value": NO_TAX, "label": _("No tax")}]
        options += [_option(key, each.name) for key, each in self.rates.items() if each.active or key in used]
        own = {f"{OWN}{row.id}": row for row in self.rows.values()}
        return options + [_option(key, _tax_name(row)) for key, row in own.items() if key in used]

    def measure_options(self, used: Collection[str]) -> list[Option]:
        """List the units, and those the rows have besides."""
        options = [_option(key, str(each)) for key, each in self.measures.items()]
        own = {str(row.measure_code): row.measure_name for row in self.rows.values()}
        return options + [_option(k, name or k) for k, name in own.items() if k in used and k not in self.measures]


def find_products(query: str) -> list[Product]:
    """Find active products by words of their name, code or section."""
    if NUL in query or not text.search_form(query[: catalogue.LONGEST_QUERY]):
        return []
    return list(catalogue.find(query, active=True)[:FOUND])


def products_named(names: Collection[str]) -> dict[str, Product]:
    """Return active products by what they are called: name, or code."""
    names = {name for name in names if NUL not in name}
    if not names:
        return {}
    found = Product.objects.filter(Q(name__in=names) | Q(code__in=names), active=True)
    found = found.select_related("currency", "tax_rate", "measure")
    by_code = {each.code: each for each in found if each.code}
    return by_code | {each.name: each for each in reversed(found)}


def price_in(product: Product, currency: Currency) -> Decimal:
    """Return a product's price in a currency; ValidationError when it outgrows it."""
    price: Decimal = product.price
    if product.currency == currency:
        return price
    try:
        return money.convert(price, product.currency.worth, currency.worth, currency.decimals)
    except money.TooManyDigits:
        raise ValidationError(_("At most 11 digits before and 4 after the decimal point.")) from None


def _is_snapshot(row: Row, rate: TaxRate) -> bool:
    """Say whether a row's tax is this rate; a rate above zero is the standard category whatever was noted."""
    same_category = bool(rate.rate) or row.tax_category == rate.category
    return row.tax_rate == rate.rate and same_category


def _tax_name(row: Row) -> str:
    return row.tax_name or values.percent(row.tax_rate or Decimal(0))


def _option(value: str, label: str) -> Option:
    return {"value": value, "label": label}
