"""Are files put on a timeline by picking, dropping and pasting them?"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from segue.core.models import Item, User
from tests import builders
from tests.browser.test_from_lead_to_invoice import PHONE

FILE = """(name) => {
  const transfer = new DataTransfer()
  transfer.items.add(new File(['words'], name, { type: 'text/plain' }))
  return transfer
}"""
PASTE = """(element, carried) => element.dispatchEvent(
  new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }))"""


@pytest.fixture
def deal(seller: User) -> Item:
    return builders.deal(seller)


@pytest.fixture
def page_of_deal(desk: Page, site: str, deal: Item) -> Page:
    """The deal on Alice's desk."""
    desk.goto(f"{site}/deals/{deal.pk}/")
    return desk


def added(page: Page, name: str) -> None:
    """Add what is chosen, and see it in the timeline."""
    expect(page.get_by_role("button", name=f"Remove {name}")).to_be_visible()
    page.get_by_role("button", name="Add comment").click()
    expect(page.get_by_role("region", name="Timeline").get_by_role("link", name=name)).to_be_visible()


def drop(page: Page, name: str) -> None:
    """Drop a file on the heading of the timeline."""
    carried = page.evaluate_handle(FILE, name)
    heading = page.get_by_role("heading", name="Timeline")
    heading.dispatch_event("dragover", {"dataTransfer": carried})
    heading.dispatch_event("drop", {"dataTransfer": carried})


def test_a_file_is_dropped_on_the_timeline(page_of_deal: Page) -> None:
    drop(page_of_deal, "note.txt")
    added(page_of_deal, "note.txt")


def test_a_file_is_pasted_where_the_comment_is_written(page_of_deal: Page) -> None:
    comment = page_of_deal.get_by_role("textbox", name="Comment", exact=True)
    comment.fill("As agreed")
    comment.evaluate(PASTE, page_of_deal.evaluate_handle(FILE, "note.txt"))
    added(page_of_deal, "note.txt")
    expect(page_of_deal.get_by_text("As agreed")).to_be_visible()


def test_text_that_comes_with_a_picture_of_itself_is_pasted_as_text(page_of_deal: Page) -> None:
    comment = page_of_deal.get_by_role("textbox", name="Comment", exact=True)
    carried = page_of_deal.evaluate_handle(FILE, "table.png")  # as from a spreadsheet
    carried.evaluate("(each) => { each.setData('text/plain', '1'); each.setData('text/html', '<b>1</b>') }")
    is_left_to_the_browser = comment.evaluate(PASTE, carried)
    assert is_left_to_the_browser
    expect(page_of_deal.get_by_role("button", name="Remove table.png")).to_have_count(0)


def test_a_file_is_picked_on_the_phone(page_of_deal: Page, site: str, deal: Item, tmp_path: Path) -> None:
    page_of_deal.set_viewport_size(PHONE)
    page_of_deal.goto(f"{site}/deals/{deal.pk}/timeline/")
    (tmp_path / "note.txt").write_text("words")
    page_of_deal.get_by_label("Add files").set_input_files(tmp_path / "note.txt")
    added(page_of_deal, "note.txt")


def test_of_several_files_one_is_taken_away_before_they_are_added(page_of_deal: Page, deal: Item) -> None:
    drop(page_of_deal, "wrong.txt")
    drop(page_of_deal, "right.txt")
    page_of_deal.get_by_role("button", name="Remove wrong.txt").click()
    added(page_of_deal, "right.txt")
    assert [each.name for each in deal.attachments.all()] == ["right.txt"]
