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


def type_into(page: Page, label: str, text: str) -> None:
    """Type as soon as the cursor is in the input."""
    expect(page.get_by_label(label, exact=True)).to_be_focused()
    page.keyboard.type(text)


def probability(deal: Item) -> int | None:
    return Deal.objects.get(pk=deal.pk).probability


def test_a_click_on_a_value_edits_it_and_enter_saves(on_deal: Page, deal: Item) -> None:
    on_deal.get_by_text("20%").click()
    type_into(on_deal, "Probability", "55")
    on_deal.keyboard.press("Enter")
    expect(on_deal.get_by_text("55%", exact=True)).to_be_visible()
    expect(on_deal.get_by_role("link", name="Edit Probability")).to_be_focused()
    expect(on_deal.get_by_role("status").get_by_text("“Probability” was saved.")).to_be_attached()
    assert probability(deal) == 55


def test_the_heading_and_all_that_names_the_item_follow(on_deal: Page) -> None:
    on_deal.get_by_role("heading", name="Website relaunch", level=1).click()
    on_deal.get_by_label("Name", exact=True).fill("Web shop")
    on_deal.get_by_role("form", name="Edit Name").get_by_role("button", name="Save").click()
    expect(on_deal.get_by_role("heading", name="Web shop", level=1)).to_be_visible()
    expect(on_deal.get_by_role("navigation", name="You are here")).to_contain_text("Web shop")
    expect(on_deal).to_have_title("Web shop · Segue")
    expect(on_deal.get_by_role("complementary", name="Timeline")).to_contain_text("Web shop")
    on_deal.get_by_role("button", name="In progress").click()
    expect(on_deal.get_by_role("status").get_by_text("Stage: In progress")).to_be_visible()


def test_by_keyboard_alone(on_deal: Page, deal: Item) -> None:
    records.change(deal, {"amount": Decimal(50)}, actor=deal.owner)
    on_deal.reload()
    on_deal.get_by_role("link", name="Edit Amount").press("Enter")
    type_into(on_deal, "Amount", "many")
    on_deal.keyboard.press("Enter")
    field = on_deal.get_by_label("Amount", exact=True)
    expect(field).to_have_accessible_description("Enter a number, such as 1,234.5.")
    expect(field).to_be_focused()
    expect(field).to_have_value("many")
    on_deal.keyboard.press("Escape")
    expect(on_deal.get_by_role("link", name="Edit Amount")).to_be_focused()
    expect(on_deal.get_by_role("region", name="About the deal").get_by_text("€50.00")).to_be_visible()


def test_a_long_text_is_not_thrown_away_by_escape_alone(on_deal: Page) -> None:
    on_deal.get_by_text("Fair", exact=True).click()
    type_into(on_deal, "Source information", "A long story. ")
    assert asked(on_deal, lambda: on_deal.keyboard.press("Escape")) == ["confirm"]
    expect(on_deal.get_by_label("Source information", exact=True)).to_be_focused()


def test_several_fields_are_not_thrown_away_by_escape_alone(on_deal: Page) -> None:
    section = on_deal.get_by_role("region", name="Additional")
    on_deal.get_by_role("link", name="Edit Additional").press("Enter")
    section.get_by_label("Probability", exact=True).fill("101")
    section.get_by_label("UTM Source", exact=True).fill("newsletter")
    assert asked(on_deal, lambda: on_deal.keyboard.press("Escape")) == ["confirm"]
    on_deal.keyboard.press("Enter")
    expect(section.get_by_text("Ensure this value is less than or equal to 100.")).to_be_visible()
    assert asked(on_deal, lambda: on_deal.keyboard.press("Escape")) == ["confirm"]
    expect(section.get_by_label("UTM Source", exact=True)).to_have_value("newsletter")


def test_one_field_of_a_section_is(on_deal: Page) -> None:
    on_deal.get_by_role("link", name="Edit Additional").press("Enter")
    on_deal.get_by_label("UTM Source", exact=True).fill("newsletter")
    assert asked(on_deal, lambda: on_deal.keyboard.press("Escape")) == []
    expect(on_deal.get_by_role("link", name="Edit Additional")).to_be_focused()


def test_an_empty_field_is_found_and_filled_in(on_deal: Page) -> None:
    section = on_deal.get_by_role("region", name="Additional")
    section.get_by_text("Empty fields").click()
    section.get_by_role("link", name="Edit UTM Source").press("Enter")
    type_into(on_deal, "UTM Source", "newsletter")
    on_deal.keyboard.press("Enter")
    expect(section.get_by_text("newsletter")).to_be_visible()
    expect(section.get_by_role("link", name="Edit UTM Medium")).to_be_visible()  # still unfolded


def test_what_is_open_elsewhere_stays_as_it_was_typed(on_deal: Page, deal: Item, seller: User) -> None:
    on_deal.get_by_label("Comment", exact=True).fill("Not sent yet")
    on_deal.get_by_text("Fair", exact=True).click()
    on_deal.get_by_label("Source information", exact=True).fill("Half a sentence")
    on_deal.get_by_text("20%").click()
    type_into(on_deal, "Probability", "55")
    on_deal.keyboard.press("Enter")
    expect(on_deal.get_by_text("55%", exact=True)).to_be_visible()
    expect(on_deal.get_by_label("Source information", exact=True)).to_have_value("Half a sentence")
    expect(on_deal.get_by_label("Comment", exact=True)).to_have_value("Not sent yet")
    on_deal.get_by_role("form", name="Edit Source information").get_by_role("button", name="Save").click()
    expect(on_deal.get_by_text("Half a sentence", exact=True)).to_be_visible()


