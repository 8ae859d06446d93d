"""The whole way of a file in the browser: picked, mapped, tried, brought in, and taken back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from segue.core.models import User
from segue.crm.models import Contact
from tests import builders
from tests.browser.at_hand import faults
from tests.browser.test_from_lead_to_invoice import DESK, sign_in
from tests.browser.test_unsaved import asked

TEXT = "Vorname;Nachname;E-Mail;Wohnt in\nEva;Adler;eva@example.com;Ulm\nJan;Born;no mail;Bonn\n"


@pytest.fixture(autouse=True)
def may_import(seller: User) -> None:
    builders.give_right("import", "contact", "all")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text(TEXT, encoding="cp1252")
    return tmp_path / "people.csv"


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def bring_in(page: Page, site: str, file: Path) -> None:
    """From the list to the page of the import."""
    page.goto(f"{site}/contacts/")
    more = page.get_by_role("main").get_by_role("button", name="More", exact=True)
    if more.is_visible():  # on the phone it stands in the menu of the list
        more.click()
    with page.expect_navigation():
        page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("File to import").set_input_files(file)
    press(page, "Continue")
    page.get_by_label("Wohnt in").select_option(label="City")
    press(page, "Try it out")
    expect(page.get_by_text("1 new · 1 failed")).to_be_visible()
    assert not Contact.objects.exists()
    press(page, "Import now")
    expect(page).to_have_url(re.compile(r"/jobs/\d+/$"))


def test_a_file_is_tried_brought_in_and_taken_back(desk: Page, site: str, file: Path) -> None:
    bring_in(desk, site, file)
    assert [(item.title, item.city) for item in Contact.objects.all()] == [("Eva Adler", "Ulm")]
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download the failed rows").click()
    assert "“no mail” is not an e-mail address." in download.value.path().read_text(encoding="utf-8-sig")
    press(desk, "Undo all of it")
    assert not Contact.objects.filter(deleted_at=None).exists()


def test_a_file_comes_in_on_the_phone(phone: Page, site: str, file: Path) -> None:
    bring_in(phone, site, file)
    assert Contact.objects.count() == 1


def test_a_file_comes_in_without_scripts(browser: Browser, site: str, seller: User, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=DESK)
    page = context.new_page()
    sign_in(page, site, seller, "en")
    bring_in(page, site, file)
    assert Contact.objects.count() == 1
    context.close()


def test_nothing_is_too_wide_or_too_small_on_the_phone(phone: Page, site: str, file: Path) -> None:
    phone.goto(f"{site}/contacts/import/")
    phone.get_by_label("File to import").set_input_files(file)
    press(phone, "Continue")
    assert faults(phone) == []
    press(phone, "Try it out")
    assert faults(phone) == []


def test_leaving_the_columns_with_something_chosen_asks(desk: Page, site: str, file: Path) -> None:
    desk.goto(f"{site}/contacts/import/")
    desk.get_by_label("File to import").set_input_files(file)
    press(desk, "Continue")
    desk.get_by_label("Wohnt in").select_option(label="City")
    leave = desk.get_by_role("navigation", name="CRM").get_by_role("link", name="Leads", exact=True)
    assert asked(desk, lambda: leave.click(no_wait_after=True)) == ["beforeunload"]
    expect(desk.get_by_label("Wohnt in")).to_have_value("city")
    press(desk, "Try it out")
    expect(desk.get_by_text("1 new · 1 failed")).to_be_visible()
