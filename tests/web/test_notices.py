"""Does the bell say what is new, does what it lists lead to the place, and does it say no more than one may see?"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from segue.core import comments, handover, notices, records
from segue.core.models import Item, Notice, User
from segue.web.components.notices import JOBS, KINDS, told
from tests import builders
from tests.crm.conversion.steps import convert, made, undo

HOME, CHOICES = "/notices/", "/me/notices/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def deal(bob: User, alice: User) -> Item:
    """A deal of Bob's on which he names Alice."""
    found: Item = builders.deal(bob)
    comments.add(found, "@Alice, **can** you call them?", actor=bob)
    return found


def page(client: Client, where: str = HOME, **headers: str) -> str:
    return client.get(where, headers=headers).content.decode()


def speak_german(person: User) -> None:
    User.objects.filter(pk=person.pk).update(language="de")


# The bell --------------------------------------------------------------------------------------------------------


def test_the_bell_says_on_every_page_how_many_are_unread(web: Client, deal: Item) -> None:
    assert 'aria-label="Notifications: 1 unread"' in page(web, "/deals/")
    Notice.objects.update(read_at=timezone.now())
    assert 'aria-label="Notifications"' in page(web, "/deals/")


def test_the_bell_speaks_german(web: Client, alice: User, deal: Item) -> None:
    speak_german(alice)
    assert 'aria-label="Benachrichtigungen: 1 ungelesen"' in page(web, "/deals/")
    assert "Bob hat Sie in einem Kommentar erwähnt" in page(web)


