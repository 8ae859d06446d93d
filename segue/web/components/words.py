"""How do sentences speak of the items of each type? One row per type, since other languages bend these words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from segue.core.item_types import ItemType, Text
from segue.core.models.labelled import in_language


@dataclass(frozen=True)
class Words:
    """The words of one item type: within a sentence, on the button, above an empty list, in the search field."""

    one: Text
    many: Text
    new: Text
    none_yet: Text
    first_step: Text
    search: Text


WORDS = {
    "lead": Words(
        pgettext_lazy("in a sentence", "lead"),
        pgettext_lazy("in a sentence", "leads"),
        _("New lead"),
        _("No leads yet"),
        _("Inquiries belong here: who asked, and for what."),
        _("Search leads"),
    ),
    "deal": Words(
        pgettext_lazy("in a sentence", "deal"),
        pgettext_lazy("in a sentence", "deals"),
        _("New deal"),
        _("No deals yet"),
        _("Sales under way belong here, from the first talk to the last invoice."),
        _("Search deals"),
    ),
    "contact": Words(
        pgettext_lazy("in a sentence", "contact"),
        pgettext_lazy("in a sentence", "contacts"),
        _("New contact"),
        _("No contacts yet"),
        _("The people you do business with belong here."),
        _("Search contacts"),
    ),
    "company": Words(
        pgettext_lazy("in a sentence", "company"),
        pgettext_lazy("in a sentence", "companies"),
        _("New company"),
        _("No companies yet"),
        _("The firms you do business with belong here."),
        _("Search companies"),
    ),
    "estimate": Words(
        pgettext_lazy("in a sentence", "estimate"),
        pgettext_lazy("in a sentence", "estimates"),
        _("New estimate"),
        _("No estimates yet"),
        _("Priced proposals with a date until which they hold belong here."),
        _("Search estimates"),
    ),
    "invoice": Words(
        pgettext_lazy("in a sentence", "invoice"),
        pgettext_lazy("in a sentence", "invoices"),
        _("New invoice"),
        _("No invoices yet"),
        _("What you ask to be paid belongs here."),
        _("Search invoices"),
    ),
}


def of(item_type: ItemType) -> Words:
    """Return the words of a type."""
    return WORDS[item_type.code]


def field(item_type: ItemType, name: str, data: Mapping[str, Any]) -> str:
    """Name a field that an entry tells of; a custom one as it was called then, for it may be gone."""
    labels = data.get("labels", {}).get(name)
    return in_language(labels, name) if labels else str(item_type.field_label(name))
