"""Is a colleague called by an @ and the beginning of a name, by keyboard and by pointer?"""

import pytest
from playwright.sync_api import Locator, Page, expect

from segue.core.models import Notice, TimelineEntry, User
from tests import builders


@pytest.fixture
def anna(seller: User) -> User:
    """A colleague, and somebody whose name begins like hers."""
    builders.person("Annabel Lee", department=seller.departments.get())
    return builders.person("Anna Berg", department=seller.departments.get())


@pytest.fixture
def comment(desk: Page, site: str, seller: User, anna: User) -> Locator:
    """Where a comment on a deal is written."""
    desk.goto(f"{site}/deals/{builders.deal(seller).pk}/")
    return desk.get_by_role("textbox", name="Comment", exact=True)


def test_a_name_is_taken_by_the_keyboard(desk: Page, comment: Locator, anna: User) -> None:
    comment.press_sequentially("Please call, @ann")
    expect(desk.get_by_role("option", name="Anna Berg", selected=True)).to_be_visible()
    comment.press("ArrowDown")
    expect(desk.get_by_role("option", name="Annabel Lee", selected=True)).to_be_visible()
    comment.press("ArrowUp")
    comment.press("Enter")
    expect(desk.get_by_role("listbox", name="Comment")).to_have_count(0)
    comment.press_sequentially("soon")
    expect(comment).to_have_value("Please call, @Anna Berg soon")
    desk.get_by_role("button", name="Add comment").click()
    expect(desk.get_by_text("@Anna Berg soon")).to_be_visible()
    assert Notice.objects.filter(person=anna).count() == 1


def test_a_name_is_taken_by_the_pointer(desk: Page, comment: Locator) -> None:
    comment.press_sequentially("@ber")
    desk.get_by_role("option", name="Anna Berg").click()
    expect(comment).to_have_value("@Anna Berg ")
    expect(comment).to_be_focused()


def test_escape_leaves_what_was_typed(desk: Page, comment: Locator) -> None:
    comment.press_sequentially("@ann")
    expect(desk.get_by_role("option", name="Anna Berg")).to_be_visible()
    comment.press("Escape")
    expect(desk.get_by_role("listbox", name="Comment")).to_have_count(0)
    comment.press("Enter")
    comment.press_sequentially("and so on")
    expect(comment).to_have_value("@ann\nand so on")
    assert not TimelineEntry.objects.filter(kind="comment").exists()


def test_an_address_calls_nobody(desk: Page, comment: Locator) -> None:
    comment.press_sequentially("anna@ber")
    desk.wait_for_timeout(500)
    expect(desk.get_by_role("listbox", name="Comment")).to_have_count(0)
