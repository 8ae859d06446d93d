"""Does a timeline show only the entries of a kind, a person or some days; do pinned ones stay on top?"""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from segue.core import comments, pins, records
from segue.core.custom_fields import changes
from segue.core.models import TimelineEntry, User
from segue.core.models.activity import CALL
from tests import builders
from tests.core.custom_fields.fields import stored


def told(web: Client, address: str) -> list[str]:
    days: list[dict[str, Any]] = web.get(address).context["timeline"]["days"]
    return [entry["headline"] for day in days for entry in day["entries"]]


def test_one_kind_of_entries(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    comments.add(deal, "Hello", actor=alice)
    builders.activity(alice, deal, kind=CALL, title="", done=True)
    home = f"/deals/{deal.pk}/timeline/"
    assert told(web, f"{home}?show=comments") == ["Comment"]
    assert told(web, f"{home}?show=calls") == ["Outgoing call"]
    assert told(web, f"{home}?show=created") == ["Deal created"]
    assert len(told(web, f"{home}?show=nonsense&by=x")) == 3


def test_one_person(web: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    comments.add(deal, "Hello", actor=bob)
    assert told(web, f"/deals/{deal.pk}/timeline/?by={bob.pk}") == ["Comment"]
    people = web.get(f"/deals/{deal.pk}/").context["timeline"]["filter"]["selects"][1]["options"]
    assert [option["label"] for option in people] == ["Everybody", "Alice", "Bob"]


def test_some_days(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    comments.add(deal, "Hello", actor=alice)
    TimelineEntry.objects.filter(item=deal, kind="created").update(at=timezone.now() - timedelta(days=9))
    home, today = f"/deals/{deal.pk}/timeline/", timezone.localdate()
    assert told(web, f"{home}?since={today}") == ["Comment"]
    assert told(web, f"{home}?until={today - timedelta(days=1)}") == ["Deal created"]
    assert told(web, f"{home}?since={today}&until={today}&show=created") == []
    assert len(told(web, f"{home}?since=soon")) == 2


def test_what_is_chosen_stays_on_older_pages_and_can_be_reset(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    for number in range(52):
        comments.add(deal, f"number {number}", actor=alice)
    block = web.get(f"/deals/{deal.pk}/timeline/?show=comments").context["timeline"]
    assert "show=comments" in block["more_href"]
    assert len(told(web, block["more_href"])) == 2
    assert block["filter"]["reset_href"] == f"/deals/{deal.pk}/timeline/"
    assert block["planned"] == []


def test_pinned_entries_stand_on_top_and_in_their_place(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    entry = comments.add(deal, "Gate code 4711", actor=alice)
    where = f"/deals/{deal.pk}/timeline/{entry.pk}/"
    assert web.post(f"{where}pin/", {"tab": "timeline"})["Location"] == f"/deals/{deal.pk}/timeline/#timeline-title"
    page = web.get(f"/deals/{deal.pk}/")
    assert page.content.decode().count("Gate code 4711") == 2
    web.post(f"{where}unpin/")
    assert web.get(f"/deals/{deal.pk}/").context["timeline"]["pinned"] == []


def test_pinned_entries_of_older_pages_stand_on_top_too(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    pins.pin(comments.add(deal, "Gate code 4711", actor=alice), actor=alice)
    for number in range(60):
        records.change(deal, {"title": f"Shop {number}"}, actor=alice)
    assert [entry["headline"] for entry in web.get(f"/deals/{deal.pk}/").context["timeline"]["pinned"]] == ["Comment"]


def test_a_pinned_change_of_a_restricted_field_is_only_for_those_who_see_it(
    web: Client, client: Client, alice: User, dana: User
) -> None:
    deal = builders.deal(alice)
    changes.restrict(stored(dana, "string", "MARGIN"), [dana], [], actor=dana)
    records.change(deal, {"MARGIN": "40"}, actor=dana)
    pins.pin(TimelineEntry.objects.filter(item=deal).latest("pk"), actor=dana)
    assert web.get(f"/deals/{deal.pk}/").context["timeline"]["pinned"] == []
    client.force_login(dana)
    assert len(client.get(f"/deals/{deal.pk}/").context["timeline"]["pinned"]) == 1


def test_an_eighth_pin_is_refused_in_words(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    for number in range(8):
        entry = comments.add(deal, f"number {number}", actor=alice)
        answer = web.post(f"/deals/{deal.pk}/timeline/{entry.pk}/pin/", follow=True)
    assert "At most 7 entries can be pinned" in answer.content.decode()


def test_what_is_of_another_item_cannot_be_pinned_here(web: Client, alice: User, charlie: User) -> None:
    deal, theirs = builders.deal(alice), builders.deal(charlie)
    entry = TimelineEntry.objects.get(item=theirs)
    for item in (deal, theirs):
        assert web.post(f"/deals/{item.pk}/timeline/{entry.pk}/pin/").status_code == 404


def test_who_may_not_comment_pins_nothing(client: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    builders.take_right_away("edit", "deal")
    client.force_login(bob)
    entry = TimelineEntry.objects.get(item=deal)
    assert client.post(f"/deals/{deal.pk}/timeline/{entry.pk}/pin/").status_code == 403
    assert "/pin/" not in client.get(f"/deals/{deal.pk}/").content.decode()
