"""Can a card be moved on a board: by mouse, by its menu, on the phone? And what if somebody else was quicker?"""

import pytest
from playwright.sync_api import Locator, Page, expect

from segue.core import item_types, records, required_changes
from segue.core.models import Destination, Item, Role, TimelineEntry, User
from segue.crm import stages
from tests import builders
from tests.browser.patience import until
from tests.crm.test_stages import stage

PREPARING = "Preparing documents"


@pytest.fixture
def board(desk: Page, site: str, deal: Item) -> Page:
    """The board of deals on Alice's desk, with a deal in its first column."""
    desk.goto(f"{site}/deals/board/")
    return desk


def lane(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def card(page: Page, name: str = "Website relaunch") -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=name, exact=True))


def cursor_is_on(page: Page, name: str = "Website relaunch") -> None:
    expect(page.get_by_role("link", name=name, exact=True)).to_be_focused()


def drag(page: Page, what: Locator, to: Locator) -> None:
    """Take a card by the mouse, wait until the places for it are there, and let it go in one of them."""
    what.hover(position={"x": 20, "y": 45})
    page.mouse.down()
    page.mouse.move(400, 500, steps=3)
    until(page, "document.querySelector('[data-dragging]') !== null")
    box = to.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()


def standing(item: Item) -> str:
    return str(Item.objects.select_related("stage").get(pk=item.pk).stage.code)


def test_a_card_is_dragged_to_another_column_and_keeps_the_cursor(board: Page, deal: Item) -> None:
    drag(board, card(board), lane(board, PREPARING))
    expect(lane(board, PREPARING).get_by_role("listitem")).to_contain_text("Website relaunch")
    expect(board.locator("#board-said")).to_have_text(f"Website relaunch: {PREPARING}")
    expect(lane(board, PREPARING).locator(".lane-count")).to_have_text("1")
    cursor_is_on(board)
    assert standing(deal) == "PREPARATION"


def test_a_card_is_moved_by_its_menu_with_the_keyboard_alone(board: Page, deal: Item) -> None:
    board.get_by_role("link", name="Move to: Website relaunch").focus()
    board.keyboard.press("Enter")
    choice = board.get_by_role("dialog").get_by_role("button", name=PREPARING)
    choice.focus()
    board.keyboard.press("Enter")
    expect(lane(board, PREPARING).get_by_role("listitem")).to_contain_text("Website relaunch")
    cursor_is_on(board)
    assert standing(deal) == "PREPARATION"


def test_a_card_may_be_moved_twice_in_a_row(board: Page, deal: Item) -> None:
    for name in (PREPARING, "In progress"):
        drag(board, card(board), lane(board, name))
        expect(board.locator("#board-said")).to_have_text(f"Website relaunch: {name}")
    assert standing(deal) == "EXECUTING"


def test_a_card_that_may_not_go_there_comes_back_with_the_reason(board: Page, deal: Item) -> None:
    builders.take_right_away("move", "deal")
    drag(board, card(board), lane(board, PREPARING))
    expect(board.locator("#toasts")).to_contain_text("You may not move this deal to another stage.")
    expect(lane(board, "New").get_by_role("listitem")).to_contain_text("Website relaunch")
    assert standing(deal) == "NEW"


def test_who_is_too_late_is_told_who_was_quicker_and_sees_where_it_is(board: Page, deal: Item, seller: User) -> None:
    bob = builders.person("Bob", department=seller.departments.get())
    stages.move(deal, stage("EXECUTING"), actor=bob)
    drag(board, card(board), lane(board, PREPARING))
    expect(board.locator("#toasts")).to_contain_text("was changed by Bob meanwhile and is in “In progress” now")
    expect(lane(board, "In progress").get_by_role("listitem")).to_contain_text("Website relaunch")
    assert standing(deal) == "EXECUTING"


def test_a_card_that_is_gone_meanwhile_leaves_the_board(board: Page, deal: Item, seller: User) -> None:
    records.delete(deal, actor=builders.person("Dana", is_admin=True))
    drag(board, card(board), lane(board, PREPARING))
    expect(board.locator("#toasts")).to_contain_text("There is nothing here")
    expect(card(board)).to_have_count(0)


