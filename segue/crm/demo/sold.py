"""What goes into the rows of a sale: a basket of the catalogue, in the numbers of its story?"""

import random
from decimal import Decimal

from segue.crm.models import Product
from segue.crm.rows import Row

from .products import BASKETS

DISCOUNTS = (0, 0, 0, 5, 10, Decimal("2.5"))


def rows(basket: str, chance: random.Random) -> tuple[Row, ...]:
    """Put the products of a basket into rows, each with what the catalogue says of it."""
    wanted = BASKETS[basket]
    sold = {product.code: product for product in Product.objects.select_related("tax_rate", "measure")}
    return tuple(_row(sold[code], chance.randint(least, most), chance) for code, least, most in wanted)


def _row(product: Product, quantity: int, chance: random.Random) -> Row:
    rate, unit = product.tax_rate, product.measure
    return Row(
        name=product.name,
        product_id=product.pk,
        basis="gross" if product.tax_included else "net",
        price_entered=product.price,
        quantity=Decimal(quantity),
        discount_rate=Decimal(chance.choice(DISCOUNTS)),
        tax_rate=rate.rate if rate else None,
        tax_name=rate.name if rate else "",
        tax_category=rate.category if rate else "",
        measure_code=unit.code if unit else 796,
        measure_name=str(unit) if unit else "",
        kind=product.kind,
    )
