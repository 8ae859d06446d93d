"""Where is the cursor in the dialog of a conversion, and on the page of what it made (domain.md 4.18)?"""

from playwright.sync_api import Page, expect

from segue.core.models import User
from tests import builders


def test_after_a_conversion_it_is_on_the_heading_of_the_new_item(desk: Page, site: str, seller: User) -> None:
    desk.goto(f"{site}/deals/{builders.deal(seller).pk}/")
    desk.get_by_role("button", name="Create invoice").press("Enter")
    desk.wait_for_url("**/invoices/*/")
    expect(desk.get_by_role("heading", level=1)).to_be_focused()


def test_a_required_answer_of_spaces_is_said_and_gets_it(desk: Page, site: str, seller: User) -> None:
    lead = builders.lead(seller, company_name="")
    desk.goto(f"{site}/leads/{lead.pk}/")
    desk.get_by_role("button", name="Create based on").press("Enter")
    desk.get_by_role("button", name="Company", exact=True).click()
    desk.get_by_label("Company: Company name").fill("   ")
    desk.get_by_role("button", name="Continue").press("Enter")
    desk.get_by_text("This field is required.").wait_for()
    expect(desk.get_by_label("Company: Company name")).to_be_focused()
