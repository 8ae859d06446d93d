"""Custom fields for tests: one that is not stored, with what can be chosen in it, and one that is."""

from typing import Any

from segue.core.custom_fields import changes, definitions
from segue.core.models import Currency, CustomField, CustomFieldOption, DirectoryValue, User

OFFERED: dict[str, dict[Any, Any]] = {
    "list": {
        1: CustomFieldOption(pk=1, text="Gold", external_id="g"),
        2: CustomFieldOption(pk=2, text="Silver"),
        3: CustomFieldOption(pk=3, text="1"),
        4: CustomFieldOption(pk=4, text="Silver"),
    },
    "directory": {"WEB": DirectoryValue(code="WEB", labels={"en": "Web", "de": "Netz"})},
    "money": {"EUR": Currency(code="EUR"), "USD": Currency(code="USD")},
}


def unstored(kind: str, *, multiple: bool = False, **settings: Any) -> CustomField:
    """A field that no database knows."""
    field = changes.new("deal", kind, multiple=multiple, code="A")
    field.settings, field.offered = settings, dict(OFFERED.get(kind, {}))
    return field


def stored(
    actor: User, kind: str, code: str, *, item_type: str = "deal", multiple: bool = False, **columns: Any
) -> CustomField:
    """A field that an administrator made; `options` are the texts of a list."""
    options = columns.pop("options", ())
    field = changes.new(item_type, kind, multiple=multiple, code=code)
    field = changes.save(field, {"labels": {"en": code.title()}, "settings": {}} | columns, actor=actor)
    for text in options:
        changes.save_option(CustomFieldOption(field=field), {"text": text}, actor=actor)
    return definitions.attach(field)