def test_several_cards_in_a_row_are_all_moved(desk: Page, site: str, seller: User) -> None:
    deals = [builders.deal(seller, title=f"Deal {number}", rows=()) for number in range(3)]
    desk.goto(f"{site}/deals/board/")
    for number in range(3):
        drag(desk, card(desk, f"Deal {number}"), lane(desk, PREPARING))
    expect(lane(desk, PREPARING).locator(".card")).to_have_count(3)
    expect(lane(desk, PREPARING).locator(".lane-count")).to_have_text("3")
    assert [standing(deal) for deal in deals] == ["PREPARATION"] * 3


def test_a_stage_that_requires_something_asks_for_it_and_cancel_takes_the_card_back(board: Page, deal: Item) -> None:
    require_probability(builders.person("Dana", is_admin=True))
    drag(board, card(board), lane(board, PREPARING))
    question = board.get_by_role("dialog")
    expect(question).to_contain_text("This has to be filled in first.")
    question.get_by_role("link", name="Cancel").click()
    expect(lane(board, "New").get_by_role("listitem")).to_contain_text("Website relaunch")
    assert standing(deal) == "NEW"


def test_a_stage_that_requires_something_takes_the_card_once_it_is_filled_in(board: Page, deal: Item) -> None:
    require_probability(builders.person("Dana", is_admin=True))
    drag(board, card(board), lane(board, PREPARING))
    board.get_by_label("Probability").fill("30")
    board.get_by_role("button", name="Save and move").click()
    expect(board.get_by_role("dialog")).to_have_count(0)
    expect(lane(board, PREPARING).get_by_role("listitem")).to_contain_text("Website relaunch")
    assert standing(deal) == "PREPARATION"


def require_probability(dana: User) -> None:
    wanted = {"probability": stage("PREPARATION")}
    required_changes.save(item_types.get("deal"), stage("NEW").pipeline, wanted, actor=dana)


def test_a_card_dropped_on_success_is_won_and_leaves_the_board(board: Page, deal: Item) -> None:
    drag(board, card(board), board.locator(".zone.is-success"))
    expect(card(board)).to_have_count(0)
    assert standing(deal) == "WON"
    expect(board.locator("#toasts")).to_contain_text("Website relaunch: Deal won")
    board.locator("#toasts").get_by_role("link", name="Show").click()
    expect(board.get_by_role("heading", name="Website relaunch", level=1)).to_be_visible()


def test_a_card_dropped_on_failure_asks_which_and_why(board: Page, deal: Item) -> None:
    drag(board, card(board), board.locator(".zone.is-failure"))
    question = board.get_by_role("dialog")
    question.get_by_label("Analyse failure").check()
    question.get_by_label("Note").fill("Too dear.")
    question.get_by_role("button", name="Continue").click()
    expect(card(board)).to_have_count(0)
    assert standing(deal) == "APOLOGY"
    assert TimelineEntry.objects.get(kind="comment").data["text"] == "Too dear."


def test_a_lead_dropped_on_success_offers_what_can_be_made_of_it(desk: Page, site: str, seller: User) -> None:
    builders.lead(seller)
    desk.goto(f"{site}/leads/board/")
    drag(desk, card(desk, "Website form"), desk.locator(".zone.is-success"))
    offered = desk.get_by_role("dialog").get_by_role("group", name="Create based on").get_by_role("button")
    expect(offered).to_have_count(7)
    desk.keyboard.press("Escape")
    expect(lane(desk, "Unassigned").get_by_role("listitem")).to_contain_text("Website form")


def test_something_is_added_at_the_head_of_the_first_column(board: Page) -> None:
    board.get_by_role("link", name="Quick add").click()
    form = board.get_by_role("form", name="New deal")
    form.get_by_label("Name").fill("Coffee for the fair")
    form.get_by_label("Amount").fill("1,200")
    form.get_by_label("Search company").first.fill("Brandt GmbH")
    form.get_by_role("button", name="Add", exact=True).click()
    expect(lane(board, "New").get_by_role("listitem").first).to_contain_text("Coffee for the fair")
    expect(card(board, "Coffee for the fair")).to_contain_text("Brandt GmbH")
    expect(form.get_by_label("Name")).to_be_focused()
    expect(form.get_by_label("Name")).to_have_value("")


def test_what_is_wrong_with_it_stands_beside_and_nothing_typed_is_lost(board: Page) -> None:
    board.get_by_role("link", name="Quick add").click()
    form = board.get_by_role("form", name="New deal")
    form.get_by_label("Name").fill("Coffee for the fair")
    form.get_by_label("Amount").fill("a lot")
    form.get_by_role("button", name="Add", exact=True).click()
    expect(form.get_by_label("Amount")).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_label("Amount")).to_have_value("a lot")
    expect(form.get_by_label("Name")).to_have_value("Coffee for the fair")


