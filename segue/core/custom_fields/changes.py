"""How is a custom field made, changed and deleted? Needs the settings right, and every step leaves an audit entry."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.fields.json import KeyTransform
from django.utils import timezone
from django.utils.translation import gettext as _

from segue.core import audit, codes, permissions, settings_changes
from segue.core.models import CustomField, CustomFieldOption, User

from . import criteria, indexes, kinds, removal, settings, values

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
    values, was = dict(given), field.finds_duplicates
    with transaction.atomic():
        _check(field, values)
        if settings_changes.is_new(field):
            values |= _of_new(field, values) | {"conversion_id": conversion_id}
        stored = settings_changes.save(field, values, actor=actor)
        if "in_filter" in values:
            indexes.plan(stored, actor=actor)
        if stored.finds_duplicates != was:
            criteria.arrange_later(stored)
    return stored


def restrict(field: CustomField, users: Iterable[User], departments: Iterable[Any], *, actor: User) -> None:
    """Show a field to these people and departments alone; to everybody where none is named."""
    permissions.require_settings(actor)
    with transaction.atomic():
        before = _seen_by(field)
        field.users.set(users)
        field.departments.set(departments)
        after = _seen_by(field)
        if before != after:
            if field.is_restricted != any(after.values()):
                removal.renew_words_later(field)
            CustomField.objects.filter(pk=field.pk).update(is_restricted=any(after.values()))
            field.is_restricted = any(after.values())
            data = {"id": field.pk, "changes": {"seen_by": [before, after]}}
            audit.record(settings_changes.CHANGED, actor=actor, subject=settings_changes.subject_of(field), data=data)


def delete(field: CustomField, *, actor: User) -> None:
    """Take a field away from forms and lists. A job removes its values, and then its code is free again."""
    with transaction.atomic():
        indexes.plan(settings_changes.save(field, {"deleted_at": timezone.now()}, actor=actor))
        removal.remove_field_later(field, actor=actor)


def count_of_values(field: CustomField) -> int:
    """Count the items that hold a value, those in the recycle bin included."""
    return int(removal.holding(field).count())


def count_of_option(option: CustomFieldOption) -> int:
    """Count the items that have an option, those in the recycle bin included."""
    field = option.field
    items = removal.holding(field).annotate(chosen=KeyTransform(field.code, "custom"))
    if not field.multiple:
        return int(items.filter(chosen=option.pk).count())
    return sum(option.pk in values.each(field, chosen) for chosen in items.values_list("chosen", flat=True).iterator())


def save_option(option: CustomFieldOption, given: Mapping[str, Any], *, actor: User) -> CustomFieldOption:
    """Store an option of a list, new or changed; a new one goes to the end. Raises Forbidden or ValidationError.

    A list of one value has one default: a new one takes it from the one before.
    """
    permissions.require_settings(actor)
    chosen, field = dict(given), option.field
    _check_option(option, chosen)
    with transaction.atomic():
        others = CustomFieldOption.objects.filter(field=field).exclude(pk=option.pk)
        if chosen.get("is_default") and not field.multiple:
            settings_changes.give_up(others, "is_default", actor=actor)
        if settings_changes.is_new(option):
            last = others.order_by("-sort").first()
            chosen = {"sort": last.sort + 10 if last else 10, "field": field} | chosen
        elif option.text != chosen.get("text", option.text):
            removal.renew_words_later(field)
        return settings_changes.save(option, chosen, actor=actor)


def delete_option(option: CustomFieldOption, *, actor: User, replacement: CustomFieldOption | None = None) -> None:
    """Offer an option no longer; a job puts another in its place, or takes it away from the items that have it."""
    if replacement is not None and (replacement.field_id != option.field_id or replacement.deleted_at):
        raise ValidationError({"replacement": [_("Choose one of the offered values.")]})
    with transaction.atomic():
        settings_changes.save(option, {"deleted_at": timezone.now(), "is_default": False}, actor=actor)
        removal.remove_option_later(option, replacement, actor=actor)


def do_not_offer(field: CustomField, item_type: str, *, actor: User) -> None:
    """Let conversions leave a field out for a target type, for everyone."""
    with transaction.atomic():
        present = settings_changes.locked(field).not_offered_on
        if item_type not in present:
            settings_changes.save(field, {"not_offered_on": sorted([*present, item_type])}, actor=actor)


def proposed_code(item_type: str, labels: Mapping[str, str]) -> str:
    """Return the code that a new field of this name would get; "" without a name."""
    if not any(text.strip() for text in labels.values()):
        return ""
    return _proposed(labels, set(CustomField.objects.filter(item_type=item_type).values_list("code", flat=True)))


def _check(field: CustomField, values: dict[str, Any]) -> None:
    """Refuse a missing name, an ill-formed code and settings that cannot be, all at once; clean the settings."""
    wrong: dict[str, list[str]] = {}
    if "labels" in values and not any(str(text).strip() for text in values["labels"].values()):
        wrong["labels"] = [_("This field is required.")]
    if field.code and not CODE.fullmatch(field.code):
        wrong["code"] = [_("A code begins with a letter and has A-Z, 0-9 and _ only.")]
    if _is_never_typed(field, values):
        wrong["editable"] = [_("A required field has to be filled in, so it must be possible to edit it.")]
    if unfit := criteria.check(field, values):
        wrong["finds_duplicates"] = unfit
    if "settings" in values:
        try:
            values["settings"] = settings.clean(field, values["settings"])
        except ValidationError as refused:
            wrong |= refused.message_dict
    if wrong:
        raise ValidationError(wrong)


def _is_never_typed(field: CustomField, values: Mapping[str, Any]) -> bool:
    """Whether these values make a field required that cannot be edited; a switch is never required."""
    if field.kind == "boolean" or not values.keys() & {"editable", "mandatory", "mandatory_from"}:
        return False
    editable, mandatory, first = (
        values.get(name, getattr(field, name)) for name in ("editable", "mandatory", "mandatory_from")
    )
    return bool((mandatory or first) and not editable)


def _of_new(field: CustomField, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what only a new field is given: its type, its kind, and a code nobody has."""
    taken = set(CustomField.objects.filter(item_type=field.item_type).values_list("code", flat=True))
    if len(taken) >= MOST_FIELDS:
        raise ValidationError(_("A type has at most %(limit)d fields of its own.") % {"limit": MOST_FIELDS})
    code = field.code or _proposed(values["labels"], taken)
    if code in taken:
        raise ValidationError({"code": [_("This code is taken.")]})
    last = CustomField.objects.filter(item_type=field.item_type, deleted_at=None).order_by("-sort").first()
    placed = {} if "sort" in values else {"sort": last.sort + 10 if last else 100}
    return {"code": code, "item_type": field.item_type, "kind": field.kind, "multiple": field.multiple} | placed


def _check_option(option: CustomFieldOption, given: Mapping[str, Any]) -> None:
    if not str(given.get("text", option.text)).strip():
        raise ValidationError({"text": [_("This field is required.")]})
    same = CustomFieldOption.objects.filter(field=option.field_id, external_id=given.get("external_id") or None)
    if same.exclude(pk=option.pk).exists():
        raise ValidationError({"external_id": [_("Another option has this external id.")]})


def _proposed(labels: Mapping[str, str], taken: set[str]) -> str:
    label = next(text for text in (labels.get("en", ""), *labels.values()) if text.strip())
    if not codes.from_label(label, (), longest=LONGEST_CODE, otherwise="FIELD")[0].isalpha():
        label = f"F {label}"
    return codes.from_label(label, taken, longest=LONGEST_CODE, otherwise="FIELD")


def _seen_by(field: CustomField) -> dict[str, list[str]]:
    people = field.users.order_by("pk").values_list("name", flat=True)
    departments = field.departments.order_by("pk").values_list("name", flat=True)
    return {"users": list(people), "departments": list(departments)}
