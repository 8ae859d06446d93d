"""What are we selling, and to whom might we sell?"""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from segue.core.models import Item
from segue.core.models.item import own_row

from .parties import Address, Person


class Lead(Person, Address, Item):
    """An inquiry: at once an unqualified person and an unqualified firm."""

    item_ptr = own_row()
    stage_note = models.TextField(_("Stage information"), blank=True, default="")
    company_name = models.CharField(_("Company name"), max_length=255, blank=True, default="")
    company_key = models.CharField(max_length=255, blank=True, default="", editable=False)  # what names compare by
    company_spelled_key = models.CharField(max_length=255, null=True, editable=False)  # as `spelled_key`
    is_repeat = models.BooleanField(_("Repeat lead"), default=False, editable=False)

    class Meta:
        indexes = (
            models.Index(fields=("company_key",), condition=~models.Q(company_key=""), name="lead_by_company_key"),
            models.Index(
                fields=("company_spelled_key",),
                condition=models.Q(company_spelled_key__isnull=False),
                name="lead_by_company_spelled_key",
            ),
        )


class Deal(Item):
    """A sale under way."""

    item_ptr = own_row()
    deal_type = models.ForeignKey(
        "core.DirectoryValue", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Type")
    )
    probability = models.PositiveSmallIntegerField(
        _("Probability"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    extra_info = models.CharField(max_length=255, blank=True, default="", editable=False)
    lead = models.ForeignKey(
        "crm.Lead", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Lead"), editable=False
    )
    estimate = models.ForeignKey(
        "crm.Estimate", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Estimate"),
        editable=False,
    )  # fmt: skip
    is_repeat_deal = models.BooleanField(_("Repeat deal"), default=False, editable=False)
    is_repeat_approach = models.BooleanField(_("Repeat inquiry"), default=False, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(probability__isnull=True) | models.Q(probability__lte=100),
                name="deal_probability_at_most_100",
            ),
        )
