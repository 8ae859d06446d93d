"""Can one plan, change, put off and finish on a page what is to be done about an item, with and without scripts?"""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from segue.core import activities
from segue.core.models import Activity, Item, TimelineEntry, User
from segue.core.models.activity import CALL, DONE, EMAIL, INCOMING, MEETING, OPEN, TASK
from tests import builders
from tests.crm.conversion.steps import convert, made

HTMX = {"HX-Request": "true"}
AT = datetime(2030, 5, 6, 9, 30, tzinfo=UTC)


def typed(who: User, **more: Any) -> dict[str, Any]:
    return {"title": "Send the offer", "deadline": "2030-05-06T09:30", "responsible": who.pk} | more


def home(item: Item) -> str:
    return f"/deals/{item.pk}/"


def add(web: Client, item: Item, kind: str, sent: dict[str, Any], **more: Any) -> Any:
    return web.post(f"{home(item)}activities/new/{kind}/", sent, **more)


def planned(web: Client, item: Item) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = web.get(home(item)).context["timeline"]["planned"]
    return found


# The composer ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["to-do", "call", "meeting", "e-mail"])
def test_each_form_of_the_composer_is_a_link_away(web: Client, alice: User, kind: str) -> None:
    deal = builders.deal(alice)
    there = f"{home(deal)}timeline/?add={kind}"
    assert there in web.get(home(deal)).content.decode()
    assert f'action="{home(deal)}activities/new/{kind}/"' in web.get(there).content.decode()


def test_a_kind_that_there_is_not_leaves_the_comment(web: Client, alice: User) -> None:
    assert 'name="text"' in web.get(f"{home(builders.deal(alice))}timeline/?add=party").content.decode()


def test_observers_are_offered_a_comment_alone(web: Client, alice: User, charlie: User) -> None:
    deal = builders.deal(charlie, observers=(alice.pk,))
    for page in (web.get(home(deal)), web.get(f"{home(deal)}timeline/?add=to-do")):
        assert 'name="text"' in page.content.decode()
        assert "add=to-do" not in page.content.decode()
    assert add(web, deal, "to-do", typed(alice)).status_code == 403


