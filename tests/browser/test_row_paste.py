"""Does Alice paste products from a spreadsheet, by the keyboard and by the button?"""

from playwright.sync_api import Page, expect

from segue.core.models import User
from tests import builders

PASTE = """(input, cells) => {
  const carried = new DataTransfer()
  carried.setData('text/plain', cells)
  input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }))
}"""
CELLS = "Machine\t2\t1,200.00\nDelivery\t1\t80.00"


def test_cells_pasted_where_a_product_is_named_become_rows(desk: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller, title="Coffee bar", rows=())
    desk.goto(f"{site}/deals/{deal.pk}/edit/")
    desk.get_by_role("button", name="Add row").click()
    desk.get_by_role("textbox", name="Product", exact=True).or_(
        desk.get_by_role("combobox", name="Product", exact=True)
    ).evaluate(PASTE, CELLS)
    expect(desk.get_by_label("Quantity").first).to_have_value("2")
    expect(desk.get_by_label("Product", exact=True).first).to_have_value("Machine")
    expect(desk.get_by_label("Price", exact=True).nth(1)).to_have_value("80.00")
    expect(desk.get_by_role("button", name="Add row")).to_be_focused()
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("heading", name="Coffee bar", exact=True)).to_be_visible()
    desk.get_by_role("link", name="Products 2").click()
    expect(desk.get_by_role("cell", name="Machine")).to_be_visible()


def test_a_single_word_is_pasted_as_ever(desk: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller, rows=())
    desk.goto(f"{site}/deals/{deal.pk}/edit/")
    desk.get_by_role("button", name="Add row").click()
    cell = desk.get_by_label("Product", exact=True)
    cell.evaluate(PASTE, "Machine")
    expect(desk.get_by_label("Product", exact=True)).to_have_count(1)


def test_by_pointer_they_go_into_a_field_of_their_own(desk: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller, rows=())
    desk.goto(f"{site}/deals/{deal.pk}/edit/")
    desk.get_by_text("Paste from a spreadsheet").click()
    desk.get_by_label("Copied cells").fill(CELLS)
    desk.get_by_role("button", name="Insert rows").click()
    expect(desk.get_by_label("Quantity").first).to_have_value("2")
    expect(desk.get_by_label("Copied cells")).to_have_value("")
