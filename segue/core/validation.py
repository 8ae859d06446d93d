"""Is an item fit to be stored? Fields and rules are checked in Python; the database catches races."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from segue.core.custom_fields.definitions import Fields
from segue.core.custom_fields.values import missing
from segue.core.item_types import ItemType
from segue.core.models import Item


def check(item: Item, item_type: ItemType, parts: Mapping[str, Any], fields: Fields) -> None:
    """Raise ValidationError with messages by field; references are taken as resolved, so no query is made.

    `fields` are the custom fields that may be required.
    """
    errors: dict[str, list[Any]] = _field_errors(item) | missing(item, fields)
    for name in item_type.required:
        if name not in errors and not (parts.get(name) if item_type.has(name) else getattr(item, name)):
            errors[name] = [_("This field is required.")]
    for name, messages in item_type.check(item).items():
        errors.setdefault(name, []).extend(str(message) for message in messages)
    if errors:
        raise ValidationError(errors)


def _field_errors(item: Item) -> dict[str, list[Any]]:
    references = {column.name for column in item._meta.concrete_fields if isinstance(column, models.ForeignKey)}
    try:
        item.clean_fields(exclude=references | {"custom"})  # their kinds have checked custom values
    except ValidationError as error:
        return {name: list(messages) for name, messages in error.error_dict.items()}
    return {}
