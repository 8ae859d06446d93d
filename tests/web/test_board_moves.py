"""Does a card move on its board, and is everything refused there that is refused elsewhere? Two tabs, two drops."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from segue.core import item_types, records, required_changes
from segue.core.models import Grant, Item, Role, StageChange, TimelineEntry, User
from segue.crm import stages
from tests import builders
from tests.crm.test_stages import stage

HTMX = {"HX-Request": "true"}
BOARD = "/deals/board/"


def move(client: Client, item: Item, code: str, **more: Any) -> Any:
    """What a drag sends."""
    sent = {"stage": code, "version": item.version, "back": BOARD} | more
    return client.post(f"/deals/{item.pk}/stage/", sent, headers=HTMX)


def card_of(answer: Any) -> Any:
    return answer.context["lane"]["cards"][0]


def standing(item: Item) -> str:
    return str(Item.objects.select_related("stage").get(pk=item.pk).stage.code)


def choices(client: Client, address: str) -> Any:
    answer = client.get(address, headers=HTMX)
    assert answer.status_code == 200
    return answer.context


# Moving ---------------------------------------------------------------------------------------------------------


def test_a_move_answers_with_the_card_as_it_is_now(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    answer = move(web, deal, "EXECUTING")
    assert (answer.status_code, answer["HX-Trigger"]) == (200, "board-changed")
    card = card_of(answer)
    assert (card["lane"], card["version"]) == (str(stage("EXECUTING").pk), deal.version + 1)
    assert answer.context["said"] == "Website relaunch: In progress"


def test_without_scripts_a_move_leads_back_to_the_board_and_to_the_card(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    answer = web.post(f"/deals/{deal.pk}/stage/", {"stage": "EXECUTING", "back": "/deals/board/?q=web"})
    assert (answer.status_code, answer["Location"]) == (303, f"/deals/board/?q=web#card-{deal.pk}")
    assert "Website relaunch: In progress" in web.get("/deals/board/").content.decode()


def test_a_board_elsewhere_is_no_way_back(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    answer = web.post(f"/deals/{deal.pk}/stage/", {"stage": "WON", "back": "https://evil.example/deals/board/"})
    assert answer["Location"] == f"/deals/{deal.pk}/#stage-closing"


def test_two_drops_of_one_card_are_one_move(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    assert [move(web, deal, "EXECUTING").status_code for _each in range(2)] == [200, 200]
    assert StageChange.objects.filter(item=deal).count() == 2  # made, moved


def test_a_card_of_another_tab_is_refused_and_says_who_was_quicker(client: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    stages.move(deal, stage("EXECUTING"), actor=bob)
    client.force_login(alice)
    answer = move(client, deal, "PREPARATION")
    assert answer.status_code == 409
    assert "was changed by Bob meanwhile and is in “In progress” now" in answer.context["refused"]
    assert card_of(answer)["lane"] == str(stage("EXECUTING").pk)
    assert standing(deal) == "EXECUTING"


def test_another_field_that_changed_meanwhile_is_no_reason_to_refuse(web: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    records.change(deal, {"title": "Relaunch"}, actor=bob)
    assert card_of(move(web, deal, "EXECUTING"))["title"] == "Relaunch"


def test_a_colleague_moves_the_card_too(client: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    client.force_login(bob)
    assert move(client, deal, "EXECUTING").status_code == 200


def test_for_a_stranger_there_is_no_card(client: Client, alice: User, charlie: User) -> None:
    deal = builders.deal(alice)
    client.force_login(charlie)
    assert move(client, deal, "EXECUTING").status_code == 404
    assert client.get(f"/deals/{deal.pk}/move/").status_code == 404


def test_without_the_right_a_move_is_refused_with_the_reason(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    builders.take_right_away("move", "deal")
    answer = move(web, deal, "EXECUTING")
    assert answer.status_code == 403
    assert "You may not move this deal to another stage." in answer.content.decode()


def test_what_a_stage_requires_is_asked_for_on_the_board(web: Client, alice: User, dana: User) -> None:
    wanted = {"probability": stage("EXECUTING")}
    required_changes.save(item_types.get("deal"), stage("NEW").pipeline, wanted, actor=dana)
    deal = builders.deal(alice)
    answer = move(web, deal, "EXECUTING")
    assert (answer.status_code, answer.context["dialog"]["cancel_href"]) == (422, BOARD)
    hidden = {each["name"]: each["value"] for each in answer.context["dialog"]["hidden"]}
    answer = web.post(f"/deals/{deal.pk}/stage/", hidden | {"probability": "30"}, headers=HTMX)
    assert (answer.status_code, standing(deal)) == (200, "EXECUTING")


def test_who_may_not_see_it_where_it_went_sees_no_card_any_more(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    role = Role.objects.get(code="manager")
    there = stage("EXECUTING")
    Grant.objects.create(role=role, item_type="deal", action="read", scope="none", stage=there, pipeline=None)
    answer = move(web, deal, "EXECUTING")
    assert (answer.status_code, answer.context["lane"], answer.context["gone"]) == (200, None, f"card-{deal.pk}")


# The menu of a card ---------------------------------------------------------------------------------------------


def test_the_menu_of_a_card_offers_all_other_stages_and_results(web: Client, alice: User) -> None:
    shown = choices(web, f"/deals/{builders.deal(alice).pk}/move/")
    codes = [each["value"] for each in shown["stages"]]
    assert codes == ["PREPARATION", "PREPAYMENT_INVOICE", "EXECUTING", "FINAL_INVOICE"]
    assert [each["value"] for each in shown["success"]] == ["WON"]
    assert shown["failure"]["label"] == "Failure"


def test_the_menu_of_a_lead_offers_what_can_be_made_of_it(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    for address in (f"/leads/{lead.pk}/move/", f"/leads/{lead.pk}/move/?to=success"):
        assert len(choices(web, address)["variants"]) == 7


def test_a_lead_is_converted_without_the_right_to_move_it(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    builders.take_right_away("move", "lead")
    shown = choices(web, f"/leads/{lead.pk}/move/")
    assert (shown["stages"], shown["failure"], len(shown["variants"])) == ([], None, 7)


def test_the_menu_is_a_page_without_scripts(web: Client, alice: User) -> None:
    page = web.get(f"/deals/{builders.deal(alice).pk}/move/?back=/deals/board/?q=x").content.decode()
    assert '<button class="menu-entry" name="stage" value="EXECUTING">' in page
    assert '<input type="hidden" name="back" value="/deals/board/?q=x">' in page


def test_without_the_right_to_edit_there_is_no_menu(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    builders.take_right_away("edit", "deal")
    assert web.get(f"/deals/{deal.pk}/move/").status_code == 403


def test_what_has_no_stages_has_no_menu(web: Client, alice: User) -> None:
    assert web.get(f"/contacts/{builders.contact(alice).pk}/move/").status_code == 404


# Results --------------------------------------------------------------------------------------------------------


def test_a_failure_asks_which_one_and_why(web: Client, alice: User) -> None:
    shown = choices(web, f"/deals/{builders.deal(alice).pk}/move/?to=failure")
    assert [each["value"] for each in shown["failures"]] == ["LOSE", "APOLOGY"]


def test_the_note_of_a_failure_is_a_comment_in_the_timeline(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    move(web, deal, "LOSE", note=" Too dear. ")
    assert standing(deal) == "LOSE"
    assert TimelineEntry.objects.get(item=deal, kind="comment").data["text"] == "Too dear."


def test_a_failure_without_a_note_has_no_comment(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    move(web, deal, "LOSE", note="  ")
    assert not TimelineEntry.objects.filter(item=deal, kind="comment").exists()


def test_a_note_that_is_too_long_moves_nothing(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    assert move(web, deal, "LOSE", note="x" * 20_001).status_code == 422
    assert standing(deal) == "NEW"


def test_a_lead_is_not_simply_moved_to_success(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    answer = web.post(f"/leads/{lead.pk}/stage/", {"stage": "CONVERTED", "back": "/leads/board/"}, headers=HTMX)
    assert answer.status_code == 422
    assert standing(lead) == "NEW"


# Quick add ------------------------------------------------------------------------------------------------------


def add(client: Client, **values: Any) -> Any:
    return client.post("/deals/board/add/", {"currency": "EUR"} | values, headers=HTMX)


def test_a_name_an_amount_and_a_client_make_a_deal_on_the_first_stage(web: Client, alice: User) -> None:
    answer = add(web, title="Coffee", amount="1,200.50", company_q="Brandt GmbH")
    made = Item.objects.get(type="deal")
    assert (made.title, made.amount, made.owner, standing(made)) == ("Coffee", Decimal("1200.5"), alice, "NEW")
    assert made.open_to_all is True
    assert made.due_on == timezone.localdate() + timedelta(days=7)
    assert card_of(answer)["facts"][1]["text"] == "Brandt GmbH"


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(web: Client) -> None:
    answer = add(web, title="Coffee", amount="a lot")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="Coffee"' in page
    assert 'value="a lot"' in page
    assert not Item.objects.filter(type="deal").exists()


def test_what_the_first_stage_requires_is_asked_for_too(web: Client, dana: User) -> None:
    required_changes.save(item_types.get("deal"), stage("NEW").pipeline, {"probability": stage("NEW")}, actor=dana)
    answer = add(web, title="Coffee")
    assert answer.status_code == 422
    assert "probability" in answer.content.decode()
    assert add(web, title="Coffee", also="probability", probability="20").status_code == 200


def test_without_scripts_it_is_a_page_that_leads_back_to_the_board(web: Client) -> None:
    assert web.get("/deals/board/add/").status_code == 200
    answer = web.post("/deals/board/add/?q=x", {"title": "Coffee", "currency": "EUR", "amount": ""})
    made = Item.objects.get(type="deal")
    assert answer["Location"] == f"/deals/board/?q=x#card-{made.pk}"


def test_it_begins_in_the_pipeline_that_is_shown(web: Client, alice: User, dana: User) -> None:
    from segue.core import pipelines  # noqa: PLC0415

    other = pipelines.add("deal", {"en": "Partners", "de": "Partner"}, actor=dana)
    web.post(f"/deals/board/add/?pipeline={other.code}", {"title": "Coffee", "currency": "EUR"}, headers=HTMX)
    assert Item.objects.get(type="deal").pipeline == other


def test_nothing_is_added_without_the_right(web: Client) -> None:
    builders.take_right_away("add", "deal")
    assert web.get(BOARD).context["add_href"] == ""
    assert add(web, title="Coffee").status_code == 403


# Deadlines ------------------------------------------------------------------------------------------------------


def due(client: Client, address: str = "/invoices/deadlines/") -> dict[str, list[str]]:
    return {each["key"]: [card["title"] for card in each["cards"]] for each in client.get(address).context["lanes"]}


def put_off(client: Client, item: Item, to: str, **more: Any) -> Any:
    return client.post(f"/invoices/{item.pk}/deadline/", {"to": to, "version": item.version} | more, headers=HTMX)


def test_what_is_open_stands_by_its_deadline(web: Client, alice: User) -> None:
    today = timezone.localdate()
    for title, day in (("Late", today - timedelta(days=1)), ("Today", today), ("Far", today + timedelta(days=30))):
        builders.invoice(alice, title=title, start_on=today - timedelta(days=40), due_on=day)
    paid = builders.invoice(alice, title="Paid", due_on=today)
    stages.move(paid, stage("P", "invoice"), actor=alice)
    shown = due(web)
    assert (shown["overdue"], shown["today"], shown["later"]) == (["Late"], ["Today"], ["Far"])


def test_estimates_stand_by_the_day_until_which_they_are_valid(web: Client, alice: User) -> None:
    builders.estimate(alice, valid_until=timezone.localdate())
    assert due(web, "/estimates/deadlines/")["today"] == ["Offer"]


@pytest.mark.parametrize("slug", ["leads", "deals", "contacts"])
def test_other_types_have_no_board_of_deadlines(web: Client, slug: str) -> None:
    assert web.get(f"/{slug}/deadlines/").status_code == 404


@pytest.mark.parametrize(("to", "days"), [("today", 0), ("next-week", 7), ("later", 14)])
def test_a_drop_sets_the_day(web: Client, alice: User, to: str, days: int) -> None:
    bill = builders.invoice(alice, due_on=timezone.localdate() + timedelta(days=1))
    answer = put_off(web, bill, to, back="/invoices/deadlines/")
    assert Item.objects.get(pk=bill.pk).due_on == timezone.localdate() + timedelta(days=days)
    assert card_of(answer)["lane"] == to


def test_nothing_can_be_dropped_on_overdue(web: Client, alice: User) -> None:
    bill = builders.invoice(alice)
    assert put_off(web, bill, "overdue").status_code == 404
    lanes = web.get("/invoices/deadlines/").context["lanes"]
    assert [each["key"] for each in lanes if not each["takes"]] == ["overdue"]


def test_a_day_that_somebody_else_has_set_meanwhile_stays(web: Client, alice: User, bob: User) -> None:
    bill = builders.invoice(alice)
    records.change(bill, {"due_on": date(2030, 1, 1)}, actor=bob)
    answer = put_off(web, bill, "today", back="/invoices/deadlines/")
    assert answer.status_code == 409
    assert "Bob" in answer.context["refused"]
    assert Item.objects.get(pk=bill.pk).due_on == date(2030, 1, 1)


def test_a_day_before_the_issue_is_refused(web: Client, alice: User) -> None:
    ahead = timezone.localdate() + timedelta(days=5)
    bill = builders.invoice(alice, start_on=ahead, due_on=ahead)
    answer = put_off(web, bill, "today", back="/invoices/deadlines/")
    assert answer.status_code == 422
    assert "This date lies before the issue date." in answer.content.decode()


def test_the_menu_of_a_deadline_offers_the_other_days(web: Client, alice: User) -> None:
    bill = builders.invoice(alice, due_on=timezone.localdate())
    shown = choices(web, f"/invoices/{bill.pk}/deadline/")
    assert [each["value"] for each in shown["spans"]] == ["this-week", "next-week", "later"]
