"""What does the first page show of somebody's day, and what can be done there?"""

import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from segue.core.models import Activity, Department, Item, User
from segue.core.models.activity import CALL
from segue.web.components import my_day
from tests import builders

NOON = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)


def planned(client: Client) -> list[str]:
    return [str(entry["headline"]) for entry in client.get("/").context["planned"]["entries"]]


def part(client: Client, name: str) -> dict[str, Any]:
    """One of the parts beside what is planned."""
    parts: dict[str, dict[str, Any]] = {each["id"]: each for each in client.get("/").context["parts"]}
    return parts[name]


def due_invoice(actor: User, days: int, **values: Any) -> Any:
    on = timezone.localdate() + timedelta(days=days)
    return builders.invoice(actor, start_on=on - timedelta(days=30), due_on=on, **values)


def stale_deal(actor: User, **values: Any) -> Any:
    deal = builders.deal(actor, **values)
    Item.objects.filter(pk=deal.pk).update(last_activity_at=timezone.now() - timedelta(days=20))
    return deal


# What is planned ----------------------------------------------------------------------------------------------


def test_what_is_overdue_or_due_today_stands_there_the_oldest_first(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    for title, days in (("Old", -3), ("Yesterday", -1), ("Tomorrow", 2)):
        builders.activity(alice, deal, title=title, deadline=timezone.now() + timedelta(days=days))
    assert planned(web) == ["Old", "Yesterday"]


def test_today_ends_with_the_readers_day(web: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(time_zone="Pacific/Auckland")
    there = timezone.now().astimezone(ZoneInfo("Pacific/Auckland"))
    last = there.replace(hour=23, minute=59, second=0, microsecond=0)
    deal = builders.deal(alice)
    builders.activity(alice, deal, title="Tonight", deadline=last)
    builders.activity(alice, deal, title="After midnight", deadline=last + timedelta(minutes=2))
    assert planned(web) == ["Tonight"]


def test_what_others_have_to_do_does_not(web: Client, alice: User, bob: User) -> None:
    builders.activity(bob, builders.deal(alice), deadline=timezone.now() - timedelta(days=1))
    assert planned(web) == []


def test_each_says_what_it_is_about(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    builders.activity(alice, deal, deadline=timezone.now() - timedelta(days=1))
    page = web.get("/").content.decode()
    assert (
        f'<p class="entry-origin"><a class="link" href="/deals/{deal.pk}/">Deal #{deal.pk} · Website relaunch' in page
    )


def test_of_several_items_one_that_is_seen_is_named(web: Client, alice: User, charlie: User, dana: User) -> None:
    hidden, seen = builders.deal(charlie, title="Secret"), builders.deal(alice, title="Open")
    builders.activity(dana, hidden, seen, responsible=alice, deadline=timezone.now() - timedelta(days=1))
    page = web.get("/").content.decode()
    assert "Secret" not in page
    assert f"Deal #{seen.pk} · Open" in page


@pytest.fixture
def task(alice: User) -> Activity:
    """A to-do of Alice's that was due yesterday."""
    return builders.activity(alice, builders.deal(alice), deadline=timezone.now() - timedelta(days=1))


def test_done_there_one_stays_there(web: Client, task: Activity) -> None:
    entry = web.get("/").context["planned"]["entries"][0]
    answer = web.post(entry["complete"]["action"], {"tab": "day"})
    assert answer["Location"] == "/#page-title"
    assert planned(web) == []
    assert task


def test_put_off_there_one_stays_there(web: Client, task: Activity) -> None:
    entry = web.get("/").context["planned"]["entries"][0]
    later = next(each["action"] for each in entry["menu"] if "to=tomorrow" in each.get("action", ""))
    assert web.post(later, {"tab": "day", "version": task.version})["Location"] == "/#page-title"
    assert planned(web) == []


def test_a_call_asks_in_a_dialog_that_leads_back(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    builders.activity(alice, deal, kind=CALL, deadline=timezone.now() - timedelta(days=1))
    action = web.get("/").context["planned"]["entries"][0]["complete"]["action"]
    dialog = web.get(action, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/"}).content.decode()
    assert '<input type="hidden" name="tab" value="day">' in dialog
    assert web.post(action, {"tab": "day", "result": "Agreed."})["Location"] == "/#page-title"


def test_more_than_a_few_are_listed_apart(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    for _ in range(my_day.MOST_PLANNED + 1):
        builders.activity(alice, deal, deadline=timezone.now() - timedelta(days=1))
    context = web.get("/").context
    assert len(context["planned"]["entries"]) == my_day.MOST_PLANNED
    assert context["planned"]["count"] == f"{my_day.MOST_PLANNED + 1} due today or overdue"
    listed = web.get(context["planned"]["href"]).context
    assert len(listed["entries"]) == my_day.MOST_PLANNED + 1


def test_pages_of_them_follow_one_another(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    for number in range(51):
        builders.activity(alice, deal, title=f"T{number:02}", deadline=NOON - timedelta(days=100 - number))
    first = web.get("/figures/activities/").context
    assert (len(first["entries"]), first["next_href"]) == (50, "?page=2")
    last = web.get("/figures/activities/?page=2").context
    assert [entry["headline"] for entry in last["entries"]] == ["T50"]
    assert web.get("/figures/activities/?page=x").status_code == 200


# Deals and invoices -------------------------------------------------------------------------------------------


def test_stale_deals_say_since_when(web: Client, alice: User) -> None:
    stale_deal(alice)
    found = part(web, "stale")
    assert found["text"] == "1 open deal without activity for 14 days"
    assert [(row["label"], row["note"]) for row in found["rows"]] == [("Website relaunch", "Last activity 3 weeks ago")]


def test_invoices_say_whether_they_are_late(web: Client, alice: User) -> None:
    due_invoice(alice, 0, title="Today's")
    due_invoice(alice, -1, title="Late")
    assert [(row["label"], row["word"]) for row in part(web, "due")["rows"]] == [
        ("Late", "Overdue"),
        ("Today's", "Today"),
    ]


@pytest.mark.parametrize(("name", "make"), [("stale", stale_deal), ("due", lambda actor: due_invoice(actor, -1))])
def test_the_number_leads_to_as_many_items(web: Client, alice: User, name: str, make: Any) -> None:
    for _ in range(my_day.MOST_ITEMS + 2):
        make(alice)
    found = part(web, name)
    assert len(found["rows"]) == my_day.MOST_ITEMS
    assert found["count"].number == my_day.MOST_ITEMS + 2
    assert len(web.get(found["href"]).context["rows"]) == my_day.MOST_ITEMS + 2


@pytest.mark.parametrize(("name", "make"), [("stale", stale_deal), ("due", lambda actor: due_invoice(actor, -1))])
def test_nobody_waits_for_more_to_be_counted_than_a_day_holds(
    web: Client, alice: User, monkeypatch: pytest.MonkeyPatch, name: str, make: Any
) -> None:
    monkeypatch.setattr(my_day, "MOST_COUNTED", 6)
    for _ in range(my_day.MOST_ITEMS + 2):
        make(alice)
    assert part(web, name)["text"].startswith("6+ ")


def test_many_activities_are_counted_as_far_as_a_day_goes(
    web: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(my_day, "MOST_COUNTED", 6)
    deal = builders.deal(alice)
    for _ in range(my_day.MOST_PLANNED + 2):
        builders.activity(alice, deal, deadline=timezone.now() - timedelta(days=1))
    assert web.get("/").context["planned"]["count"] == "6+ due today or overdue"


@pytest.mark.parametrize("owner", ["bob", "charlie"])
def test_what_others_are_responsible_for_is_not_ones_day(
    web: Client, request: pytest.FixtureRequest, owner: str
) -> None:
    other = request.getfixturevalue(owner)
    stale_deal(other)
    due_invoice(other, -1)
    assert (part(web, "stale")["count"].number, part(web, "due")["count"].number) == (0, 0)


def test_types_that_one_may_not_read_are_left_out(web: Client) -> None:
    builders.take_right_away("read", "invoice")
    assert [each["id"] for each in web.get("/").context["parts"]] == ["stale"]


# The page -----------------------------------------------------------------------------------------------------


def test_an_empty_day_says_what_belongs_there_and_offers_to_begin(web: Client) -> None:
    page = web.get("/").content.decode()
    assert "Nothing is planned for today." in page
    assert re.search(r'<a href="/leads/" class="btn', page)
    assert 'href="/deals/new/"' in page[page.index("No deal of yours") :]
    assert 'href="/invoices/new/"' in page[page.index("No invoice of yours") :]


def test_whoever_may_make_none_is_offered_none(web: Client) -> None:
    builders.take_right_away("add", "deal", "invoice")
    assert [each["new_href"] for each in web.get("/").context["parts"]] == ["", ""]


def test_somebody_without_a_role_is_told_so(client: Client, alice: User) -> None:
    builders.take_roles_away()
    client.force_login(alice)
    assert "You have no access yet" in client.get("/").content.decode()
    assert client.get("/figures/").status_code == 403
    assert client.get("/figures/activities/").status_code == 403


def test_the_figures_come_by_a_second_request(web: Client) -> None:
    page = web.get("/?period=year").content.decode()
    assert 'hx-get="/figures/?period=year" hx-trigger="load"' in page


def test_it_takes_few_queries_however_much_there_is(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    web = builders.noted(Client(), alice)
    for _ in range(7):
        deal = stale_deal(alice)
        builders.activity(alice, deal, deadline=timezone.now() - timedelta(days=1))
        stale_deal(alice)
        due_invoice(alice, -1)
    web.get("/")
    with django_assert_num_queries(QUERIES):
        web.get("/")


QUERIES = 23


def test_forty_thousand_people_are_not_listed(web: Client) -> None:
    User.objects.bulk_create(User(email=f"p{number}@segue.test", name=f"Person {number}") for number in range(300))
    Department.objects.bulk_create(Department(name=f"Department {number}") for number in range(300))
    page = web.get("/").content.decode()
    assert "Person 7" not in page
    assert "Department 7" not in page
