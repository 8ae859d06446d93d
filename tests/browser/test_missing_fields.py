"""Are missing custom fields offered as boxes on a desk and as switches on a phone, in both languages?"""

import pytest
from playwright.sync_api import Locator, Page, expect

from segue.core.models import Item, User
from tests import builders
from tests.browser.test_from_lead_to_invoice import (
    DESK,
    ENGLISH,
    GERMAN,
    PHONE,
    Words,
    arrived,
    create_on_desk,
    create_on_phone,
    sign_in,
)
from tests.crm.conversion.fields import field

LANGUAGES = pytest.mark.parametrize(("language", "words"), [("en", ENGLISH), ("de", GERMAN)], ids=["en", "de"])


@pytest.fixture
def owner(seller: User) -> User:
    """Alice, who may change settings here."""
    seller.is_admin = True
    seller.save()
    for label, german in (("Visit", "Besuch"), ("Parking", "Parkplatz")):
        field("deal", "string", label, by=seller, labels={"en": label, "de": german})
    return seller


def names(words: Words) -> tuple[str, str]:
    """What the two fields are called in her language."""
    return ("Visit", "Parking") if words is ENGLISH else ("Besuch", "Parkplatz")


def open_deal(page: Page, site: str, owner: User, language: str) -> None:
    """Open a deal whose fields are filled in."""
    deal = builders.deal(owner, VISIT="at noon", PARKING="behind the house")
    sign_in(page, site, owner, language)
    page.goto(f"{site}/deals/{deal.pk}/")


def boxes(page: Page, role: str, words: Words) -> tuple[Locator, Locator, Locator]:
    """The box of the invoice, and those of the two fields."""
    dialog, (one, other) = page.get_by_role("dialog"), names(words)
    return (
        dialog.get_by_role(role, name=words.invoice, exact=True),  # type: ignore[arg-type]
        dialog.get_by_role(role, name=one),  # type: ignore[arg-type]
        dialog.get_by_role(role, name=other),  # type: ignore[arg-type]
    )


def custom_values() -> dict[str, str]:
    """What the new invoice holds."""
    values: dict[str, str] = Item.objects.get(type="invoice").custom
    return values


@LANGUAGES
def test_on_a_desk_the_box_above_ticks_those_below(
    page: Page, site: str, owner: User, language: str, words: Words
) -> None:
    page.set_viewport_size(DESK)
    open_deal(page, site, owner, language)
    create_on_desk(page, words, words.invoice)
    parent, visit, parking = boxes(page, "checkbox", words)
    parent.check()
    expect(visit).to_be_checked()
    parking.uncheck()
    expect(parent).not_to_be_checked()
    expect(parent).to_be_checked(indeterminate=True)
    page.get_by_role("dialog").get_by_role("button", name=words.cont).click()
    arrived(page, "invoices")
    assert custom_values() == {"VISIT": "at noon"}
    expect(page.get_by_text("at noon").first).to_be_visible()


@LANGUAGES
def test_on_a_phone_they_are_switches(page: Page, site: str, owner: User, language: str, words: Words) -> None:
    page.set_viewport_size(PHONE)
    open_deal(page, site, owner, language)
    create_on_phone(page, words, words.invoice)
    parent, visit, _parking = boxes(page, "switch", words)
    expect(parent).to_be_visible()
    visit.check()
    page.get_by_role("dialog").get_by_role("button", name=words.cont).click()
    arrived(page, "invoices")
    assert custom_values() == {"VISIT": "at noon"}


def test_cancel_does_nothing(page: Page, site: str, owner: User) -> None:
    page.set_viewport_size(DESK)
    open_deal(page, site, owner, "en")
    create_on_desk(page, ENGLISH, "Invoice")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").or_(
        page.get_by_role("dialog").get_by_role("link", name="Cancel")
    ).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert not Item.objects.filter(type="invoice").exists()


def test_without_javascript_the_box_of_the_group_means_all(site: str, owner: User, new_context: object) -> None:
    page = new_context(java_script_enabled=False).new_page()  # type: ignore[operator]
    open_deal(page, site, owner, "en")
    page.goto(f"{page.url}create/invoice/")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("checkbox", name="Invoice", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    arrived(page, "invoices")
    assert custom_values() == {"VISIT": "at noon", "PARKING": "behind the house"}
