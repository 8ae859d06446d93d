"""Do two people who look at the same item see each other, and what the other does, without loading the page anew?"""

import pytest
from playwright.sync_api import Page, expect

from segue.core import records
from segue.core.models import Department, Item, User
from tests import builders
from tests.browser.test_from_lead_to_invoice import PHONE, sign_in


@pytest.fixture
def deal(seller: User) -> Item:
    return builders.deal(seller, title="Coffee bar")


@pytest.fixture
def colleague(seller: User) -> User:
    return builders.person("Bob", department=Department.objects.get(name="Sales"))


def come_back(page: Page) -> None:
    """Look at another tab and come back, after which a page asks at once."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_one_sees_who_else_has_it_open(desk: Page, elsewhere: Page, site: str, deal: Item, colleague: User) -> None:
    desk.goto(f"{site}/deals/{deal.pk}/")
    elsewhere.set_viewport_size(PHONE)
    sign_in(elsewhere, site, colleague, "en")
    elsewhere.goto(f"{site}/deals/{deal.pk}/")
    expect(elsewhere.get_by_text("Alice has this open too")).to_be_visible()
    come_back(desk)
    expect(desk.get_by_text("Bob has this open too")).to_be_visible()


def test_what_somebody_else_saved_shows_and_what_one_types_stays(
    desk: Page, site: str, deal: Item, colleague: User
) -> None:
    desk.goto(f"{site}/deals/{deal.pk}/")
    comment = desk.get_by_role("textbox", name="Comment")
    comment.fill("They want it in")
    records.change(deal, {"title": "Coffee bar and roastery"}, actor=colleague)
    come_back(desk)
    expect(desk.get_by_role("heading", name="Coffee bar and roastery")).to_be_visible()
    expect(comment).to_have_value("They want it in")


def test_nothing_moves_while_one_chooses(desk: Page, site: str, deal: Item, colleague: User) -> None:
    desk.goto(f"{site}/deals/{deal.pk}/")
    desk.get_by_role("button", name="Create based on").click()
    records.change(deal, {"title": "Another name"}, actor=colleague)
    with desk.expect_response("**/here/"):
        come_back(desk)
    expect(desk.get_by_role("heading", name="Coffee bar", exact=True)).to_be_visible()
    desk.keyboard.press("Escape")
    come_back(desk)
    expect(desk.get_by_role("heading", name="Another name")).to_be_visible()


def test_a_form_is_told_before_it_is_saved(desk: Page, site: str, deal: Item, colleague: User) -> None:
    desk.goto(f"{site}/deals/{deal.pk}/edit/")
    records.change(deal, {"title": "Another name"}, actor=colleague)
    come_back(desk)
    expect(desk.get_by_role("status").filter(has_text="Bob has saved changes in the meantime.")).to_be_visible()
    expect(desk.get_by_role("textbox", name="Name")).to_have_value("Coffee bar")