def test_the_number_costs_a_page_one_question(web: Client, deal: Item, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        notices.unread(User.objects.none().model(pk=1))


def test_the_number_ends_at_a_hundred(web: Client, alice: User) -> None:
    rows = [Notice(person=alice, kind="job", data={}, at=timezone.now()) for _ in range(101)]
    Notice.objects.bulk_create(rows)
    assert web.get("/notices/count/").json() == {"count": "99+", "label": "Notifications: 99+ unread"}


def test_asking_again_while_nothing_is_new_gets_no_answer_twice(web: Client, bob: User, deal: Item) -> None:
    first = web.get("/notices/count/")
    assert first.json()["count"] == "1"
    known = {"If-None-Match": first["ETag"]}
    assert web.get("/notices/count/", headers=known).status_code == 304
    comments.add(deal, "@Alice, again", actor=bob)
    assert web.get("/notices/count/", headers=known).json()["count"] == "2"


def test_on_a_desk_it_opens_a_panel_with_what_is_newest(web: Client, bob: User, deal: Item) -> None:
    for number in range(20):
        comments.add(deal, f"@Alice {number}", actor=bob)
    panel = page(web, **HTMX)
    assert "<html" not in panel
    assert panel.count("mentioned you in a comment") == 12


# What is listed --------------------------------------------------------------------------------------------------


def test_a_mention_names_who_where_and_what_was_said(web: Client, deal: Item) -> None:
    shown = page(web)
    assert "Bob mentioned you in a comment" in shown
    assert f"Deal #{deal.pk} · Website relaunch" in shown
    assert "@Alice, can you call them?" in shown


def test_what_is_opened_is_read_and_leads_to_the_place(web: Client, deal: Item) -> None:
    notice = Notice.objects.get()
    answer = web.post(f"/notices/{notice.pk}/open/")
    there = f"/deals/{deal.pk}/timeline/"
    assert (answer.status_code, answer["Location"]) == (303, f"{there}#said-{notice.data['entry']}")
    assert f'id="said-{notice.data["entry"]}"' in page(web, there)
    assert web.get("/notices/count/").json()["count"] == ""


def test_looking_at_the_list_reads_nothing(web: Client, deal: Item) -> None:
    page(web)
    page(web, **HTMX)
    assert Notice.objects.get().read_at is None
    assert web.get(f"/notices/{Notice.objects.get().pk}/open/").status_code == 405


def test_an_activity_leads_to_where_it_is_planned(web: Client, alice: User, bob: User) -> None:
    deal = builders.deal(bob)
    activity = builders.activity(bob, deal, responsible=alice, title="Send samples")
    assert "Bob gave you something to do" in page(web)
    assert f"Send samples · Deal #{deal.pk}" in page(web)
    answer = web.post(f"/notices/{Notice.objects.get().pk}/open/")
    assert answer["Location"] == f"/deals/{deal.pk}/timeline/#activity-{activity.pk}"


def test_a_handover_leads_to_what_is_ones_own_now(web: Client, alice: User, bob: User, dana: User) -> None:
    builders.deal(bob)
    builders.activity(bob, builders.deal(bob))
    handover.proceed(handover.start(bob, alice, with_closed=False, actor=dana))
    assert "Dana handed over to you what belonged to Bob" in page(web)
    assert "2 items, 1 activity" in page(web)
    assert web.post(f"/notices/{Notice.objects.get().pk}/open/")["Location"] == f"/deals/?owner={alice.pk}"


def test_all_are_read_at_once_and_what_came_later_is_not(web: Client, bob: User, deal: Item) -> None:
    last = Notice.objects.latest("pk").pk
    comments.add(deal, "@Alice, again", actor=bob)
    answer = web.post("/notices/read/", {"last": last}, headers={"Referer": "http://testserver/deals/"})
    assert (answer.status_code, answer["Location"]) == (303, "http://testserver/deals/")
    assert [notice.read_at is None for notice in Notice.objects.order_by("pk")] == [False, True]


def test_pages_follow_one_another_without_counting(web: Client, bob: User, deal: Item) -> None:
    for number in range(60):
        comments.add(deal, f"@Alice no {number}.", actor=bob)
    first = web.get(HOME)
    assert len(first.context["rows"]) == 50
    second = web.get(first.context["next_href"])
    assert len(second.context["rows"]) == 11
    assert web.get(second.context["previous_href"]).context["rows"][0]["pk"] == first.context["rows"][0]["pk"]


@pytest.mark.usefixtures("deal")
def test_a_page_that_is_gone_shows_the_first(web: Client) -> None:
    assert len(web.get(f"{HOME}?before=1").context["rows"]) == 1


def test_a_page_asks_no_more_for_fifty_than_for_two(
    bob: User, alice: User, deal: Item, django_assert_max_num_queries: Any
) -> None:
    web = builders.noted(Client(), alice)
    for number in range(25):
        comments.add(deal, f"@Alice no {number}.", actor=bob)
        builders.activity(bob, builders.deal(bob), responsible=alice)
    with django_assert_max_num_queries(16):
        page(web)


def test_an_empty_list_says_what_belongs_there(web: Client) -> None:
    assert "Nothing new" in page(web)


def test_those_of_others_are_not_there(admin: Client, deal: Item) -> None:
    assert "mentioned" not in page(admin)
    assert admin.post(f"/notices/{Notice.objects.get().pk}/open/").status_code == 404
    admin.post("/notices/read/", {"last": 10**9 - 1})
    assert Notice.objects.get().read_at is None


def test_who_looks_at_what_somebody_sees_reads_nothing_for_them(admin: Client, alice: User, deal: Item) -> None:
    admin.post(f"/view-as/{alice.pk}/")
    assert admin.post(f"/notices/{Notice.objects.get().pk}/open/").status_code == 403
    assert Notice.objects.get().read_at is None


# Rights ----------------------------------------------------------------------------------------------------------


def test_who_may_read_the_item_no_longer_sees_neither_title_nor_comment(web: Client, deal: Item) -> None:
    builders.give_right("read", "deal", "own")
    shown = page(web)
    assert "Hidden item" in shown
    assert "Website relaunch" not in shown + page(web, **HTMX)
    assert "call them" not in shown
    assert web.post(f"/notices/{Notice.objects.get().pk}/open/")["Location"] == HOME


def test_of_an_activity_that_one_may_not_see_any_longer_the_title_is_hidden(
    web: Client, alice: User, bob: User
) -> None:
    builders.activity(bob, builders.deal(bob), responsible=alice, title="Send samples")
    builders.give_right("read", "deal", "own")
    assert "Send samples" not in page(web)


def test_an_activity_about_several_items_leads_to_one_that_may_be_seen(web: Client, alice: User, bob: User) -> None:
    builders.give_right("read", "deal", "own")
    deal, contact = builders.deal(bob), builders.contact(bob)
    builders.activity(bob, deal, contact, responsible=alice)
    assert web.post(f"/notices/{Notice.objects.get().pk}/open/")["Location"].startswith(f"/contacts/{contact.pk}/")


def test_what_an_undone_conversion_made_is_not_opened_any_more(web: Client, alice: User, bob: User) -> None:
    done = convert(builders.lead(bob), "deal", bob)
    deal = made(done, "deal")
    records.change(deal, {"owner": alice}, actor=bob)
    records.change(deal, {"owner": bob}, actor=alice)
    undo(done, bob)
    assert "in the recycle bin" in page(web)
    assert web.post(f"/notices/{Notice.objects.get(person=alice).pk}/open/")["Location"] == HOME


def test_who_lost_the_settings_right_is_told_no_names_of_the_settings(alice: User) -> None:
    data = {"job": "index", "type": "deal", "field": 1, "labels": {"en": "Secret"}, "complete": True}
    notice = Notice.objects.create(person=alice, kind="job", data=data, at=timezone.now())
    [said] = told([notice], alice)
    assert (said["headline"], said["href"]) == ("What you began in the settings has ended", "")


@pytest.mark.parametrize(
    ("data", "headline", "href"),
    [
        (
            {"job": "handover", "handover": 7, "person": "Bob", "to": "Eve", "moved": {"deal": 3}, "complete": True},
            "What belonged to Bob belongs to Eve now",
            "/settings/handovers/7/",
        ),
        (
            {"job": "handover", "handover": 7, "person": "Bob", "to": "Eve", "moved": {}, "complete": False},
            "The handover from Bob to Eve has stopped",
            "/settings/handovers/7/",
        ),
        (
            {"job": "base_currency", "currency": "USD", "items": 3},
            "All amounts are computed in USD now",
            "/settings/currencies/",
        ),
        (
            {"job": "field_values", "type": "deal", "labels": {"en": "Seats"}, "items": 1},
            "All values of “Seats” are deleted",
            "/settings/custom-fields/deals/",
        ),
        (
            {"job": "option_values", "type": "deal", "labels": {"en": "North"}, "items": 1},
            "All values of “North” are deleted",
            "/settings/custom-fields/deals/",
        ),
        (
            {"job": "index", "type": "deal", "field": 1, "labels": {"en": "Seats"}, "complete": True},
            "Lists can be filtered quickly by “Seats” now",
            "/settings/custom-fields/deals/",
        ),
        (
            {"job": "index", "type": "deal", "field": 1, "labels": {"en": "Seats"}, "complete": False},
            "The index of “Seats” could not be built",
            "/settings/custom-fields/deals/",
        ),
    ],
)
def test_the_end_of_a_job_is_told_to_who_began_it(dana: User, data: dict[str, Any], headline: str, href: str) -> None:
    notice = Notice.objects.create(person=dana, kind="job", data=data, at=timezone.now())
    [said] = told([notice], dana)
    assert (said["headline"], said["href"]) == (headline, href)


def test_every_kind_and_every_job_has_its_words() -> None:
    assert tuple(KINDS) == notices.KINDS
    assert set(JOBS) == {"handover", "base_currency", "field_values", "option_values", "index", "job"}


def test_a_reminder_says_when_it_is_due(web: Client, alice: User) -> None:
    activity = builders.activity(alice, builders.deal(alice), title="Call back")
    Notice.objects.create(person=alice, kind="reminder", activity=activity, at=timezone.now())
    shown = page(web)
    assert "Due: " in shown
    assert "Call back · Deal" in shown


# What one is told ------------------------------------------------------------------------------------------------


def test_each_kind_is_muted_by_itself(web: Client, alice: User, deal: Item) -> None:
    assert "Show: Somebody mentions me in a comment" in page(web, CHOICES)
    answer = web.post(CHOICES, {"shown": ["reminder", "job"], "mailed": ["reminder"]})
    assert (answer.status_code, answer["Location"]) == (303, CHOICES)
    chosen = notices.choices(User.objects.get(pk=alice.pk))
    assert [kind for kind, each in chosen.items() if each.shown] == ["reminder", "job"]
    assert [kind for kind, each in chosen.items() if each.mailed] == ["reminder"]
    assert page(web, CHOICES).count("checked") == 3


def test_what_is_sent_that_is_no_kind_is_left_out(web: Client, alice: User) -> None:
    web.post(CHOICES, {"shown": ["mention", "teleport"]})
    assert set(User.objects.get(pk=alice.pk).notice_choices) == set(notices.KINDS)


def test_the_choice_speaks_german(web: Client, alice: User) -> None:
    speak_german(alice)
    assert "Anzeigen: Jemand erwähnt mich in einem Kommentar" in page(web, CHOICES)


def test_old_ones_say_how_long_ago(web: Client, deal: Item) -> None:
    Notice.objects.update(at=timezone.now() - timedelta(days=3))
    assert "3 days ago" in page(web)
