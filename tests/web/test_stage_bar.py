"""Does the stage bar move an item, and refuse in words what may not be?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import pipelines
from segue.core.models import Item, Stage, User
from segue.crm import stages
from tests import builders
from tests.crm.test_stages import stage


def press(client: Client, item: Item, code: str, **more: Any) -> Any:
    return client.post(f"/deals/{item.pk}/stage/", {"stage": code} | more)


def standing(item: Item) -> str:
    return str(Stage.objects.get(items=item).code)


def bar(client: Client, address: str) -> Any:
    return client.get(address).context["stage_bar"]


def test_a_press_moves_and_says_so(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    client.force_login(alice)
    answer = press(client, deal, "EXECUTING", version="1")
    assert (answer.status_code, answer["Location"]) == (303, f"/deals/{deal.pk}/#stage-to-EXECUTING")
    assert standing(deal) == "EXECUTING"
    assert "Stage: In progress" in client.get(f"/deals/{deal.pk}/").content.decode()


def test_the_bar_shows_what_is_past_and_what_is_to_come(client: Client, alice: User) -> None:
    deal = stages.move(builders.deal(alice), stage("PREPARATION"), actor=alice)
    client.force_login(alice)
    shown = bar(client, f"/deals/{deal.pk}/")
    assert [each["state"] for each in shown["stages"]] == ["past", "current", "future", "future", "future"]
    assert (str(shown["closing"]["label"]), shown["closing"]["state"]) == ("Close deal", "")
    assert [each["value"] for each in shown["closing"]["results"]] == ["WON", "LOSE", "APOLOGY"]


def test_a_result_takes_the_place_of_the_question(client: Client, alice: User) -> None:
    deal = stages.move(builders.deal(alice), stage("LOSE"), actor=alice)
    client.force_login(alice)
    closing = bar(client, f"/deals/{deal.pk}/")["closing"]
    assert (closing["label"], closing["state"]) == ("Deal lost", "failure")


def test_a_lead_is_completed_by_making_something_of_it(client: Client, alice: User) -> None:
    lead = builders.lead(alice)
    client.force_login(alice)
    closing = bar(client, f"/leads/{lead.pk}/")["closing"]
    assert len(closing["variants"]) == 7
    assert [each["value"] for each in closing["results"]] == ["JUNK"]
    answer = client.post(f"/leads/{lead.pk}/stage/", {"stage": "CONVERTED"})
    assert answer.status_code == 422
    assert "Choose what to make of it" in answer.content.decode()


def test_a_colleague_moves_it_too(client: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    client.force_login(bob)
    assert press(client, deal, "WON").status_code == 303


def test_for_a_stranger_there_is_nothing_to_move(client: Client, alice: User, charlie: User) -> None:
    deal = builders.deal(alice)
    client.force_login(charlie)
    assert press(client, deal, "WON").status_code == 404
    assert standing(deal) == "NEW"


def test_without_the_right_to_move_it_says_which_is_missing(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    builders.take_right_away("move", "deal")
    client.force_login(alice)
    answer = press(client, deal, "WON")
    assert answer.status_code == 403
    assert "You may not move this deal to another stage." in answer.content.decode()
    assert bar(client, f"/deals/{deal.pk}/")["readonly"]


@pytest.mark.parametrize("code", ["", "S", "nonsense", "\0", "🙂" * 5000, "<b>WON</b>"])
def test_what_is_no_stage_here_is_refused(client: Client, alice: User, code: str) -> None:
    deal = builders.deal(alice)
    client.force_login(alice)
    assert press(client, deal, code).status_code == 422
    assert standing(deal) == "NEW"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "²"])
def test_a_version_that_is_none_is_left_out(client: Client, alice: User, version: str) -> None:
    deal = builders.deal(alice)
    client.force_login(alice)
    assert press(client, deal, "WON", version=version).status_code == 303


def test_a_bar_shown_before_somebody_else_moved_it_is_stale(client: Client, alice: User, bob: User) -> None:
    deal = stages.move(builders.deal(alice), stage("EXECUTING"), actor=bob)
    client.force_login(alice)
    answer = press(client, deal, "WON", version="1")
    assert answer.status_code == 409
    assert "This was saved in the meantime, by someone else or in another window" in answer.content.decode()
    assert standing(deal) == "EXECUTING"


def test_looking_moves_nothing(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    client.force_login(alice)
    assert client.get(f"/deals/{deal.pk}/stage/?stage=WON").status_code == 405


def test_a_deal_moves_to_another_pipeline(client: Client, alice: User, dana: User) -> None:
    north, deal = pipelines.add("deal", {"en": "North", "de": "Nord"}, actor=dana), builders.deal(alice)
    client.force_login(alice)
    offered = client.get(f"/deals/{deal.pk}/").context["pipelines"]["entries"]
    assert [entry["label"] for entry in offered] == ["North"]
    assert client.post(offered[0]["action"], {"version": "1"}).status_code == 303
    assert Item.objects.get(pk=deal.pk).pipeline == north


@pytest.mark.parametrize("code", ["nowhere", "invoice", "", "\0"])
def test_a_pipeline_that_is_none_of_deals_is_refused(client: Client, alice: User, code: str) -> None:
    client.force_login(alice)
    address = f"/deals/{builders.deal(alice).pk}/stage/"
    assert client.post(address, query_params={"pipeline": code}).status_code == 422


def test_one_pipeline_offers_no_other(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get(f"/deals/{builders.deal(alice).pk}/").context["pipelines"] is None