def test_a_column_loads_further_cards_as_it_scrolls(desk: Page, site: str, seller: User) -> None:
    for number in range(25):
        builders.deal(seller, title=f"Deal {number}", rows=())
    desk.goto(f"{site}/deals/board/")
    expect(lane(desk, "New").locator(".card")).to_have_count(12)
    lane(desk, "New").get_by_role("link", name="More in New").scroll_into_view_if_needed()
    expect(lane(desk, "New").locator(".card")).to_have_count(25)


def test_an_invoice_is_put_off_by_dragging(desk: Page, site: str, seller: User) -> None:
    builders.invoice(seller)
    desk.goto(f"{site}/invoices/deadlines/")
    drag(desk, card(desk, "Bill"), lane(desk, "Today"))
    expect(desk.locator("#board-said")).to_have_text("Bill: Today")
    expect(lane(desk, "Today").get_by_role("listitem")).to_contain_text("Bill")


# On the phone ---------------------------------------------------------------------------------------------------


def test_on_the_phone_one_column_is_seen_and_the_next_comes_by_a_swipe(phone: Page, site: str, deal: Item) -> None:
    phone.goto(f"{site}/deals/board/")
    expect(lane(phone, "New")).to_be_in_viewport()
    expect(lane(phone, "In progress")).not_to_be_in_viewport()
    phone.locator(".lanes").evaluate("lanes => lanes.scrollBy({ left: lanes.clientWidth })")
    expect(lane(phone, PREPARING)).to_be_in_viewport(ratio=0.6)
    expect(phone.locator(".lane-strip [aria-current]")).to_have_text(PREPARING)


def test_on_the_phone_the_strip_brings_up_a_column(phone: Page, site: str, deal: Item) -> None:
    phone.goto(f"{site}/deals/board/")
    phone.locator(".lane-strip").get_by_role("link", name="In progress").tap()
    expect(lane(phone, "In progress")).to_be_in_viewport(ratio=0.6)


def test_on_the_phone_a_card_is_moved_by_its_menu(phone: Page, site: str, deal: Item) -> None:
    phone.goto(f"{site}/deals/board/")
    phone.get_by_role("link", name="Move to: Website relaunch").tap()
    phone.get_by_role("dialog").get_by_role("button", name=PREPARING).tap()
    expect(phone.locator("#board-said")).to_have_text(f"Website relaunch: {PREPARING}")
    assert standing(deal) == "PREPARATION"


def test_what_a_card_may_not_enter_is_greyed_out_while_it_is_dragged(desk: Page, site: str, deal: Item) -> None:
    role = Role.objects.get(code="manager")
    Destination.objects.create(role=role, stage=stage("NEW"), to=stage("EXECUTING"))
    desk.goto(f"{site}/deals/board/")
    card(desk).hover(position={"x": 20, "y": 45})
    desk.mouse.down()
    desk.mouse.move(400, 500, steps=3)
    until(desk, "document.querySelector('[data-dragging]') !== null")
    shut = desk.locator(".lane.is-shut h2")
    expect(shut).to_have_text([PREPARING, "Prepayment invoice", "Final invoice"])
    expect(desk.locator(".zone.is-shut")).to_have_count(2)
    desk.mouse.up()
    expect(lane(desk, "New").get_by_role("listitem")).to_contain_text("Website relaunch")
    expect(shut).to_have_count(0)


def test_what_is_being_added_outlives_a_change_of_the_filter(board: Page) -> None:
    board.get_by_role("link", name="Quick add").click()
    form = board.get_by_role("form", name="New deal")
    form.get_by_label("Name").fill("Coffee for the fair")
    for stage_name, count in (("Closed", 0), ("All stages", 1)):
        board.get_by_role("search").get_by_label("Stage").select_option(label=stage_name)
        expect(form).to_have_count(count)
    expect(form.get_by_label("Name")).to_have_value("Coffee for the fair")
    expect(board.get_by_role("link", name="Quick add")).to_have_count(0)
    form.get_by_role("button", name="Add", exact=True).click()
    expect(card(board, "Coffee for the fair")).to_be_visible()
