"""Does an activity remind its responsible person, in time and once, however many workers look?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from segue.core import activities, records, reminders
from segue.core.models import Activity, Notice, User
from tests import builders

NOW = timezone.now()
IN_AN_HOUR = NOW + timedelta(hours=1)
BEFORE_IT = IN_AN_HOUR - timedelta(minutes=10)


def due_in_an_hour(person: User, *minutes: int, **values: Any) -> Activity:
    given: dict[str, Any] = {"deadline": IN_AN_HOUR, "reminders": minutes or (10,)} | values
    return builders.activity(person, builders.deal(person), **given)


def at(activity: Activity) -> Any:
    return Activity.objects.get(pk=activity.pk).remind_at


def test_who_is_responsible_is_reminded_and_not_before(alice: User, bob: User) -> None:
    activity = due_in_an_hour(alice, responsible=bob)
    Notice.objects.all().delete()
    assert reminders.tell_due(BEFORE_IT - timedelta(seconds=1)) == 0
    assert reminders.tell_due(BEFORE_IT) == 1
    [notice] = Notice.objects.all()
    assert (notice.person, notice.kind, notice.activity, notice.actor) == (bob, "reminder", activity, None)


def test_each_reminder_is_told_once(alice: User) -> None:
    due_in_an_hour(alice, 10, 5)
    moments = (BEFORE_IT, BEFORE_IT, BEFORE_IT + timedelta(minutes=5), IN_AN_HOUR)
    assert [reminders.tell_due(moment) for moment in moments] == [1, 0, 1, 0]


def test_what_came_due_while_no_worker_ran_is_told_once(alice: User) -> None:
    due_in_an_hour(alice, 10, 5, 0)
    assert [reminders.tell_due(IN_AN_HOUR + timedelta(days=2)) for _ in range(2)] == [1, 0]


def test_what_is_planned_too_late_for_a_reminder_has_none(alice: User) -> None:
    assert at(due_in_an_hour(alice, 24 * 60)) is None


def test_an_activity_that_is_done_reminds_nobody_and_does_again_when_it_is_open_again(alice: User) -> None:
    activity = due_in_an_hour(alice)
    activities.complete(activity, actor=alice)
    assert at(activity) is None
    activities.reopen(activity, actor=alice)
    assert at(activity) == BEFORE_IT


def test_what_is_put_off_reminds_later(alice: User) -> None:
    activity = due_in_an_hour(alice)
    activities.postpone(activity, IN_AN_HOUR + timedelta(days=1), actor=alice)
    assert at(activity) == BEFORE_IT + timedelta(days=1)


def test_another_title_loses_no_reminder_that_is_due_and_not_told(alice: User) -> None:
    activity = due_in_an_hour(alice)
    Activity.objects.filter(pk=activity.pk).update(deadline=NOW, remind_at=NOW - timedelta(minutes=10))
    activities.change(activity, {"title": "Call"}, actor=alice)
    assert at(activity) == NOW - timedelta(minutes=10)


def test_nobody_is_reminded_of_what_is_deleted_or_may_not_be_read(alice: User, bob: User, dana: User) -> None:
    activity = due_in_an_hour(alice)
    records.delete(activity.items.get(), actor=dana)
    hidden = due_in_an_hour(alice, responsible=bob)
    Notice.objects.all().delete()
    builders.give_right("read", "deal", "own")
    reminders.tell_due(IN_AN_HOUR)
    assert (at(activity), at(hidden), Notice.objects.count()) == (None, None, 0)


def test_many_workers_remind_of_each_once(home: Path) -> None:
    person = builders.person("Alice", is_admin=True)
    deal = builders.deal(person)
    for _ in range(20):
        builders.activity(person, deal, deadline=IN_AN_HOUR, reminders=(10,))

    def work(_number: int) -> int:
        try:
            return reminders.tell_due(BEFORE_IT)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 20
    assert Notice.objects.count() == 20
