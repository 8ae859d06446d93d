"""Does the timeline come in whole pages, with what the item came from, and without what may not be seen?"""

from datetime import timedelta

import pytest
from django.utils import timezone

from segue.core import comments, history, links, records
from segue.core.history import Filter
from segue.core.models import Item, TimelineEntry, User
from tests import builders


def told(page: history.Page) -> list[str]:
    return [entry.data.get("text", entry.kind) for entry in page.entries]


@pytest.fixture
def busy(alice: User) -> Item:
    """A deal with more comments than a page holds, all at one moment."""
    deal = builders.deal(alice)
    for number in range(history.PAGE + 10):
        comments.add(deal, str(number), actor=alice)
    TimelineEntry.objects.filter(item=deal).update(at=deal.created_at)
    return deal


def test_pages_follow_one_another_without_gap_or_double(busy: Item) -> None:
    first = history.timeline([busy.pk])
    second = history.timeline([busy.pk], before=first.older)
    assert len(first.entries) == history.PAGE
    assert told(first) + told(second) == [str(number) for number in reversed(range(60))] + ["created"]
    assert second.older is None


def test_a_page_begins_where_an_entry_that_is_gone_stood_at_the_newest(busy: Item) -> None:
    assert told(history.timeline([busy.pk], before=10**15)) == told(history.timeline([busy.pk]))


def test_the_newest_comes_first_across_items(alice: User) -> None:
    lead, deal = builders.lead(alice), builders.deal(alice)
    old = comments.add(lead, "old", actor=alice)
    TimelineEntry.objects.filter(pk=old.pk).update(at=old.at - timedelta(days=1))
    comments.add(deal, "new", actor=alice)
    assert told(history.timeline([lead.pk, deal.pk]))[0] == "new"
    assert told(history.timeline([lead.pk, deal.pk]))[-1] == "old"


def test_sources_are_told_apart_by_what_the_reader_may_see(alice: User, charlie: User, dana: User) -> None:
    seen, hidden, deal = builders.lead(alice), builders.lead(charlie), builders.deal(alice)
    for lead in (seen, hidden):
        links.bind(lead, deal, actor=dana)
    sources = history.sources(deal, alice)
    assert (set(sources.seen), set(sources.hidden)) == ({seen.pk}, {hidden.pk})
    assert history.left_out(sources.hidden) == 2  # created, link added


def test_an_item_from_nowhere_has_no_sources(alice: User) -> None:
    assert not history.sources(builders.deal(alice), alice)


def test_history_leaves_comments_out_and_keeps_that_one_was_deleted(alice: User) -> None:
    deal = builders.deal(alice)
    comments.add(deal, "stays", actor=alice)
    comments.delete(comments.add(deal, "goes", actor=alice), actor=alice)
    assert told(history.changes(deal)) == ["comment_deleted", "created"]
    assert told(history.timeline([deal.pk])) == ["stays", "created"]


def test_history_can_be_narrowed_to_a_field_and_a_time(alice: User) -> None:
    deal = builders.deal(alice)
    for title in ("Shop", "Shop and blog"):
        records.change(deal, {"title": title}, actor=alice)
    records.change(deal, {"comment": "Call first"}, actor=alice)
    now, day = timezone.now(), timedelta(days=1)
    assert len(history.changes(deal, Filter(field="title")).entries) == 2
    assert history.fields(deal) == {"title", "comment"}
    assert told(history.changes(deal, Filter(begins_at=now + day))) == []
    assert len(history.changes(deal, Filter(begins_at=now - day, ends_before=now + day)).entries) == 4


def test_history_can_be_narrowed_to_an_author_and_a_kind(alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    records.change(deal, {"title": "Shop"}, actor=bob)
    assert told(history.changes(deal, Filter(author=bob.pk))) == ["changed"]
    assert told(history.changes(deal, Filter(kinds=("created",)))) == ["created"]
    assert [user.name for user in history.authors(deal)] == ["Alice", "Bob"]
    assert history.kinds(deal) == ["created", "changed"]
