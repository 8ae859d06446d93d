"""Does Alice find things by the page and by the window, and does Dana make one of two, on the desk and on the phone?"""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from segue.core import jobs
from segue.core.models import Item, User
from segue.crm.communications import Communication
from segue.crm.duplicates import scan
from tests import builders

MAIL = Communication("EMAIL", "jana@brandt.example")


@pytest.fixture
def twins(dana: User) -> tuple[Item, Item]:
    """Two contacts with one e-mail, found by a scan."""
    first = builders.contact(dana, first_name="Jana", last_name="Brandt", communications=(MAIL,))
    second = builders.contact(dana, first_name="J.", last_name="Brandt", communications=(MAIL,))
    jobs.run(scan.start("contact", actor=dana).pk)
    return first, second


def test_the_page_finds_while_one_types_and_marks_it(desk: Page, site: str, seller: User) -> None:
    builders.company(seller, title="Müller Maschinenbau GmbH")
    desk.goto(f"{site}/search/")
    desk.get_by_role("searchbox", name="Search everything").fill("mueller masch")
    link = desk.get_by_role("link", name="Müller Maschinenbau GmbH")
    expect(link).to_be_visible()
    expect(link.locator("mark").first).to_have_text("Müller")
    expect(desk).to_have_url(f"{site}/search/?q=mueller%20masch")


def test_a_mistake_is_forgiven_in_the_window_and_all_results_are_one_step_away(
    desk: Page, site: str, seller: User
) -> None:
    builders.company(seller, title="Maschinenbau Brandt")
    desk.keyboard.press("Control+k")
    desk.keyboard.type("Mashinenbau")
    expect(desk.get_by_role("option", name="Maschinenbau Brandt")).to_be_visible()
    with desk.expect_navigation():
        desk.get_by_role("option", name="All results").click()
    expect(desk).to_have_url(f"{site}/search/?q={quote('Mashinenbau')}")
    expect(desk.get_by_role("link", name="Maschinenbau Brandt")).to_be_visible()


def test_on_the_phone_a_number_finds_who_has_it(phone: Page, site: str, seller: User) -> None:
    builders.contact(seller, communications=(Communication("PHONE", "+49 30 1234567"),))
    phone.goto(f"{site}/search/?q=030+12345")
    expect(phone.get_by_role("link", name="Jana Brandt")).to_be_visible()
    expect(phone.locator("mark")).to_have_text("+49 30 1234567")


def test_two_become_one_and_two_again(danas_desk: Page, site: str, twins: tuple[Item, Item]) -> None:
    page = danas_desk
    page.goto(f"{site}/contacts/duplicates/")
    with page.expect_navigation():
        page.get_by_role("link", name="Merge").click()
    page.get_by_role("group", name="First name").get_by_role("radio", name="J.").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Check again").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Merge", exact=True).click()
    expect(page).to_have_url(f"{site}/contacts/{twins[0].pk}/")
    expect(page.get_by_role("heading", level=1, name="J. Brandt")).to_be_visible()
    page.goto(f"{site}/contacts/{twins[1].pk}/")
    expect(page).to_have_url(f"{site}/contacts/{twins[0].pk}/")
    with page.expect_navigation():
        page.get_by_role("link", name="Undo the merge").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Jana Brandt")).to_be_visible()


def test_on_the_phone_a_pair_is_set_apart(danas_phone: Page, site: str, twins: tuple[Item, Item]) -> None:
    danas_phone.goto(f"{site}/contacts/duplicates/")
    with danas_phone.expect_navigation():
        danas_phone.get_by_role("button", name="Not a duplicate").click()
    expect(danas_phone.get_by_role("heading", name="No duplicates")).to_be_visible()


def test_on_the_phone_two_become_one(danas_phone: Page, site: str, twins: tuple[Item, Item]) -> None:
    danas_phone.goto(f"{site}/contacts/merge/?id={twins[0].pk}&id={twins[1].pk}")
    with danas_phone.expect_navigation():
        danas_phone.get_by_role("button", name="Merge", exact=True).click()
    expect(danas_phone).to_have_url(f"{site}/contacts/{twins[0].pk}/")
