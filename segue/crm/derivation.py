"""What follows from the rest of an item: a contact's title, amounts from rows, the base amount, the search text?"""

from collections.abc import Mapping
from typing import Any

from segue.core import currencies
from segue.core.models import Item
from segue.crm import clients, rows
from segue.crm.models import Contact, Lead
from segue.lib import text

NAMES = ("title", "number", "first_name", "middle_name", "last_name", "company_name")


def derive(item: Item, parts: Mapping[str, Any]) -> None:
    """Set the derived columns of any item; `parts` holds the parts that are about to be written."""
    if isinstance(item, Contact):
        item.title = " ".join(filter(None, (item.first_name.strip(), item.last_name.strip())))[:255]
    if isinstance(item, Lead) and "client" in parts and not item.pk:
        item.is_repeat = parts["client"] != clients.NOBODY
    if "rows" in parts:
        _price(item, parts["rows"])
    _worth(item)
    item.search_text = _search_text(item, parts)


def _price(item: Item, wanted: tuple[rows.Row, ...]) -> None:
    """In automatic mode the amount is the gross of the rows; by hand it stands (domain.md 8.6)."""
    if not wanted and not item.tax_amount:
        return
    sums = rows.totals(item, wanted)
    item.tax_amount = sums.tax
    if not item.amount_is_manual:
        item.amount = sums.gross


def _worth(item: Item) -> None:
    """Keep the worth in the base currency, at the rate of the moment of writing."""
    currency = item.currency
    item.base_rate = currency.rate
    decimals = currency.decimals if currency.is_base else currencies.base().decimals
    item.base_amount = currencies.base_worth(item.amount, currency, decimals)


def _search_text(item: Item, parts: Mapping[str, Any]) -> str:
    """First line: names and numbers; second line: phones and e-mails, kept when they are not being written."""
    names = " ".join(str(getattr(item, name, "") or "") for name in NAMES)
    _names, _mark, reached = item.search_text.partition("\n")
    if "communications" in parts:
        values = [each.value for each in parts["communications"]]
        reached = " ".join([text.search_form(" ".join(values)), *(text.digits(value) for value in values)])
    return f"{text.search_form(names)}\n{reached}"