def test_somebody_else_was_quicker(on_deal: Page, deal: Item) -> None:
    bob = builders.person("Bob", department=deal.owner.departments.get())
    on_deal.get_by_text("20%").click()
    on_deal.get_by_label("Probability", exact=True).fill("55")
    records.change(deal, {"probability": 70}, actor=bob)
    on_deal.keyboard.press("Enter")
    expect(on_deal.get_by_text("Someone else saved this in the meantime")).to_be_visible()
    on_deal.get_by_role("radio", name="Your value").check()
    on_deal.get_by_role("form", name="Edit Probability").get_by_role("button", name="Save").click()
    expect(on_deal.get_by_text("55%", exact=True)).to_be_visible()


def test_a_link_in_a_value_stays_a_link(on_deal: Page, site: str, seller: User) -> None:
    firm = builders.company(seller)
    deal = builders.deal(seller, client=builders.client(firm))
    on_deal.goto(f"{site}/deals/{deal.pk}/")
    on_deal.get_by_role("region", name="About the deal").get_by_role("link", name="Brandt GmbH").click()
    expect(on_deal).to_have_url(f"{site}/companies/{firm.pk}/")


def test_the_client_is_searched_and_chosen_in_place(on_deal: Page, seller: User) -> None:
    builders.company(seller)
    section = on_deal.get_by_role("region", name="About the deal")
    section.get_by_text("Empty fields").click()
    section.get_by_role("link", name="Edit Client").click()
    on_deal.get_by_role("combobox", name="Search company").press_sequentially("brandt")
    on_deal.get_by_role("option", name="Brandt GmbH").first.click()
    expect(on_deal.get_by_role("button", name="Remove Brandt GmbH")).to_be_visible()
    section.get_by_role("button", name="Save").click()
    expect(section.get_by_role("link", name="Brandt GmbH")).to_be_visible()
    expect(section.get_by_role("link", name="Edit Client")).to_be_focused()


def test_a_whole_section_at_once(on_deal: Page) -> None:
    section = on_deal.get_by_role("region", name="Additional")
    on_deal.get_by_role("link", name="Edit Additional").press("Enter")
    section.get_by_label("Probability", exact=True).fill("55")
    section.get_by_label("UTM Source", exact=True).fill("newsletter")
    section.get_by_role("button", name="Save").last.click()
    expect(section.get_by_text("55%", exact=True)).to_be_visible()
    expect(section.get_by_text("newsletter")).to_be_visible()
    expect(on_deal.get_by_role("link", name="Edit Additional")).to_be_focused()


def test_leaving_with_something_typed_asks_and_after_saving_does_not(on_deal: Page) -> None:
    leave = on_deal.get_by_role("navigation", name="CRM").get_by_role("link", name="Leads", exact=True)
    on_deal.get_by_text("20%").click()
    type_into(on_deal, "Probability", "55")
    assert asked(on_deal, lambda: leave.click(no_wait_after=True)) == ["beforeunload"]
    on_deal.get_by_role("form", name="Edit Probability").get_by_role("button", name="Save").click()
    expect(on_deal.get_by_text("55%", exact=True)).to_be_visible()
    assert asked(on_deal, leave.click) == []


def test_after_the_session_ended_nothing_is_lost(on_deal: Page, site: str, seller: User, deal: Item) -> None:
    on_deal.get_by_text("20%").click()
    type_into(on_deal, "Probability", "55")
    on_deal.context.clear_cookies()
    on_deal.keyboard.press("Enter")
    on_deal.get_by_role("status").get_by_text("What you typed is still here").wait_for()
    with on_deal.expect_popup() as tab:
        on_deal.get_by_role("status").get_by_role("link", name="Sign in").click()
    sign_in(tab.value, site, seller, "en")
    on_deal.bring_to_front()
    on_deal.get_by_role("form", name="Edit Probability").get_by_role("button", name="Save").click()
    expect(on_deal.get_by_text("55%", exact=True)).to_be_visible()


def test_who_gives_it_away_lands_in_the_list(on_deal: Page, site: str, deal: Item) -> None:
    builders.person("Charlie")
    Item.objects.filter(pk=deal.pk).update(open_to_all=False)
    on_deal.get_by_role("link", name="Edit Responsible person").press("Enter")
    on_deal.get_by_label("Responsible person", exact=True).select_option("Charlie")
    questions = asked(on_deal, lambda: on_deal.get_by_role("button", name="Save").click())
    expect(on_deal).to_have_url(f"{site}/deals/")
    assert questions == []


def test_no_fault_is_left_in_the_console(on_deal: Page) -> None:
    faults: list[str] = []
    on_deal.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    on_deal.on("pageerror", lambda error: faults.append(str(error)))
    for _again in range(2):
        on_deal.get_by_role("link", name="Edit Probability").click()
        on_deal.get_by_label("Probability", exact=True).fill("60")
        on_deal.keyboard.press("Enter")
        expect(on_deal.get_by_role("link", name="Edit Probability")).to_be_focused()
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


def test_a_pencil_in_a_tab_of_its_own_leads_to_its_inputs_in_the_whole_form(
    on_deal: Page, site: str, deal: Item
) -> None:
    for anchor, label in (("id_probability", "Probability"), ("section-additional", "Type")):
        on_deal.goto(f"{site}/deals/{deal.pk}/")
        on_deal.goto(f"{site}/deals/{deal.pk}/edit/#{anchor}")
        expect(on_deal.get_by_label(label, exact=True)).to_be_focused()
