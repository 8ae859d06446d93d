"""Are files put on a timeline by picking, dropping and pasting them?"""

from pathlib import Path

from playwright.sync_api import Page, expect

from segue.core.models import Item
from tests.browser.test_from_lead_to_invoice import PHONE

FILE = """(name) => {
  const transfer = new DataTransfer()
  transfer.items.add(new File(['words'], name, { type: 'text/plain' }))
  return transfer
}"""
PASTE = """(element, carried) => element.dispatchEvent(
  new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }))"""


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


def test_a_file_is_dropped_on_the_timeline(on_deal: Page) -> None:
    drop(on_deal, "note.txt")
    added(on_deal, "note.txt")


def test_a_file_is_pasted_where_the_comment_is_written(on_deal: Page) -> None:
    comment = on_deal.get_by_role("textbox", name="Comment", exact=True)
    comment.fill("As agreed")
    comment.evaluate(PASTE, on_deal.evaluate_handle(FILE, "note.txt"))
    added(on_deal, "note.txt")
    expect(on_deal.get_by_text("As agreed")).to_be_visible()


def test_text_that_comes_with_a_picture_of_itself_is_pasted_as_text(on_deal: Page) -> None:
    comment = on_deal.get_by_role("textbox", name="Comment", exact=True)
    carried = on_deal.evaluate_handle(FILE, "table.png")  # as from a spreadsheet
    carried.evaluate("(each) => { each.setData('text/plain', '1'); each.setData('text/html', '<b>1</b>') }")
    is_left_to_the_browser = comment.evaluate(PASTE, carried)
    assert is_left_to_the_browser
    expect(on_deal.get_by_role("button", name="Remove table.png")).to_have_count(0)


def test_a_file_is_picked_on_the_phone(on_deal: Page, site: str, deal: Item, tmp_path: Path) -> None:
    on_deal.set_viewport_size(PHONE)
    on_deal.goto(f"{site}/deals/{deal.pk}/timeline/")
    (tmp_path / "note.txt").write_text("words")
    on_deal.get_by_label("Add files").set_input_files(tmp_path / "note.txt")
    added(on_deal, "note.txt")


def test_of_several_files_one_is_taken_away_before_they_are_added(on_deal: Page, deal: Item) -> None:
    drop(on_deal, "wrong.txt")
    drop(on_deal, "right.txt")
    on_deal.get_by_role("button", name="Remove wrong.txt").click()
    added(on_deal, "right.txt")
    assert [each.name for each in deal.attachments.all()] == ["right.txt"]
