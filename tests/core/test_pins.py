"""Do a few entries stay on top, put there by those who may comment?"""

import pytest
from django.core.exceptions import ValidationError

from segue.core import comments, pins
from segue.core.models import TimelineEntry, User
from segue.core.permissions import Forbidden
from tests import builders


def test_an_entry_is_pinned_and_taken_off(alice: User, bob: User) -> None:
    entry = comments.add(builders.deal(alice), "Gate code 4711", actor=alice)
    pins.pin(entry, actor=bob)
    assert TimelineEntry.objects.filter(pinned_at__isnull=False).get() == entry
    pins.unpin(entry, actor=alice)
    assert not TimelineEntry.objects.filter(pinned_at__isnull=False).exists()


def test_an_eighth_is_refused_and_the_seventh_may_be_pinned_again(alice: User) -> None:
    deal = builders.deal(alice)
    entries = [comments.add(deal, str(number), actor=alice) for number in range(8)]
    for entry in [*entries[:7], entries[6]]:
        pins.pin(entry, actor=alice)
    with pytest.raises(ValidationError):
        pins.pin(entries[7], actor=alice)


def test_who_may_not_comment_pins_nothing(alice: User, bob: User) -> None:
    entry = comments.add(builders.deal(alice), "Mine", actor=alice)
    builders.take_right_away("edit", "deal")
    for act in (pins.pin, pins.unpin):
        with pytest.raises(Forbidden):
            act(entry, actor=bob)
