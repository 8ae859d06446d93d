"""Can Alice take an inquiry to the invoice without typing anything twice, on desk and phone, in both languages?"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from segue.core.models import Item, User
from tests import builders


@dataclass(frozen=True)
class Words:
    """The names of what Alice presses, in her language."""

    leads: str
    create_based_on: str
    all_three: str
    estimate: str
    invoice: str
    dependencies: str
    undo: str
    cont: str
    add: str
    timeline: str


ENGLISH = Words(
    "Leads", "Create based on", "Deal + Contact + Company", "Estimate", "Invoice", "Dependencies", "Undo", "Continue",
    "Add", "Timeline",
)  # fmt: skip
GERMAN = Words(
    "Leads", "Erstellen aus", "Auftrag + Kontakt + Unternehmen", "Angebot", "Rechnung", "Abhängigkeiten",
    "Rückgängig machen", "Weiter", "Hinzufügen", "Timeline",
)  # fmt: skip
LANGUAGES = pytest.mark.parametrize(("language", "words"), [("en", ENGLISH), ("de", GERMAN)], ids=["en", "de"])
AT_ONCE = 5000  # milliseconds: no notice lies over what she taps next
DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)


def sign_in(page: Page, site: str, seller: User, language: str) -> None:
    """Sign in as a person does; the page is in Alice's language from then on."""
    User.objects.filter(pk=seller.pk).update(language=language)
    page.goto(f"{site}/sign-in/")
    page.get_by_label("E-mail").fill(seller.email)
    page.get_by_label("Password").fill(builders.PASSWORD)
    with page.expect_navigation():  # else the next address may be asked for before the answer, which then comes over it
        page.get_by_role("button", name="Sign in").click()


def open_lead(page: Page, words: Words) -> None:
    """Open the lead through the menu and the list."""
    page.get_by_role("navigation", name="CRM").get_by_role("link", name=words.leads, exact=True).first.click()
    page.get_by_role("link", name="Website form").click()
    expect(page.get_by_role("heading", name="Website form", level=1)).to_be_visible()


def create_on_desk(page: Page, words: Words, variant: str) -> None:
    """Press the arrow beside Create, then the variant."""
    page.get_by_role("main").get_by_role("button", name=words.create_based_on, exact=True).first.click()
    page.get_by_role("group", name=words.create_based_on).get_by_role("button", name=variant, exact=True).first.click()


def create_on_phone(page: Page, words: Words, variant: str) -> None:
    """Tap +, Create based on, the variant, and Continue."""
    page.get_by_role("button", name=words.add, exact=True).click(timeout=AT_ONCE)
    sheet = page.get_by_role("group", name=words.add, exact=True)
    sheet.get_by_role("button", name=words.create_based_on).click()
    sheet.get_by_role("link", name=variant, exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name=words.cont).click()


def arrived(page: Page, slug: str) -> None:
    """The form of the new item has opened by itself."""
    page.wait_for_url(f"**/{slug}/*/")


def the_invoice_has_everything() -> None:
    """Client, rows and sum came along; every item is linked."""
    lead, invoice = Item.objects.get(type="lead"), Item.objects.get(type="invoice")
    assert invoice.amount == lead.amount == Item.objects.get(type="estimate").amount
    assert invoice.rows.count() == 1
    assert invoice.clients.count() == 2
    assert Item.objects.count() == 6


@LANGUAGES
def test_on_a_desk(page: Page, site: str, seller: User, language: str, words: Words) -> None:
    page.set_viewport_size(DESK)
    builders.lead(seller)
    sign_in(page, site, seller, language)
    open_lead(page, words)
    for variant, slug in ((words.all_three, "deals"), (words.estimate, "estimates"), (words.invoice, "invoices")):
        create_on_desk(page, words, variant)
        arrived(page, slug)
    the_invoice_has_everything()
    page.get_by_role("link", name=words.dependencies).click()
    expect(page.get_by_role("main").get_by_role("link", name="Website form").first).to_be_visible()


@LANGUAGES
def test_on_a_phone(page: Page, site: str, seller: User, language: str, words: Words) -> None:
    page.set_viewport_size(PHONE)
    builders.lead(seller)
    sign_in(page, site, seller, language)
    open_lead(page, words)
    for variant, slug in ((words.all_three, "deals"), (words.estimate, "estimates"), (words.invoice, "invoices")):
        create_on_phone(page, words, variant)
        arrived(page, slug)
    the_invoice_has_everything()


@LANGUAGES
def test_undo_from_the_notice_takes_the_invoice_back(
    page: Page, site: str, seller: User, language: str, words: Words
) -> None:
    page.set_viewport_size(DESK)
    deal = builders.deal(seller)
    sign_in(page, site, seller, language)
    page.goto(f"{site}/deals/{deal.pk}/")
    create_on_desk(page, words, words.invoice)
    arrived(page, "invoices")
    page.get_by_role("status").get_by_role("button", name=words.undo).first.click()
    page.get_by_role("dialog").get_by_role("button", name=words.undo).click()
    arrived(page, "deals")
    assert not Item.objects.alive().filter(type="invoice").exists()


def test_without_javascript_the_dialog_is_a_page(browser: object, site: str, seller: User, new_context: object) -> None:
    page = new_context(java_script_enabled=False).new_page()  # type: ignore[operator]
    deal = builders.deal(seller)
    sign_in(page, site, seller, "en")
    page.goto(f"{site}/deals/{deal.pk}/create/invoice/")
    page.get_by_role("button", name="Continue").click()
    arrived(page, "invoices")
    assert Item.objects.get(type="invoice").amount == deal.amount
