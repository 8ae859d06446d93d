"""What can be made from this item, as menus show it: the variants, the first one, and the key of one conversion?"""

import uuid
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from segue.core import item_types
from segue.core.models import Item, User
from segue.crm import conversion
from segue.crm.conversion import Variant
from segue.web import http
from segue.web.components import words

Menu = dict[str, Any]
Offered = list[tuple[str, str, str]]


def create_menu(request: HttpRequest, item: Item) -> Menu:
    """Describe the split button of an item: what its reader may make of it, with a fresh key, so that a double click
    or a second send makes nothing twice. Without anything permitted `variants` is empty, and there is no button.
    """
    variants = conversion.offered(item, actor=_reader(request))
    first = conversion.first(variants)
    return {
        "variants": entries(item, variants),
        "first": _first(item, first) if first else None,
        "hidden": [
            {"name": "key", "value": fresh_key()},
            {"name": "version", "value": item.version},
        ],
    }


def permitted(request: HttpRequest, code: str) -> tuple[Variant, ...]:
    """List the variants of a type whose targets the reader may add: for lists, which know the right to edit per row."""
    return conversion.addable(code, actor=_reader(request))


def entries(item: Item, variants: tuple[Variant, ...]) -> list[dict[str, Any]]:
    """Describe variants as entries of a menu, with a sentence for where they stand among other things."""
    home = http.address(item)
    return [
        {
            "label": variant.label,
            "sentence": sentence(variant),
            "action": _at(home, variant),
            "href": _at(home, variant),
            "icon": item_types.get(variant.targets[0]).icon,
        }
        for variant in variants
    ]


def in_lists(variants: tuple[Variant, ...]) -> Offered:
    """Describe variants for all rows of a list: label, icon, and the address below that of an item."""
    return [(str(each.label), item_types.get(each.targets[0]).icon, _at("", each)) for each in variants]


def address(item: Item, variant: Variant) -> str:
    """Return where a variant of an item is planned and applied: `/deals/42/create/invoice/`."""
    return _at(http.address(item), variant)


def _at(home: str, variant: Variant) -> str:
    return f"{home}create/{variant.code}/"


def fresh_key() -> str:
    """Draw the key of one conversion or undo."""
    return uuid.uuid4().hex


def _first(item: Item, variant: Variant) -> dict[str, Any]:
    return {"action": address(item, variant), "label": sentence(variant)}


def sentence(variant: Variant) -> str:
    """Say what a variant does: "Create invoice", "Create deal + contact"."""
    return _("Create %(what)s") % {"what": made_of(variant)}


def made_of(variant: Variant) -> str:
    """Name what a variant makes within a sentence: "invoice", "deal + contact"."""
    return " + ".join(str(words.WORDS[target].one) for target in variant.targets)


def _reader(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
