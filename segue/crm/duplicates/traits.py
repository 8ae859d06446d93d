"""By what is an item compared with others of its type? Its traits: what each criterion makes of its values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import preferences
from segue.core.custom_fields import keys
from segue.core.custom_fields.definitions import Fields
from segue.core.models import Item
from segue.crm import billing
from segue.crm.communications import Communication, match_key
from segue.crm.derivation import company_keys, name_keys
from segue.crm.models import Lead
from segue.crm.models.contact_point import EMAIL, PHONE
from segue.lib.text import is_storable

Parts = Mapping[str, Any]
# A criterion and a key: items that have one in common may be the same. That of a custom field is called by its code.
Traits = frozenset[tuple[str, str]]
NAME, COMPANY_NAME = "name", "company_name"
REACH = {"email": EMAIL, "phone": PHONE}
NUMBERS = {"tax": "tax_key", "vat": "vat_key", "account": "account_key"}  # columns of the billing block


@dataclass(frozen=True)
class Criterion:
    """What two items have in common that may be the same, and how to find it in the values of one."""

    reason: Any  # how the match is explained
    keys: Callable[[Item, Parts], Iterable[str | None]]


def _reached_at(kind: str) -> Callable[[Item, Parts], Iterable[str]]:
    return lambda item, parts: _reach_keys([each for each in parts.get("communications", ()) if each.kind == kind])


def _reach_keys(wanted: list[Communication]) -> Iterable[str]:
    country = preferences.load().country if any(each.kind == PHONE for each in wanted) else ""
    return [match_key(each.kind, each.value, country) for each in wanted]


def _number(column: str) -> Callable[[Item, Parts], Iterable[str]]:
    return lambda item, parts: [billing.keys(parts["billing"])[column]] if "billing" in parts else []


# In the order of strength; the company's own fields follow.
CRITERIA: dict[str, Criterion] = {
    "email": Criterion(gettext_lazy("same e-mail"), _reached_at(EMAIL)),
    "phone": Criterion(gettext_lazy("same phone"), _reached_at(PHONE)),
    "tax": Criterion(gettext_lazy("same tax number"), _number("tax_key")),
    "vat": Criterion(gettext_lazy("same VAT number"), _number("vat_key")),
    "account": Criterion(gettext_lazy("same bank account"), _number("account_key")),
    NAME: Criterion(gettext_lazy("same name"), lambda item, parts: name_keys(item)),
    COMPANY_NAME: Criterion(
        gettext_lazy("same company name"), lambda item, parts: company_keys(item) if isinstance(item, Lead) else ()
    ),
}
# The columns that the criteria read, by type. Other types have none; fields that find duplicates all may have.
COLUMNS = {
    "lead": ("first_name", "last_name", "company_name"),
    "contact": ("first_name", "last_name"),
    "company": ("title",),
}
PARTS = ("communications", "billing")


def of(item: Item, parts: Parts, fields: Fields) -> Traits:
    """Return what an item is compared by: one with the columns of its type, stored or about to be.

    `parts` are those among its parts that PARTS names, `fields` the custom fields the person may see.
    """
    if getattr(item, "is_my_company", False):
        return frozenset()  # my companies are compared with nobody
    found = {(code, key) for code, criterion in CRITERIA.items() for key in criterion.keys(item, parts)}
    for code, field in keys.criteria(fields).items():
        found |= {(code, key) for key in keys.of(field, item.custom.get(code))}
    return frozenset((code, key) for code, key in found if key and is_storable(key))


def strength(criterion: str) -> tuple[int, str]:
    """Return what sorts criteria by strength; custom fields, which are alike, by their code."""
    return (_ORDER[criterion], "") if criterion in _ORDER else (len(_ORDER), criterion)


def reason(criterion: str, fields: Fields) -> str:
    """Say what two items have in common."""
    if criterion in CRITERIA:
        return str(CRITERIA[criterion].reason)
    return _("same value in “%(field)s”") % {"field": fields[criterion].label}


_ORDER = {code: place for place, code in enumerate(CRITERIA)}
NO_MORE = (len(_ORDER) + 1, "")  # sorts behind the strength of any criterion, so that one more makes a match stronger
REASONS = {code: criterion.reason for code, criterion in CRITERIA.items()}
