"""Are activities planned, changed, done and given up by those who may, and does the timeline tell of it?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from segue.core import activities, bin, records
from segue.core.models import Activity, Binding, Item, TimelineEntry, User
from segue.core.models.activity import CALL, DONE, EMAIL, INCOMING, MEETING, OPEN, OUTGOING, TASK
from segue.core.permissions import Forbidden
from tests import builders

AT = datetime(2030, 5, 6, 9, 30, tzinfo=UTC)


def told(item: Item) -> list[str]:
    kinds = TimelineEntry.objects.filter(item=item.pk).exclude(kind="created").order_by("pk")
    return list(kinds.values_list("kind", flat=True))


def last(item: Item) -> dict[str, Any]:
    return TimelineEntry.objects.filter(item=item.pk).latest("pk").data


# Planned --------------------------------------------------------------------------------------------------------


def test_what_is_planned_stands_in_the_timeline_and_raises_no_version(alice: User) -> None:
    deal = builders.deal(alice)
    activity = builders.activity(alice, deal, title=" Send  the offer ", deadline=AT)
    assert (activity.title, activity.status, activity.responsible, activity.priority) == (
        "Send the offer",
        OPEN,
        alice,
        2,
    )
    assert told(deal) == ["activity_planned"]
    assert (last(deal)["title"], last(deal)["deadline"]) == ("Send the offer", AT.isoformat())
    assert Item.objects.get(pk=deal.pk).version == 1


def test_planning_is_an_activity_of_the_item(alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    builders.activity(bob, deal)
    assert Item.objects.get(pk=deal.pk).last_activity_by == bob


def test_one_about_several_items_is_told_on_each(alice: User) -> None:
    deal, person = builders.deal(alice), builders.contact(alice)
    activity = builders.activity(alice, deal, person)
    assert told(deal) == told(person) == ["activity_planned"]
    assert last(deal)["activity"] == last(person)["activity"] == activity.pk


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        (TASK, {"title": " "}, "title"),
        (TASK, {"deadline": None}, "deadline"),
        (TASK, {"title": "x" * 256}, "title"),
        (TASK, {"description": "x" * 20_001}, "description"),
        (TASK, {"colour": 8}, "colour"),
        (TASK, {"priority": 0}, "priority"),
        (TASK, {"reminders": [-1]}, "reminders"),
        (TASK, {"reminders": range(11)}, "reminders"),
        (CALL, {"direction": 3}, "direction"),
        (MEETING, {"deadline": AT, "ends_at": AT - timedelta(minutes=1)}, "ends_at"),
        (MEETING, {"deadline": AT.replace(year=1000)}, "deadline"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(alice: User, kind: int, values: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        builders.activity(alice, builders.deal(alice), kind=kind, **values)
    assert list(refused.value.message_dict) == [field]
    assert not Activity.objects.exists()


def test_a_todo_without_title_and_deadline_says_both(alice: User) -> None:
    with pytest.raises(ValidationError) as refused:
        activities.plan([builders.deal(alice)], TASK, {}, actor=alice)
    assert set(refused.value.message_dict) == {"title", "deadline"}


def test_a_call_has_a_direction_and_needs_no_title(alice: User) -> None:
    call = builders.activity(alice, builders.deal(alice), kind=CALL, title="")
    assert (call.direction, call.title) == (OUTGOING, "")


def test_a_todo_has_no_direction_and_no_end(alice: User) -> None:
    activity = builders.activity(alice, builders.deal(alice), direction=INCOMING, ends_at=AT)
    assert (activity.direction, activity.ends_at) == (None, None)


def test_who_left_cannot_be_made_responsible(alice: User) -> None:
    gone = builders.person("Gone", is_active=False)
    with pytest.raises(ValidationError):
        builders.activity(alice, builders.deal(alice), responsible=gone)


def test_an_email_and_what_is_said_to_be_done_are_done_at_once(alice: User) -> None:
    deal = builders.deal(alice)
    assert builders.activity(alice, deal, kind=EMAIL).status == DONE
    assert builders.activity(alice, deal, kind=CALL, done=True).status == DONE
    assert told(deal) == ["email", "call"]


@pytest.mark.parametrize("count", [0, 101])
def test_one_is_about_one_item_at_least_and_a_hundred_at_most(alice: User, count: int) -> None:
    with pytest.raises(ValidationError):
        builders.activity(alice, *[builders.deal(alice)] * count)


# By whom --------------------------------------------------------------------------------------------------------


def test_who_may_edit_may_plan(alice: User, bob: User) -> None:
    assert builders.activity(bob, builders.deal(alice)).created_by == bob


def test_observers_comment_and_plan_nothing(alice: User, charlie: User) -> None:
    with pytest.raises(Forbidden):
        builders.activity(charlie, builders.deal(alice, observers=(charlie.pk,)))


def test_who_may_only_read_or_not_even_that_may_not(alice: User, bob: User, charlie: User) -> None:
    deal = builders.deal(alice)
    builders.take_right_away("edit", "deal")
    for stranger in (bob, charlie):
        with pytest.raises(Forbidden):
            builders.activity(stranger, deal)


def test_each_of_its_items_must_be_open_to_the_author(alice: User, charlie: User) -> None:
    with pytest.raises(Forbidden):
        builders.activity(alice, builders.deal(alice), builders.deal(charlie))
    assert not Activity.objects.exists()


def test_author_responsible_and_editors_change_it_and_nobody_else(alice: User, bob: User, charlie: User) -> None:
    deal = builders.deal(alice, observers=(charlie.pk,))
    activity = builders.activity(alice, deal, responsible=bob)
    builders.take_right_away("edit", "deal")
    assert [activities.may_change(each, activity) for each in (alice, bob, charlie)] == [True, True, False]
    with pytest.raises(Forbidden):
        activities.complete(activity, actor=charlie)


def test_who_no_longer_sees_any_of_its_items_may_do_nothing(alice: User, charlie: User, dana: User) -> None:
    deal = builders.deal(alice, observers=(charlie.pk,))
    activity = builders.activity(alice, deal, responsible=charlie)
    records.change(deal, {}, parts={"observers": ()}, actor=dana)
    assert not activities.may_change(charlie, activity)


# Changed --------------------------------------------------------------------------------------------------------


def test_a_change_is_the_next_version_and_told_in_the_history(alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    activity = builders.activity(alice, deal, deadline=AT)
    changed = activities.change(activity, {"title": "Call", "responsible": bob}, actor=bob)
    assert (changed.version, changed.title, changed.changed_by) == (2, "Call", bob)
    assert told(deal) == ["activity_planned", "activity_changed"]
    assert last(deal)["altered"]["title"] == ["Send the offer", "Call"]
    assert last(deal)["altered"]["responsible"][1]["label"] == "Bob"


def test_what_changes_nothing_writes_nothing(alice: User) -> None:
    deal = builders.deal(alice)
    activity = builders.activity(alice, deal, deadline=AT)
    assert activities.change(activity, {"title": "Send the offer", "deadline": AT}, actor=alice).version == 1
    assert told(deal) == ["activity_planned"]


def test_a_save_from_an_older_version_is_refused_with_what_stands_there(alice: User, bob: User) -> None:
    activity = builders.activity(alice, builders.deal(alice))
    activities.change(activity, {"title": "Bob's"}, actor=bob, base_version=1)
    with pytest.raises(activities.Changed) as refused:
        activities.change(activity, {"title": "Alice's"}, actor=alice, base_version=1)
    assert refused.value.present.title == "Bob's"


def test_an_inactive_responsible_stays_while_unchanged(alice: User, bob: User) -> None:
    activity = builders.activity(alice, builders.deal(alice), responsible=bob)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert activities.change(activity, {"title": "Other", "responsible": bob}, actor=alice).title == "Other"


def test_a_meeting_that_is_postponed_keeps_its_length(alice: User) -> None:
    meeting = builders.activity(alice, builders.deal(alice), kind=MEETING, deadline=AT, ends_at=AT + timedelta(hours=1))
    moved = activities.postpone(meeting, AT + timedelta(days=7), actor=alice)
    assert moved.ends_at == AT + timedelta(days=7, hours=1)
    assert Binding.objects.get(activity=meeting).open_at == AT + timedelta(days=7)


# Done -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "entry"), [(TASK, "activity_done"), (MEETING, "activity_done"), (CALL, "call")])
def test_what_is_done_is_told_with_its_result(alice: User, kind: int, entry: str) -> None:
    deal = builders.deal(alice)
    activity = builders.activity(alice, deal, kind=kind)
    done = activities.complete(activity, result=" They agree. ", actor=alice)
    assert (done.status, done.result, Binding.objects.get().open_at) == (DONE, "They agree.", None)
    assert told(deal) == ["activity_planned", entry]
    assert last(deal)["result"] == "They agree."


def test_done_twice_is_told_once(alice: User) -> None:
    deal = builders.deal(alice)
    activity = builders.activity(alice, deal)
    for _turn in range(2):
        activities.complete(activity, actor=alice)
    assert told(deal) == ["activity_planned", "activity_done"]


def test_a_result_that_is_too_long_is_refused(alice: User) -> None:
    with pytest.raises(ValidationError):
        activities.complete(builders.activity(alice, builders.deal(alice)), result="x" * 20_001, actor=alice)


def test_what_was_done_can_be_open_again(alice: User) -> None:
    deal = builders.deal(alice)
    activity = activities.complete(builders.activity(alice, deal, deadline=AT), result="No.", actor=alice)
    again = activities.reopen(activity, actor=alice)
    assert (again.status, again.result, Binding.objects.get().open_at) == (OPEN, "", AT)
    assert told(deal)[-1] == "activity_planned"


def test_an_email_is_never_open(alice: User) -> None:
    with pytest.raises(ValidationError):
        activities.reopen(builders.activity(alice, builders.deal(alice), kind=EMAIL), actor=alice)


# Gone, and about what -------------------------------------------------------------------------------------------


def test_what_is_deleted_leaves_a_trace_in_the_history(alice: User) -> None:
    deal = builders.deal(alice)
    activities.delete(builders.activity(alice, deal), actor=alice)
    assert not Activity.objects.exists()
    assert (told(deal)[-1], last(deal)["title"]) == ("activity_removed", "Send the offer")


def test_what_is_gone_cannot_be_done(alice: User) -> None:
    activity = builders.activity(alice, builders.deal(alice))
    activities.delete(Activity.objects.get(pk=activity.pk), actor=alice)
    with pytest.raises(Activity.DoesNotExist):
        activities.complete(activity, actor=alice)


def test_one_more_item_and_one_less(alice: User) -> None:
    deal, person = builders.deal(alice), builders.contact(alice)
    activity = builders.activity(alice, deal)
    for _turn in range(2):
        activities.bind(activity, person, actor=alice)
    assert told(person) == ["activity_planned"]
    activities.unbind(activity, deal, actor=alice)
    assert list(activity.items.all()) == [Item.objects.get(pk=person.pk)]
    assert told(deal) == ["activity_planned", "activity_removed"]


def test_the_last_item_stays(alice: User) -> None:
    deal = builders.deal(alice)
    with pytest.raises(ValidationError):
        activities.unbind(builders.activity(alice, deal), deal, actor=alice)


def test_an_item_one_may_not_comment_cannot_be_bound(alice: User, charlie: User) -> None:
    activity, theirs = builders.activity(alice, builders.deal(alice)), builders.deal(charlie)
    with pytest.raises(Forbidden):
        activities.bind(activity, theirs, actor=alice)


def test_an_item_one_may_not_see_cannot_be_unbound(alice: User, charlie: User, dana: User) -> None:
    theirs = builders.deal(charlie)
    activity = builders.activity(dana, builders.deal(alice), theirs)
    with pytest.raises(Activity.DoesNotExist):
        activities.unbind(activity, theirs, actor=alice)


def test_with_an_item_deleted_for_good_goes_what_is_about_it_alone(alice: User, dana: User) -> None:
    deal, person = builders.deal(alice), builders.contact(alice)
    shared = builders.activity(alice, deal, person)
    builders.activity(alice, deal)
    records.delete(deal, actor=dana)
    bin.purge(deal, actor=dana)
    assert list(Activity.objects.all()) == [shared]


def test_what_is_about_a_deleted_item_alone_waits_with_it(alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    activity = builders.activity(alice, deal)
    records.delete(deal, actor=dana)
    with pytest.raises(Activity.DoesNotExist):
        activities.complete(activity, actor=alice)
    records.restore(deal, actor=dana)
    assert activities.complete(activity, actor=alice).status == DONE


def test_times_are_stored_as_instants(alice: User) -> None:
    now = timezone.now()
    activity = builders.activity(alice, builders.deal(alice), deadline=now)
    assert Activity.objects.get(pk=activity.pk).deadline == now
