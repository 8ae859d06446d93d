"""Can Alice change one value where she reads it: by mouse, by keyboard alone, on the phone, in German?"""

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from segue.core import records
from segue.core.models import Item, User
from segue.crm.models import Deal
from tests import builders
from tests.browser.test_from_lead_to_invoice import sign_in
from tests.browser.test_unsaved import asked
from tests.core.custom_fields.fields import stored


@pytest.fixture
def deal(seller: User) -> Item:
    return builders.deal(seller, probability=20, source_note="Fair", rows=())


@pytest.fixture
def desk(desk: Page, site: str, deal: Item) -> Page:
    """The page of the deal on Alice's desk."""
    desk.goto(f"{site}/deals/{deal.pk}/")
    return desk


def type_into(page: Page, label: str, text: str) -> None:
    """Type as soon as the cursor is in the input."""
    expect(page.get_by_label(label, exact=True)).to_be_focused()
    page.keyboard.type(text)


def probability(deal: Item) -> int | None:
    return Deal.objects.get(pk=deal.pk).probability


def test_a_click_on_a_value_edits_it_and_enter_saves(desk: Page, deal: Item) -> None:
    desk.get_by_text("20%").click()
    type_into(desk, "Probability", "55")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("55%", exact=True)).to_be_visible()
    expect(desk.get_by_role("link", name="Edit Probability")).to_be_focused()
    expect(desk.get_by_role("status").get_by_text("“Probability” was saved.")).to_be_attached()
    assert probability(deal) == 55


def test_the_heading_and_all_that_names_the_item_follow(desk: Page) -> None:
    desk.get_by_role("heading", name="Website relaunch", level=1).click()
    desk.get_by_label("Name", exact=True).fill("Web shop")
    desk.get_by_role("form", name="Edit Name").get_by_role("button", name="Save").click()
    expect(desk.get_by_role("heading", name="Web shop", level=1)).to_be_visible()
    expect(desk.get_by_role("navigation", name="You are here")).to_contain_text("Web shop")
    expect(desk).to_have_title("Web shop · Segue")
    expect(desk.get_by_role("complementary", name="Timeline")).to_contain_text("Web shop")
    desk.get_by_role("button", name="In progress").click()
    expect(desk.get_by_role("status").get_by_text("Stage: In progress")).to_be_visible()


def test_by_keyboard_alone(desk: Page, deal: Item) -> None:
    records.change(deal, {"amount": Decimal(50)}, actor=deal.owner)
    desk.reload()
    desk.get_by_role("link", name="Edit Amount").press("Enter")
    type_into(desk, "Amount", "many")
    desk.keyboard.press("Enter")
    field = desk.get_by_label("Amount", exact=True)
    expect(field).to_have_accessible_description("Enter a number, such as 1,234.5.")
    expect(field).to_be_focused()
    expect(field).to_have_value("many")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("link", name="Edit Amount")).to_be_focused()
    expect(desk.get_by_role("region", name="About the deal").get_by_text("€50.00")).to_be_visible()


def test_a_long_text_is_not_thrown_away_by_escape_alone(desk: Page) -> None:
    desk.get_by_text("Fair", exact=True).click()
    type_into(desk, "Source information", "A long story. ")
    assert asked(desk, lambda: desk.keyboard.press("Escape")) == ["confirm"]
    expect(desk.get_by_label("Source information", exact=True)).to_be_focused()


def test_several_fields_are_not_thrown_away_by_escape_alone(desk: Page) -> None:
    section = desk.get_by_role("region", name="Additional")
    desk.get_by_role("link", name="Edit Additional").press("Enter")
    section.get_by_label("Probability", exact=True).fill("101")
    section.get_by_label("UTM Source", exact=True).fill("newsletter")
    assert asked(desk, lambda: desk.keyboard.press("Escape")) == ["confirm"]
    desk.keyboard.press("Enter")
    expect(section.get_by_text("Ensure this value is less than or equal to 100.")).to_be_visible()
    assert asked(desk, lambda: desk.keyboard.press("Escape")) == ["confirm"]
    expect(section.get_by_label("UTM Source", exact=True)).to_have_value("newsletter")


