"""Can Alice find, open, create and edit by keys alone, but not while she types, and not if she will not?"""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from segue.core.models import Item, User
from tests import builders
from tests.browser.patience import PATIENCE
from tests.browser.test_from_lead_to_invoice import DESK, GERMAN, PHONE, sign_in

FIND = "Name, number or action"


@pytest.fixture
def on_list(desk: Page, site: str, seller: User) -> Page:
    """A list of three deals, the latest first."""
    for title in ("First", "Second", "Third"):
        builders.deal(seller, title=title)
    desk.goto(f"{site}/deals/")
    return desk


# Search and actions -----------------------------------------------------------------------------------------------


def test_a_number_and_enter_open_the_item(desk: Page, site: str, seller: User) -> None:
    invoice = builders.invoice(seller, number="RE-2026-7")
    builders.invoice(seller, number="RE-2026-77")
    desk.keyboard.press("Control+k")
    expect(desk.get_by_role("combobox", name=FIND)).to_be_focused()
    desk.keyboard.type("RE-2026-7")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(f"{site}/invoices/{invoice.pk}/")


def test_enter_waits_for_the_answer_to_what_was_typed(desk: Page, site: str, seller: User) -> None:
    builders.deal(seller, title="Latest")
    company = builders.company(seller, title="Brandt")
    builders.deal(seller, title="Later still")
    desk.keyboard.press("Control+k")
    expect(desk.get_by_role("option", name="Later still")).to_be_visible()
    desk.keyboard.type("brandt")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(f"{site}/companies/{company.pk}/")


def test_enter_is_forgotten_by_whoever_leaves_before_the_answer(on_deal: Page, site: str, deal: Item) -> None:
    builders.deal(deal.owner, title="Another")
    asked: list[Route] = []
    on_deal.route("**/palette/**", lambda route: asked.append(route))  # noqa: PLW0108  Playwright marks what it calls
    for key in ("Control+k", "Enter", "Escape"):
        on_deal.keyboard.press(key)
    ends_at = time.monotonic() + PATIENCE
    while not asked and time.monotonic() < ends_at:  # the request is on its way yet on a busy machine
        on_deal.wait_for_timeout(50)
    with on_deal.expect_response("**/palette/**"):
        asked[0].continue_()
    expect(on_deal.get_by_text("Last worked on")).to_be_attached()
    expect(on_deal).to_have_url(f"{site}/deals/{deal.pk}/")


def test_the_arrows_choose_and_escape_goes_back_to_where_one_was(on_deal: Page) -> None:
    edit = on_deal.get_by_role("link", name="Edit", exact=True)
    edit.focus()
    on_deal.keyboard.press("Control+k")
    options = on_deal.get_by_role("dialog", name="Search and actions").get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    on_deal.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    on_deal.keyboard.press("Escape")
    expect(on_deal.get_by_role("dialog")).to_have_count(0)
    expect(edit).to_be_focused()


def test_a_conversion_is_made_by_its_name(on_deal: Page) -> None:
    on_deal.keyboard.press("Control+k")
    on_deal.keyboard.type("create inv")
    on_deal.keyboard.press("Enter")
    expect(on_deal).to_have_url(re.compile(r"/invoices/\d+/"))
    assert Item.objects.get(type="invoice").title == "Website relaunch"


def test_a_stage_is_moved_to_by_its_name(on_deal: Page, deal: Item) -> None:
    on_deal.keyboard.press("Control+k")
    on_deal.keyboard.type("move progress")
    on_deal.keyboard.press("Enter")
    expect(on_deal.get_by_role("status").get_by_text("Stage: In progress")).to_be_visible()


def test_a_question_that_follows_goes_back_to_where_one_was(on_deal: Page) -> None:
    on_deal.get_by_role("link", name="Edit", exact=True).focus()
    on_deal.keyboard.press("Control+k")
    on_deal.keyboard.type("meeting")
    on_deal.keyboard.press("Enter")
    expect(on_deal.get_by_role("dialog", name="Meeting")).to_be_visible()
    on_deal.keyboard.press("Escape")
    expect(on_deal.get_by_role("link", name="Edit", exact=True)).to_be_focused()


def test_what_was_found_is_told(desk: Page, deal: Item) -> None:
    desk.keyboard.press("Control+k")
    desk.keyboard.type("relaunch")
    expect(desk.get_by_role("status").get_by_text("1 result")).to_be_attached()
    desk.keyboard.type("xyzzy")
    expect(desk.get_by_text("Nothing found for “relaunchxyzzy”.")).to_be_visible()


def test_on_the_phone_a_button_opens_it(
    new_context: Callable[..., BrowserContext], site: str, seller: User, deal: Item
) -> None:
    phone = new_context(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    sign_in(phone, site, seller, "en")
    phone.get_by_role("button", name="Search and actions").tap()
    phone.get_by_role("combobox", name=FIND).fill("relaunch")
    phone.get_by_role("option", name="Website relaunch").tap()
    expect(phone).to_have_url(f"{site}/deals/{deal.pk}/")


def test_in_german(page: Page, site: str, seller: User, deal: Item) -> None:
    page.set_viewport_size(DESK)
    sign_in(page, site, seller, "de")
    page.goto(f"{site}/deals/{deal.pk}/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Suche und Aktionen")).to_be_visible()
    page.keyboard.type("rechnung erst")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/invoices/\d+/"))
    page.goto(f"{site}/deals/{deal.pk}/")
    page.keyboard.press("c")
    expect(page.get_by_role("group", name=GERMAN.create_based_on, exact=True)).to_be_visible()


