"""What did we offer, and what do we ask to be paid?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from segue.core.models import Item
from segue.core.models.item import own_row


class Paper(models.Model):
    """What estimates and invoices share: the seller, and the deal they belong to."""

    my_company = models.ForeignKey(
        "crm.Company", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("My company")
    )
    deal = models.ForeignKey(
        "crm.Deal", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Deal"), editable=False
    )

    class Meta:
        abstract = True


class Estimate(Paper, Item):
    """A priced proposal with a validity date."""

    item_ptr = own_row()
    content = models.TextField(_("Content"), blank=True, default="")
    terms = models.TextField(_("Terms"), blank=True, default="")
    lead = models.ForeignKey(
        "crm.Lead", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Lead"), editable=False
    )


class Invoice(Paper, Item):
    """A demand for payment."""

    item_ptr = own_row()
    estimate = models.ForeignKey(
        "crm.Estimate", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Estimate"),
        editable=False,
    )  # fmt: skip
    external_code = models.CharField(_("External code"), max_length=100, blank=True, default="")
    previous_stage = models.ForeignKey(
        "core.Stage", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
