"""Can an administrator require a field, and is it then asked for where an item moves: on a desk and on a phone?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from segue.core.models import Item, User
from segue.crm.models import Deal, Lead
from tests import builders
from tests.browser.test_from_lead_to_invoice import (
    DESK,
    ENGLISH,
    PHONE,
    arrived,
    create_on_desk,
    create_on_phone,
    sign_in,
)
from tests.core.test_required import need
from tests.crm.test_stages import stage

SAID = "This field is required."


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest, new_context: Callable[..., BrowserContext], site: str, dana: User) -> Page:
    """A browser in which Dana is signed in."""
    is_phone = request.param == "phone"
    page = new_context(viewport=PHONE if is_phone else DESK, is_mobile=is_phone, has_touch=is_phone).new_page()
    sign_in(page, site, dana, "en")
    return page


@pytest.fixture
def deal(dana: User) -> Item:
    return builders.deal(dana, rows=())


def test_what_the_settings_require_the_stage_asks_for(page: Page, site: str, deal: Item) -> None:
    page.goto(f"{site}/settings/required-fields/deals/")
    page.get_by_label("Comment: Required").select_option(label="From “In progress” on")
    with page.expect_navigation():  # what was chosen stands there before it is saved, too
        page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Comment: Required")).to_have_value(str(stage("EXECUTING").pk))
    page.goto(f"{site}/deals/{deal.pk}/")
    page.get_by_role("button", name="In progress").click()
    expect(page.get_by_role("heading", name="Move to “In progress”")).to_be_visible()
    comment = page.get_by_role("textbox", name="Comment")
    expect(comment).to_be_focused()
    page.keyboard.type("Called")
    page.get_by_role("button", name="Save and move").click()
    expect(page.get_by_role("status").get_by_text("Stage: In progress")).to_be_visible()
    assert Deal.objects.get().comment == "Called"


def test_a_client_is_found_in_the_small_form(page: Page, site: str, dana: User, deal: Item) -> None:
    builders.company(dana, title="Aurora Foods")
    need(dana, "client", "EXECUTING")
    page.goto(f"{site}/deals/{deal.pk}/")
    page.get_by_role("button", name="In progress").click()
    expect(page.get_by_role("group", name="Client required")).to_be_visible()
    group = page.get_by_role("group", name="Client")
    expect(group.get_by_text(SAID)).to_be_visible()
    group.get_by_role("combobox", name="Search company").press_sequentially("Auro")
    group.get_by_role("option", name="Aurora Foods").click()
    expect(group.get_by_role("button", name="Remove Aurora Foods")).to_be_visible()
    page.get_by_role("button", name="Save and move").click()
    expect(page.get_by_role("status").get_by_text("Stage: In progress")).to_be_visible()


def test_a_field_says_that_it_is_required_and_is_asked_for(page: Page, site: str, dana: User, deal: Item) -> None:
    need(dana, "comment")
    page.goto(f"{site}/deals/{deal.pk}/edit/")
    comment = page.get_by_role("textbox", name="Comment required")
    expect(comment).to_have_attribute("aria-required", "true")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(SAID)).to_be_visible()
    expect(comment).to_be_focused()


def test_a_lead_is_asked_what_its_success_needs(page: Page, site: str, dana: User) -> None:
    lead = builders.lead(dana)
    need(dana, "comment", "CONVERTED", "lead")
    page.goto(f"{site}/leads/{lead.pk}/")
    is_phone = page.viewport_size == PHONE
    (create_on_phone if is_phone else create_on_desk)(page, ENGLISH, "Deal")
    page.get_by_label("Lead: Comment").fill("Called")
    page.get_by_role("dialog").get_by_role("button", name="Continue").click()
    arrived(page, "deals")
    assert Lead.objects.get().comment == "Called"
