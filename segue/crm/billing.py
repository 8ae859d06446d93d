"""Under which legal name, tax numbers, address and bank account does a contact or company do business?"""

from dataclasses import asdict, dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from segue.core import tables
from segue.core.models import Item
from segue.core.parts import Part
from segue.crm.models import BillingDetails
from segue.lib.text import bare


@dataclass(frozen=True)
class Billing:
    """One billing block (domain.md 2.11); `country_code` is of ISO 3166-1."""

    legal_name: str = ""
    tax_number: str = ""
    vat_number: str = ""
    address: str = ""
    address_2: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country_code: str = ""
    bank: str = ""
    iban: str = ""
    bic: str = ""

    def __bool__(self) -> bool:
        return any(asdict(self).values())


# What duplicates are found by: the column that holds how a number is compared, and the number.
KEYS = {"tax_key": "tax_number", "vat_key": "vat_number", "account_key": "iban"}
NAMES = tuple(each.name for each in fields(Billing))
NOTHING = Billing()
LONGEST_KEY = 50  # the columns' length


def read(item: Item) -> Billing:
    """Return the billing block of a contact or company."""
    row = BillingDetails.objects.filter(item_id=item.pk).values(*NAMES).first()
    return Billing(**row) if row else NOTHING


def clean(_item: Item, value: Billing) -> Billing:
    """Trim every line, and refuse what no column holds, under "billing"."""
    trimmed = Billing(**{name: text.strip() for name, text in asdict(value).items()})
    columns = {name: BillingDetails._meta.get_field(name) for name in NAMES}
    errors = [
        _("%(field)s: at most %(count)s characters.") % {"field": column.verbose_name, "count": column.max_length}  # type: ignore[union-attr]
        for name, column in columns.items()
        if len(getattr(trimmed, name)) > (getattr(column, "max_length", None) or 0)
    ]
    if errors:
        raise ValidationError({"billing": errors})
    return trimmed


def write(item: Item, value: Billing) -> None:
    """Make the item's billing block exactly this."""
    columns = asdict(value) | keys(value)
    if item.is_new:
        tables.insert_many([BillingDetails(item_id=item.pk, **columns)])
    else:
        BillingDetails.objects.update_or_create(item_id=item.pk, defaults=columns)


def keys(value: Billing) -> dict[str, str]:
    """Return by what the numbers are compared with those of others, by column; "" for none."""
    return {column: bare(getattr(value, name))[:LONGEST_KEY] for column, name in KEYS.items()}


def _facts(value: Billing) -> dict[str, Any]:
    return {name: text for name, text in asdict(value).items() if text}


PART = Part("billing", read, clean, write, _facts, empty=NOTHING)