# Single keys ------------------------------------------------------------------------------------------------------


def test_c_and_a_digit_make_the_variant_with_that_number(on_deal: Page) -> None:
    on_deal.keyboard.press("c")
    expect(on_deal.get_by_role("button", name="Estimate", exact=True)).to_be_focused()
    on_deal.keyboard.press("2")
    expect(on_deal).to_have_url(re.compile(r"/invoices/\d+/"))
    assert Item.objects.filter(type="invoice").count() == 1


def test_a_digit_alone_makes_nothing(on_deal: Page) -> None:
    on_deal.keyboard.press("2")
    on_deal.reload()
    assert not Item.objects.filter(type="invoice").exists()


def test_e_edits_the_open_item(on_deal: Page, site: str, deal: Item) -> None:
    on_deal.keyboard.press("e")
    expect(on_deal).to_have_url(f"{site}/deals/{deal.pk}/edit/")


def test_j_and_k_go_from_row_to_row_and_enter_opens(on_list: Page) -> None:
    for key, title in (("j", "Third"), ("j", "Second"), ("j", "First"), ("j", "First"), ("k", "Second")):
        on_list.keyboard.press(key)
        expect(on_list.get_by_role("link", name=title, exact=True)).to_be_focused()
    on_list.keyboard.press("Enter")
    expect(on_list.get_by_role("heading", name="Second", level=1)).to_be_visible()


def test_a_stroke_goes_to_the_search(on_list: Page) -> None:
    on_list.keyboard.press("/")
    expect(on_list.get_by_role("searchbox", name="Search deals")).to_be_focused()
    on_list.keyboard.type("jek")
    expect(on_list.get_by_role("searchbox", name="Search deals")).to_have_value("jek")


def test_on_an_item_a_stroke_goes_to_the_search_of_its_list(on_deal: Page) -> None:
    on_deal.keyboard.press("/")
    expect(on_deal.get_by_role("searchbox", name="Search deals")).to_be_focused()


def test_a_question_mark_shows_the_keys_and_one_goes_on_where_one_was(on_list: Page) -> None:
    on_list.keyboard.press("j")
    on_list.keyboard.press("?")
    keys = on_list.get_by_role("dialog", name="Keys")
    expect(keys.get_by_text("Edit the open item")).to_be_visible()
    on_list.keyboard.press("Escape")
    expect(on_list.get_by_role("link", name="Third", exact=True)).to_be_focused()


def test_keys_are_off_while_one_types(on_deal: Page, site: str, deal: Item) -> None:
    comment = on_deal.get_by_label("Comment", exact=True)
    comment.focus()
    on_deal.keyboard.type("ce?/jk2")
    expect(comment).to_have_value("ce?/jk2")
    expect(on_deal).to_have_url(f"{site}/deals/{deal.pk}/")
    expect(on_deal.get_by_role("dialog")).to_have_count(0)


def test_search_and_actions_opens_while_one_types_too(on_deal: Page) -> None:
    on_deal.get_by_label("Comment", exact=True).focus()
    on_deal.keyboard.press("Control+k")
    expect(on_deal.get_by_role("combobox", name=FIND)).to_be_focused()


@pytest.mark.parametrize("held", ["Control+e", "Alt+e", "Shift+E", "Control+Shift+K"])
def test_keys_are_off_with_another_key_held(on_deal: Page, site: str, deal: Item, held: str) -> None:
    on_deal.keyboard.press(held)
    expect(on_deal.get_by_role("dialog")).to_have_count(0)
    expect(on_deal).to_have_url(f"{site}/deals/{deal.pk}/")


def test_switched_off_only_search_and_actions_stays(on_deal: Page, site: str, deal: Item) -> None:
    on_deal.keyboard.press("?")
    on_deal.get_by_role("checkbox", name="Keys work without Ctrl or Cmd").uncheck()
    on_deal.get_by_role("button", name="Save").click()
    expect(on_deal.get_by_role("status").get_by_text("Your keys were saved.")).to_be_visible()
    for key in ("e", "c", "?", "/"):
        on_deal.keyboard.press(key)
    expect(on_deal.get_by_role("dialog")).to_have_count(0)
    expect(on_deal).to_have_url(f"{site}/deals/{deal.pk}/")
    on_deal.keyboard.press("Control+k")
    expect(on_deal.get_by_role("combobox", name=FIND)).to_be_focused()


def test_without_scripts_the_keys_are_a_page_and_there_is_no_search_of_everything(
    browser: Browser, site: str, seller: User
) -> None:
    page = browser.new_context(java_script_enabled=False, viewport=DESK).new_page()
    sign_in(page, site, seller, "en")
    expect(page.get_by_role("button", name="Search and actions")).to_have_count(0)
    page.goto(f"{site}/me/keys/")
    page.get_by_role("checkbox", name="Keys work without Ctrl or Cmd").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("checkbox", name="Keys work without Ctrl or Cmd")).not_to_be_checked()
