"""Which currencies may amounts be in, and what are they worth?"""

from decimal import Decimal

from django.db import models

from segue.lib.money import Rate


class Currency(models.Model):
    """A currency by its ISO 4217 code; `rate` base units are worth `nominal` units of it."""

    code = models.CharField(max_length=3, primary_key=True)
    is_base = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    rate = models.DecimalField(max_digits=15, decimal_places=4, default=Decimal(1))
    nominal = models.PositiveIntegerField(default=1)
    decimals = models.PositiveSmallIntegerField(default=2)
    patterns = models.JSONField(default=dict)  # {"en": "$ #", "de": "# $"}; empty: the language's own
    hide_zero_decimals = models.BooleanField(default=False)
    sort = models.PositiveIntegerField(default=100)

    class Meta:
        ordering = ("sort", "code")
        constraints = (
            models.UniqueConstraint(fields=("is_base",), condition=models.Q(is_base=True), name="one_base_currency"),
            models.CheckConstraint(condition=models.Q(rate__gt=0, nominal__gt=0), name="currency_rate_positive"),
            models.CheckConstraint(condition=models.Q(decimals__lte=4), name="currency_decimals_at_most_four"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def worth(self) -> Rate:
        """What it is worth in the base currency."""
        return Rate(self.rate, self.nominal)
