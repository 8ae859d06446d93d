"""Is what is open found by item and by person, in the order of time, with few queries?"""

from datetime import UTC, datetime, timedelta

from pytest_django import DjangoAssertNumQueries

from segue.core import activities, agenda, permissions, records
from segue.core.models import User
from tests import builders

AT = datetime(2030, 5, 6, 9, 30, tzinfo=UTC)


def later(days: int) -> datetime:
    return AT + timedelta(days=days)


def test_what_is_open_of_an_item_begins_with_the_oldest(alice: User) -> None:
    deal = builders.deal(alice)
    second, first = (builders.activity(alice, deal, deadline=later(days)) for days in (2, 1))
    activities.complete(builders.activity(alice, deal), actor=alice)
    assert list(agenda.open_of([deal.pk])) == [first, second]


def test_what_comes_next_of_a_page_of_items_is_one_query(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    deals = [builders.deal(alice) for _ in range(4)]
    for deal in deals[:3]:
        for days in (2, 1, 3):
            builders.activity(alice, deal, deadline=later(days))
    with django_assert_num_queries(1):
        found = agenda.next_of([deal.pk for deal in deals])
        assert {pk: each.responsible.name for pk, each in found.items()} == dict.fromkeys(
            [d.pk for d in deals[:3]], "Alice"
        )
    assert {each.deadline for each in found.values()} == {later(1)}


def test_one_activity_can_be_the_next_of_several_items(alice: User) -> None:
    deal, person = builders.deal(alice), builders.contact(alice)
    activity = builders.activity(alice, deal, person)
    assert agenda.next_of([deal.pk, person.pk]) == {deal.pk: activity, person.pk: activity}


def test_what_a_person_has_to_do_shows_what_the_reader_may_see(alice: User, charlie: User, dana: User) -> None:
    mine, hidden = builders.deal(alice), builders.deal(charlie)
    seen = builders.activity(dana, mine, responsible=charlie, deadline=later(2))
    own = builders.activity(charlie, hidden, deadline=later(1))
    assert list(agenda.open_of_person(charlie, reader=alice)) == [seen]
    assert list(agenda.open_of_person(charlie, reader=dana)) == [own, seen]


def test_what_is_about_deleted_items_is_nobodys_to_do(alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    builders.activity(alice, deal)
    records.delete(deal, actor=dana)
    assert not agenda.open_of_person(alice, reader=dana).exists()


def test_what_is_due_is_counted_to_the_end_of_a_day(alice: User) -> None:
    deal = builders.deal(alice)
    for days in (-1, 0, 1):
        builders.activity(alice, deal, deadline=later(days))
    assert agenda.due(deal, before=later(0) + timedelta(hours=1)) == 2


def test_who_may_change_several_is_asked_once(
    alice: User, bob: User, charlie: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    deal = builders.deal(alice, observers=(charlie.pk,))
    own, others = builders.activity(alice, deal, responsible=charlie), builders.activity(alice, deal)
    for person in (charlie, bob):
        permissions.may(person, "edit", deal)  # their roles are read
    with django_assert_max_num_queries(2):
        assert agenda.changeable([own, others], charlie) == {own.pk}
        assert agenda.changeable([own, others], bob) == {own.pk, others.pk}
