"""Which six item types does Segue have? One row each; adding a type starts here."""

from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from segue.core import item_types
from segue.core.item_types import ItemType, Section, Text
from segue.core.models import Item
from segue.core.parts import FILES, OBSERVERS
from segue.crm import billing, clients, communications, employments, rows
from segue.crm.defaults import COMMON, DATED, default_seller, first_of, in_days
from segue.crm.derivation import derive
from segue.crm.models import Company, Contact, Deal, Estimate, Invoice, Lead

UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")
PERSON = ("honorific", "first_name", "middle_name", "last_name", "birth_on", "position")
ADDRESS = ("address", "address_2", "postal_code", "city", "region", "province", "country")
MONEY = ("amount", "currency")
DIRECTORIES = {
    "source": "SOURCE",
    "honorific": "HONORIFIC",
    "deal_type": "DEAL_TYPE",
    "contact_type": "CONTACT_TYPE",
    "company_type": "COMPANY_TYPE",
    "industry": "INDUSTRY",
    "employees": "EMPLOYEES",
}
TOGETHER = ((*MONEY, "amount_is_manual"), ("revenue", "currency"), ADDRESS, UTM)
REPEAT = "repeat"


def _named(item: Any) -> dict[str, list[Text]]:
    if item.first_name.strip() or item.last_name.strip():
        return {}
    return {"last_name": [_("Enter a first name or a last name.")]}


def _is_ours(item: Item) -> bool:
    return bool(cast(Company, item_types.child_of(item)).is_my_company)


def _in_order(item: Item) -> dict[str, list[Text]]:
    """Nothing is due or ends before it is issued (domain.md 9.2)."""
    if item.start_on is None:
        return {}
    late = [name for name in ("due_on", "valid_until") if (day := getattr(item, name)) and day < item.start_on]
    return {name: [_("This date lies before the issue date.")] for name in late}


