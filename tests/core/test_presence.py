"""Who else has an item open, as those who look at it hear it?"""

from datetime import timedelta

import pytest
from django.utils import timezone

from segue.core import presence
from segue.core.models import Item, Presence, User
from tests import builders


@pytest.fixture
def deal(alice: User) -> Item:
    return builders.deal(alice)


def names(item: Item, user: User) -> list[str]:
    return [other.name for other in presence.note(item, user)]


def test_whoever_comes_finds_those_who_are_there_and_not_themselves(deal: Item, alice: User, bob: User) -> None:
    assert names(deal, alice) == []
    assert names(deal, bob) == ["Alice"]
    assert names(deal, alice) == ["Bob"]


def test_another_item_is_another_room(deal: Item, alice: User, bob: User) -> None:
    presence.note(deal, alice)
    assert names(builders.deal(alice), bob) == []


def test_whoever_says_nothing_for_a_minute_has_left(deal: Item, alice: User, bob: User) -> None:
    presence.note(deal, alice)
    Presence.objects.update(at=timezone.now() - timedelta(seconds=61))
    assert names(deal, bob) == []


def test_somebody_who_was_deactivated_is_not_there(deal: Item, alice: User, bob: User) -> None:
    presence.note(deal, alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert names(deal, bob) == []


def test_what_was_just_noted_is_not_written_again(
    deal: Item, alice: User, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    presence.note(deal, alice)
    with django_assert_num_queries(1):  # type: ignore[operator]
        presence.note(deal, alice)


def test_after_half_a_minute_it_is_noted_anew_in_the_same_row(deal: Item, alice: User) -> None:
    presence.note(deal, alice)
    Presence.objects.update(at=timezone.now() - timedelta(seconds=31))
    presence.note(deal, alice)
    assert Presence.objects.get().at > timezone.now() - timedelta(seconds=5)


def test_what_is_long_ago_goes_when_somebody_comes(deal: Item, alice: User, bob: User) -> None:
    presence.note(deal, alice)
    Presence.objects.update(at=timezone.now() - timedelta(hours=2))
    presence.note(deal, bob)
    assert [row.user_id for row in Presence.objects.all()] == [bob.pk]
