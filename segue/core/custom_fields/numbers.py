"""Kinds that count: whole number, number, money. Numbers have at most 11 digits before and 4 after the point."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from segue.core.models import CustomField
from segue.core.typed import read_number
from segue.lib import money

from .kind import SIZE, Kind, Setting, Typed, Value, chosen, no_value, one_text

PRECISION = 2
NUMBER_OPERATORS = ("is", "is_not", "at_least", "at_most", "between", "blank", "filled")
RANGE = (
    Setting("default", gettext_lazy("Default"), "value"),
    Setting("min", gettext_lazy("Smallest"), "value"),
    Setting("max", gettext_lazy("Largest"), "value"),
)


def plain(value: Decimal) -> Value:
    """Return a number as it is stored: whole ones without a point."""
    return int(value) if value == value.to_integral_value() else value.normalize()


def exact(value: Any) -> str:
    """Write a number in the exchange form, digit by digit."""
    return format(Decimal(str(value)).normalize(), "f")


def precision(field: CustomField) -> int:
    """Return how many decimals a number has; a setting stored before there was a limit gives as many as are kept."""
    given = chosen(field, "precision")
    return PRECISION if given in (None, "") else min(int(given), money.STORED_DECIMALS)


def _read(field: CustomField, typed: Typed) -> Value | None:
    text = one_text(typed).strip()
    return plain(read_number(text)) if text else None


def is_number(value: Value) -> bool:
    """Say whether a stored value is a number we keep."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    try:
        return money.fits(Decimal(str(value)))
    except InvalidOperation:
        return False


def _check_whole(field: CustomField, value: Value) -> None:
    if not is_number(value):
        raise no_value()
    if Decimal(str(value)) % 1:
        raise ValidationError(_("Enter a whole number."))
    _check_range(field, Decimal(str(value)))


def _check_number(field: CustomField, value: Value) -> None:
    if not is_number(value):
        raise no_value()
    exact_value = Decimal(str(value))
    if exact_value != money.round_to(exact_value, precision(field)):
        raise ValidationError(_("At most %(limit)d decimals.") % {"limit": precision(field)})
    _check_range(field, exact_value)


def _check_range(field: CustomField, value: Decimal) -> None:
    least, most = chosen(field, "min"), chosen(field, "max")
    if least not in (None, "") and value < Decimal(str(least)):
        raise ValidationError(_("At least %(limit)s.") % {"limit": exact(least)})
    if most not in (None, "") and value > Decimal(str(most)):
        raise ValidationError(_("At most %(limit)s.") % {"limit": exact(most)})


def _start(field: CustomField) -> Value | None:
    default = chosen(field, "default")
    return None if default in (None, "") else default


def _read_money(field: CustomField, typed: Typed) -> Value | None:
    if isinstance(typed, str):
        amount, _bar, currency = typed.partition("|")
    else:
        amount, currency = typed.get("amount", ""), typed.get("currency", "")
    if not amount.strip():
        return None
    return {"amount": plain(read_number(amount.strip())), "currency": currency.strip().upper()}


def _check_money(field: CustomField, value: Value) -> None:
    if not isinstance(value, dict) or set(value) != {"amount", "currency"} or not is_number(value["amount"]):
        raise no_value()
    if not isinstance(value["currency"], str) or value["currency"] not in field.offered:
        raise ValidationError(_("Choose one of the offered values."))


def _tidy(value: Value) -> Value:
    return plain(Decimal(str(value)))


def _tidy_money(value: Value) -> Value:
    return value | {"amount": _tidy(value["amount"])}


def _money_fact(field: CustomField, value: Value) -> Any:
    return {"amount": exact(value["amount"]), "currency": value["currency"]}


def _money_text(field: CustomField, value: Value) -> str:
    return f"{exact(value['amount'])}|{value['currency']}"


INTEGER = Kind(
    code="integer",
    label=gettext_lazy("Whole number"),
    widget="number",
    read=_read,
    check=_check_whole,
    tidy=_tidy,
    text=lambda field, value: exact(value),
    fact=lambda field, value: exact(value),
    key=lambda field, value: exact(value),
    start=_start,
    settings=(*RANGE, SIZE),
    column="number",
    operators=NUMBER_OPERATORS,
)
DOUBLE = Kind(
    code="double",
    label=pgettext_lazy("kind of field", "Number"),
    widget="number",
    read=_read,
    check=_check_number,
    tidy=_tidy,
    text=lambda field, value: exact(value),
    fact=lambda field, value: exact(value),
    key=lambda field, value: exact(value),
    start=_start,
    settings=(*RANGE, Setting("precision", gettext_lazy("Decimals"), "whole", PRECISION), SIZE),
    column="number",
    operators=NUMBER_OPERATORS,
)
MONEY = Kind(
    code="money",
    label=gettext_lazy("Money"),
    widget="money",
    read=_read_money,
    check=_check_money,
    tidy=_tidy_money,
    text=_money_text,
    fact=_money_fact,
    start=_start,
    settings=(Setting("default", gettext_lazy("Default"), "value"),),
    column="money",
    operators=NUMBER_OPERATORS,
)
