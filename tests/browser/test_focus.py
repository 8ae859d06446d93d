"""Does the cursor stay where one was, after what was pressed renewed the page?"""

import pytest
from playwright.sync_api import Page, expect

from segue.core.models import User
from tests import builders


@pytest.fixture
def desk(desk: Page, seller: User) -> Page:
    """Alice's desk; she administers too."""
    User.objects.filter(pk=seller.pk).update(is_admin=True)
    return desk


def test_after_a_stage_change_it_is_on_the_stage(desk: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller)
    desk.goto(f"{site}/deals/{deal.pk}/")
    desk.get_by_role("button", name="In progress").press("Enter")
    desk.get_by_role("status").get_by_text("Stage: In progress").wait_for()
    expect(desk.get_by_role("button", name="In progress")).to_be_focused()
    expect(desk).to_have_url(f"{site}/deals/{deal.pk}/")


def test_after_a_comment_it_is_on_the_button(desk: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller)
    desk.goto(f"{site}/deals/{deal.pk}/")
    desk.get_by_label("Comment", exact=True).fill("Call back")
    desk.get_by_role("button", name="Add comment").press("Enter")
    desk.get_by_role("main").get_by_text("Call back").wait_for()
    expect(desk.get_by_role("button", name="Add comment")).to_be_focused()


def test_a_row_of_the_settings_is_moved_step_by_step_with_the_keyboard(desk: Page, site: str) -> None:
    desk.goto(f"{site}/settings/directories/source/")
    entries = desk.get_by_role("main").locator("ol").get_by_role("link")
    first = entries.first.inner_text()
    desk.get_by_role("button", name=f"Move {first} down").press("Enter")
    expect(entries.nth(1)).to_have_text(first)
    expect(desk.get_by_role("button", name=f"Move {first} down")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(entries.nth(2)).to_have_text(first)


def test_a_new_form_begins_in_its_first_field_and_a_refused_one_at_its_fault(desk: Page, site: str) -> None:
    desk.goto(f"{site}/settings/vat-rates/new/")
    first = desk.get_by_role("main").get_by_role("textbox").first
    expect(first).to_be_focused()
    first.fill("Odd")
    desk.get_by_label("Rate").fill("abc")
    desk.get_by_role("button", name="Save").click()
    desk.get_by_text("Not saved yet. Please check what is marked.").wait_for()
    expect(desk.get_by_label("Rate")).to_be_focused()


def test_typing_in_rows_leaves_no_fault_in_the_console(desk: Page, site: str, seller: User) -> None:
    faults: list[str] = []
    desk.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    deal = builders.deal(seller)
    desk.goto(f"{site}/deals/{deal.pk}/edit/")
    desk.get_by_label("Product", exact=True).first.press_sequentially("Consulting by the hour", delay=40)
    for price in ("5", "6"):
        desk.get_by_label("Price", exact=True).first.fill(price)
        desk.keyboard.press("Tab")
    desk.get_by_text("€19.28").first.wait_for()
    assert faults == []
