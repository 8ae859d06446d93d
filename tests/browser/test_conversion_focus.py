"""Where is the cursor in the dialog of a conversion, and on the page of what it made (domain.md 4.18)?"""

from playwright.sync_api import Page, expect

from segue.core.models import User
from tests import builders
from tests.browser.test_from_lead_to_invoice import DESK, sign_in


def test_after_a_conversion_it_is_on_the_heading_of_the_new_item(page: Page, site: str, seller: User) -> None:
    page.set_viewport_size(DESK)
    sign_in(page, site, seller, "en")
    page.goto(f"{site}/deals/{builders.deal(seller).pk}/")
    page.get_by_role("button", name="Create invoice").press("Enter")
    page.wait_for_url("**/invoices/*/")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_required_answer_of_spaces_is_said_and_gets_it(page: Page, site: str, seller: User) -> None:
    page.set_viewport_size(DESK)
    sign_in(page, site, seller, "en")
    lead = builders.lead(seller, company_name="")
    page.goto(f"{site}/leads/{lead.pk}/")
    page.get_by_role("button", name="Create based on").press("Enter")
    page.get_by_role("button", name="Company", exact=True).click()
    page.get_by_label("Company: Company name").fill("   ")
    page.get_by_role("button", name="Continue").press("Enter")
    page.get_by_text("This field is required.").wait_for()
    expect(page.get_by_label("Company: Company name")).to_be_focused()
