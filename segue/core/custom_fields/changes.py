"""How is a custom field made, changed and deleted? Needs the settings right, and every step leaves an audit entry."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from segue.core import audit, codes, permissions, settings_changes
from segue.core.models import CustomField, CustomFieldOption, Item, User

from . import kinds, settings

LONGEST_CODE = 43
MOST_FIELDS = 1016
CODE = re.compile(r"[A-Z][A-Z0-9_]{0,42}", re.ASCII)


def new(item_type: str, kind: str, *, multiple: bool = False, code: str = "") -> CustomField:
    """Begin a field that is not stored yet; KeyError for a kind that does not exist."""
    can_be = kinds.of(kind).can_be_multiple
    field = CustomField(item_type=item_type, kind=kind, multiple=multiple and can_be, code=code)
    field.offered, field.gone = {}, {}
    return field


def save(field: CustomField, given: Mapping[str, Any], *, actor: User, conversion_id: int | None = None) -> CustomField:
    """Store a new field, or new values of one. Raises Forbidden, or ValidationError by name.

    `given` holds columns of the field, of which code, kind, item type and `multiple` are those it was begun with.
    A new field without a code gets one from its label.
    """
    permissions.require_settings(actor)
    values = dict(given)
    if "labels" in values and not any(str(text).strip() for text in values["labels"].values()):
        raise ValidationError({"labels": [_("This field is required.")]})
    if "settings" in values:
        values["settings"] = settings.clean(field, values["settings"])
    with transaction.atomic():
        if settings_changes.is_new(field):
            values |= _of_new(field, values) | {"conversion_id": conversion_id}
        return settings_changes.save(field, values, actor=actor)


def restrict(field: CustomField, users: Iterable[User], departments: Iterable[Any], *, actor: User) -> None:
    """Show a field to these people and departments alone; to everybody where none is named."""
    permissions.require_settings(actor)
    with transaction.atomic():
        before = _seen_by(field)
        field.users.set(users)
        field.departments.set(departments)
        after = _seen_by(field)
        if before != after:
            CustomField.objects.filter(pk=field.pk).update(is_restricted=any(after.values()))
            field.is_restricted = any(after.values())
            data = {"id": field.pk, "changes": {"seen_by": [before, after]}}
            audit.record(settings_changes.CHANGED, actor=actor, subject=settings_changes.subject_of(field), data=data)


def delete(field: CustomField, *, actor: User) -> None:
    """Take a field away from forms and lists. Its values are removed later, and then its code is free again."""
    settings_changes.save(field, {"deleted_at": timezone.now()}, actor=actor)


def count_of_values(field: CustomField) -> int:
    """Count the items that hold a value, those in the recycle bin included."""
    return Item.objects.filter(type=field.item_type, custom__has_key=field.code).count()


def save_option(option: CustomFieldOption, given: Mapping[str, Any], *, actor: User) -> CustomFieldOption:
    """Store an option of a list, new or changed; a new one goes to the end. Raises Forbidden or ValidationError."""
    values = dict(given)
    if not str(values.get("text", option.text)).strip():
        raise ValidationError({"text": [_("This field is required.")]})
    if settings_changes.is_new(option):
        last = CustomFieldOption.objects.filter(field=option.field).order_by("-sort").first()
        values = {"sort": last.sort + 10 if last else 10, "field": option.field} | values
    return settings_changes.save(option, values, actor=actor)


def delete_option(option: CustomFieldOption, *, actor: User) -> None:
    """Offer an option no longer; values that name it stay readable until they are replaced or removed."""
    settings_changes.save(option, {"deleted_at": timezone.now()}, actor=actor)


def do_not_offer(field: CustomField, item_type: str, *, actor: User) -> None:
    """Let conversions leave a field out for a target type, for everyone."""
    if item_type not in field.not_offered_on:
        settings_changes.save(field, {"not_offered_on": sorted([*field.not_offered_on, item_type])}, actor=actor)


def _of_new(field: CustomField, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what only a new field is given: its type, its kind, and a code nobody has."""
    taken = set(CustomField.objects.filter(item_type=field.item_type).values_list("code", flat=True))
    if len(taken) >= MOST_FIELDS:
        raise ValidationError(_("A type has at most %(limit)d fields of its own.") % {"limit": MOST_FIELDS})
    code = field.code or _proposed(values["labels"], taken)
    if not CODE.fullmatch(code):
        raise ValidationError({"code": [_("A code begins with a letter and has A-Z, 0-9 and _ only.")]})
    if code in taken:
        raise ValidationError({"code": [_("This code is taken.")]})
    return {"code": code, "item_type": field.item_type, "kind": field.kind, "multiple": field.multiple}


def _proposed(labels: Mapping[str, str], taken: set[str]) -> str:
    label = next(text for text in (labels.get("en", ""), *labels.values()) if text.strip())
    if not codes.from_label(label, (), longest=LONGEST_CODE, otherwise="FIELD")[0].isalpha():
        label = f"F {label}"
    return codes.from_label(label, taken, longest=LONGEST_CODE, otherwise="FIELD")


def _seen_by(field: CustomField) -> dict[str, list[str]]:
    people = field.users.order_by("pk").values_list("name", flat=True)
    departments = field.departments.order_by("pk").values_list("name", flat=True)
    return {"users": list(people), "departments": list(departments)}
