"""Does nothing that was typed get lost: by leaving, by a session that ended, by the browser's "Back"?"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from segue.core.models import Item, User
from tests import builders
from tests.browser.test_from_lead_to_invoice import sign_in


@pytest.fixture
def edited(desk: Page, site: str, seller: User) -> Page:
    """A deal whose name is being changed."""
    deal = builders.deal(seller)
    desk.goto(f"{site}/deals/{deal.pk}/edit/")
    desk.get_by_label("Name", exact=True).fill("Typed with care")
    return desk


def asked(page: Page, act: Callable[[], object]) -> list[str]:
    """Return what the browser asks while this is done; the answer is to stay."""
    questions: list[str] = []

    def stay(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    act()
    page.wait_for_timeout(300)
    return questions


def test_leaving_with_something_typed_asks(edited: Page) -> None:
    leave = edited.get_by_role("navigation", name="CRM").get_by_role("link", name="Leads", exact=True)
    assert asked(edited, lambda: leave.click(no_wait_after=True)) == ["beforeunload"]
    expect(edited.get_by_label("Name", exact=True)).to_have_value("Typed with care")


@pytest.mark.parametrize("button", ["Deutsch", "Sign out"])
def test_another_language_and_signing_out_ask_too(edited: Page, button: str) -> None:
    edited.get_by_role("button", name="Me: Alice").click()
    press = edited.get_by_role("button", name=button)
    assert asked(edited, lambda: press.click(no_wait_after=True)) == ["beforeunload"]
    expect(edited.get_by_label("Name", exact=True)).to_have_value("Typed with care")


def test_a_search_asks_before_it_renews_a_cell_that_is_typed_into(desk: Page, site: str, seller: User) -> None:
    builders.deal(seller, title="Relaunch")
    desk.goto(f"{site}/deals/")
    desk.locator('[data-cell="title"]').click()
    desk.get_by_label("Name", exact=True).fill("Typed with care")

    def search() -> None:
        desk.get_by_role("searchbox", name="Search deals").fill("x")
        desk.wait_for_timeout(600)  # it waits a moment for further letters

    assert asked(desk, search) == ["confirm"]
    expect(desk.get_by_label("Name", exact=True)).to_have_value("Typed with care")
    expect(desk.get_by_label("Name", exact=True)).to_be_focused()


def test_a_search_that_was_declined_is_again_the_one_whose_result_is_seen(desk: Page, site: str, seller: User) -> None:
    builders.deal(seller, title="Relaunch")
    desk.goto(f"{site}/deals/")
    search = desk.get_by_role("searchbox", name="Search deals")
    search.fill("relau")
    expect(desk).to_have_url(re.compile(r"[?&]q=relau$"))
    desk.locator('[data-cell="title"]').click()
    desk.get_by_label("Name", exact=True).fill("Typed with care")

    def narrow() -> None:
        search.fill("other")
        desk.get_by_role("combobox", name="Stage").first.select_option(label="In progress")
        desk.wait_for_timeout(600)

    assert asked(desk, narrow) == ["confirm"]
    expect(search).to_have_value("relau")
    expect(desk.get_by_role("combobox", name="Stage").first).to_have_value("")
    expect(desk).to_have_url(re.compile(r"[?&]q=relau$"))


def test_saving_asks_nothing(edited: Page) -> None:
    assert asked(edited, lambda: edited.get_by_role("button", name="Save").click()) == []
    expect(edited.get_by_role("heading", name="Typed with care", level=1)).to_be_visible()


def test_looking_only_asks_nothing(desk: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller)
    desk.goto(f"{site}/deals/{deal.pk}/edit/")
    assert asked(desk, lambda: desk.get_by_role("link", name="Cancel").click()) == []


def test_after_the_session_ended_one_signs_in_elsewhere_and_saves(edited: Page, site: str, seller: User) -> None:
    edited.context.clear_cookies()
    edited.get_by_role("button", name="Save").click()
    notice = edited.get_by_role("status").get_by_text("What you typed is still here")
    notice.wait_for()
    with edited.expect_popup() as tab:
        edited.get_by_role("status").get_by_role("link", name="Sign in").click()
    sign_in(tab.value, site, seller, "en")
    edited.bring_to_front()
    edited.get_by_role("button", name="Save").click()
    expect(edited.get_by_role("heading", name="Typed with care", level=1)).to_be_visible()


def test_a_part_of_the_form_that_comes_too_late_keeps_the_page(edited: Page) -> None:
    edited.context.clear_cookies(name="sessionid")
    edited.get_by_role("button", name="Add row").click()
    edited.get_by_role("status").get_by_text("What you typed is still here").wait_for()
    expect(edited.get_by_label("Name", exact=True)).to_have_value("Typed with care")


def test_without_javascript_sign_in_says_what_became_of_it(
    new_context: Callable[..., BrowserContext], site: str, seller: User
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, site, seller, "en")
    page.goto(f"{site}/deals/new/")
    page.get_by_label("Name", exact=True).fill("Typed with care")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("You were signed out. What you typed was not saved.")).to_be_visible()
    assert not Item.objects.exists()


def test_back_shows_what_is_so_now(desk: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller)
    desk.goto(f"{site}/deals/{deal.pk}/")
    desk.get_by_role("button", name="Create based on").click()
    desk.get_by_label("Review first").check()
    desk.keyboard.press("Escape")
    desk.get_by_role("link", name="History").click()
    desk.get_by_role("heading", name="Website relaunch").wait_for()
    Item.objects.filter(pk=deal.pk).update(title="Renamed meanwhile")
    desk.go_back()
    expect(desk.get_by_role("heading", name="Renamed meanwhile")).to_be_visible()
    expect(desk.get_by_label("Review first")).not_to_be_checked()
