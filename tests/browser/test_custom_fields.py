"""Do several values and a named item grow in the form while one types, and does the cursor stay where it belongs?"""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from segue.core.models import Item, User
from tests import builders
from tests.browser.test_from_lead_to_invoice import DESK, PHONE, sign_in
from tests.core.custom_fields.fields import stored


@pytest.fixture
def form(page: Page, site: str, seller: User, dana: User) -> Page:
    """The form of a new deal, for which there are fields of several values and one for a lead."""
    stored(dana, "string", "NUMBERS", multiple=True, labels={"en": "Delivery"})
    stored(dana, "crm", "ORIGIN", labels={"en": "Origin"})
    builders.lead(seller, title="Website form")
    sign_in(page, site, seller, "en")
    page.goto(f"{site}/deals/new/")
    page.get_by_label("Name", exact=True).fill("Shop")
    return page


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_one_more_value_is_typed_without_a_new_page(form: Page, size: ViewportSize) -> None:
    form.set_viewport_size(size)
    form.get_by_label("Delivery 1", exact=True).fill("one")
    form.get_by_role("button", name="Add Delivery").click()
    expect(form.get_by_label("Delivery 2", exact=True)).to_be_focused()
    form.keyboard.type("two")
    form.get_by_role("button", name="Save").last.click()
    expect(form.get_by_text("one, two")).to_be_visible()


REGIONS = ("North", "East", "South", "West", "Alps", "Baltic", "Rhine", "Ruhr", "Saar")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_an_option_is_found_in_a_window_and_pressed(form: Page, dana: User, size: ViewportSize) -> None:
    stored(dana, "list", "REGION", labels={"en": "Region"}, settings={"display": "dialog"}, options=REGIONS)
    form.reload()
    form.set_viewport_size(size)
    form.get_by_label("Name", exact=True).fill("Shop")
    form.get_by_role("button", name="Region: –").click()
    search = form.get_by_role("searchbox", name="Search", exact=True)
    search.fill("sou")
    expect(form.get_by_role("radio")).to_have_count(1)
    form.get_by_text("South", exact=True).click()
    expect(search).to_be_hidden()
    expect(form.get_by_role("button", name="Region: South")).to_be_visible()
    form.get_by_role("button", name="Save").last.click()
    expect(form.get_by_role("heading", name="Shop")).to_be_visible()
    expect(form.get_by_role("main").get_by_text("South")).to_be_visible()


def test_options_are_ticked_in_a_window_by_keyboard_alone(form: Page, dana: User) -> None:
    options = REGIONS[:3]
    stored(
        dana, "list", "AREAS", multiple=True, labels={"en": "Areas"}, settings={"display": "dialog"}, options=options
    )
    form.reload()
    form.get_by_label("Name", exact=True).fill("Shop")
    form.get_by_role("button", name="Areas: –").press("Enter")
    expect(form.get_by_role("checkbox", name="North")).to_be_focused()
    form.keyboard.press("Space")
    form.keyboard.press("ArrowDown")
    form.keyboard.press("Space")
    form.keyboard.press("Escape")
    button = form.get_by_role("button", name="Areas: North, East")
    expect(button).to_be_focused()
    form.get_by_role("button", name="Save").last.click()
    expect(form.get_by_role("main").get_by_text("North, East")).to_be_visible()


def test_an_option_found_in_a_window_is_chosen_by_keyboard_alone(form: Page, dana: User) -> None:
    stored(dana, "list", "REGION", labels={"en": "Region"}, settings={"display": "dialog"}, options=REGIONS)
    form.reload()
    form.get_by_role("button", name="Region: –").press("Enter")
    expect(form.get_by_role("searchbox", name="Search", exact=True)).to_be_focused()
    form.keyboard.type("sou")
    form.keyboard.press("ArrowDown")
    expect(form.get_by_role("radio", name="South")).to_be_focused()
    form.keyboard.press("Enter")
    expect(form.get_by_role("button", name="Region: South")).to_be_focused()
    expect(form.get_by_role("heading", name="New deal")).to_be_visible()  # nothing was sent


def test_arrow_keys_pass_over_options_that_the_search_left_out(form: Page, dana: User) -> None:
    settings = {"display": "dialog"}
    stored(dana, "list", "AREAS", multiple=True, labels={"en": "Areas"}, settings=settings, options=REGIONS)
    form.reload()
    form.get_by_role("button", name="Areas: –").press("Enter")
    expect(form.get_by_role("searchbox", name="Search", exact=True)).to_be_focused()
    form.keyboard.type("r")  # North, Rhine, Ruhr, Saar
    form.keyboard.press("ArrowDown")
    form.keyboard.press("ArrowDown")
    expect(form.get_by_role("checkbox", name="Rhine")).to_be_focused()


def test_escape_leaves_the_window_and_not_the_field_it_stands_in(
    page: Page, site: str, seller: User, dana: User
) -> None:
    stored(dana, "list", "REGION", labels={"en": "Region"}, settings={"display": "dialog"}, options=REGIONS)
    deal = builders.deal(seller)
    sign_in(page, site, seller, "en")
    page.goto(f"{site}/deals/{deal.pk}/")
    page.get_by_role("region", name="Additional").get_by_text("Empty fields").click()
    page.get_by_role("link", name="Edit Region").press("Enter")
    button = page.get_by_role("button", name="Region: –")
    button.press("Enter")
    search = page.get_by_role("searchbox", name="Search", exact=True)
    expect(search).to_be_focused()
    page.keyboard.press("Escape")
    expect(search).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_an_item_is_found_while_one_types_its_name(form: Page, size: ViewportSize) -> None:
    form.set_viewport_size(size)
    form.get_by_label("Search: Origin").first.press_sequentially("websi")
    form.get_by_role("button", name="Website form").click()
    expect(form.get_by_role("button", name="Remove Website form")).to_be_visible()
    form.get_by_role("button", name="Save").last.click()
    expect(form.get_by_role("link", name="Website form")).to_be_visible()
    assert Item.objects.get(type="deal").custom == {"ORIGIN": Item.objects.get(type="lead").pk}
