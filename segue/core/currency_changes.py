"""How do currencies, their rates and the choice of the base currency change?"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from segue.core import settings_changes
from segue.core.models import Currency, User
from segue.core.settings_changes import InUse
from segue.lib import money
from segue.lib.money import Rate

ONE = Rate(Decimal(1))
SMALLEST_RATE, LARGEST_NOMINAL = Decimal("0.1"), 100_000_000  # below, four decimals say too little


def save(currency: Currency, values: Mapping[str, Any], *, actor: User) -> Currency:
    """Store a new currency, at the end of the list, or new values of one. The base is worth one of itself, and active.

    Raises ValidationError by field.
    """
    given = dict(values)
    if settings_changes.is_new(currency):
        given["sort"] = (Currency.objects.aggregate(last=Max("sort"))["last"] or 0) + 10
        given["is_base"] = False
    if currency.is_base and not given.get("active", True):
        raise ValidationError({"active": [_("The base currency is always active.")]})
    if currency.is_base and (given.get("rate", 1), given.get("nominal", 1)) != (1, 1):
        raise ValidationError({"rate": [_("The base currency is always worth one.")]})
    return settings_changes.save(currency, given, actor=actor)


def remove(currency: Currency, *, actor: User) -> None:
    """Delete a currency that no amount is in. Raises InUse."""
    with transaction.atomic():
        stored = settings_changes.locked(currency)
        if stored.is_base:
            raise InUse(_("This is the base currency. Choose another base first."))
        if settings_changes.is_in_use(stored):
            raise InUse(_("There are amounts in this currency. Deactivate it instead."))
        settings_changes.remove(stored, actor=actor)


def move(currency: Currency, step: int, *, actor: User) -> None:
    """Move a currency up (-1) or down (1)."""
    order = settings_changes.swapped(Currency.objects.order_by("sort", "code"), currency, step)
    settings_changes.put_in_order(order, actor=actor, subject="currencies")


def rates_with_base(base: Currency) -> dict[Currency, Rate]:
    """Give every currency's rate as it would be if `base` were the base currency. Raises ValidationError."""
    try:
        return {each: ONE if each.pk == base.pk else _restated(each, base) for each in Currency.objects.all()}
    except money.TooManyDigits as fault:
        raise ValidationError(_("A rate would become too large. Check the rates first.")) from fault


def set_base(base: Currency, *, actor: User) -> None:
    """Make another currency the base and restate all rates in it; amounts follow in a job (`crm.base_currency`).

    Raises Forbidden or ValidationError.
    """
    with transaction.atomic():
        list(Currency.objects.select_for_update())
        rates = rates_with_base(base)
        settings_changes.give_up(Currency.objects.exclude(pk=base.pk), "is_base", actor=actor)
        for currency, rate in rates.items():
            chosen = {"is_base": True, "active": True} if currency.pk == base.pk else {}
            settings_changes.save(currency, {"rate": rate.value, "nominal": rate.nominal, **chosen}, actor=actor)


def _restated(currency: Currency, base: Currency) -> Rate:
    nominal = currency.nominal
    while True:
        value = money.convert(Decimal(nominal), currency.worth, base.worth, money.STORED_DECIMALS)
        if value >= SMALLEST_RATE or nominal >= LARGEST_NOMINAL:
            return Rate(max(value, Decimal("0.0001")), nominal)
        nominal *= 10
