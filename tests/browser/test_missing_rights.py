"""Does the "Create based on" menu hold just what somebody may make, on desk and phone, for each of the four people?"""

import pytest
from playwright.sync_api import Page, expect

from segue.core.models import Department, Item, User
from tests import builders
from tests.browser.test_from_lead_to_invoice import DESK, PHONE, sign_in

ALL_SEVEN = [
    "Deal + Contact + Company", "Deal + Contact", "Deal + Company", "Deal", "Contact + Company", "Contact", "Company",
]  # fmt: skip
WITHOUT_DEAL = ALL_SEVEN[4:]
SIZES = pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])

# The right that is taken away -> what the menus of one's own lead and deal hold then; nothing: no button.
MISSING = {
    ("", ""): (ALL_SEVEN, ["Estimate", "Invoice"]),
    ("add", "deal"): (WITHOUT_DEAL, ["Estimate", "Invoice"]),
    ("add", "contact"): (["Deal + Company", "Deal", "Company"], ["Estimate", "Invoice"]),
    ("add", "company"): (["Deal + Contact", "Deal", "Contact"], ["Estimate", "Invoice"]),
    ("add", "estimate"): (ALL_SEVEN, ["Invoice"]),
    ("add", "invoice"): (ALL_SEVEN, ["Estimate"]),
    ("edit", "lead"): ([], ["Estimate", "Invoice"]),
    ("edit", "deal"): (ALL_SEVEN, []),
}


def menu(page: Page, *, phone: bool) -> list[str]:
    """The variants that are offered, in order; none where nothing can be made of the item."""
    if phone:
        plus = page.get_by_role("button", name="Add", exact=True)
        if not plus.count():
            return []
        plus.click()
        sheet = page.get_by_role("group", name="Add", exact=True)
        opens = sheet.get_by_role("button", name="Create based on")
        if not opens.count():
            return []
        opens.click()
        links = sheet.get_by_role("group", name="Create based on").get_by_role("link")
        expect(links.first).to_be_visible()
        return links.all_inner_texts()
    arrow = page.get_by_role("main").get_by_role("button", name="Create based on", exact=True)
    if not arrow.count():
        return []
    arrow.first.click()
    entries = page.get_by_role("group", name="Create based on").first.get_by_role("button")
    expect(entries.first).to_be_visible()
    return entries.all_inner_texts()


def offered(page: Page, site: str, item: Item, *, phone: bool) -> list[str]:
    """What the menu of an item holds."""
    page.goto(f"{site}/{'leads' if item.type == 'lead' else 'deals'}/{item.pk}/")
    return [text.strip() for text in menu(page, phone=phone)]


@SIZES
@pytest.mark.parametrize("right", MISSING, ids=lambda right: " ".join(right) if isinstance(right, tuple) else right)
def test_whoever_lacks_one_right_is_offered_the_rest(
    page: Page, site: str, seller: User, right: tuple[str, str], phone: bool
) -> None:
    page.set_viewport_size(PHONE if phone else DESK)
    lead, deal = builders.lead(seller), builders.deal(seller)
    if right[0]:
        builders.take_right_away(*right)
    sign_in(page, site, seller, "en")
    of_lead, of_deal = MISSING[right]
    assert offered(page, site, lead, phone=phone) == of_lead
    assert offered(page, site, deal, phone=phone) == of_deal


@SIZES
def test_colleagues_may_strangers_may_not_and_administrators_always(
    page: Page, site: str, seller: User, phone: bool
) -> None:
    page.set_viewport_size(PHONE if phone else DESK)
    lead = builders.lead(seller)
    colleague = builders.person("Bob", department=seller.departments.get())
    stranger = builders.person("Charlie", department=Department.objects.create(name="Service"))
    admin = builders.person("Dana", is_admin=True)
    builders.take_right_away("add", "deal")
    for person, wanted in ((colleague, WITHOUT_DEAL), (admin, ALL_SEVEN), (stranger, [])):
        page.context.clear_cookies()
        sign_in(page, site, person, "en")
        assert (person.name, offered(page, site, lead, phone=phone)) == (person.name, wanted)
    expect(page.get_by_text("Website form")).to_have_count(0)
