"""Can the form of deals be arranged: by mouse, by keyboard alone, on the phone?"""

import pytest
from playwright.sync_api import Page, expect

from segue.core.models import Item, User
from tests import builders
from tests.browser.test_unsaved import asked


@pytest.fixture
def deal(seller: User) -> Item:
    return builders.deal(seller, probability=20, source_note="Fair", rows=())


def sections(page: Page) -> list[str]:
    return page.get_by_role("main").get_by_role("heading", level=2).all_inner_texts()


def fields(page: Page, section: str) -> list[str]:
    """What stands in a section of the page that arranges, in order."""
    found: list[str] = page.get_by_role("region", name=section).get_by_role("listitem").all_inner_texts()
    return [text.split("\n")[0].strip() for text in found]


def open_arranger(page: Page) -> None:
    page.get_by_role("main").get_by_role("button", name="More", exact=True).click()
    page.get_by_role("link", name="Arrange the form").click()
    expect(page.get_by_role("heading", name="Arrange the form")).to_be_visible()


def test_a_field_is_moved_and_another_hidden_by_mouse(on_deal: Page) -> None:
    open_arranger(on_deal)
    on_deal.get_by_role("button", name="Move, rename or hide Probability").click()
    on_deal.get_by_role("button", name="To “About the deal”").click()
    expect(on_deal.get_by_role("status").filter(has_text="“Probability” is in “About the deal” now.")).to_be_attached()
    on_deal.get_by_role("button", name="Move, rename or hide Source information").click()
    on_deal.get_by_role("button", name="Hide", exact=True).click()
    expect(on_deal.get_by_role("region", name="Hidden fields")).to_contain_text("Source information")
    on_deal.get_by_role("button", name="Save for me").click()
    expect(on_deal.get_by_role("region", name="About the deal")).to_contain_text("Probability")
    expect(on_deal.get_by_text("Fair", exact=True)).to_have_count(0)


def test_sections_are_renamed_and_moved_by_keyboard_alone(on_deal: Page) -> None:
    open_arranger(on_deal)
    name = on_deal.get_by_role("textbox", name="Name of the section").nth(1)
    name.focus()
    on_deal.keyboard.press("Control+a")
    on_deal.keyboard.type("Notes")
    on_deal.keyboard.press("Tab")
    expect(on_deal.get_by_role("button", name="Move Additional up")).to_be_focused()
    on_deal.keyboard.press("Enter")
    expect(on_deal.get_by_role("button", name="Move Notes up")).to_be_focused()
    on_deal.get_by_role("button", name="Save for me").focus()
    on_deal.keyboard.press("Enter")
    expect(on_deal.get_by_role("heading", name="Notes")).to_be_visible()
    assert sections(on_deal)[:2] == ["Notes", "About the deal"]


def test_a_field_keeps_the_cursor_on_its_way_down(on_deal: Page) -> None:
    open_arranger(on_deal)
    button = on_deal.get_by_role("button", name="Move Name down")
    button.focus()
    for _step in range(2):
        on_deal.keyboard.press("Enter")
        expect(on_deal.get_by_role("status").filter(has_text="“Name”")).to_be_attached()
        expect(button).to_be_focused()
    expect(on_deal.get_by_role("region", name="About the deal").get_by_role("listitem").nth(2)).to_contain_text("Name")


def test_a_field_is_dragged_into_another_section(on_deal: Page) -> None:
    open_arranger(on_deal)
    probability = on_deal.get_by_role("region", name="Additional").get_by_text("Probability", exact=True).first
    probability.drag_to(on_deal.get_by_role("region", name="About the deal").get_by_text("Client", exact=True).first)
    expect(on_deal.get_by_role("region", name="About the deal")).to_contain_text("Probability")
    expect(on_deal.get_by_role("region", name="About the deal").get_by_role("listitem")).to_have_count(5)
    on_deal.get_by_role("button", name="Save for me").click()
    expect(on_deal.get_by_role("region", name="About the deal")).to_contain_text("Probability")


def test_a_field_is_renamed_by_keyboard_alone(on_deal: Page) -> None:
    open_arranger(on_deal)
    on_deal.get_by_role("button", name="Move, rename or hide Probability").focus()
    on_deal.keyboard.press("Enter")
    expect(on_deal.get_by_role("textbox", name="Name of Probability")).to_be_focused()
    on_deal.keyboard.press("Control+a")
    on_deal.keyboard.type("Chance")
    on_deal.keyboard.press("Enter")
    expect(on_deal.get_by_role("button", name="Move Chance up")).to_be_attached()
    on_deal.get_by_role("button", name="Save for me").click()
    expect(on_deal.get_by_role("region", name="Additional")).to_contain_text("Chance")


def test_leaving_what_is_not_saved_asks(on_deal: Page) -> None:
    open_arranger(on_deal)
    on_deal.get_by_role("button", name="Move Name down").click()
    expect(on_deal.get_by_role("status").filter(has_text="“Name”")).to_be_attached()
    assert asked(on_deal, lambda: on_deal.get_by_role("link", name="Leads", exact=True).click())


def test_a_field_is_shown_again_while_the_form_is_filled_in(on_deal: Page, site: str, deal: Item) -> None:
    on_deal.goto(f"{site}/deals/{deal.pk}/edit/")
    on_deal.get_by_role("textbox", name="Name").first.fill("Shop")
    on_deal.get_by_role("button", name="Fields: Additional").click()
    on_deal.get_by_role("button", name="Hide Probability").click()
    expect(on_deal.get_by_label("Probability", exact=True)).to_have_count(0)
    on_deal.get_by_role("button", name="Fields: About the deal").click()
    on_deal.get_by_role("button", name="Show Probability").click()
    expect(on_deal.get_by_label("Probability", exact=True)).to_be_focused()
    expect(on_deal.get_by_label("Probability", exact=True)).to_have_value("20")
    on_deal.get_by_role("button", name="Save", exact=True).click()
    expect(on_deal.get_by_role("heading", name="Shop")).to_be_visible()


def test_the_form_is_arranged_for_everyone_on_the_phone(danas_phone: Page, site: str, deal: Item) -> None:
    phone = danas_phone
    phone.goto(f"{site}/deals/{deal.pk}/")
    open_arranger(phone)
    phone.get_by_role("button", name="Move, rename or hide Comment").tap()
    phone.get_by_role("button", name="To “About the deal”").tap()
    expect(phone.get_by_role("region", name="About the deal")).to_contain_text("Comment")
    phone.get_by_role("button", name="Save for everyone").tap()
    expect(phone.get_by_text("The form is arranged like this for everyone.")).to_be_visible()
