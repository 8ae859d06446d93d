"""Short ways to have custom fields in tests."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from segue.core import item_types
from segue.core.custom_fields import definitions
from segue.core.files import store
from segue.core.models import CustomField, Item, User
from segue.core.parts import File
from tests.core.custom_fields.fields import stored


def field(
    item_type: str,
    kind: str,
    label: str,
    *,
    by: User,
    code: str = "",
    multiple: bool = False,
    settings: dict[str, Any] | None = None,
    options: tuple[str, ...] = (),
    **given: Any,
) -> CustomField:
    """A custom field, with what can be chosen in it."""
    columns = {"labels": {"en": label}, "settings": settings or {}, "options": options} | given
    return stored(by, kind, code, item_type=item_type, multiple=multiple, **columns)


def codes(item_type: str) -> list[str]:
    """The codes of the fields of a type."""
    return list(definitions.of_type(item_type))


def held(item: Item) -> dict[str, Any]:
    """The custom values of an item as stored."""
    return item_types.child_of(Item.objects.get(pk=item.pk)).custom


def upload(name: str, content: bytes, by: User) -> File:
    """A file that was uploaded and is not attached yet."""
    blob = store(ContentFile(content, name=name))
    return File(blob_id=blob.pk, name=name, added_by_id=by.pk, added_at=timezone.now())
