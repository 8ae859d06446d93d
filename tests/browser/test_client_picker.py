"""Can a client be chosen with the keyboard alone?"""

from playwright.sync_api import Page, expect

from segue.core.models import Item, User
from tests import builders
from tests.browser.test_from_lead_to_invoice import DESK, sign_in


def test_arrow_keys_and_enter_choose_among_what_was_found(page: Page, site: str, seller: User) -> None:
    page.set_viewport_size(DESK)
    deal = builders.deal(seller)
    builders.contact(seller, first_name="Jana", last_name="Brandt")
    builders.contact(seller, first_name="Jana", last_name="Busch")
    sign_in(page, site, seller, "en")
    page.goto(f"{site}/deals/{deal.pk}/edit/")
    search = page.get_by_role("combobox", name="Search contact")
    search.press_sequentially("Jana B")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options).to_have_count(3)
    search.press("ArrowDown")
    search.press("ArrowDown")
    expect(page.get_by_role("listbox").get_by_role("option", selected=True)).to_have_text(options.nth(1).inner_text())
    chosen = options.nth(1).inner_text().strip()
    search.press("Enter")
    expect(page.get_by_role("button", name=f"Remove {chosen}")).to_be_visible()
    expect(search).to_be_focused()
    expect(search).to_have_value("")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"{site}/deals/{deal.pk}/")
    assert Item.objects.get(type="contact", title=chosen).pk in deal.clients.values_list("contact", flat=True)


def test_escape_leaves_the_results(page: Page, site: str, seller: User) -> None:
    page.set_viewport_size(DESK)
    builders.company(seller)
    sign_in(page, site, seller, "en")
    page.goto(f"{site}/deals/new/")
    search = page.get_by_role("combobox", name="Search company")
    search.press_sequentially("Brandt")
    expect(search).to_have_attribute("aria-expanded", "true")
    search.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(search).to_have_value("Brandt")
