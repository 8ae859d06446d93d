"""How are possible duplicates shown above a form? What c-duplicates takes."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.core import item_types
from segue.core.custom_fields.definitions import Fields
from segue.crm import duplicates
from segue.crm.duplicates import Found, Match
from segue.web import http

WAIT = "500ms"  # after the last key, before the server is asked
# What is typed where: the selectors of inputs whose name is not that of the column.
INPUTS = {
    "communications": "[name^=phone-],[name^=email-]",
    "billing": "[name=billing-tax_number],[name=billing-vat_number],[name=billing-iban]",
}


def describe(found: Found, fields: Fields, *, inputs: Iterable[str], apart: Iterable[int]) -> dict[str, Any]:
    """Describe who may be the item of a form, without those set `apart`; looked up anew as `inputs` are typed into."""
    more = ngettext("And %(count)d more.", "And %(count)d more.", found.more) % {"count": found.more}
    return {
        "matches": [_match(match, fields) for match in found.matches],
        "more": more if found.more else "",
        "hidden_note": _("A possible duplicate exists that you cannot see.") if found.has_hidden else "",
        "apart": list(apart),
        "href": reverse("duplicates-update"),
        "when": _trigger(inputs),
    }


def _match(match: Match, fields: Fields) -> dict[str, Any]:
    return {
        "value": match.item.pk,
        "name": item_types.name(match.item),
        "href": http.address(match.item),
        "owner": match.item.owner.name,
        "reasons": ", ".join(duplicates.reason(each, fields) for each in match.reasons),
    }


def _trigger(inputs: Iterable[str]) -> str:
    """Ask anew while somebody types into one of these inputs, and when a line of them came or went."""
    names = list(inputs)
    typed = ",".join(INPUTS.get(name, f"[name={name}]") for name in names)
    lines = ",".join(f"#{'communications' if name == 'communications' else f'field-{name}'}" for name in names)
    return (
        f"input from:closest form target:({typed}) delay:{WAIT}, "
        f"htmx:afterSettle from:closest form target:({lines}) delay:{WAIT}"
    )
