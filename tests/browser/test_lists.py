"""Can columns, filters, views and cells be worked with in a browser: by pointer, keys, and on the phone?"""

from playwright.sync_api import Locator, Page, expect

from segue.core.models import Item, User
from tests import builders
from tests.browser.patience import until
from tests.core.custom_fields.fields import stored
from tests.core.test_required import need


def cell(page: Page, deal: Item, name: str) -> Locator:
    return page.locator(f'#row-{deal.pk} [data-cell="{name}"]')


def test_a_cell_is_edited_with_the_keys(desk: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller, title="Relaunch", rows=())
    desk.goto(f"{site}/deals/")
    cell(desk, deal, "title").focus()
    for name in ("stage", "amount"):
        desk.keyboard.press("ArrowRight")
        expect(cell(desk, deal, name)).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Amount", exact=True)).to_be_focused()
    desk.keyboard.type("1234.5")
    desk.keyboard.press("Enter")
    expect(cell(desk, deal, "amount")).to_have_text("€1,234.50")
    expect(cell(desk, deal, "amount")).to_be_focused()


def test_escape_leaves_a_cell_as_it_was(desk: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller, title="Relaunch", rows=())
    desk.goto(f"{site}/deals/")
    cell(desk, deal, "due_on").click()
    expect(desk.get_by_label("Expected close", exact=True)).to_be_focused()
    desk.keyboard.press("Escape")
    expect(cell(desk, deal, "due_on")).to_be_focused()
    expect(desk.locator("form.in-place")).to_have_count(0)


def test_a_cell_with_a_picked_item_has_the_cursor_too(desk: Page, site: str, seller: User, dana: User) -> None:
    stored(dana, "crm", "FROM")
    deal = builders.deal(seller, title="Relaunch", rows=(), FROM=builders.lead(seller).pk)
    desk.goto(f"{site}/deals/")
    cell(desk, deal, "FROM").click(position={"x": 3, "y": 3})
    expect(cell(desk, deal, "FROM").get_by_role("button").first).to_be_focused()
    cell(desk, deal, "FROM").get_by_text("From", exact=True).click()
    desk.keyboard.press("Escape")
    expect(cell(desk, deal, "FROM")).to_be_focused()
    expect(desk.locator("form.in-place")).to_have_count(0)


def test_what_cannot_be_saved_is_told_in_the_cell(desk: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller, title="Relaunch", rows=())
    desk.goto(f"{site}/deals/")
    cell(desk, deal, "amount").click()
    desk.get_by_label("Amount", exact=True).fill("much")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Enter a number, such as")).to_be_visible()
    expect(desk.get_by_label("Amount", exact=True)).to_have_value("much")


def test_a_cell_is_edited_on_the_phone(phone: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller, title="Relaunch", rows=())
    phone.goto(f"{site}/deals/")
    cell(phone, deal, "due_on").click()
    phone.get_by_label("Expected close", exact=True).fill("2027-03-01")
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(cell(phone, deal, "due_on")).to_contain_text("Mar 1, 2027")


def test_columns_are_chosen(desk: Page, site: str, seller: User) -> None:
    builders.deal(seller, title="Relaunch", probability=30)
    desk.goto(f"{site}/deals/")
    desk.get_by_role("link", name="Columns").click()
    desk.get_by_role("checkbox", name="Probability").check()
    for place in (1, 0):
        desk.get_by_role("button", name="Move Amount up").click()
        expect(desk.get_by_role("dialog").get_by_role("listitem").nth(place)).to_contain_text("Amount")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Save for me").click()
    heads = desk.locator("thead th").all_text_contents()
    assert heads.index("Amount") < heads.index("Name")
    assert "Probability" in heads


def filter_by_amount(page: Page) -> None:
    page.get_by_role("link", name="Filter").click()
    page.get_by_label("Field").select_option(label="Amount")
    page.get_by_label("How to compare Amount").select_option(label="at least")
    page.get_by_label("Value").fill("100")
    with page.expect_navigation():
        page.get_by_role("button", name="Apply").last.click()


def test_a_filter_is_put_together_and_kept_as_a_view(desk: Page, site: str, seller: User) -> None:
    builders.deal(seller, title="Small", rows=()), builders.deal(seller, title="Large")
    desk.goto(f"{site}/deals/")
    filter_by_amount(desk)
    expect(desk.get_by_text("Amount at least 100")).to_be_visible()
    expect(desk.get_by_role("link", name="Small")).to_have_count(0)
    desk.get_by_role("button", name="Views").click()
    desk.get_by_role("link", name="Save as a new view").click()
    desk.get_by_role("textbox", name="Name required").fill("Worth it")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_role("link", name="Worth it").first).to_have_attribute("aria-current", "page")
    with desk.expect_navigation():
        desk.get_by_role("link", name="Take away: Amount at least 100").click()
    expect(desk.get_by_role("link", name="Small")).to_be_visible()


