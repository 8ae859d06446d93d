"""Which six item types does Segue have? One row each; adding a type starts here."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from segue.core import currencies, item_types, preferences
from segue.core.item_types import ItemType, Section, Text
from segue.core.models import DirectoryValue, Item, User
from segue.core.parts import OBSERVERS
from segue.crm import clients, communications, employments, rows
from segue.crm.derivation import derive
from segue.crm.models import Company, Contact, Deal, Estimate, Invoice, Lead
from segue.lib import dates

UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")
PERSON = ("honorific", "first_name", "middle_name", "last_name", "birth_on", "position")
ADDRESS = ("address", "address_2", "postal_code", "city", "region", "province", "country")
MONEY = ("amount", "currency")


def _common(chosen: preferences.Preferences) -> dict[str, Any]:
    currency = currencies.base()
    return {
        "currency": currency,
        "decimals": currency.decimals,
        "rounding_mode": chosen.rounding_mode,
        "open_to_all": chosen.open_to_all,
    }


def today_of(actor: User, chosen: preferences.Preferences) -> date:
    """Return the reader's day: their own zone, else the organisation's."""
    return dates.today(actor.time_zone or chosen.time_zone)


def _first(directory: str) -> DirectoryValue | None:
    return DirectoryValue.objects.filter(directory=directory).order_by("sort", "pk").first()


def _new_lead(_actor: User) -> dict[str, Any]:
    return _common(preferences.load()) | {"source": _first("SOURCE")}


def _new_dated(actor: User) -> dict[str, Any]:
    chosen = preferences.load()
    today = today_of(actor, chosen)
    return _common(chosen) | {"start_on": today, "due_on": today + timedelta(days=chosen.deadline_days)}


def _new_deal(actor: User) -> dict[str, Any]:
    return _new_dated(actor) | {"deal_type": _first("DEAL_TYPE")}


def _new_estimate(actor: User) -> dict[str, Any]:
    values = _new_dated(actor)
    return values | {"valid_until": values["due_on"], "my_company": default_seller()}


def _new_invoice(actor: User) -> dict[str, Any]:
    return _new_dated(actor) | {"my_company": default_seller()}


def _new_contact(_actor: User) -> dict[str, Any]:
    return _common(preferences.load()) | {"contact_type": _first("CONTACT_TYPE")}


def _new_company(_actor: User) -> dict[str, Any]:
    return _common(preferences.load()) | {"company_type": _first("COMPANY_TYPE")}


def default_seller() -> Company | None:
    """Return the company that sells unless another is chosen."""
    return Company.objects.filter(is_default_seller=True, deleted_at=None).first()


def _named(item: Any) -> dict[str, list[Text]]:  # noqa: ANN401 - a Contact
    if item.first_name.strip() or item.last_name.strip():
        return {}
    return {"last_name": [_("Enter a first name or a last name.")]}


def _titled(item: Item) -> dict[str, list[Text]]:
    return {} if item.title.strip() else {"title": [_("Enter the name of the company.")]}


def _in_order(item: Item) -> dict[str, list[Text]]:
    """Nothing is due or ends before it is issued (domain.md 9.2)."""
    if item.start_on is None:
        return {}
    late = [name for name in ("due_on", "valid_until") if (day := getattr(item, name)) and day < item.start_on]
    return {name: [_("This date lies before the issue date.")] for name in late}


LEAD = ItemType(
    id=1, code="lead", ref="LEAD", short_code="L", slug="leads", icon="user-plus", model=Lead,
    label=_("Lead"), label_plural=_("Leads"), pipelines="one",
    parts=(communications.PART, clients.PART, OBSERVERS, rows.PART), derive=derive, defaults=_new_lead,
    sections=(
        Section(_("About the lead"), ("title", *MONEY, "source", "source_note")),
        Section(_("Contact details"), (*PERSON, "communications", "company_name", *ADDRESS, "client")),
        Section(_("Additional"), ("stage_note", "owner", "open_to_all", "observers", "comment", *UTM)),
    ),
)  # fmt: skip
DEAL = ItemType(
    id=2, code="deal", ref="DEAL", short_code="D", slug="deals", icon="briefcase", model=Deal,
    label=_("Deal"), label_plural=_("Deals"), pipelines="many",
    parts=(clients.PART, OBSERVERS, rows.PART), derive=derive, defaults=_new_deal,
    labels={"due_on": _("Expected close")},
    sections=(
        Section(_("About the deal"), ("title", *MONEY, "due_on", "client")),
        Section(_("Additional"), (
            "deal_type", "probability", "source", "source_note", "start_on", "owner", "open_to_all", "observers",
            "comment", *UTM,
        )),
    ),
)  # fmt: skip
CONTACT = ItemType(
    id=3, code="contact", ref="CONTACT", short_code="C", slug="contacts", icon="user", model=Contact,
    label=_("Contact"), label_plural=_("Contacts"),
    parts=(communications.PART, employments.COMPANIES, OBSERVERS), derive=derive, defaults=_new_contact,
    check=_named,
    sections=(
        Section(_("About the contact"), (*PERSON, "contact_type", "companies", "communications", *ADDRESS)),
        Section(_("Additional"), (
            "source", "source_note", "in_export", "owner", "open_to_all", "observers", "comment", *UTM,
        )),
    ),
)  # fmt: skip
COMPANY = ItemType(
    id=4, code="company", ref="COMPANY", short_code="CO", slug="companies", icon="building", model=Company,
    label=pgettext_lazy("item type", "Company"), label_plural=pgettext_lazy("item type", "Companies"),
    parts=(communications.PART, employments.CONTACTS, OBSERVERS), derive=derive, defaults=_new_company,
    labels={"title": _("Company name")}, check=_titled,
    sections=(
        Section(_("About the company"), (
            "title", "company_type", "industry", "employees", "revenue", "currency", "contacts", "communications",
            *ADDRESS,
        )),
        Section(_("Additional"), ("banking_note", "owner", "open_to_all", "observers", "comment", *UTM)),
    ),
)  # fmt: skip
ESTIMATE = ItemType(
    id=7, code="estimate", ref="QUOTE", short_code="Q", slug="estimates", icon="file-text", model=Estimate,
    label=_("Estimate"), label_plural=_("Estimates"), pipelines="one", numbered=True,
    parts=(clients.PART, rows.PART), derive=derive, defaults=_new_estimate, check=_in_order,
    labels={"title": _("Subject"), "start_on": _("Issue date")},
    sections=(
        Section(_("About the estimate"), (
            "number", "title", *MONEY, "start_on", "valid_until", "client", "my_company",
        )),
        Section(_("Content"), ("content", "terms")),
        Section(_("Additional"), ("due_on", "deal", "lead", "owner", "open_to_all", "comment", *UTM)),
    ),
)  # fmt: skip
INVOICE = ItemType(
    id=31, code="invoice", ref="SMART_INVOICE", short_code="SI", slug="invoices", icon="receipt", model=Invoice,
    label=_("Invoice"), label_plural=_("Invoices"), pipelines="one", numbered=True,
    parts=(clients.PART, OBSERVERS, rows.PART), derive=derive, defaults=_new_invoice, check=_in_order,
    labels={"title": _("Subject"), "start_on": _("Issue date"), "due_on": _("Pay before")},
    sections=(
        Section(_("About the invoice"), (
            "number", "title", *MONEY, "start_on", "due_on", "client", "my_company",
        )),
        Section(_("Additional"), (
            "deal", "estimate", "source", "source_note", "external_code", "owner", "open_to_all", "observers",
            "comment", *UTM,
        )),
    ),
)  # fmt: skip

ITEM_TYPES = (LEAD, DEAL, CONTACT, COMPANY, ESTIMATE, INVOICE)


def register() -> None:
    """Enter the six types; called once when the room starts."""
    for item_type in ITEM_TYPES:
        item_types.add(item_type)
