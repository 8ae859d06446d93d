"""Is what was sold counted in the right month?"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from segue.core import currencies
from segue.core.models import Currency, Item, User
from segue.crm.reports import sales
from segue.crm.reports.scope import Scope
from tests import builders
from tests.crm.reports.world import at, scope, stands

MAY = date(2026, 5, 31)


def sold(actor: User, amount: int, closed: datetime, code: str = "WON", **values: Any) -> Any:
    deal = builders.deal(actor, amount=Decimal(amount), amount_is_manual=True, rows=(), **values)
    stands(deal, code, closed)
    return deal


def filled(scope: Scope) -> dict[str, tuple[int, int]]:
    return {each.code: (each.total.count, int(each.total.amount)) for each in sales.months(scope) if each.total.count}


def test_won_deals_count_in_the_month_in_which_they_were_closed(alice: User) -> None:
    sold(alice, 100, at(MAY))
    sold(alice, 20, at(MAY))
    sold(alice, 3, at(date(2026, 6, 1)))
    assert filled(scope(alice)) == {"2026-05": (2, 120), "2026-06": (1, 3)}


def test_months_are_those_of_the_organisation(alice: User) -> None:
    sold(alice, 100, datetime.fromisoformat("2026-05-31T22:30:00+00:00"))  # in Berlin it is June
    assert filled(scope(alice)) == {"2026-06": (1, 100)}
    assert filled(scope(alice, zone="America/New_York")) == {"2026-05": (1, 100)}


def test_what_was_lost_or_opened_again_was_not_sold(alice: User) -> None:
    sold(alice, 100, at(MAY), "LOSE")
    again = sold(alice, 100, at(MAY))
    stands(again, "EXECUTING")
    assert filled(scope(alice)) == {}


def test_months_without_sales_stand_there_too(alice: User) -> None:
    months = sales.months(scope(alice, since=date(2025, 11, 15), until=date(2026, 1, 3)))
    assert [month.code for month in months] == ["2025-11", "2025-12", "2026-01"]


def test_days_outside_do_not_count_in_a_month_that_is_cut(alice: User) -> None:
    sold(alice, 1, at(date(2026, 5, 14)))
    sold(alice, 10, at(date(2026, 5, 15)))
    cut = scope(alice, since=date(2026, 5, 15))
    assert filled(cut) == {"2026-05": (1, 10)}
    assert sales.items(cut, "2026-05").count() == 1


def test_other_currencies_count_by_what_they_were_worth(alice: User) -> None:
    dollar = Currency.objects.get(code="USD")
    Currency.objects.filter(pk="USD").update(rate=Decimal("0.5"), nominal=1)
    dollar.refresh_from_db()
    sold(alice, 100, at(MAY), currency=dollar)
    Currency.objects.filter(pk="USD").update(rate=Decimal(2))
    assert currencies.base().code == "EUR"
    assert filled(scope(alice)) == {"2026-05": (1, 50)}


def test_a_strangers_deal_is_in_no_number(alice: User, charlie: User) -> None:
    sold(charlie, 100, at(MAY))
    assert filled(scope(alice)) == {}


@pytest.mark.parametrize(("code", "count"), [("", 3), ("2026-05", 2), ("2026-06", 1), ("2026-07", 0)])
def test_every_month_has_its_items(alice: User, code: str, count: int) -> None:
    for day in (MAY, MAY, date(2026, 6, 1)):
        sold(alice, 1, at(day))
    assert sales.items(scope(alice), code).count() == count


@pytest.mark.parametrize("code", ["2025-12", "earlier", "x"])
def test_another_code_is_none(alice: User, code: str) -> None:
    assert sales.items(scope(alice), code) is None


def test_it_takes_three_queries(alice: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    sold(alice, 1, timezone.now())
    assert Item.objects.visible_to(alice).exists()
    with django_assert_num_queries(3):  # what one observes, the success stages, the months
        sales.months(scope(alice))
