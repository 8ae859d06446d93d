"""Is an item fit to be stored? Fields and rules are checked in Python; the database catches races."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from segue.core import required
from segue.core.custom_fields import values
from segue.core.custom_fields.definitions import Fields
from segue.core.item_types import ItemType
from segue.core.models import Item
from segue.lib.text import is_storable


def check(item: Item, item_type: ItemType, parts: Mapping[str, Any], fields: Fields, *, asks: bool) -> None:
    """Raise ValidationError with messages by field; references are taken as resolved, so no query is made of them.

    `fields` are the custom fields that may be required. `asks`: standard fields too, as the organisation chose; a
    conversion has asked for them in its plan. What is part of the settings has a form of its own, which has them not.
    """
    is_setting = item_type.is_setting(item)
    needed = required.names(item_type, item.stage, None if asks and not is_setting else ())
    errors: dict[str, list[Any]] = _field_errors(item) | values.missing(item, {} if is_setting else fields)
    for name, lacking in required.missing(item, item_type, needed, parts).items():
        errors.setdefault(name, []).extend(lacking)
    for name, messages in item_type.check(item).items():
        errors.setdefault(name, []).extend(str(message) for message in messages)
    if errors:
        raise ValidationError(errors)


def _field_errors(item: Item) -> dict[str, list[Any]]:
    references = {column.name for column in item._meta.concrete_fields if isinstance(column, models.ForeignKey)}
    errors: dict[str, list[Any]] = _unstorable(item)
    try:
        item.clean_fields(exclude=references | {"custom"} | set(errors))  # their kinds have checked custom values
    except ValidationError as error:
        errors |= {name: list(messages) for name, messages in error.error_dict.items()}
    return errors


def _unstorable(item: Item) -> dict[str, list[Any]]:
    texts = {column.name: getattr(item, column.attname) for column in item._meta.concrete_fields}
    wrong = [name for name, value in texts.items() if isinstance(value, str) and not is_storable(value)]
    return {name: [_("The text holds a sign that cannot be stored. Type it anew.")] for name in wrong}
