"""Does the form say while one types who may be the same, and does the keyboard alone answer it?"""

import pytest
from playwright.sync_api import Page, expect

from segue.core.models import Item, User
from segue.crm.communications import Communication
from segue.crm.models import NotDuplicate
from tests import builders
from tests.browser.test_from_lead_to_invoice import DESK, sign_in


@pytest.fixture
def form(page: Page, site: str, seller: User) -> Page:
    """The form of a new contact, where a Jana Brandt is there already."""
    builders.contact(seller, communications=(Communication("PHONE", "030 123456"),))
    page.set_viewport_size(DESK)
    sign_in(page, site, seller, "en")
    page.goto(f"{site}/contacts/new/")
    return page


def test_the_notice_comes_while_one_types_and_goes_again(form: Page) -> None:
    name, number = form.get_by_label("First name"), form.get_by_label("Phone", exact=True)
    name.fill("J.")
    number.press_sequentially("+49 30 123456")
    expect(form.get_by_text("Perhaps this exists already:")).to_be_visible()
    expect(form.get_by_text("same phone · Alice")).to_be_visible()
    expect(number).to_be_focused()
    number.press("Backspace")
    expect(form.get_by_text("Perhaps this exists already:")).to_be_hidden()
    expect(number).to_have_value("+49 30 12345")


def test_taking_the_number_away_takes_the_notice_away(form: Page) -> None:
    form.get_by_label("Phone", exact=True).fill("030 123456")
    expect(form.get_by_text("same phone · Alice")).to_be_visible()
    form.get_by_role("button", name="Remove").first.click()
    expect(form.get_by_text("same phone · Alice")).to_be_hidden()


def test_not_a_duplicate_is_said_once(form: Page) -> None:
    form.get_by_label("First name").fill("Jana")
    form.get_by_label("Last name").fill("Brandt")
    form.get_by_role("button", name="Not a duplicate: Jana Brandt").click()
    expect(form.get_by_text("Perhaps this exists already:")).to_be_hidden()
    form.get_by_label("Phone", exact=True).press_sequentially("030 123456")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("heading", name="Jana Brandt")).to_be_visible()
    assert Item.objects.of_type("contact").count() == 2
    assert NotDuplicate.objects.count() == 1


def test_a_save_comes_back_to_the_notice_and_passes_by_the_keyboard(form: Page) -> None:
    form.get_by_label("First name").fill("Jana")
    form.get_by_label("Last name").fill("Brandt")
    form.get_by_label("Last name").press("Enter")
    asked = form.get_by_text("Not saved yet. Perhaps this exists already:")
    expect(asked).to_be_focused()
    expect(form.get_by_label("Last name")).to_have_value("Brandt")
    form.get_by_role("button", name="Save anyway").press("Enter")
    expect(form.get_by_role("heading", name="Jana Brandt")).to_be_visible()