def test_a_filter_is_a_sheet_on_the_phone(phone: Page, site: str, seller: User) -> None:
    builders.deal(seller, title="Small", rows=()), builders.deal(seller, title="Large")
    phone.goto(f"{site}/deals/")
    filter_by_amount(phone)
    expect(phone.get_by_role("link", name="Large")).to_be_visible()
    expect(phone.get_by_role("link", name="Small")).to_have_count(0)


def test_a_search_brings_tabs_and_chips_up_to_date(desk: Page, site: str, seller: User) -> None:
    builders.deal(seller, title="Relaunch"), builders.deal(seller, title="Other")
    desk.goto(f"{site}/deals/?view=mine")
    desk.get_by_label("Responsible person", exact=True).select_option(label="Everyone")
    until(desk, "location.search === '?view=mine&q='")
    expect(desk.get_by_role("link", name="My", exact=True)).to_have_attribute("aria-current", "page")
    desk.get_by_role("searchbox", name="Search deals").fill("relaunch")
    expect(desk.get_by_role("link", name="Other")).to_have_count(0)


def test_the_address_of_a_search_holds_only_what_was_chosen(desk: Page, site: str, seller: User) -> None:
    builders.deal(seller, title="Relaunch")
    for home in ("/deals/", "/deals/board/"):
        desk.goto(f"{site}{home}")
        desk.get_by_label("Responsible person", exact=True).select_option(label="Mine")
        until(desk, "location.search === '?owner=me'")
        desk.get_by_label("Responsible person", exact=True).select_option(label="Everyone")
        until(desk, "location.search === ''")


def choose_stage(page: Page, deal: Item, label: str) -> None:
    cell(page, deal, "stage").click()
    page.get_by_role("form", name="Edit Stage").get_by_label("Stage", exact=True).select_option(label=label)
    page.get_by_role("button", name="Save", exact=True).click()


def test_a_stage_is_chosen_in_its_cell(desk: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller, title="Relaunch")
    desk.goto(f"{site}/deals/")
    choose_stage(desk, deal, "In progress")
    expect(cell(desk, deal, "stage")).to_have_text("In progress")
    expect(cell(desk, deal, "stage")).to_be_focused()


def asks_for_a_comment(page: Page, deal: Item) -> None:
    page.get_by_role("dialog").get_by_label("Comment").fill("Signed")
    page.get_by_role("button", name="Save and move").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(cell(page, deal, "stage")).to_have_text("In progress")


def test_what_a_stage_asks_for_first_is_asked_in_a_dialog(desk: Page, site: str, seller: User) -> None:
    need(builders.person("Dana", is_admin=True), "comment", "EXECUTING")
    deal = builders.deal(seller, title="Relaunch")
    desk.goto(f"{site}/deals/")
    choose_stage(desk, deal, "In progress")
    asks_for_a_comment(desk, deal)


def test_on_the_phone_it_is_asked_after_move_to(phone: Page, site: str, seller: User) -> None:
    need(builders.person("Dana", is_admin=True), "comment", "EXECUTING")
    deal = builders.deal(seller, title="Relaunch")
    phone.goto(f"{site}/deals/")
    move_from_menu(phone, "In progress")
    asks_for_a_comment(phone, deal)


def test_on_the_phone_a_tap_on_the_stage_opens_the_item(phone: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller, title="Relaunch")
    phone.goto(f"{site}/deals/")
    phone.get_by_role("cell", name="New", exact=True).click(force=True)
    expect(phone).to_have_url(f"{site}/deals/{deal.pk}/")


def move_from_menu(page: Page, stage: str) -> None:
    page.get_by_role("button", name="Actions for Relaunch").click()
    page.get_by_role("link", name="Move to").click()
    page.get_by_role("dialog").get_by_role("button", name=stage).click()


def test_the_menu_of_a_row_moves_it_too(desk: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller, title="Relaunch")
    desk.goto(f"{site}/deals/")
    move_from_menu(desk, "In progress")
    expect(cell(desk, deal, "stage")).to_have_text("In progress")
    expect(desk.get_by_role("button", name="Actions for Relaunch")).to_be_focused()


def test_roles_are_asked_of_who_shares_a_view_with_some(danas_desk: Page, site: str) -> None:
    danas_desk.goto(f"{site}/deals/views/new/?owner=me")
    roles = danas_desk.get_by_role("group", name="Roles")
    expect(danas_desk.get_by_role("radio", name="Only me")).to_be_checked()
    expect(roles).to_be_hidden()
    danas_desk.get_by_role("radio", name="Some roles and departments").check()
    expect(roles).to_be_visible()
