"""What is sold on this item, row by row?"""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from segue.core.models.item import decimal

BASES = ("net", "gross", "final")
AMOUNT, PERCENT = 1, 2


class ProductRow(models.Model):
    """One row of goods or work; `price_entered` is the number typed in, on the basis it was typed in.

    The other prices are derived by `crm.pricing` and stored for showing only.
    """

    item = models.ForeignKey("core.Item", models.CASCADE, related_name="rows")
    product = models.ForeignKey("crm.Product", models.SET_NULL, null=True, blank=True, related_name="rows")
    name = models.CharField(max_length=255)
    basis = models.CharField(max_length=5, choices=[(basis, basis) for basis in BASES], default="net")
    price_entered = decimal(default=Decimal(0))
    price = decimal(default=Decimal(0))  # P: final, discount and tax included
    price_net_final = decimal(default=Decimal(0))  # E: without tax, discounted
    price_net = decimal(default=Decimal(0))  # N: without tax, undiscounted
    price_gross = decimal(default=Decimal(0))  # B: with tax, undiscounted
    price_base = decimal(default=Decimal(0))  # P in the base currency
    quantity = decimal(default=Decimal(1))
    discount_type = models.PositiveSmallIntegerField(default=PERCENT)
    discount_rate = decimal(default=Decimal(0))
    discount_sum = decimal(default=Decimal(0))  # S: per unit, net
    tax_rate = decimal(null=True, blank=True)  # none: no tax, which differs from 0 %
    tax_name = models.CharField(max_length=50, blank=True, default="")
    tax_category = models.CharField(max_length=2, blank=True, default="")
    measure_code = models.PositiveIntegerField(default=796)
    measure_name = models.CharField(max_length=50, blank=True, default="")
    kind = models.PositiveSmallIntegerField(default=1)
    sort = models.PositiveIntegerField(default=10)
    origin_row = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")

    class Meta:
        ordering = ("item", "sort", "id")
        constraints = (
            models.CheckConstraint(condition=Q(quantity__gte=0), name="row_quantity_not_negative"),
            models.CheckConstraint(condition=Q(basis__in=BASES), name="row_basis_known"),
            models.CheckConstraint(condition=Q(discount_type__in=(AMOUNT, PERCENT)), name="row_discount_type_known"),
        )

    def __str__(self) -> str:
        return self.name
