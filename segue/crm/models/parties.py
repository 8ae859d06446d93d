"""Who are our customers: which people, and which firms?"""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from segue.core.models import Item
from segue.core.models.item import decimal, own_row


class Person(models.Model):
    """The columns that describe a person, on contacts and on leads."""

    honorific = models.ForeignKey(
        "core.DirectoryValue", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Salutation")
    )
    first_name = models.CharField(_("First name"), max_length=100, blank=True, default="")
    middle_name = models.CharField(_("Middle name"), max_length=100, blank=True, default="")
    last_name = models.CharField(_("Last name"), max_length=100, blank=True, default="")
    birth_on = models.DateField(_("Date of birth"), null=True, blank=True)
    position = models.CharField(_("Position"), max_length=150, blank=True, default="")

    class Meta:
        abstract = True


class Address(models.Model):
    """One flat address, on leads, contacts and companies."""

    address = models.CharField(_("Address"), max_length=255, blank=True, default="")
    address_2 = models.CharField(_("Address, line 2"), max_length=255, blank=True, default="")
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True, default="")
    city = models.CharField(_("City"), max_length=100, blank=True, default="")
    region = models.CharField(_("Region"), max_length=100, blank=True, default="")
    province = models.CharField(_("Province"), max_length=100, blank=True, default="")
    country = models.CharField(_("Country"), max_length=100, blank=True, default="")
    country_code = models.CharField(max_length=2, blank=True, default="", editable=False)

    class Meta:
        abstract = True


class Contact(Person, Address, Item):
    """A person; the title holds "First Last" and is kept by records."""

    item_ptr = own_row()
    photo = models.ForeignKey("core.Blob", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    contact_type = models.ForeignKey(
        "core.DirectoryValue", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Contact type")
    )
    in_export = models.BooleanField(_("Include in export"), default=True)
    lead = models.ForeignKey(
        "crm.Lead", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Lead"), editable=False
    )


class Company(Address, Item):
    """A firm; `is_my_company` marks the sellers, which the company list leaves out."""

    item_ptr = own_row()
    company_type = models.ForeignKey(
        "core.DirectoryValue", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Company type")
    )
    industry = models.ForeignKey(
        "core.DirectoryValue", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Industry")
    )
    employees = models.ForeignKey(
        "core.DirectoryValue", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Employees")
    )
    revenue = decimal(_("Annual revenue"), default=Decimal(0), blank=True)
    banking_note = models.TextField(_("Bank details"), blank=True, default="")
    is_my_company = models.BooleanField(_("My company"), default=False, editable=False)
    is_default_seller = models.BooleanField(_("Default seller"), default=False, editable=False)
    logo = models.ForeignKey("core.Blob", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    document_logo = models.ForeignKey(
        "core.Blob", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    stamp = models.ForeignKey("core.Blob", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    director_signature = models.ForeignKey(
        "core.Blob", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    accountant_signature = models.ForeignKey(
        "core.Blob", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    lead = models.ForeignKey(
        "crm.Lead", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Lead"), editable=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("is_default_seller",),
                condition=models.Q(is_default_seller=True),
                name="one_default_seller",
            ),
            models.CheckConstraint(
                condition=models.Q(is_default_seller=False) | models.Q(is_my_company=True),
                name="default_seller_is_my_company",
            ),
        )


class BillingDetails(models.Model):
    """The legal and bank data of a contact or company, printed on estimates and invoices."""

    item = models.OneToOneField("core.Item", models.CASCADE, related_name="billing")
    legal_name = models.CharField(_("Legal name"), max_length=255, blank=True, default="")
    tax_number = models.CharField(_("Tax number"), max_length=50, blank=True, default="")
    vat_number = models.CharField(_("VAT number"), max_length=50, blank=True, default="")
    address = models.CharField(_("Address"), max_length=255, blank=True, default="")
    address_2 = models.CharField(_("Address, line 2"), max_length=255, blank=True, default="")
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True, default="")
    city = models.CharField(_("City"), max_length=100, blank=True, default="")
    region = models.CharField(_("Region"), max_length=100, blank=True, default="")
    country_code = models.CharField(_("Country (ISO code)"), max_length=2, blank=True, default="")
    bank = models.CharField(_("Bank"), max_length=255, blank=True, default="")
    iban = models.CharField(_("IBAN or account number"), max_length=50, blank=True, default="")
    bic = models.CharField(_("BIC"), max_length=20, blank=True, default="")
    # What duplicates are found by: the numbers without spaces and punctuation.
    tax_key = models.CharField(max_length=50, blank=True, default="", editable=False)
    vat_key = models.CharField(max_length=50, blank=True, default="", editable=False)
    account_key = models.CharField(max_length=50, blank=True, default="", editable=False)

    class Meta:
        indexes = (
            models.Index(fields=("tax_key",), condition=~models.Q(tax_key=""), name="billing_by_tax_key"),
            models.Index(fields=("vat_key",), condition=~models.Q(vat_key=""), name="billing_by_vat_key"),
            models.Index(fields=("account_key",), condition=~models.Q(account_key=""), name="billing_by_account_key"),
        )

    def __str__(self) -> str:
        return self.legal_name
