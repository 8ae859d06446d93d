"""Do the open deals stand in the right months, weighted as by hand?"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from segue.core.models import Item, User
from segue.crm.reports import forecast
from segue.crm.reports.scope import Scope
from tests import builders
from tests.crm.reports.world import TODAY, at, scope, stands

MONTHS = ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04"]


def deal(actor: User, amount: int, expected: date | None, **values: Any) -> Any:
    money: dict[str, Any] = {"amount": Decimal(amount), "amount_is_manual": True, "rows": ()}
    return builders.deal(actor, due_on=expected, **(money | {"start_on": date(2020, 1, 1)} | values))


def filled(scope: Scope) -> dict[str, tuple[int, int, Decimal]]:
    """The columns that hold something: how many deals, their amount, weighted."""
    found = forecast.columns(scope)
    return {
        each.code: (each.total.count, int(each.total.amount), each.weighted.quantize(Decimal("0.01")))
        for each in found
        if each.total.count
    }


def weighted(reader: User) -> Decimal:
    return sum((column.weighted for column in forecast.columns(scope(reader))), Decimal(0)).quantize(Decimal("0.01"))


def test_deals_stand_in_the_month_of_their_expected_close(alice: User) -> None:
    for amount, day in ((100, date(2026, 10, 31)), (10, date(2026, 11, 1)), (20, date(2026, 11, 30)),
                        (30, date(2027, 4, 30)), (40, date(2027, 5, 1)), (50, None)):  # fmt: skip
        deal(alice, amount, day, probability=50)
    assert filled(scope(alice)) == {
        "earlier": (1, 100, Decimal("50.00")),
        "2026-11": (2, 30, Decimal("15.00")),
        "2027-04": (1, 30, Decimal("15.00")),
        "later": (1, 40, Decimal("20.00")),
        "none": (1, 50, Decimal("25.00")),
    }


def test_this_month_and_five_more_always_stand_there(alice: User) -> None:
    assert [column.code for column in forecast.columns(scope(alice))] == MONTHS


def test_what_is_closed_is_foretold_no_more(alice: User) -> None:
    stands(deal(alice, 100, TODAY), "LOSE", at(TODAY))
    assert filled(scope(alice)) == {}


def test_a_probability_of_zero_weighs_nothing(alice: User) -> None:
    deal(alice, 100, TODAY, probability=0)
    assert weighted(alice) == 0


def test_without_a_past_the_place_of_the_stage_decides(alice: User) -> None:
    deal(alice, 600, TODAY)  # the first of five stages in progress
    assert weighted(alice) == 100
    stands(Item.objects.get(), "FINAL_INVOICE")
    assert weighted(alice) == 500


def past(actor: User, won: int, lost: int, *, through: str = "PREPARATION") -> None:
    """Deals that stood on a stage and were closed last week."""
    for number in range(won + lost):
        closed = deal(actor, 1, TODAY)
        stands(closed, through)
        stands(closed, "WON" if number < won else "LOSE", at(TODAY - timedelta(days=7)))


def test_with_a_past_the_share_of_those_won_decides(alice: User) -> None:
    past(alice, won=3, lost=7)
    stands(deal(alice, 100, TODAY), "PREPARATION")
    assert weighted(alice) == 30


def test_a_stage_they_left_long_ago_counts_as_well(alice: User) -> None:
    past(alice, won=3, lost=7)  # all began on the first stage
    deal(alice, 100, TODAY)
    assert weighted(alice) == 30


def test_fewer_than_ten_say_nothing(alice: User) -> None:
    past(alice, won=9, lost=0)
    stands(deal(alice, 300, TODAY), "PREPARATION")
    assert weighted(alice) == 100


def test_a_deal_that_went_back_and_forth_counts_once(alice: User) -> None:
    past(alice, won=4, lost=5)
    again = deal(alice, 1, TODAY)
    for code in ("PREPARATION", "EXECUTING", "PREPARATION"):
        stands(again, code)
    stands(again, "WON", at(TODAY))
    stands(deal(alice, 100, TODAY), "PREPARATION")
    assert weighted(alice) == 50


def test_the_past_of_others_is_not_learnt_from(alice: User, charlie: User) -> None:
    past(charlie, won=10, lost=0)
    stands(deal(alice, 300, TODAY), "PREPARATION")
    assert weighted(alice) == 100


def test_a_strangers_deal_is_in_no_number(alice: User, charlie: User) -> None:
    deal(charlie, 100, TODAY)
    assert filled(scope(alice)) == {}


@pytest.mark.parametrize("code", ["", "earlier", *MONTHS, "later", "none"])
def test_every_column_has_its_items(alice: User, code: str) -> None:
    for day in (date(2026, 10, 31), TODAY, date(2027, 4, 30), date(2027, 5, 1), None):
        deal(alice, 10, day)
    counts = {column.code: column.total.count for column in forecast.columns(scope(alice))} | {"": 5}
    rows = forecast.items(scope(alice), code)
    assert rows is not None
    assert rows.count() == counts[code]


def test_another_code_is_none(alice: User) -> None:
    assert forecast.items(scope(alice), "2026-10") is None


def test_it_takes_a_few_queries_however_many_deals(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    past(alice, won=3, lost=2)
    assert alice.access.people(alice.access.departments)
    with django_assert_num_queries(6):  # two of them what one observes
        forecast.columns(scope(alice))
