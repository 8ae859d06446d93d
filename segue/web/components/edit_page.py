"""What stands around the form of an item: its heading, where one is, where Cancel leads?"""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core import item_types
from segue.core.item_types import ItemType
from segue.core.models import Item
from segue.web import http
from segue.web.components import words


def describe(item: Item, *, is_new: bool) -> dict[str, Any]:
    """Describe the page of a new item, or of one that is edited."""
    item_type = item_types.of(item)
    all_of_it = {"label": item_type.label_plural, "href": reverse("list", args=[item_type.slug])}
    if is_new:
        heading = words.of(item_type).new
        return {
            "heading": heading,
            "action": reverse("new", args=[item_type.slug]),
            "cancel_href": all_of_it["href"],
            "trail": [all_of_it, {"label": heading}],
            "item_id": "",
        }
    name = item_types.name(item)
    home = http.address(item)
    return {
        "heading": _("Edit %(name)s") % {"name": name},
        "action": reverse("edit", args=[item_type.slug, item.pk]),
        "cancel_href": home,
        "trail": [all_of_it, {"label": name, "href": home}, {"label": _("Edit")}],
        "item_id": item.pk,
    }


def offer_fields(sections: list[dict[str, Any]], item_type: ItemType, *, back: str) -> None:
    """Let a field be created in every section of the type, which then stands in the form that one comes back to."""
    standard = {section.code for section in item_type.sections}
    for shown in sections:
        if shown.get("code") in standard:
            asked = urlencode({"type": item_type.code, "section": shown["code"], "back": back})
            shown["create_field"] = f"{reverse('settings-field-new')}?{asked}"
