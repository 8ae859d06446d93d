"""Is everybody told of what concerns them, of nothing they did themselves, and of nothing they may not see?"""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from segue.core import activities, comments, handover, notices, people, records
from segue.core import bin as recycle_bin
from segue.core.custom_fields import changes as custom_fields
from segue.core.models import Notice, TimelineEntry, User
from segue.core.models.currency import Currency
from segue.core.notices import Choice
from segue.crm import base_currency
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.crm.conversion.steps import convert

MUTED = Choice(shown=False, mailed=False)


def told(person: User) -> list[str]:
    return [notice.kind for notice in Notice.objects.filter(person=person).order_by("pk")]


# Of what ---------------------------------------------------------------------------------------------------------


def test_whoever_is_named_in_a_comment_hears_of_it(alice: User, bob: User, charlie: User) -> None:
    deal = builders.deal(alice)
    entry = comments.add(deal, "@Bob, can you call?", actor=alice)
    [notice] = Notice.objects.all()
    assert (notice.person, notice.kind, notice.actor, notice.item_id) == (bob, "mention", alice, deal.pk)
    assert notice.data == {"entry": entry.pk}


def test_who_names_themselves_hears_nothing(alice: User) -> None:
    comments.add(builders.deal(alice), "@Alice remembers", actor=alice)
    assert told(alice) == []


def test_naming_somebody_who_may_not_read_the_item_tells_them_nothing(alice: User, charlie: User) -> None:
    deal = builders.deal(alice, open_to_all=False)
    builders.give_right("read", "deal", "department")
    comments.add(deal, "@Charlie, look at this", actor=alice)
    assert told(charlie) == []