def test_one_field_of_a_section_is(desk: Page) -> None:
    desk.get_by_role("link", name="Edit Additional").press("Enter")
    desk.get_by_label("UTM Source", exact=True).fill("newsletter")
    assert asked(desk, lambda: desk.keyboard.press("Escape")) == []
    expect(desk.get_by_role("link", name="Edit Additional")).to_be_focused()


def test_an_empty_field_is_found_and_filled_in(desk: Page) -> None:
    section = desk.get_by_role("region", name="Additional")
    section.get_by_text("Empty fields").click()
    section.get_by_role("link", name="Edit UTM Source").press("Enter")
    type_into(desk, "UTM Source", "newsletter")
    desk.keyboard.press("Enter")
    expect(section.get_by_text("newsletter")).to_be_visible()
    expect(section.get_by_role("link", name="Edit UTM Medium")).to_be_visible()  # still unfolded


def test_what_is_open_elsewhere_stays_as_it_was_typed(desk: Page, deal: Item, seller: User) -> None:
    desk.get_by_label("Comment", exact=True).fill("Not sent yet")
    desk.get_by_text("Fair", exact=True).click()
    desk.get_by_label("Source information", exact=True).fill("Half a sentence")
    desk.get_by_text("20%").click()
    type_into(desk, "Probability", "55")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("55%", exact=True)).to_be_visible()
    expect(desk.get_by_label("Source information", exact=True)).to_have_value("Half a sentence")
    expect(desk.get_by_label("Comment", exact=True)).to_have_value("Not sent yet")
    desk.get_by_role("form", name="Edit Source information").get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Half a sentence", exact=True)).to_be_visible()


def test_somebody_else_was_quicker(desk: Page, deal: Item) -> None:
    bob = builders.person("Bob", department=deal.owner.departments.get())
    desk.get_by_text("20%").click()
    desk.get_by_label("Probability", exact=True).fill("55")
    records.change(deal, {"probability": 70}, actor=bob)
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Someone else saved this in the meantime")).to_be_visible()
    desk.get_by_role("radio", name="Your value").check()
    desk.get_by_role("form", name="Edit Probability").get_by_role("button", name="Save").click()
    expect(desk.get_by_text("55%", exact=True)).to_be_visible()


def test_a_link_in_a_value_stays_a_link(desk: Page, site: str, seller: User) -> None:
    firm = builders.company(seller)
    deal = builders.deal(seller, client=builders.client(firm))
    desk.goto(f"{site}/deals/{deal.pk}/")
    desk.get_by_role("region", name="About the deal").get_by_role("link", name="Brandt GmbH").click()
    expect(desk).to_have_url(f"{site}/companies/{firm.pk}/")


def test_the_client_is_searched_and_chosen_in_place(desk: Page, seller: User) -> None:
    builders.company(seller)
    section = desk.get_by_role("region", name="About the deal")
    section.get_by_text("Empty fields").click()
    section.get_by_role("link", name="Edit Client").click()
    desk.get_by_role("combobox", name="Search company").press_sequentially("brandt")
    desk.get_by_role("option", name="Brandt GmbH").first.click()
    expect(desk.get_by_role("button", name="Remove Brandt GmbH")).to_be_visible()
    section.get_by_role("button", name="Save").click()
    expect(section.get_by_role("link", name="Brandt GmbH")).to_be_visible()
    expect(section.get_by_role("link", name="Edit Client")).to_be_focused()


def test_a_whole_section_at_once(desk: Page) -> None:
    section = desk.get_by_role("region", name="Additional")
    desk.get_by_role("link", name="Edit Additional").press("Enter")
    section.get_by_label("Probability", exact=True).fill("55")
    section.get_by_label("UTM Source", exact=True).fill("newsletter")
    section.get_by_role("button", name="Save").last.click()
    expect(section.get_by_text("55%", exact=True)).to_be_visible()
    expect(section.get_by_text("newsletter")).to_be_visible()
    expect(desk.get_by_role("link", name="Edit Additional")).to_be_focused()


