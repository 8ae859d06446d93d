"""How do VAT rates and units change?"""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from segue.core import currencies
from segue.core.models import User
from segue.core.settings_changes import InUse
from segue.crm import catalogue, taxes
from segue.crm.models import Measure, Product, TaxRate


def product(actor: User, **values: object) -> Product:
    return catalogue.save(Product(), {"name": "P", "currency": currencies.base(), **values}, actor=actor)


def test_a_new_default_rate_takes_that_from_the_old_one(dana: User) -> None:
    new = taxes.save_rate(TaxRate(), {"name": "21 %", "rate": Decimal(21), "is_default": True}, actor=dana)
    assert TaxRate.objects.get(is_default=True) == new
    assert TaxRate.objects.order_by("sort").last() == new


@pytest.mark.parametrize("rate", ["-1", "100.5"])
def test_a_rate_that_is_no_share_is_refused(dana: User, rate: str) -> None:
    with pytest.raises(ValidationError):
        taxes.save_rate(TaxRate(), {"name": "x", "rate": Decimal(rate)}, actor=dana)


def test_a_rate_that_a_product_has_stays(dana: User) -> None:
    rate = TaxRate.objects.get(name="7 %")
    product(dana, tax_rate=rate)
    with pytest.raises(InUse):
        taxes.remove_rate(rate, actor=dana)
    taxes.remove_rate(TaxRate.objects.get(name="0 %"), actor=dana)
    assert TaxRate.objects.count() == 2


def test_rates_move(dana: User) -> None:
    taxes.move_rate(TaxRate.objects.get(name="0 %"), -1, actor=dana)
    assert list(TaxRate.objects.values_list("name", flat=True)) == ["19 %", "0 %", "7 %"]


def test_there_is_always_one_default_unit(dana: User) -> None:
    piece, metre = Measure.objects.get(code=796), Measure.objects.get(code=6)
    with pytest.raises(ValidationError):
        taxes.save_measure(piece, {"is_default": False}, actor=dana)
    taxes.save_measure(metre, {"is_default": True}, actor=dana)
    assert Measure.objects.get(is_default=True) == metre


def test_the_default_unit_and_those_in_use_stay(dana: User) -> None:
    metre = Measure.objects.get(code=6)
    product(dana, measure=metre)
    for measure in (metre, Measure.objects.get(is_default=True)):
        with pytest.raises(InUse):
            taxes.remove_measure(measure, actor=dana)
    taxes.remove_measure(Measure.objects.get(code=112), actor=dana)
    assert not Measure.objects.filter(code=112).exists()
