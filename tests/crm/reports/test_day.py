"""Is what waits for somebody found, and nothing of others?"""

from datetime import timedelta
from typing import Any

from segue.core import records
from segue.core.models import Item, User
from segue.crm.reports import day
from tests import builders
from tests.crm.reports.world import TODAY, at, stands

NOW = at(TODAY)


def alone(deal: Any, days: int) -> Any:
    """Nobody did anything on it for so many days."""
    Item.objects.filter(pk=deal.pk).update(last_activity_at=NOW - timedelta(days=days))
    return deal


def test_open_deals_that_nobody_touched_for_two_weeks_are_stale(alice: User) -> None:
    old = alone(builders.deal(alice), 15)
    alone(builders.deal(alice), 13)
    assert list(day.stale(alice, now=NOW)) == [Item.objects.get(pk=old.pk)]


def test_closed_deals_and_other_types_are_never_stale(alice: User) -> None:
    closed = builders.deal(alice)
    stands(closed, "WON", NOW)
    for each in (closed, builders.lead(alice), builders.invoice(alice)):
        alone(each, 100)
    assert not day.stale(alice, now=NOW).exists()


def test_a_colleagues_deal_is_not_ones_own_to_do(alice: User, bob: User) -> None:
    alone(builders.deal(bob), 100)
    assert not day.stale(alice, now=NOW).exists()


def due(actor: User, days: int, **values: Any) -> Any:
    on = TODAY + timedelta(days=days)
    return builders.invoice(actor, start_on=on - timedelta(days=30), due_on=on, **values)


def test_invoices_are_due_on_their_day_and_after(alice: User) -> None:
    found = [due(alice, days).pk for days in (-30, -1, 0)]
    due(alice, 1)
    assert sorted(day.due(alice, today=TODAY).values_list("pk", flat=True)) == sorted(found)


def test_paid_and_cancelled_invoices_are_due_no_more(alice: User) -> None:
    for code in ("P", "D"):
        stands(due(alice, -1), code, NOW)
    assert not day.due(alice, today=TODAY).exists()


def test_what_lies_in_the_recycle_bin_waits_for_nobody(alice: User, dana: User) -> None:
    records.delete(due(alice, -1), actor=dana)
    assert not day.due(alice, today=TODAY).exists()


def test_what_one_may_no_longer_read_waits_no_more(alice: User) -> None:
    due(alice, -1)
    builders.take_right_away("read", "invoice")
    assert not day.due(User.objects.get(pk=alice.pk), today=TODAY).exists()
