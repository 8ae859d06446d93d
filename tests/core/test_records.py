"""Is every write whole, numbered, told and refused where it must be?"""

from decimal import Decimal

import pytest

from segue.core import records
from segue.core.models import TimelineEntry, User
from segue.core.permissions import Forbidden
from tests import builders


def test_a_new_deal_has_defaults_stage_amount_and_an_entry(alice: User) -> None:
    deal = builders.deal(alice)
    deal.refresh_from_db()
    assert deal.owner == alice
    assert deal.stage.code == "NEW"
    assert deal.amount == Decimal("341.26")
    assert [entry.kind for entry in TimelineEntry.objects.filter(item=deal)] == ["created"]


def test_a_change_raises_the_version_and_tells_from_what_to_what(alice: User) -> None:
    deal = records.change(builders.deal(alice), {"title": "Shop"}, actor=alice)
    entry = TimelineEntry.objects.filter(item=deal).latest("id")
    assert (deal.version, entry.kind) == (2, "changed")
    assert entry.data["changes"] == {"title": ["Website relaunch", "Shop"]}


def test_saving_what_is_there_writes_nothing(alice: User) -> None:
    deal = builders.deal(alice)
    assert records.change(deal, {"title": deal.title}, actor=alice).version == 1


def test_an_amount_that_follows_the_rows_does_not_take_another_and_no_entry_tells_of_it(alice: User) -> None:
    deal = builders.deal(alice)
    same = records.change(deal, {"amount": Decimal(5)}, actor=alice)
    assert (same.version, same.amount) == (1, Decimal("341.26"))
    records.change(deal, {"amount": Decimal(5), "title": "Shop"}, actor=alice)
    assert TimelineEntry.objects.filter(item=deal).latest("id").data["changes"] == {"title": [deal.title, "Shop"]}


def test_rows_of_a_new_item_can_be_changed_without_doubling(alice: User) -> None:
    deal = builders.deal(alice)
    records.change(deal, {}, parts={"rows": (builders.row("Only this"),)}, actor=alice)
    assert [row.name for row in deal.rows.all()] == ["Only this"]


def test_two_saves_of_different_fields_from_one_version_both_stand(alice: User) -> None:
    deal = builders.deal(alice)
    records.change(deal, {"title": "Shop"}, actor=alice, base_version=1)
    both = records.change(deal, {"comment": "soon"}, actor=alice, base_version=1)
    assert (both.title, both.comment) == ("Shop", "soon")


def test_two_saves_of_one_field_from_one_version_show_both_values(alice: User) -> None:
    deal = builders.deal(alice)
    records.change(deal, {"title": "Shop"}, actor=alice, base_version=1)
    with pytest.raises(records.Stale) as refused:
        records.change(deal, {"title": "Portal"}, actor=alice, base_version=1)
    assert refused.value.conflicts == {"title": ("Shop", "Portal")}


def test_a_stranger_may_not_change_it(alice: User, charlie: User) -> None:
    with pytest.raises(Forbidden):
        records.change(builders.deal(alice), {"title": "Mine"}, actor=charlie)


def test_a_number_that_is_taken_is_refused_at_its_field(alice: User) -> None:
    first = builders.estimate(alice)
    with pytest.raises(records.ValidationError) as refused:
        builders.estimate(alice, number=first.number)
    assert "number" in refused.value.message_dict


def test_numbers_follow_one_another(alice: User) -> None:
    assert [builders.estimate(alice).number for _ in range(3)] == ["1", "2", "3"]


def test_a_number_given_by_hand_is_skipped_by_the_counter(alice: User) -> None:
    builders.estimate(alice, number="2")
    assert [builders.estimate(alice).number for _ in range(2)] == ["1", "3"]
