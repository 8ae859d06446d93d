"""Does a phone show every page within its width, with room for a finger?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from segue.core.models import User
from tests import builders
from tests.browser.test_from_lead_to_invoice import sign_in

LONG_NAMES = ("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 4, "W" * 60)
FINGER = 44


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], site: str, seller: User) -> Page:
    """Alice's phone, signed in."""
    page = new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True).new_page()
    sign_in(page, site, seller, "en")
    return page


def width(page: Page) -> int:
    """How wide the page is, however far one zoomed out to see all of it."""
    found: int = page.evaluate("document.documentElement.scrollWidth")
    return found


@pytest.mark.parametrize("name", LONG_NAMES, ids=["word", "letters"])
def test_a_long_name_does_not_widen_a_page(phone: Page, site: str, seller: User, name: str) -> None:
    deal = builders.deal(seller, title=name)
    home = f"{site}/deals/{deal.pk}/"
    for address in (f"{site}/deals/", home, f"{home}timeline/", f"{home}edit/", f"{home}create/invoice/"):
        phone.goto(address)
        assert (address, width(phone)) == (address, 390)


def test_what_calls_or_writes_has_room_for_a_finger(phone: Page, site: str, seller: User) -> None:
    lead = builders.lead(seller)
    phone.goto(f"{site}/leads/{lead.pk}/")
    for link in phone.get_by_role("link", name="jana@brandt.example").all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= FINGER


def test_a_tap_anywhere_on_a_card_opens_the_item(phone: Page, site: str, seller: User) -> None:
    builders.deal(seller)
    phone.goto(f"{site}/deals/")
    phone.get_by_role("row").filter(has_text="Website relaunch").get_by_text("New").tap(force=True)
    expect(phone.get_by_role("heading", name="Website relaunch", level=1)).to_be_visible()


def test_a_list_is_sorted_without_its_heads(phone: Page, site: str, seller: User) -> None:
    for title in ("Beta", "Alpha"):
        builders.deal(seller, title=title)
    phone.goto(f"{site}/deals/")
    phone.get_by_role("link", name="Filter").tap()
    sheet = phone.get_by_role("dialog")
    sheet.get_by_label("Sort by").select_option("Name, ascending")
    sheet.get_by_role("button", name="Apply").tap()
    phone.wait_for_url(f"{site}/deals/?sort=title")
    expect(phone.locator("tbody").get_by_role("link").first).to_have_text("Alpha")


def test_hidden_column_heads_take_no_focus(phone: Page, site: str, seller: User) -> None:
    builders.deal(seller)
    phone.goto(f"{site}/deals/")
    assert phone.locator("thead").get_by_role("link").count() == 0


def test_the_buttons_of_a_long_question_stand_above_the_dock(phone: Page, site: str, seller: User) -> None:
    """While there is more to read below, too."""
    first = builders.contact(seller, first_name="Jana", position="Buyer", comment="Likes tea")
    second = builders.contact(seller, first_name="J.", position="Head", comment="Likes coffee")
    phone.goto(f"{site}/contacts/merge/?id={first.pk}&id={second.pk}")
    foot, dock = phone.locator(".sheet-foot").bounding_box(), phone.locator(".dock").bounding_box()
    assert foot is not None
    assert dock is not None
    assert foot["y"] + foot["height"] <= dock["y"]
