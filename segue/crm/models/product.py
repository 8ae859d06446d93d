"""What can be sold, at which price, tax rate and unit?"""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from segue.core.models.item import decimal
from segue.core.models.labelled import in_language

TAX_CATEGORIES = ("S", "Z", "E", "AE", "K", "G", "O")
PRODUCT_KINDS = ((1, _("Product")), (2, _("Bundle")), (3, _("Product with variations")), (4, _("Variation")),
                 (7, _("Service")))  # fmt: skip


class TaxRate(models.Model):
    """A VAT rate; no rate at all ("no tax") is not the same as 0 %."""

    name = models.CharField(_("Name"), max_length=50)
    rate = decimal(_("Rate"))
    category = models.CharField(max_length=2, choices=[(code, code) for code in TAX_CATEGORIES], default="S")
    active = models.BooleanField(default=True)
    is_default = models.BooleanField(default=False)
    sort = models.PositiveIntegerField(default=100)

    class Meta:
        ordering = ("sort", "id")
        constraints = (
            models.CheckConstraint(condition=Q(rate__gte=0, rate__lte=100), name="tax_rate_between_0_and_100"),
            models.CheckConstraint(condition=Q(category__in=TAX_CATEGORIES), name="tax_category_known"),
            models.UniqueConstraint(fields=("is_default",), condition=Q(is_default=True), name="one_default_tax_rate"),
        )

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """A unit of quantity, with its UN/ECE Recommendation 20 code."""

    code = models.PositiveIntegerField(unique=True)
    unece_code = models.CharField(max_length=3, blank=True, default="")
    titles = models.JSONField(default=dict)
    symbols = models.JSONField(default=dict)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(fields=("is_default",), condition=Q(is_default=True), name="one_default_measure"),
        )

    def __str__(self) -> str:
        return in_language(self.symbols, str(self.code))


class Product(models.Model):
    """Something in the catalogue; one in use is deactivated, not deleted."""

    name = models.CharField(_("Name"), max_length=255)
    code = models.CharField(_("Code"), max_length=50, blank=True, default="")
    section = models.CharField(_("Section"), max_length=100, blank=True, default="")
    active = models.BooleanField(_("Active"), default=True)
    sort = models.PositiveIntegerField(default=100)
    price = decimal(_("Price"), default=Decimal(0))
    currency = models.ForeignKey("core.Currency", models.PROTECT, related_name="+", verbose_name=_("Currency"))
    tax_rate = models.ForeignKey(
        TaxRate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("VAT rate")
    )
    tax_included = models.BooleanField(_("Price includes tax"), default=False)
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Unit")
    )
    kind = models.PositiveSmallIntegerField(_("Kind"), choices=PRODUCT_KINDS, default=1)
    description = models.TextField(_("Description"), blank=True, default="")
    search_text = models.TextField(blank=True, default="", editable=False)

    class Meta:
        ordering = ("section", "sort", "name", "id")
        constraints = (models.UniqueConstraint(fields=("code",), condition=~Q(code=""), name="one_product_per_code"),)

    def __str__(self) -> str:
        return self.name
