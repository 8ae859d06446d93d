"""Does a board show each item in its column, to whom it may, and what they come to?"""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from segue.core import cards, pipelines
from segue.core.models import Currency, Destination, Item, Role, Stage, User
from segue.crm import stages
from segue.web.components import last_view
from segue.web.lists import board, paging
from tests import builders
from tests.crm.test_stages import stage
from tests.web.test_list_custom_fields import field

with_stages = pytest.mark.parametrize("slug", ["leads", "deals", "estimates", "invoices"])


def lanes(client: Client, address: str) -> dict[str, list[str]]:
    """The titles of the cards in each column, by the label of its stage."""
    answer = client.get(address)
    assert answer.status_code == 200
    return {each["label"]: [card["title"] for card in each["cards"]] for each in answer.context["lanes"]}


def card(client: Client, address: str) -> dict[str, Any]:
    return next(card for lane in client.get(address).context["lanes"] for card in lane["cards"])


def facts(client: Client, address: str) -> dict[str, str]:
    return {fact["name"]: fact["text"] for fact in card(client, address)["facts"]}


def totals(client: Client, address: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = client.get(address).context["totals"]
    return found


# Columns and cards ----------------------------------------------------------------------------------------------


@with_stages
def test_every_type_with_stages_has_a_column_per_stage_in_progress(web: Client, slug: str) -> None:
    code = slug[:-1]
    labels = [each.label for each in Stage.objects.filter(pipeline__item_type=code, semantics="process")]
    assert list(lanes(web, f"/{slug}/board/")) == labels


@pytest.mark.parametrize("slug", ["contacts", "companies"])
def test_what_has_no_stages_has_no_board(web: Client, slug: str) -> None:
    assert web.get(f"/{slug}/board/").status_code == 404


def test_a_card_stands_in_the_column_of_its_stage(web: Client, alice: User) -> None:
    builders.deal(alice, title="Fresh")
    stages.move(builders.deal(alice, title="Under way"), stage("EXECUTING"), actor=alice)
    shown = lanes(web, "/deals/board/")
    assert (shown["New"], shown["In progress"]) == (["Fresh"], ["Under way"])


def test_what_was_worked_on_last_stands_first(web: Client, alice: User) -> None:
    first, _second = builders.deal(alice, title="First"), builders.deal(alice, title="Second")
    builders.activity(alice, first)
    stages.move(stages.move(first, stage("EXECUTING"), actor=alice), stage("NEW"), actor=alice)
    assert lanes(web, "/deals/board/")["New"] == ["First", "Second"]


def test_what_is_done_with_stands_on_no_board_unless_asked_for(web: Client, alice: User) -> None:
    won = stage("WON")
    stages.move(builders.deal(alice, title="Won"), won, actor=alice)
    assert not any(lanes(web, "/deals/board/").values())
    assert lanes(web, f"/deals/board/?stage={won.pk}") == {"Deal won": ["Won"]}
    assert list(lanes(web, "/deals/board/?stage=closed")) == ["Deal won", "Deal lost", "Analyse failure"]


def test_the_filter_of_the_list_is_that_of_the_board(web: Client, alice: User) -> None:
    builders.deal(alice, title="Website")
    builders.deal(alice, title="Hosting")
    context = web.get("/deals/board/?q=host").context
    assert [each["title"] for lane in context["lanes"] for each in lane["cards"]] == ["Hosting"]
    assert [view["href"] for view in context["looks"]] == ["/deals/board/?q=host", "/deals/?q=host"]


def test_the_views_of_the_list_are_those_of_the_board(web: Client, alice: User, bob: User) -> None:
    builders.deal(alice, title="Mine")
    builders.deal(bob, title="His")
    context = web.get("/deals/board/?view=mine").context
    assert [each["title"] for lane in context["lanes"] for each in lane["cards"]] == ["Mine"]
    assert [look["href"] for look in context["looks"]] == ["/deals/board/?view=mine", "/deals/?view=mine"]
    assert context["totals_href"] == "/deals/board/totals/?owner=me&of=board&pipeline=general"


def test_a_view_is_chosen_within_the_board_of_a_pipeline(web: Client, dana: User) -> None:
    other = pipelines.add("deal", {"en": "Partners", "de": "Partner"}, actor=dana)
    home = f"/deals/board/in/{other.code}/"
    context = web.get(home).context
    assert [tab["href"] for tab in context["head"]["tabs"]] == [home, f"{home}?view=mine", f"{home}?view=progress"]
    assert [each["href"] for each in context["pipelines"]["entries"]] == ["/deals/board/"]


def test_each_pipeline_has_a_board_of_its_own(web: Client, alice: User, dana: User) -> None:
    other = pipelines.add("deal", {"en": "Partners", "de": "Partner"}, actor=dana)
    moved = stages.change_pipeline(builders.deal(alice, title="By partner"), other, actor=alice)
    builders.deal(alice, title="Direct")
    assert lanes(web, "/deals/board/")["New"] == ["Direct"]
    assert lanes(web, f"/deals/board/?pipeline={other.code}")["New"] == ["By partner"]
    assert moved.pipeline_id == other.pk


def test_a_stage_shows_the_board_of_its_pipeline_until_another_is_chosen(web: Client, dana: User) -> None:
    other = pipelines.add("deal", {"en": "Partners", "de": "Partner"}, actor=dana)
    won = other.stages.get(semantics="success")
    assert list(lanes(web, f"/deals/board/?stage={won.pk}")) == ["Deal won"]
    assert len(lanes(web, f"/deals/board/?stage={won.pk}&pipeline=general")) == 5


def test_a_stranger_sees_none_of_the_cards(client: Client, alice: User, charlie: User) -> None:
    builders.deal(alice)
    client.force_login(charlie)
    assert not any(lanes(client, "/deals/board/").values())
    assert {each["count"] for each in totals(client, "/deals/board/totals/").values()} == {"0"}


def test_without_the_right_to_read_there_is_no_board(web: Client) -> None:
    builders.take_right_away("read", "deal")
    assert web.get("/deals/board/").status_code == 403


def test_a_card_tells_the_usual_things(web: Client, alice: User) -> None:
    deal = builders.deal(alice, client=builders.client(builders.company(alice), builders.contact(alice)))
    builders.activity(alice, deal)
    shown = card(web, "/deals/board/")
    told = [(fact["name"], fact["text"]) for fact in shown["facts"]]
    assert shown["title"] == "Website relaunch"
    assert told[1:4] == [("client", "Brandt GmbH"), ("client", "Jana Brandt"), ("next", "Send the offer")]
    assert [name for name, _text in told] == ["amount", "client", "client", "next", "age", "created_at"]
    assert (shown["owner"], shown["initials"]) == ("Alice", "A")


def test_a_card_can_only_be_moved_by_whom_its_item_can(client: Client, alice: User, charlie: User) -> None:
    builders.deal(alice)
    builders.give_right("read", "deal", "all")
    client.force_login(charlie)
    shown = card(client, "/deals/board/")
    assert (shown["move_href"], shown["send_href"]) == ("", "")
    assert 'draggable="true"' not in client.get("/deals/board/").content.decode()


# Further cards --------------------------------------------------------------------------------------------------


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Boards begin with two cards in a lane, and go on by two."""
    monkeypatch.setattr(board, "BEGIN", 2)
    monkeypatch.setattr(paging, "SIZE", 2)


@pytest.mark.usefixtures("short")
def test_a_column_loads_its_further_cards_and_shows_none_twice(web: Client, alice: User) -> None:
    for number in range(5):
        builders.deal(alice, title=f"Deal {number}")
    lane = web.get("/deals/board/").context["lanes"][0]
    found = [card["title"] for card in lane["cards"]]
    while lane["more_href"]:
        lane = web.get(lane["more_href"], headers={"HX-Request": "true"}).context["lane"]
        found += [card["title"] for card in lane["cards"]]
    assert found == [f"Deal {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.usefixtures("short")
def test_without_scripts_further_cards_are_the_list_of_the_stage(web: Client, alice: User) -> None:
    for number in range(3):
        builders.deal(alice, title=f"Deal {number}")
    lane = web.get("/deals/board/?q=deal").context["lanes"][0]
    assert lane["more_page"] == f"/deals/?q=deal&stage={stage('NEW').pk}"


def test_a_column_that_is_none_is_the_first_one(web: Client, alice: User) -> None:
    builders.deal(alice)
    lane = web.get("/deals/board/column/?lane=x&after=nonsense").context["lane"]
    assert (lane["label"], len(lane["cards"])) == ("New", 1)


# What they come to ----------------------------------------------------------------------------------------------


def test_a_column_counts_and_adds_up_by_currency_and_in_all(web: Client, alice: User) -> None:
    dollar = Currency.objects.get(code="USD")
    builders.deal(alice, amount=Decimal(100), rows=())
    builders.deal(alice, amount=Decimal(50), rows=())
    builders.deal(alice, amount=Decimal(10), rows=(), currency=dollar)
    total = totals(web, "/deals/board/totals/")[str(stage("NEW").pk)]
    in_all = Decimal(150) + Item.objects.get(currency=dollar).base_amount
    assert (total["count"], total["amounts"]) == ("3", ["€150.00", "$10.00"])
    assert total["base"] == f"€{in_all:.2f}"


def test_one_currency_needs_no_sum_of_all(web: Client, alice: User) -> None:
    builders.deal(alice, amount=Decimal(100), rows=())
    assert totals(web, "/deals/board/totals/")[str(stage("NEW").pk)]["base"] == ""


def test_counts_are_exact_to_ten_thousand(web: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from segue.web.components import counts  # noqa: PLC0415

    monkeypatch.setattr(counts, "EXACT_TO", 2)
    for _each in range(3):
        builders.deal(alice)
    assert totals(web, "/deals/board/totals/")[str(stage("NEW").pk)]["count"] == "2+"


def test_the_board_does_not_wait_for_its_totals_but_shows_them_without_scripts(web: Client, alice: User) -> None:
    builders.deal(alice)
    assert web.get("/deals/board/").context["lanes"][0]["total"] is None
    assert web.get("/deals/board/?totals=1").context["lanes"][0]["total"]["count"] == "1"


# What cards show ------------------------------------------------------------------------------------------------


def test_everybody_chooses_what_cards_show(web: Client, alice: User, bob: User) -> None:
    builders.deal(alice)
    web.post("/deals/board/cards/", {"names": ["owner", "nonsense"]})
    assert (facts(web, "/deals/board/"), card(web, "/deals/board/")["owner"]) == ({}, "Alice")
    assert cards.chosen(bob, "deal") is None
    assert cards.chosen(alice, "lead") is None


def test_a_field_of_the_company_stands_on_a_card(web: Client, alice: User, dana: User) -> None:
    field(dana, "integer", "SEATS")
    builders.deal(alice, SEATS=12)
    web.post("/deals/board/cards/", {"names": ["SEATS"]})
    assert facts(web, "/deals/board/") == {"SEATS": "12"}


def test_reset_shows_the_usual_again(web: Client, alice: User) -> None:
    builders.deal(alice)
    web.post("/deals/board/cards/", {"names": ["owner"]})
    web.post("/deals/board/cards/", {"names": ["owner"], "usual": "1"})
    assert "amount" in facts(web, "/deals/board/")


def test_what_was_chosen_is_ticked(web: Client) -> None:
    web.post("/deals/board/cards/", {"names": ["owner"]})
    options = web.get("/deals/board/cards/").context["options"]
    assert [each["value"] for each in options if each["checked"]] == ["owner"]


# The way between list and board ---------------------------------------------------------------------------------


def test_the_menu_leads_back_to_the_view_that_was_used_last(web: Client) -> None:
    def menu() -> list[str]:
        return [each["href"] for each in web.get("/bin/").context["shell"]["nav"][1:4]]

    web.get("/deals/board/")
    assert menu() == ["/leads/", "/deals/board/", "/contacts/"]
    web.get("/deals/")
    assert menu() == ["/leads/", "/deals/", "/contacts/"]


# Queries --------------------------------------------------------------------------------------------------------


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@with_stages
def test_many_cards_take_as_many_queries_as_few(web: Client, alice: User, slug: str) -> None:
    make = builders.BY_SLUG[slug]
    for _each in range(2):
        builders.activity(alice, make(alice))
    few = queries(web, f"/{slug}/board/")
    for _each in range(6):
        builders.activity(alice, make(alice))
    assert queries(web, f"/{slug}/board/") == few


@pytest.mark.parametrize("slug", ["estimates", "invoices"])
def test_many_deadlines_take_as_many_queries_as_few(web: Client, alice: User, slug: str) -> None:
    make = builders.BY_SLUG[slug]
    for _each in range(2):
        builders.activity(alice, make(alice))
    few = queries(web, f"/{slug}/deadlines/")
    for _each in range(6):
        builders.activity(alice, make(alice))
    assert queries(web, f"/{slug}/deadlines/") == few


def test_totals_take_one_question_about_items(web: Client, alice: User) -> None:
    builders.deal(alice)
    with CaptureQueriesContext(connection) as captured:
        web.get("/deals/board/totals/")
    assert len([each for each in captured if "SUM(" in each["sql"]]) == 1


def test_the_pipeline_that_was_chosen_is_kept_on_the_way_over_the_list(web: Client, dana: User) -> None:
    other = pipelines.add("deal", {"en": "Partners", "de": "Partner"}, actor=dana)
    home = f"/deals/board/in/{other.code}/"
    looks = web.get(home).context["looks"]
    assert [look["href"] for look in looks] == [home, "/deals/"]
    assert web.get("/deals/?q=host").context["looks"][0]["href"] == f"{home}?q=host"
    won = stage("WON")
    assert web.get(f"/deals/?stage={won.pk}").context["looks"][0]["href"] == f"/deals/board/?stage={won.pk}"
    web.get("/deals/board/")
    assert web.get("/deals/").context["looks"][0]["href"] == "/deals/board/"


def test_a_pipeline_that_is_gone_meanwhile_is_no_obstacle(web: Client) -> None:
    for said in ("deals-board-gone", "deals-board-", "deals-board-a b", "deals-nothing", "x-board-y", "deals"):
        web.cookies[last_view.COOKIE] = said
        [deals] = [each["href"] for each in web.get("/deals/").context["nav"] if each["label"] == "Deals"]
        assert web.get(deals).status_code == 200


def only_to(name: str, role: str = "manager") -> None:
    """Let deals of the first stage go nowhere but there."""
    Destination.objects.create(role=Role.objects.get(code=role), stage=stage("NEW"), to=stage(name))


def test_a_card_knows_where_it_may_not_be_dropped(web: Client, alice: User) -> None:
    builders.deal(alice)
    assert card(web, "/deals/board/")["shut"] == ""
    only_to("EXECUTING")
    assert card(web, "/deals/board/")["shut"] == "PREPARATION PREPAYMENT_INVOICE FINAL_INVOICE WON LOSE APOLOGY"


def test_the_menu_of_a_card_does_not_offer_them_either(web: Client, alice: User) -> None:
    only_to("EXECUTING")
    shown = web.get(f"/deals/{builders.deal(alice).pk}/move/").context
    assert ([each["value"] for each in shown["stages"]], shown["success"], shown["failure"]) == (
        ["EXECUTING"],
        [],
        None,
    )


def test_what_is_made_of_a_lead_is_open_to_every_card(web: Client) -> None:
    zones = {zone["kind"]: zone["leads_to"] for zone in web.get("/leads/board/").context["zones"]}
    assert zones == {"success": "", "failure": "JUNK"}