LEAD = ItemType(
    id=1,
    code="lead",
    ref="LEAD",
    short_code="L",
    slug="leads",
    icon="lead",
    model=Lead,
    label=_("Lead"),
    label_plural=_("Leads"),
    pipelines="one",
    parts=(communications.PART, clients.PART, OBSERVERS, rows.PART, FILES),
    derive=derive,
    together=TOGETHER,
    variants=(("", _("Simple leads")), (REPEAT, _("Repeat leads"))),
    variant=lambda lead: REPEAT if lead.is_repeat else "",
    defaults=COMMON | {"source": first_of("SOURCE")},
    sections=(
        Section("about", _("About the lead"), ("title", *MONEY, "source", "source_note")),
        Section("contact", _("Contact details"), (*PERSON, "communications", "company_name", *ADDRESS, "client")),
        Section(
            "additional", _("Additional"), ("stage_note", "owner", "open_to_all", "observers", "comment", "files", *UTM)
        ),
    ),
)
DEAL = ItemType(
    id=2,
    code="deal",
    ref="DEAL",
    short_code="D",
    slug="deals",
    icon="deal",
    model=Deal,
    label=_("Deal"),
    label_plural=_("Deals"),
    pipelines="many",
    parts=(clients.PART, OBSERVERS, rows.PART, FILES),
    derive=derive,
    together=TOGETHER,
    variant=lambda deal: str(deal.pipeline_id or (deal.stage.pipeline_id if deal.stage else "")),
    defaults=DATED | {"deal_type": first_of("DEAL_TYPE")},
    labels={"due_on": _("Expected close")},
    sections=(
        Section("about", _("About the deal"), ("title", *MONEY, "due_on", "client")),
        Section(
            "additional",
            _("Additional"),
            (
                "deal_type",
                "probability",
                "source",
                "source_note",
                "start_on",
                "owner",
                "open_to_all",
                "observers",
                "comment",
                "files",
                *UTM,
            ),
        ),
    ),
)
CONTACT = ItemType(
    id=3,
    code="contact",
    ref="CONTACT",
    short_code="C",
    slug="contacts",
    icon="contact",
    model=Contact,
    label=_("Contact"),
    label_plural=_("Contacts"),
    parts=(communications.PART, employments.COMPANIES, billing.PART, OBSERVERS, FILES),
    derive=derive,
    together=TOGETHER,
    defaults=COMMON | {"contact_type": first_of("CONTACT_TYPE")},
    labels={"billing": _("Billing details")},
    check=_named,
    leave=clients.leave,
    sections=(
        Section("about", _("About the contact"), (*PERSON, "contact_type", "companies", "communications", *ADDRESS)),
        Section(
            "additional",
            _("Additional"),
            (
                "source",
                "source_note",
                "in_export",
                "owner",
                "open_to_all",
                "observers",
                "comment",
                "files",
                *UTM,
            ),
        ),
    ),
)
COMPANY = ItemType(
    id=4,
    code="company",
    ref="COMPANY",
    short_code="CO",
    slug="companies",
    icon="company",
    model=Company,
    label=pgettext_lazy("item type", "Company"),
    label_plural=pgettext_lazy("item type", "Companies"),
    parts=(communications.PART, employments.CONTACTS, billing.PART, OBSERVERS, FILES),
    derive=derive,
    together=TOGETHER,
    defaults=COMMON | {"company_type": first_of("COMPANY_TYPE")},
    labels={"title": _("Company name"), "billing": _("Billing details")},
    required=("title",),
    leave=employments.leave,
    is_setting=_is_ours,
    sections=(
        Section(
            "about",
            _("About the company"),
            (
                "title",
                "company_type",
                "industry",
                "employees",
                "revenue",
                "currency",
                "contacts",
                "communications",
                *ADDRESS,
            ),
        ),
        Section(
            "additional",
            _("Additional"),
            ("banking_note", "owner", "open_to_all", "observers", "comment", "files", *UTM),
        ),
    ),
)
ESTIMATE = ItemType(
    id=7,
    code="estimate",
    ref="QUOTE",
    short_code="Q",
    slug="estimates",
    icon="estimate",
    model=Estimate,
    label=_("Estimate"),
    label_plural=_("Estimates"),
    pipelines="one",
    numbered=True,
    parts=(clients.PART, rows.PART, FILES),
    derive=derive,
    together=TOGETHER,
    defaults=DATED | {"valid_until": in_days, "my_company": default_seller},
    check=_in_order,
    labels={"title": _("Subject"), "start_on": pgettext_lazy("estimate", "Issue date")},
    sections=(
        Section(
            "about",
            _("About the estimate"),
            ("number", "title", *MONEY, "start_on", "valid_until", "client", "my_company"),
        ),
        Section("content", _("Content"), ("content", "terms")),
        Section(
            "additional", _("Additional"), ("due_on", "deal", "lead", "owner", "open_to_all", "comment", "files", *UTM)
        ),
    ),
)
INVOICE = ItemType(
    id=31,
    code="invoice",
    ref="SMART_INVOICE",
    short_code="SI",
    slug="invoices",
    icon="invoice",
    model=Invoice,
    label=_("Invoice"),
    label_plural=_("Invoices"),
    pipelines="one",
    numbered=True,
    parts=(clients.PART, OBSERVERS, rows.PART, FILES),
    derive=derive,
    together=TOGETHER,
    defaults=DATED | {"my_company": default_seller},
    check=_in_order,
    labels={"title": _("Subject"), "start_on": pgettext_lazy("invoice", "Issue date"), "due_on": _("Pay before")},
    sections=(
        Section(
            "about",
            _("About the invoice"),
            ("number", "title", *MONEY, "start_on", "due_on", "client", "my_company"),
        ),
        Section(
            "additional",
            _("Additional"),
            (
                "deal",
                "estimate",
                "source",
                "source_note",
                "external_code",
                "owner",
                "open_to_all",
                "observers",
                "comment",
                "files",
                *UTM,
            ),
        ),
    ),
)

ITEM_TYPES = (LEAD, DEAL, CONTACT, COMPANY, ESTIMATE, INVOICE)


def register() -> None:
    """Enter the six types; called once when the room starts."""
    for item_type in ITEM_TYPES:
        item_types.add(item_type)
