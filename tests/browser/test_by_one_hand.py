"""Does the whole main job go by keyboard alone, and by a single pointer that only presses?"""

import pytest
from playwright.sync_api import Page, expect

from segue.core.models import Item, User
from tests import builders
from tests.browser.test_from_lead_to_invoice import (
    DESK,
    ENGLISH,
    arrived,
    create_on_desk,
    open_lead,
    sign_in,
    the_invoice_has_everything,
)

MOST_STEPS = 40  # of Tab, to anything on a page


def tab_to(page: Page, name: str) -> None:
    """Go on until what is called so has the cursor."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if name in page.evaluate(
            "document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText"
        ):
            return
    pytest.fail(f"{name} is not reached by Tab")


def test_by_keyboard_alone(page: Page, site: str, seller: User) -> None:
    page.set_viewport_size(DESK)
    builders.lead(seller)
    page.goto(f"{site}/sign-in/")
    page.keyboard.type(seller.email)
    page.keyboard.press("Tab")
    page.keyboard.type(builders.PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "Leads")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Leads", level=1)).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Website form", level=1)).to_be_visible()
    for digit, first, slug in (("1", ENGLISH.all_three, "deals"), ("1", ENGLISH.estimate, "estimates")):
        page.keyboard.press("c")
        expect(page.get_by_role("button", name=first, exact=True)).to_be_focused()
        page.keyboard.press(digit)
        arrived(page, slug)
        expect(page.get_by_role("main")).to_be_visible()
    tab_to(page, ENGLISH.create_based_on)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Deal", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    arrived(page, "invoices")
    the_invoice_has_everything()


def test_what_was_made_is_taken_back_by_keyboard_alone(desk: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller)
    desk.goto(f"{site}/deals/{deal.pk}/")
    desk.keyboard.press("c")
    desk.keyboard.press("2")
    arrived(desk, "invoices")
    tab_to(desk, ENGLISH.undo)
    desk.keyboard.press("Enter")
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_be_visible()
    tab_to(desk, ENGLISH.undo)
    desk.keyboard.press("Enter")
    arrived(desk, "deals")
    assert not Item.objects.alive().filter(type="invoice").exists()


def test_by_a_pointer_that_only_presses(page: Page, site: str, seller: User) -> None:
    page.set_viewport_size(DESK)
    builders.lead(seller)
    sign_in(page, site, seller, "en")
    open_lead(page, ENGLISH)
    for variant, slug in (
        (ENGLISH.all_three, "deals"), (ENGLISH.estimate, "estimates"), (ENGLISH.invoice, "invoices"),
    ):  # fmt: skip
        create_on_desk(page, ENGLISH, variant)
        arrived(page, slug)
    stage = page.get_by_role("button", name="Sent to client")
    stage.click()
    expect(stage).to_have_attribute("aria-current", "step")
    the_invoice_has_everything()
