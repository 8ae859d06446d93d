"""What stands on a lead, deal or paper of the demo? A basket of products, at the prices and rates of who buys."""

import random
from collections.abc import Iterator
from decimal import Decimal

from segue.core.models import Currency
from segue.crm.models import Product
from segue.crm.models.product_row import AMOUNT, PERCENT
from segue.crm.rows import Row
from segue.lib.money import round_to

from .firms import CURRENCIES, EUROPEAN_UNION, GERMAN
from .products import BASKETS
from .world import World

RARELY, SOMETIMES = 0.1, 0.3
PER_CENT = (Decimal(3), Decimal(5), Decimal(10), Decimal("12.5"))
GOODWILL = {True: "Kulanz für die Lieferverzögerung", False: "Goodwill for the late delivery"}


def currency(world: World, country: str) -> Currency:
    """In which currency one sells to a country."""
    return world.currencies[CURRENCIES.get(country, "EUR")]


def rows(world: World, basket: str, country: str, chance: random.Random) -> tuple[Row, ...]:
    """The product rows of a basket: whole quantities, now and then a discount, sometimes a deduction."""
    return tuple(_rows(world, basket, country, chance))


def _rows(world: World, basket: str, country: str, chance: random.Random) -> Iterator[Row]:
    money = currency(world, country)
    for code, least, most in BASKETS[basket]:
        yield _row(world.products[code], Decimal(chance.randint(least, most)), country, money, chance)
    if chance.random() < RARELY:
        rate = Decimal(19) if country in EUROPEAN_UNION else Decimal(0)
        yield Row(
            GOODWILL[country in GERMAN], Decimal(-50), tax_rate=rate, tax_name=f"{rate} %",
            tax_category="S" if rate else "Z", measure_name=_unit(None, country),
        )  # fmt: skip


def _row(product: Product, quantity: Decimal, country: str, money: Currency, chance: random.Random) -> Row:
    """Who is outside the European Union buys without our VAT: at the net price, and at 0 %."""
    price, basis, taxed = product.price, "gross" if product.tax_included else "net", country in EUROPEAN_UNION
    rate = product.tax_rate
    assert rate is not None
    if not taxed and product.tax_included:
        price, basis = price / (1 + rate.rate / 100), "net"
    kind, per_cent, absolute = _discount(price, chance)
    return Row(
        name=product.name,
        price_entered=round_to(price * money.nominal / money.rate, money.decimals),
        quantity=quantity,
        basis=basis,
        discount_type=kind,
        discount_rate=per_cent,
        discount_sum=absolute,
        tax_rate=rate.rate if taxed else Decimal(0),
        tax_name=rate.name if taxed else "0 %",
        tax_category=rate.category if taxed else "Z",
        measure_code=product.measure.code if product.measure else 796,
        measure_name=_unit(product, country),
        kind=product.kind,
        product_id=product.pk,
    )


def _discount(price: Decimal, chance: random.Random) -> tuple[int, Decimal, Decimal]:
    """Per cent on anything; a sum only on what costs something."""
    if price > 500 and chance.random() < RARELY:  # noqa: PLR2004  a machine, not a bag of beans
        return AMOUNT, Decimal(0), Decimal(chance.choice((50, 75, 100)))
    if chance.random() < SOMETIMES:
        return PERCENT, chance.choice(PER_CENT), Decimal(0)
    return PERCENT, Decimal(0), Decimal(0)


def _unit(product: Product | None, country: str) -> str:
    """The short name of the unit as it is printed, in the language of who buys."""
    symbols = product.measure.symbols if product and product.measure else {"en": "pcs", "de": "Stk."}
    return str(symbols["de" if country in GERMAN else "en"])
