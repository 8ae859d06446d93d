"""How do VAT rates and units change?"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from segue.core import settings_changes
from segue.core.models import User
from segue.core.settings_changes import InUse
from segue.crm.models import Measure, TaxRate


def save_rate(rate: TaxRate, values: Mapping[str, Any], *, actor: User) -> TaxRate:
    """Store a VAT rate; rows keep the rate they took. One that becomes the default takes that from another."""
    with transaction.atomic():
        given = dict(values)
        if settings_changes.is_new(rate):
            given["sort"] = (TaxRate.objects.aggregate(last=Max("sort"))["last"] or 0) + 10
        if given.get("is_default"):
            settings_changes.give_up(TaxRate.objects.exclude(pk=rate.pk), "is_default", actor=actor)
        return settings_changes.save(rate, given, actor=actor)


def remove_rate(rate: TaxRate, *, actor: User) -> None:
    """Delete a VAT rate that no product has. Raises InUse."""
    if settings_changes.is_in_use(rate):
        raise InUse(_("Products have this rate. Deactivate it instead."))
    settings_changes.remove(rate, actor=actor)


def move_rate(rate: TaxRate, step: int, *, actor: User) -> None:
    """Move a VAT rate up (-1) or down (1)."""
    order = settings_changes.swapped(TaxRate.objects.order_by("sort", "pk"), rate, step)
    settings_changes.put_in_order(order, actor=actor, subject="taxrates")


def save_measure(measure: Measure, values: Mapping[str, Any], *, actor: User) -> Measure:
    """Store a unit. There is always one default; it changes by choosing another. Raises ValidationError."""
    with transaction.atomic():
        if measure.is_default and not values.get("is_default", True):
            raise ValidationError({"is_default": [_("To change the default, choose another unit as default.")]})
        if values.get("is_default"):
            settings_changes.give_up(Measure.objects.exclude(pk=measure.pk), "is_default", actor=actor)
        return settings_changes.save(measure, values, actor=actor)


def remove_measure(measure: Measure, *, actor: User) -> None:
    """Delete a unit that no product has and that is not the default. Raises InUse."""
    with transaction.atomic():
        stored = settings_changes.locked(measure)
        if stored.is_default:
            raise InUse(_("This is the default unit. Choose another default first."))
        if settings_changes.is_in_use(stored):
            raise InUse(_("Products have this unit, so it cannot be deleted."))
        settings_changes.remove(stored, actor=actor)
