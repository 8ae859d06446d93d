"""In which order do the fields of a type and the options of a list stand?"""

from segue.core import settings_changes
from segue.core.models import CustomField, CustomFieldOption, User


def move(field: CustomField, step: int, *, actor: User) -> None:
    """Move a field up (-1) or down (1) among those of its section."""
    order = list(CustomField.objects.filter(item_type=field.item_type, deleted_at=None).order_by("sort", "pk"))
    alike = settings_changes.swapped([each for each in order if each.section == field.section], field, step)
    others = iter(alike)
    order = [next(others) if each.section == field.section else each for each in order]
    settings_changes.put_in_order(order, actor=actor, subject=f"customfields {field.item_type}")


def move_option(option: CustomFieldOption, step: int, *, actor: User) -> None:
    """Move an option of a list up (-1) or down (1)."""
    present = CustomFieldOption.objects.filter(field=option.field_id, deleted_at=None).order_by("sort", "pk")
    order = settings_changes.swapped(present, option, step)
    settings_changes.put_in_order(order, actor=actor, subject=f"options of customfield {option.field_id}")
