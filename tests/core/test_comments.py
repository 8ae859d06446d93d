"""May people say what they think, take it back, and nobody else do so for them?"""

import pytest
from django.core.exceptions import ValidationError

from segue.core import comments
from segue.core.models import Item, TimelineEntry, User
from segue.core.permissions import Forbidden
from tests import builders


def test_a_comment_raises_no_version_but_notes_activity(alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    comments.add(deal, " Call **back** ", actor=bob)
    stored = Item.objects.get(pk=deal.pk)
    assert (stored.version, stored.last_activity_by) == (1, bob)
    assert TimelineEntry.objects.get(kind="comment").data == {"text": "Call **back**"}


def test_who_observes_may_comment_but_not_edit(alice: User, charlie: User) -> None:
    deal = builders.deal(alice, observers=(charlie.pk,))
    assert comments.add(deal, "Seen", actor=charlie).actor == charlie


def test_who_may_only_read_may_not_comment(alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    builders.take_right_away("edit", "deal")
    with pytest.raises(Forbidden):
        comments.add(deal, "Mine too", actor=bob)


def test_a_stranger_may_not_comment(alice: User, charlie: User) -> None:
    with pytest.raises(Forbidden):
        comments.add(builders.deal(alice), "Hello", actor=charlie)


@pytest.mark.parametrize("text", ["", "  \n ", "\0", "x" * (comments.LONGEST + 1)])
def test_nothing_and_too_much_are_refused(alice: User, text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        comments.add(builders.deal(alice), text, actor=alice)
    assert "text" in refused.value.message_dict


@pytest.mark.parametrize("who", ["alice", "dana"])
def test_the_author_and_administrators_delete_a_comment(alice: User, dana: User, who: str) -> None:
    entry = comments.add(builders.deal(alice), "Oops", actor=alice)
    comments.delete(entry, actor={"alice": alice, "dana": dana}[who])
    assert not TimelineEntry.objects.filter(kind="comment").exists()
    assert TimelineEntry.objects.get(kind="comment_deleted").data["author"]["label"] == "Alice"


def test_a_colleague_may_not_delete_a_comment(alice: User, bob: User) -> None:
    entry = comments.add(builders.deal(alice), "Mine", actor=alice)
    with pytest.raises(Forbidden):
        comments.delete(entry, actor=bob)


def test_only_comments_can_be_deleted(alice: User, dana: User) -> None:
    builders.deal(alice)
    with pytest.raises(Forbidden):
        comments.delete(TimelineEntry.objects.get(kind="created"), actor=dana)


def test_deleting_twice_leaves_one_mark(alice: User) -> None:
    entry = comments.add(builders.deal(alice), "Oops", actor=alice)
    for _time in range(2):
        comments.delete(entry, actor=alice)
    assert TimelineEntry.objects.filter(kind="comment_deleted").count() == 1
