"""How does a refused save read where the form has not what it was refused for?"""

from collections.abc import Collection

from django.core.exceptions import ValidationError

from segue.core import item_types
from segue.core.custom_fields import definitions


def worded(refused: ValidationError, code: str, seen: Collection[str] = ()) -> list[str]:
    """Return why an item of a type was refused: each message by the label of its field, unless that is `seen`."""
    if not hasattr(refused, "error_dict"):
        return [*refused.messages]
    item_type, fields = item_types.get(code), definitions.of_type(code)
    found: list[str] = []
    for name, messages in refused.message_dict.items():
        if name in seen:
            found += messages
        else:
            label = fields[name].label if name in fields else item_type.field_label(name)
            found += [f"{label}: {message}" for message in messages]
    return found
