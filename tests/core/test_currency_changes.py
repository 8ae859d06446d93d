"""How do currencies and rates change?"""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from segue.core import currency_changes
from segue.core.models import Currency, User
from segue.core.settings_changes import InUse
from segue.lib.money import Rate
from tests import builders


def currency(code: str) -> Currency:
    return Currency.objects.get(pk=code)


def test_a_new_currency_stands_last(dana: User) -> None:
    currency_changes.save(Currency(), {"code": "PLN", "rate": Decimal("0.23")}, actor=dana)
    assert Currency.objects.order_by("sort").last() == currency("PLN")


def test_a_new_currency_never_becomes_the_base_by_the_way(dana: User) -> None:
    currency_changes.save(Currency(), {"code": "PLN", "is_base": True}, actor=dana)
    assert Currency.objects.get(is_base=True).pk == "EUR"


@pytest.mark.parametrize("values", [{"rate": Decimal(2)}, {"nominal": 100}, {"active": False}])
def test_the_base_is_active_and_worth_one(dana: User, values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        currency_changes.save(currency("EUR"), values, actor=dana)


def test_a_rate_of_zero_is_refused(dana: User) -> None:
    with pytest.raises(ValidationError):
        currency_changes.save(currency("USD"), {"rate": Decimal(0), "nominal": 1}, actor=dana)


def test_the_base_and_what_is_in_use_stay(alice: User, dana: User) -> None:
    builders.deal(alice, currency=currency("USD"))
    for code in ("EUR", "USD"):
        with pytest.raises(InUse):
            currency_changes.remove(currency(code), actor=dana)
    currency_changes.remove(currency("GBP"), actor=dana)
    assert not Currency.objects.filter(pk="GBP").exists()


def test_another_base_restates_all_rates(dana: User) -> None:
    currency_changes.set_base(currency("USD"), actor=dana)
    rates = {each.pk: (each.rate, each.nominal) for each in Currency.objects.all()}
    assert Currency.objects.get(is_base=True).pk == "USD"
    assert rates["USD"] == (Decimal(1), 1)
    assert rates["EUR"] == (Decimal("1.0870"), 1)
    assert rates["JPY"] == (Decimal("0.6630"), 100)


def test_a_small_rate_is_stated_for_more_units(dana: User) -> None:
    currency_changes.save(Currency(), {"code": "BTC", "rate": Decimal(90_000)}, actor=dana)
    assert currency_changes.rates_with_base(currency("BTC"))[currency("EUR")] == Rate(Decimal("0.1111"), 10_000)


def test_an_inactive_currency_that_becomes_the_base_is_active(dana: User) -> None:
    currency_changes.save(currency("CHF"), {"active": False}, actor=dana)
    currency_changes.set_base(currency("CHF"), actor=dana)
    assert currency("CHF").active