def test_leaving_with_something_typed_asks_and_after_saving_does_not(desk: Page) -> None:
    leave = desk.get_by_role("navigation", name="CRM").get_by_role("link", name="Leads", exact=True)
    desk.get_by_text("20%").click()
    type_into(desk, "Probability", "55")
    assert asked(desk, lambda: leave.click(no_wait_after=True)) == ["beforeunload"]
    desk.get_by_role("form", name="Edit Probability").get_by_role("button", name="Save").click()
    expect(desk.get_by_text("55%", exact=True)).to_be_visible()
    assert asked(desk, leave.click) == []


def test_after_the_session_ended_nothing_is_lost(desk: Page, site: str, seller: User, deal: Item) -> None:
    desk.get_by_text("20%").click()
    type_into(desk, "Probability", "55")
    desk.context.clear_cookies()
    desk.keyboard.press("Enter")
    desk.get_by_role("status").get_by_text("What you typed is still here").wait_for()
    with desk.expect_popup() as tab:
        desk.get_by_role("status").get_by_role("link", name="Sign in").click()
    sign_in(tab.value, site, seller, "en")
    desk.bring_to_front()
    desk.get_by_role("form", name="Edit Probability").get_by_role("button", name="Save").click()
    expect(desk.get_by_text("55%", exact=True)).to_be_visible()


def test_who_gives_it_away_lands_in_the_list(desk: Page, site: str, deal: Item) -> None:
    builders.person("Charlie")
    Item.objects.filter(pk=deal.pk).update(open_to_all=False)
    desk.get_by_role("link", name="Edit Responsible person").press("Enter")
    desk.get_by_label("Responsible person", exact=True).select_option("Charlie")
    questions = asked(desk, lambda: desk.get_by_role("button", name="Save").click())
    expect(desk).to_have_url(f"{site}/deals/")
    assert questions == []


def test_no_fault_is_left_in_the_console(desk: Page) -> None:
    faults: list[str] = []
    desk.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    desk.on("pageerror", lambda error: faults.append(str(error)))
    for _again in range(2):
        desk.get_by_role("link", name="Edit Probability").click()
        desk.get_by_label("Probability", exact=True).fill("60")
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("link", name="Edit Probability")).to_be_focused()
    assert faults == []


def test_on_the_phone_in_german(new_context: Callable[..., BrowserContext], site: str, seller: User) -> None:
    dana = builders.person("Dana", is_admin=True)
    stored(dana, "money", "BUDGET", labels={"en": "Budget", "de": "Rahmen"}, show_always=True)
    deal = builders.deal(seller)
    phone = new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True).new_page()
    sign_in(phone, site, seller, "de")
    phone.goto(f"{site}/deals/{deal.pk}/")
    pencil = phone.get_by_role("link", name="Rahmen bearbeiten")
    expect(pencil).to_have_css("opacity", "1")
    box = pencil.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    pencil.tap()
    phone.get_by_label("Rahmen", exact=True).fill("1.234,5")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.get_by_role("button", name="Speichern").tap()
    expect(phone.get_by_text("1.234,50 €", exact=True)).to_be_visible()


def test_without_javascript_the_pencil_opens_the_form_there(
    new_context: Callable[..., BrowserContext], site: str, seller: User, deal: Item
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, site, seller, "en")
    page.goto(f"{site}/deals/{deal.pk}/")
    page.get_by_role("link", name="Edit Probability").click()
    expect(page).to_have_url(f"{site}/deals/{deal.pk}/edit/#id_probability")
    expect(page.get_by_label("Probability", exact=True)).to_be_in_viewport()


def test_a_pencil_in_a_tab_of_its_own_leads_to_its_inputs_in_the_whole_form(desk: Page, site: str, deal: Item) -> None:
    for anchor, label in (("id_probability", "Probability"), ("section-additional", "Type")):
        desk.goto(f"{site}/deals/{deal.pk}/")
        desk.goto(f"{site}/deals/{deal.pk}/edit/#{anchor}")
        expect(desk.get_by_label(label, exact=True)).to_be_focused()
