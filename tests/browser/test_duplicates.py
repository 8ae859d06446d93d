"""Does the form say while one types who may be the same, and does the keyboard alone answer it?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from segue.core.models import Item, User
from segue.crm.communications import Communication
from segue.crm.models import Contact, NotDuplicate
from tests import builders
from tests.browser.test_from_lead_to_invoice import sign_in


@pytest.fixture
def form(desk: Page, site: str, seller: User) -> Page:
    """The form of a new contact, where a Jana Brandt is there already."""
    builders.contact(seller, communications=(Communication("PHONE", "030 123456"),))
    desk.goto(f"{site}/contacts/new/")
    return desk


def test_the_notice_comes_while_one_types_and_goes_again(form: Page) -> None:
    name, number = form.get_by_label("First name"), form.get_by_label("Phone", exact=True)
    name.fill("J.")
    number.press_sequentially("+49 30 123456")
    expect(form.get_by_text("Perhaps this exists already:")).to_be_visible()
    expect(form.get_by_text("same phone · Alice")).to_be_visible()
    expect(number).to_be_focused()
    number.press("Backspace")
    expect(form.get_by_text("Perhaps this exists already:")).to_be_hidden()
    expect(number).to_have_value("+49 30 12345")


def test_taking_the_number_away_takes_the_notice_away(form: Page) -> None:
    form.get_by_label("Phone", exact=True).fill("030 123456")
    expect(form.get_by_text("same phone · Alice")).to_be_visible()
    form.get_by_role("button", name="Remove").first.click()
    expect(form.get_by_text("same phone · Alice")).to_be_hidden()


def test_not_a_duplicate_is_said_once(form: Page) -> None:
    form.get_by_label("First name").fill("Jana")
    form.get_by_label("Last name").fill("Brandt")
    form.get_by_role("button", name="Not a duplicate: Jana Brandt").click()
    expect(form.get_by_text("Perhaps this exists already:")).to_be_hidden()
    form.get_by_label("Phone", exact=True).press_sequentially("030 123456")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("heading", name="Jana Brandt")).to_be_visible()
    assert Item.objects.of_type("contact").count() == 2
    assert NotDuplicate.objects.count() == 1


def test_a_save_comes_back_to_the_notice_and_passes_by_the_keyboard(form: Page) -> None:
    form.get_by_label("First name").fill("Jana")
    form.get_by_label("Last name").fill("Brandt")
    form.get_by_label("Last name").press("Enter")
    asked = form.get_by_text("Not saved yet. Perhaps this exists already:")
    expect(asked).to_be_focused()
    expect(form.get_by_label("Last name")).to_have_value("Brandt")
    form.get_by_role("button", name="Save anyway").press("Enter")
    expect(form.get_by_role("heading", name="Jana Brandt")).to_be_visible()


# In place ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def other(seller: User) -> Item:
    """A contact that is not called Jana Brandt yet, where one is there already."""
    builders.contact(seller, communications=(Communication("PHONE", "030 123456"),))
    return builders.contact(seller, last_name="Other")


def names() -> list[str]:
    """What the contacts are called."""
    return [each.title for each in Contact.objects.order_by("pk")]


def test_in_place_a_save_comes_back_to_the_notice_and_passes_by_the_keyboard(
    desk: Page, site: str, seller: User, other: Item
) -> None:
    desk.goto(f"{site}/contacts/{other.pk}/")
    desk.get_by_role("link", name="Edit Last name").press("Enter")
    expect(desk.get_by_label("Last name", exact=True)).to_be_focused()
    desk.keyboard.type("Brandt")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Not saved yet. Perhaps this exists already:")).to_be_focused()
    expect(desk.get_by_label("Last name", exact=True)).to_have_value("Brandt")
    desk.get_by_role("button", name="Save anyway").press("Enter")
    expect(desk.get_by_role("heading", name="Jana Brandt", level=1)).to_be_visible()
    expect(desk.get_by_role("link", name="Edit Last name")).to_be_focused()
    assert names() == ["Jana Brandt"] * 2


def test_in_place_the_notice_comes_while_one_types_and_not_a_duplicate_takes_it_away(
    desk: Page, site: str, seller: User, other: Item
) -> None:
    desk.goto(f"{site}/contacts/{other.pk}/")
    for label, text in (("First name", "Jana"), ("Last name", "Brandt")):  # both are open: each has its own notice
        desk.get_by_role("link", name=f"Edit {label}").press("Enter")
        desk.get_by_label(label, exact=True).fill(text)
    form = desk.get_by_role("form", name="Edit Last name")
    form.get_by_role("button", name="Not a duplicate: Jana Brandt").click()
    expect(desk.get_by_text("Perhaps this exists already:")).to_be_hidden()
    form.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("heading", name="Jana Brandt", level=1)).to_be_visible()
    assert (names(), NotDuplicate.objects.count()) == (["Jana Brandt"] * 2, 1)


def test_in_place_on_the_phone(
    new_context: Callable[..., BrowserContext], site: str, seller: User, other: Item
) -> None:
    phone = new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True).new_page()
    sign_in(phone, site, seller, "de")
    phone.goto(f"{site}/contacts/{other.pk}/")
    phone.get_by_role("link", name="Nachname bearbeiten").tap()
    phone.get_by_label("Nachname", exact=True).fill("Brandt")
    phone.get_by_role("button", name="Speichern", exact=True).tap()
    expect(phone.get_by_text("Noch nicht gespeichert. Vielleicht gibt es das schon:")).to_be_in_viewport()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.get_by_role("button", name="Trotzdem speichern").tap()
    expect(phone.get_by_role("heading", name="Jana Brandt", level=1)).to_be_visible()
    assert names() == ["Jana Brandt"] * 2
