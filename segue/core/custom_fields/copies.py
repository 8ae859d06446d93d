"""How does a field of one item type become the same field of another (domain.md 4.12), and is it still that field?"""

import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError

from segue.core import permissions
from segue.core.models import CustomField, CustomFieldOption, User

from . import changes
from .definitions import attach

# All that a copy takes over: never that it is required, nor from which stage on.
COPIED = (
    "labels", "list_labels", "filter_labels", "help_texts", "error_texts", "in_list", "in_filter", "editable",
    "external_id",
)  # fmt: skip
# What else is looked at to tell whether somebody changed the field; its place among others is not.
DEFINING = ("settings", "mandatory", "mandatory_from_id", "section", "show_always", "not_offered_on")
OPTION = ("text", "sort", "is_default", "external_id", "colour")


def create_on(field: CustomField, item_type: str, *, actor: User, conversion_id: int) -> CustomField:
    """Create the same field on another type and return it; the present one where somebody was quicker.

    Raises Forbidden, or ValidationError where the code is taken by a field of another kind or by one that is being
    deleted, or where the type has all the fields it can.
    """
    permissions.require_settings(actor)
    new = changes.new(item_type, field.kind, multiple=field.multiple, code=field.code)
    new.settings = dict(field.settings)
    given: dict[str, Any] = {name: getattr(field, name) for name in COPIED}
    try:
        new = changes.save(new, given | {"show_always": True}, actor=actor, conversion_id=conversion_id)
    except ValidationError:
        present = _present(field, item_type)
        if present is None:
            raise
        return present
    for option in field.offered.values() if field.kind == "list" else ():
        copied = {name: getattr(option, name) for name in OPTION}
        changes.save_option(CustomFieldOption(field=new), copied, actor=actor)
    if field.is_restricted:
        changes.restrict(new, field.users.all(), field.departments.all(), actor=actor)
    return attach(new)


def _present(field: CustomField, item_type: str) -> CustomField | None:
    present = CustomField.objects.filter(item_type=item_type, code=field.code, deleted_at=None).first()
    fits = present is not None and (present.kind, present.multiple) == (field.kind, field.multiple)
    return attach(present) if present is not None and fits else None


def digest(field: CustomField) -> str:
    """Return what tells whether a definition was changed since."""
    options = field.options.order_by("pk").values_list("pk", *OPTION, "deleted_at")
    seen_by = [list(each.order_by("pk").values_list("pk", flat=True)) for each in (field.users, field.departments)]
    facts = [*(getattr(field, name) for name in (*COPIED, *DEFINING)), *seen_by, *map(list, options)]
    facts += ["finds_duplicates"] if field.finds_duplicates else []
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()[:32]


def is_as_private(source: CustomField, target: CustomField) -> bool:
    """Say whether nobody sees the target who may not see the source (domain.md 5.6)."""
    if not source.is_restricted:
        return True
    if not target.is_restricted:
        return False
    return all(
        set(getattr(target, name).values_list("pk", flat=True))
        <= set(getattr(source, name).values_list("pk", flat=True))
        for name in ("users", "departments")
    )
