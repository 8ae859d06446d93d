"""What follows from the rest of an item: a contact's title, amounts from rows, the base amount, the search text?"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from segue.core import currencies
from segue.core.models import Item, TimelineEntry
from segue.core.models.pipeline import SUCCESS
from segue.crm import clients, communications, rows
from segue.crm.models import Company, Contact, Deal, Lead
from segue.crm.pricing import LineRefused
from segue.lib import money, text

Keys = tuple[str, str | None]
LONGEST_KEY = 255  # the columns' length
NAMES = ("title", "number", "first_name", "middle_name", "last_name", "company_name")


def derive(item: Item, parts: Mapping[str, Any], by_conversion: bool) -> None:  # noqa: FBT001  one shape for all types
    """Set the derived columns of any item; `parts` holds the parts that are about to be written."""
    if isinstance(item, Contact):
        item.title = " ".join(filter(None, (item.first_name.strip(), item.last_name.strip())))[:255]
    if isinstance(item, Lead) and "client" in parts and not by_conversion:
        item.is_repeat = _is_chosen_by_people(item, parts["client"])
    if isinstance(item, Deal) and not item.pk and parts.get("client"):
        item.is_repeat_deal = _has_won_deal(parts["client"])
        item.is_repeat_approach = bool(item.lead and item.lead.is_repeat and not item.is_repeat_deal)
    if "rows" in parts:
        _price(item, parts["rows"])
    _worth(item)
    item.name_key, item.spelled_key = name_keys(item)
    if isinstance(item, Lead):
        item.company_key, item.company_spelled_key = company_keys(item)
    item.search_text = _search_text(item, parts)


def name_keys(item: Item) -> Keys:
    """Return by what the name of a person or firm is compared with those of others: "" for no name. The second is with
    umlauts as two letters, None where there are none: so Müller is Muller and Mueller, who are two.
    """
    if isinstance(item, Company):
        return _keys(text.company_key, item.title)
    return _keys(text.fold, f"{item.first_name} {item.last_name}") if isinstance(item, Contact | Lead) else ("", None)


def company_keys(lead: Lead) -> Keys:
    """Return by what the firm that a lead speaks of is compared, as `name_keys`."""
    return _keys(text.company_key, lead.company_name)


def _keys(key_of: Callable[[str], str], name: str) -> Keys:
    key, spelled = key_of(name)[:LONGEST_KEY], key_of(text.without_umlauts(name))[:LONGEST_KEY]
    return key, spelled if spelled != key else None


def _is_chosen_by_people(lead: Lead, client: clients.Clients) -> bool:
    """Say whether anybody of a lead's client was put there by a person, not by the lead's own conversions."""
    by_conversion: set[int] = set()
    told = TimelineEntry.objects.filter(item_id=lead.pk, kind="client_changed").order_by("version", "pk")
    for conversion, data in told.values_list("conversion", "data") if lead.pk else ():
        before, after = map(clients.ids_told, data["changes"]["client"])
        by_conversion = by_conversion | (after - before) if conversion else by_conversion - (after - before)
    stayed = clients.read(lead).ids if by_conversion else set()
    return bool(client.ids - (by_conversion & stayed))


def _has_won_deal(client: clients.Clients) -> bool:
    """Say whether any company or contact of a client has bought before."""
    of_client = Q(clients__company__in=[client.company] if client.company else [])
    of_client |= Q(clients__contact__in=client.contacts)
    won = Item.objects.alive().of_type("deal").filter(of_client, stage__semantics=SUCCESS)
    return won.exists()


def _price(item: Item, wanted: tuple[rows.Row, ...]) -> None:
    """In automatic mode the amount is the gross of the rows; by hand it stands (domain.md 8.6).

    Without rows there is no tax, and the amount is a number that was entered: the one given with this save, else the
    one that stood there, also when the last rows have just been removed.
    """
    if not wanted:
        item.tax_amount = Decimal(0)
        return
    try:
        sums = rows.totals(item, wanted)
        rows.refuse_overgrown(item, wanted)
    except LineRefused as fault:
        raise ValidationError({"rows": [str(fault)]}) from fault
    item.tax_amount = sums.tax
    if not item.amount_is_manual:
        item.amount = sums.gross


def _worth(item: Item) -> None:
    """Keep the worth in the base currency, at the rate of the moment of writing."""
    currency = item.currency
    item.base_rate = currency.rate
    decimals = currency.decimals if currency.is_base else currencies.base().decimals
    try:
        item.base_amount = money.base_amount(item.amount, currency.worth, decimals)
    except money.TooManyDigits as fault:
        raise ValidationError({"amount": [_("The amount is too large.")]}) from fault


def _search_text(item: Item, parts: Mapping[str, Any]) -> str:
    """First line: names and numbers; second line: phones and e-mails, kept when they are not being written."""
    names = " ".join(str(getattr(item, name, "") or "") for name in NAMES)
    _names, _mark, reached = item.search_text.partition("\n")
    if "communications" in parts:
        reached = communications.search_text(parts["communications"])
    return f"{text.search_form(names)}\n{reached}"
