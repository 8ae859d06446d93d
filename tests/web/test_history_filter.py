"""Does a history show what one asks for: which event, by whom, of which field, when; and nothing one may not see?"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from segue.core import records
from segue.core.custom_fields import changes
from segue.core.models import Item, TimelineEntry, User
from tests import builders
from tests.core.custom_fields.fields import stored


def history(client: Client, deal: Item, query: str = "") -> Any:
    answer = client.get(f"/deals/{deal.pk}/history/{query}")
    assert answer.status_code == 200
    return answer.context["history"]


def told(client: Client, deal: Item, query: str = "") -> list[str]:
    """Each row by the field it tells of, or by its event."""
    return [
        row["changes"][0]["label"] if "changes" in row else row["event"] for row in history(client, deal, query)["rows"]
    ]


def offered(client: Client, deal: Item, name: str) -> list[str]:
    (select,) = (each for each in history(client, deal)["selects"] if each["name"] == name)
    return [option["label"] for option in select["options"]]


def move_back(entry: TimelineEntry, days: int) -> None:
    TimelineEntry.objects.filter(pk=entry.pk).update(at=timezone.now() - timedelta(days=days))


@pytest.fixture
def deal(alice: User, bob: User) -> Item:
    """A deal that was made ten days ago, renamed by Bob yesterday and noted on by Alice today."""
    found: Item = builders.deal(alice)
    records.change(found, {"title": "Shop", "probability": 60}, actor=bob)
    records.change(found, {"comment": "Call first"}, actor=alice)
    for entry, days in zip(TimelineEntry.objects.filter(item=found).order_by("pk"), (10, 1, 0), strict=True):
        move_back(entry, days)
    return found


def preset(client: Client, deal: Item, label: str) -> list[str]:
    (chosen,) = (each for each in history(client, deal)["presets"] if each["label"] == label)
    return told(client, deal, chosen["href"].partition("/history/")[2])


def test_one_field(web: Client, deal: Item) -> None:
    assert told(web, deal, "?field=probability") == ["Probability"]
    assert offered(web, deal, "field") == ["All fields", "Comment", "Name", "Probability"]


def test_a_field_that_is_not_offered_is_left_out(web: Client, deal: Item) -> None:
    assert len(told(web, deal, "?field=stage%00")) == len(told(web, deal, "?field=NONE")) == 4


@pytest.mark.parametrize(
    ("label", "rows"),
    [
        ("Today", ["Comment"]),
        ("Yesterday", ["Name", "Probability"]),
        ("By me", ["Comment", "Deal created"]),
        ("Everything", ["Comment", "Name", "Probability", "Deal created"]),
    ],
)
def test_what_is_often_asked_for_is_one_press_away(web: Client, deal: Item, label: str, rows: list[str]) -> None:
    assert preset(web, deal, label) == rows


def test_a_period_has_both_its_days(web: Client, deal: Item) -> None:
    today = timezone.localdate()
    since, until = today - timedelta(days=10), today - timedelta(days=1)
    assert told(web, deal, f"?since={since}&until={until}") == ["Name", "Probability", "Deal created"]
    assert told(web, deal, f"?until={until - timedelta(days=1)}") == ["Deal created"]
    assert told(web, deal, f"?since={today}") == ["Comment"]


def test_days_that_are_none_are_left_out(web: Client, deal: Item) -> None:
    assert len(told(web, deal, "?since=yesterday&until=2026-99-99")) == 4
    assert len(told(web, deal, "?since=0001-01-01&until=9999-12-31")) == 4


def test_filters_narrow_together_and_say_what_is_chosen(web: Client, deal: Item, bob: User) -> None:
    query = f"?author={bob.pk}&event=changed&field=title&since=2020-01-31"
    block = history(web, deal, query)
    assert told(web, deal, query) == ["Name"]
    chosen = {
        each["name"]: [option["value"] for option in each["options"] if option["selected"]] for each in block["selects"]
    }
    assert chosen == {"author": [str(bob.pk)], "event": ["changed"], "field": ["title"]}
    assert [day["value"] for day in block["days"]] == ["2020-01-31", ""]


def test_older_pages_keep_what_is_chosen(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    for number in range(52):
        records.change(deal, {"title": f"Shop {number}"}, actor=alice)
    first = history(web, deal, "?field=title&since=2020-01-31")
    older = first["next_href"].partition("/history/")[2]
    assert {"field=title", "since=2020-01-31"} <= set(older.removeprefix("?").split("&"))
    assert len(told(web, deal, older)) == 2


@pytest.mark.parametrize(("language", "words"), [("en", "Nothing in this history"), ("de", "Nichts in dieser History")])
def test_nothing_found_leads_back_to_everything(
    web: Client, alice: User, deal: Item, language: str, words: str
) -> None:
    User.objects.filter(pk=alice.pk).update(language=language)
    page = web.get(f"/deals/{deal.pk}/history/?until=2020-01-31").content.decode()
    assert words in page
    assert f'href="/deals/{deal.pk}/history/"' in page


def test_a_restricted_field_is_neither_offered_nor_found(
    web: Client, client: Client, alice: User, dana: User, deal: Item
) -> None:
    changes.restrict(stored(dana, "string", "MARGIN", labels={"en": "Margin"}), [dana], [], actor=dana)
    records.change(deal, {"MARGIN": "40", "title": "Shop and blog"}, actor=dana)
    assert "Margin" not in offered(web, deal, "field")
    assert told(web, deal, "?field=MARGIN") == told(web, deal)
    client.force_login(dana)
    assert told(client, deal, "?field=MARGIN") == ["Margin"]


def test_a_custom_field_is_offered_by_its_name(web: Client, alice: User, dana: User, deal: Item) -> None:
    stored(dana, "string", "SEATS", labels={"en": "Seats"})
    records.change(deal, {"SEATS": "40"}, actor=alice)
    assert "Seats" in offered(web, deal, "field")
    assert told(web, deal, "?field=SEATS") == ["Seats"]
