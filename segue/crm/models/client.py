"""Which company and which contacts is an item for, and who works where?"""

from django.db import models
from django.db.models import Q


class Client(models.Model):
    """A company or contact of a lead, deal, estimate or invoice; at most one company, one primary contact."""

    item = models.ForeignKey("core.Item", models.CASCADE, related_name="clients")
    company = models.ForeignKey("crm.Company", models.CASCADE, null=True, blank=True, related_name="client_of")
    contact = models.ForeignKey("crm.Contact", models.CASCADE, null=True, blank=True, related_name="client_of")
    sort = models.PositiveIntegerField(default=10)
    is_primary = models.BooleanField(default=False)

    class Meta:
        ordering = ("item", "sort", "id")
        constraints = (
            models.UniqueConstraint(fields=("item",), condition=Q(company__isnull=False), name="one_company_per_item"),
            models.UniqueConstraint(
                fields=("item", "contact"), condition=Q(contact__isnull=False), name="contact_once_per_item"
            ),
            models.UniqueConstraint(
                fields=("item",),
                condition=Q(contact__isnull=False, is_primary=True),
                name="one_primary_contact_per_item",
            ),
            models.CheckConstraint(
                condition=Q(company__isnull=True, contact__isnull=False)
                | Q(company__isnull=False, contact__isnull=True),
                name="client_is_company_or_contact",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id}: {self.company_id or self.contact_id}"


class Employment(models.Model):
    """A contact works at a company; one of a contact's companies is primary."""

    contact = models.ForeignKey("crm.Contact", models.CASCADE, related_name="employments")
    company = models.ForeignKey("crm.Company", models.CASCADE, related_name="employments")
    sort = models.PositiveIntegerField(default=10)
    is_primary = models.BooleanField(default=False)

    class Meta:
        ordering = ("contact", "sort", "id")
        constraints = (
            models.UniqueConstraint(fields=("contact", "company"), name="employment_once"),
            models.UniqueConstraint(
                fields=("contact",), condition=Q(is_primary=True), name="one_primary_company_per_contact"
            ),
        )

    def __str__(self) -> str:
        return f"{self.contact_id} at {self.company_id}"