def test_a_todo_is_planned_and_one_comes_back_to_where_one_was(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    answer = add(web, deal, "to-do", typed(alice, tab="timeline"))
    assert (answer.status_code, answer["Location"]) == (303, f"{home(deal)}timeline/#timeline-title")
    assert [entry["headline"] for entry in planned(web, deal)] == ["Send the offer"]


def test_times_are_of_the_persons_zone(web: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(time_zone="America/New_York")
    add(web, builders.deal(alice), "to-do", typed(alice))
    there = ZoneInfo("America/New_York")
    assert Activity.objects.get().deadline == datetime(2030, 5, 6, 9, 30, tzinfo=there)


def test_a_call_that_took_place_is_done_at_once(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    add(web, deal, "call", typed(alice, title="", direction=INCOMING, done="1", description="Wants **two**."))
    page = web.get(home(deal)).content.decode()
    assert Activity.objects.get().status == DONE
    assert "Incoming call" in page
    assert "Wants <strong>two</strong>" in page


def test_a_mail_is_noted(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    add(web, deal, "e-mail", typed(alice, title="Price list"))
    assert (Activity.objects.get().kind, Activity.objects.get().status) == (EMAIL, DONE)
    assert "E-mail sent: Price list" in web.get(home(deal)).content.decode()


def test_a_meeting_has_an_end_and_more(web: Client, alice: User, bob: User) -> None:
    more = {"ends_at": "2030-05-06T10:30", "reminders": ["15", "60"], "priority": "3", "colour": "5"}
    add(web, builders.deal(alice), "meeting", typed(bob, **more))
    made = Activity.objects.get()
    assert (made.kind, made.responsible, made.reminders, made.priority, made.colour) == (MEETING, bob, [15, 60], 3, 5)


def test_a_refused_form_comes_back_as_it_was_typed(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    for headers in ({}, HTMX):
        answer = add(web, deal, "to-do", typed(alice, title="", deadline="soon", description="Kept"), headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"title", "deadline"}
        assert 'value="soon"' in page
        assert "Kept" in page
    assert not Activity.objects.exists()


def test_what_core_refuses_stands_beside_its_field(web: Client, alice: User) -> None:
    answer = add(web, builders.deal(alice), "meeting", typed(alice, ends_at="2030-05-06T09:00"))
    assert answer.context["form"].errors["ends_at"] == ["It ends before it begins."]


@pytest.mark.parametrize("odd", ["0001-01-01T00:00", "9999-12-31T23:59", "2030-02-31T10:00", "\0", "x" * 1000])
def test_odd_times_are_refused_and_never_a_fault(web: Client, alice: User, odd: str) -> None:
    assert add(web, builders.deal(alice), "meeting", typed(alice, deadline=odd, ends_at=odd)).status_code == 422


def test_from_a_sheet_htmx_is_led_back(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    asked = {"HX-Current-URL": f"http://testserver{home(deal)}timeline/"} | HTMX
    sheet = web.get(f"{home(deal)}activities/new/call/", headers=asked).content.decode()
    assert "<html" not in sheet
    assert 'name="tab" value="timeline"' in sheet
    answer = add(web, deal, "to-do", typed(alice, tab="timeline"), headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"{home(deal)}timeline/")


def test_it_can_belong_to_the_client_too_and_to_nothing_else(web: Client, alice: User, charlie: User) -> None:
    firm, other, hidden = builders.company(alice), builders.company(alice), builders.company(charlie, open_to_all=False)
    deal = builders.deal(alice, client=builders.client(firm))
    assert add(web, deal, "to-do", typed(alice, about=[firm.pk])).status_code == 303
    assert set(Activity.objects.get().items.values_list("pk", flat=True)) == {deal.pk, firm.pk}
    for pk in (other.pk, hidden.pk):
        assert add(web, deal, "to-do", typed(alice, about=[pk])).status_code == 422


# Who may --------------------------------------------------------------------------------------------------------


def test_for_a_stranger_there_is_nothing(client: Client, alice: User, charlie: User) -> None:
    client.force_login(charlie)
    assert add(client, builders.deal(alice), "to-do", typed(charlie)).status_code == 404


def test_without_the_right_it_is_refused_and_not_offered(client: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    builders.activity(alice, deal)
    builders.take_right_away("edit", "deal")
    client.force_login(bob)
    assert add(client, deal, "to-do", typed(bob)).status_code == 403
    page = client.get(home(deal))
    assert "?add=call" not in page.content.decode()
    assert [(entry["complete"], entry["menu"]) for entry in page.context["timeline"]["planned"]] == [(None, [])]


def test_the_responsible_gets_it_done_without_the_right_to_edit(client: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    activity = builders.activity(alice, deal, responsible=bob)
    builders.take_right_away("edit", "deal")
    client.force_login(bob)
    assert client.post(f"{home(deal)}activities/{activity.pk}/complete/").status_code == 303


def test_one_of_another_item_is_not_found(web: Client, alice: User, charlie: User) -> None:
    mine, theirs = builders.deal(alice), builders.deal(charlie)
    activity = builders.activity(charlie, theirs)
    for item in (mine, theirs):
        for act in ("", "complete/", "postpone/", "reopen/", "delete/"):
            assert web.post(f"{home(item)}activities/{activity.pk}/{act}").status_code == 404


def test_a_hidden_item_it_belongs_to_is_only_counted(web: Client, alice: User, charlie: User, dana: User) -> None:
    mine, hidden = builders.deal(alice), builders.deal(charlie, title="Secret", open_to_all=False)
    activity = builders.activity(dana, mine, hidden)
    for page in ("", "timeline/", "history/", f"activities/{activity.pk}/"):
        assert "Secret" not in web.get(f"{home(mine)}{page}").content.decode()
    web.post(f"{home(mine)}activities/{activity.pk}/", typed(alice, about=[mine.pk], version=1))
    assert set(activity.items.values_list("pk", flat=True)) == {mine.pk, hidden.pk}


# Planned --------------------------------------------------------------------------------------------------------


def test_the_oldest_deadline_stands_first_and_late_ones_say_so(web: Client, alice: User) -> None:
    deal, now = builders.deal(alice), timezone.now()
    for title, hours in (("Later", 72), ("Late", -48), ("Today", 0.001)):
        builders.activity(alice, deal, title=title, deadline=now + timedelta(hours=hours))
    told = [(entry["headline"], entry["due"]["word"]) for entry in planned(web, deal)]
    assert told in (
        [("Late", "Overdue"), ("Today", "Today"), ("Later", "")],
        [("Late", "Overdue"), ("Today", ""), ("Later", "")],  # at midnight
    )


def test_the_tab_of_the_phone_counts_what_is_due(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    builders.activity(alice, deal, deadline=timezone.now() - timedelta(days=1))
    builders.activity(alice, deal, deadline=timezone.now() + timedelta(days=3))
    tab = next(tab for tab in web.get(home(deal)).context["tabs"] if tab["name"] == "timeline")
    assert (tab["count"], tab["alarm"]) == (1, "1 due today or overdue")


def test_what_is_open_on_a_source_stands_there_with_its_name(web: Client, alice: User) -> None:
    lead = builders.lead(alice, title="From the web")
    builders.activity(alice, lead)
    deal = made(convert(lead, "deal", alice), "deal")
    entry = planned(web, deal)[0]
    assert entry["origin"] == {"label": f"Lead #{lead.pk} · From the web", "href": f"/leads/{lead.pk}/"}
    assert entry["complete"]["action"].startswith(f"/leads/{lead.pk}/")
    assert web.get(f"{home(deal)}timeline/?entries=own").context["timeline"]["planned"] == []


def test_a_todo_is_done_with_one_click_and_a_call_asks(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    for kind in (TASK, CALL):
        builders.activity(alice, deal, kind=kind, deadline=AT)
    assert [entry["complete"]["asks"] for entry in planned(web, deal)] == [False, True]


def test_what_came_of_it_stands_in_the_past(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    where = f"{home(deal)}activities/{builders.activity(alice, deal, kind=CALL).pk}/complete/"
    assert "Result" in web.get(where).content.decode()
    assert web.post(where, {"result": "They **agree**."}).status_code == 303
    page = web.get(home(deal))
    assert page.context["timeline"]["planned"] == []
    assert "They <strong>agree</strong>." in page.content.decode()
    assert "They **agree**." in web.get(f"{home(deal)}history/").content.decode()


def test_what_is_done_can_be_opened_again_once(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    activity = builders.activity(alice, deal)
    where = f"{home(deal)}activities/{activity.pk}/reopen/"
    for _turn in range(2):
        activities.complete(activity, actor=alice)
        assert web.get(home(deal)).content.decode().count(where) == 1
        assert web.post(where).status_code == 303
    assert Activity.objects.get().status == OPEN
    assert where not in web.get(home(deal)).content.decode()


@pytest.mark.parametrize(("to", "days"), [("tomorrow", 1), ("in-3-days", 3), ("next-week", 7)])
def test_it_is_put_off_to_the_same_time_of_a_later_day(web: Client, alice: User, to: str, days: int) -> None:
    deal = builders.deal(alice)
    activity = builders.activity(alice, deal, deadline=timezone.now() - timedelta(days=5))
    there = timezone.localtime(activity.deadline)
    web.post(f"{home(deal)}activities/{activity.pk}/postpone/?to={to}", {"version": 1})
    moved = timezone.localtime(Activity.objects.get().deadline)
    assert moved.date() == timezone.localdate() + timedelta(days=days)
    assert moved.time() == there.time()


def test_it_is_put_off_to_a_time_one_chooses(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    where = f"{home(deal)}activities/{builders.activity(alice, deal).pk}/postpone/"
    assert 'name="deadline"' in web.get(where).content.decode()
    assert web.post(where, {"deadline": ""}).status_code == 422
    assert web.post(where, {"deadline": "2031-01-02T08:00", "version": 1}).status_code == 303
    assert timezone.localtime(Activity.objects.get().deadline).year == 2031


def test_putting_off_what_somebody_else_moved_meanwhile_says_so(web: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    activity = activities.postpone(builders.activity(alice, deal), AT, actor=bob)
    answer = web.post(f"{home(deal)}activities/{activity.pk}/postpone/?to=tomorrow", {"version": 1})
    assert answer.status_code == 409
    assert "Bob changed this meanwhile" in answer.content.decode()
    assert Activity.objects.get().deadline == AT


def test_both_values_are_shown_when_somebody_saved_meanwhile(web: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    activity = builders.activity(alice, deal)
    activities.change(activity, {"title": "Bob's words"}, actor=bob)
    where = f"{home(deal)}activities/{activity.pk}/"
    answer = web.post(where, typed(alice, title="My words", version=1))
    assert answer.status_code == 409
    assert all(words in answer.content.decode() for words in ("Bob&#x27;s words", "My words", 'value="2"'))
    assert web.post(where, typed(alice, title="My words", version=2)).status_code == 303
    assert Activity.objects.get().title == "My words"


def test_deleting_asks_first(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    where = f"{home(deal)}activities/{builders.activity(alice, deal).pk}/delete/"
    assert "Delete “Send the offer”?" in web.get(where).content.decode()
    assert web.post(where).status_code == 303
    assert not Activity.objects.exists()
    assert "To-do removed: Send the offer" in web.get(f"{home(deal)}history/").content.decode()


def test_the_history_tells_what_changed(web: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    changed = {"responsible": bob, "reminders": [60], "colour": 6, "priority": 3, "deadline": AT}
    activities.change(builders.activity(alice, deal), changed, actor=alice)
    page = web.get(f"{home(deal)}history/").content.decode()
    for told in ("Responsible person: Alice → Bob", "Reminders: – → 1 hour before", "Colour: – → Red", "High priority"):
        assert told in page
    assert TimelineEntry.objects.filter(kind="activity_changed").exists()
    assert "To-do changed" not in web.get(home(deal)).content.decode()


def test_markup_in_titles_is_text(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    builders.activity(alice, deal, title="<script>alert(1)</script>", description="<img src=x onerror=alert(1)>")
    page = web.get(home(deal)).content.decode()
    assert "<script>alert" not in page
    assert "onerror=alert" not in page or "&lt;img" in page
