"""How does an estimate or invoice look on paper? What c-paper takes; the internal comment is never part of it."""

from typing import Any

from babel import Locale
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from segue.core import item_types, permissions
from segue.core.models import Item, User
from segue.crm import billing, clients, rows
from segue.crm.billing import Billing
from segue.crm.clients import Clients
from segue.crm.models import Company, ContactPoint, Estimate, Invoice
from segue.crm.models.contact_point import EMAIL, PHONE, WEB
from segue.lib import phones
from segue.web import http
from segue.web.components import names, values
from segue.web.components import rows as shown_rows

PRINTED = ("estimate", "invoice")
DATES = {"estimate": ("start_on", "valid_until"), "invoice": ("start_on", "due_on")}
Lines = list[str]


def paper(item: Estimate | Invoice, reader: User) -> dict[str, Any]:
    """Describe the paper of an estimate or invoice: seller, recipient, facts, rows, totals and texts."""
    found = rows.read(item)
    seller, ours = item.my_company, billing.read(item.my_company) if item.my_company else Billing()
    whom = clients.read(item)
    client = _seen(whom.company or whom.primary, reader)
    theirs = billing.read(client) if client else Billing()
    measures, basis = shown_rows.measures_of(found), shown_rows.basis_of(found)
    return {
        "heading": item_types.of(item).label,
        "number": " – ".join(filter(None, (item.number, item.title))),
        "seller": {"name": ours.legal_name or (seller.title if seller else ""), "lines": _address(seller, ours)},
        "recipient": _recipient(whom, client, theirs, reader),
        "facts": _facts(item, theirs),
        "intro": _text(getattr(item, "content", "")),
        "rows": [shown_rows.show(item, row, measures, basis) for row in found],
        "headings": shown_rows.headings(basis),
        "totals": shown_rows.totals(rows.totals(item, found), item.currency) if found else None,
        "terms": _text(getattr(item, "terms", "")),
        "foot": _foot(seller, ours),
        "back_href": http.address(item),
        "back_label": names.kind(item),
    }


def _seen(pk: int | None, reader: User) -> Any:
    """Return a contact or company, in the recycle bin too; None when there is none, or the reader may not see it."""
    found = Item.objects.filter(pk=pk).first() if pk else None
    return item_types.child_of(found) if found is not None and permissions.may(reader, "read", found) else None


def _recipient(whom: Clients, client: Any, theirs: Billing, reader: User) -> Lines:
    """The company with the person it goes to, else the primary contact; the same for all, masked where hidden."""
    if not whom:
        return []
    if client is None:
        return [_("Hidden item")]
    name = theirs.legal_name or item_types.name(client)
    return [name, *_attention(whom, reader), *_address(client, theirs)]


def _attention(whom: Clients, reader: User) -> Lines:
    """The person at the company the paper goes to."""
    if not (whom.company and whom.primary):
        return []
    person = _seen(whom.primary, reader)
    return [" ".join(filter(None, (str(person.honorific or ""), person.title))) if person else _("Hidden item")]


def _address(party: Any, block: Billing) -> Lines:
    """Return the address of the billing block, else the one of the record itself."""
    if not block.address and not block.city:
        return values.address(party) if party else []
    place = " ".join(filter(None, (block.postal_code, block.city)))
    country = Locale.parse(values.language()).territories.get(block.country_code.upper(), "")
    return [line for line in (block.address, block.address_2, place, block.region, country) if line]


def _facts(item: Any, theirs: Billing) -> list[dict[str, str]]:
    item_type = item_types.of(item)
    facts = [(_("Number"), item.number)]
    facts += [(str(item_type.field_label(name)), values.day(getattr(item, name))) for name in DATES[item.type]]
    facts += [(_("Your VAT number"), theirs.vat_number), (_("Your contact"), item.owner.name)]
    return [{"label": label, "value": value} for label, value in facts if value]


def _text(markdown: str) -> SafeString | str:
    """Render a text of the paper; without line ends, since the paper makes breaks of those."""
    if not markdown.strip():
        return ""
    html = mark_safe(values.rich(markdown).replace("\n", ""))  # noqa: S308  cleaned by `rich`
    return format_html('<div class="entry-text">{}</div>', html)


def _foot(seller: Company | None, ours: Billing) -> list[Lines]:
    """Who we are, how to reach us, our tax numbers, our bank; columns without a line are left out."""
    if seller is None:
        return []
    named = [(_("Tax number"), ours.tax_number), (_("VAT number"), ours.vat_number)]
    bank = [ours.bank, *_named([("IBAN", ours.iban), ("BIC", ours.bic)])]
    who = [ours.legal_name or seller.title, *_address(seller, ours)]
    return [column for column in (who, _reach(seller), _named(named), [line for line in bank if line]) if column]


def _named(pairs: list[tuple[str, str]]) -> Lines:
    return [f"{label} {value}" for label, value in pairs if value]


def _reach(seller: Company) -> Lines:
    points = ContactPoint.objects.filter(item_id=seller.pk, kind__in=(PHONE, EMAIL, WEB)).order_by("sort", "pk")
    return [phones.display(point.e164) if point.e164 else point.value for point in points[:3]]
