"""How a person presses the button of a variant, as the form on the page sends it."""

from typing import Any

from django.test import Client

from segue.core.models import Item

SLUGS = {"lead": "leads", "deal": "deals", "estimate": "estimates"}


def press(web: Client, source: Item, variant: str, **fields: Any) -> Any:
    """Press the button of a variant on the page of an item."""
    sent = {"key": "k1", "version": source.version} | fields
    return web.post(f"/{SLUGS[source.type]}/{source.pk}/create/{variant}/", sent)


def dialog(web: Client, source: Item, variant: str, **fields: Any) -> str:
    """Return the dialog that answers a press."""
    text: str = press(web, source, variant, **fields).content.decode()
    return text