def test_a_comment_that_is_taken_back_names_nobody(alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    one, other = (comments.add(deal, f"@Bob {number}", actor=alice) for number in (1, 2))
    comments.delete(one, actor=alice)
    assert [notice.data["entry"] for notice in Notice.objects.all()] == [other.pk]


def test_a_new_responsible_person_is_told_by_whom(alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    records.change(deal, {"owner": bob}, actor=alice)
    [notice] = Notice.objects.all()
    assert (notice.person, notice.kind, notice.actor, notice.item_id) == (bob, "assigned", alice, deal.pk)


def test_an_item_made_for_somebody_else_tells_them(alice: User, bob: User) -> None:
    builders.deal(alice, owner=bob)
    assert told(bob) == ["assigned"]
    assert told(alice) == []


def test_who_takes_an_item_over_is_not_told(alice: User, dana: User) -> None:
    records.change(builders.deal(alice), {"owner": dana}, actor=dana)
    assert not Notice.objects.exists()


def test_another_change_assigns_nothing(alice: User, bob: User) -> None:
    records.change(builders.deal(alice), {"title": "Other"}, actor=bob)
    assert not Notice.objects.exists()


def test_new_observers_are_told_and_former_ones_not_again(alice: User, bob: User, charlie: User) -> None:
    deal = builders.deal(alice, observers=(bob.pk,))
    records.change(deal, {}, parts={"observers": (bob.pk, charlie.pk, alice.pk)}, actor=alice)
    assert (told(bob), told(charlie), told(alice)) == (["observer"], ["observer"], [])


def test_an_activity_for_somebody_else_tells_them(alice: User, bob: User) -> None:
    activity = builders.activity(alice, builders.deal(alice), responsible=bob)
    [notice] = Notice.objects.all()
    assert (notice.person, notice.kind, notice.activity, notice.item) == (bob, "assigned", activity, None)
    activities.change(activity, {"title": "Call"}, actor=alice)
    assert told(bob) == ["assigned"]


def test_what_is_done_already_is_nobodys_task(alice: User, bob: User, charlie: User) -> None:
    activity = builders.activity(alice, builders.deal(alice), responsible=bob, done=True)
    activities.change(activity, {"responsible": charlie}, actor=alice)
    assert (told(bob), told(charlie)) == ([], [])


def test_an_activity_that_changes_hands_tells_the_new_one(alice: User, bob: User) -> None:
    activity = builders.activity(alice, builders.deal(alice))
    activities.change(activity, {"responsible": bob}, actor=alice)
    assert told(bob) == ["assigned"]


def test_a_conversion_tells_nobody(alice: User, bob: User, charlie: User) -> None:
    lead = builders.lead(alice)
    records.change(lead, {}, parts={"observers": (charlie.pk,)}, actor=alice)
    Notice.objects.all().delete()
    convert(lead, "deal-contact-company", bob)
    assert not Notice.objects.exists()


# Of much at once -------------------------------------------------------------------------------------------------


def test_a_handover_is_one_notice_however_many_items_go(alice: User, bob: User, dana: User) -> None:
    deals = [builders.deal(alice) for _ in range(3)]
    builders.activity(alice, deals[0])
    handover.proceed(handover.start(alice, bob, with_closed=False, actor=dana))
    [notice] = Notice.objects.all()
    assert (notice.person, notice.actor, notice.item) == (bob, dana, None)
    assert notice.data["moved"] == {"deal": 3, "activity": 1}


def test_who_did_not_wait_for_a_handover_is_told_of_its_end(
    alice: User, bob: User, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "AT_ONCE", 1)
    [builders.deal(alice) for _ in range(2)]
    begun = handover.start(alice, bob, with_closed=False, actor=dana)
    handover.run(begun.pk)
    [notice] = Notice.objects.filter(person=dana)
    assert (notice.kind, notice.actor, notice.data["job"]) == ("job", None, "handover")


def test_another_base_currency_is_told_of_when_all_is_computed(dana: User) -> None:
    base_currency.change(Currency.objects.get(pk="USD"), actor=dana)
    [notice] = Notice.objects.all()
    assert (notice.person, notice.data) == (dana, {"job": "base_currency", "currency": "USD", "items": 0})


def test_values_of_a_deleted_field_are_told_of_when_they_are_gone(
    alice: User, dana: User, django_capture_on_commit_callbacks: Any
) -> None:
    field, empty = stored(dana, "string", "TEXT"), stored(dana, "string", "OTHER")
    records.change(builders.deal(alice), {"TEXT": "one"}, actor=alice)
    with django_capture_on_commit_callbacks(execute=True):
        custom_fields.delete(field, actor=dana)
        custom_fields.delete(empty, actor=dana)
    [notice] = Notice.objects.all()
    assert (notice.person, notice.data["job"], notice.data["items"]) == (dana, "field_values", 1)


def test_who_lets_lists_filter_by_a_field_is_told_when_its_index_stands(
    dana: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        field = stored(dana, "string", "TEXT", in_filter=True)
    [notice] = Notice.objects.all()
    facts = {"job": "index", "type": "deal", "field": field.pk, "labels": field.labels, "complete": True}
    assert (notice.person, notice.data) == (dana, facts)


# To whom, and for how long ---------------------------------------------------------------------------------------


def test_a_muted_kind_is_not_told_and_others_are(alice: User, bob: User) -> None:
    notices.choose(bob, notices.choices(bob) | {"observer": MUTED})
    deal = builders.deal(alice, observers=(bob.pk,))
    comments.add(deal, "@Bob", actor=alice)
    assert told(bob) == ["mention"]


def test_what_is_wanted_by_mail_alone_counts_nowhere(alice: User, bob: User) -> None:
    notices.choose(bob, notices.choices(bob) | {"observer": Choice(shown=False, mailed=True)})
    builders.deal(alice, observers=(bob.pk,))
    assert told(bob) == ["observer"]
    assert (notices.unread(bob), notices.of(bob).count()) == (0, 0)


def test_who_was_deactivated_is_told_nothing(alice: User, bob: User, dana: User) -> None:
    deal = builders.deal(alice, observers=(bob.pk,))
    Notice.objects.all().delete()
    people.deactivate(bob, actor=dana)
    comments.add(deal, "@Bob", actor=alice)
    assert not Notice.objects.exists()


def test_what_was_read_long_ago_goes_and_the_rest_stays(alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    old, recent, unread = (comments.add(deal, f"@Bob {number}", actor=alice).pk for number in range(3))
    for entry, days in ((old, 91), (recent, 89)):
        Notice.objects.filter(data__entry=entry).update(read_at=timezone.now() - timedelta(days=days))
    notices.forget_old()
    assert [notice.data["entry"] for notice in Notice.objects.order_by("pk")] == [recent, unread]


def test_notices_leave_for_good_with_the_item(alice: User, bob: User, dana: User) -> None:
    deal = builders.deal(alice, observers=(bob.pk,))
    builders.activity(alice, deal, responsible=bob)
    records.delete(deal, actor=dana)
    recycle_bin.purge(deal, actor=dana)
    assert not Notice.objects.exists()


def test_more_than_a_hundred_are_not_counted(alice: User, bob: User) -> None:
    entry = TimelineEntry(pk=1)
    data = {"entry": entry.pk}
    Notice.objects.bulk_create([Notice(person=bob, kind="mention", data=data, at=timezone.now()) for _ in range(120)])
    assert (notices.unread(bob), notices.unread(alice)) == (100, 0)
