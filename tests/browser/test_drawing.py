"""Is the drawing of a chain readable and walked by keyboard, on a desk and on a phone that does not scroll sideways?"""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from segue.core import records
from segue.core.models import Item, Link, User
from segue.core.models.link import CREATED
from tests import builders
from tests.browser.patience import until

MANY = 50
DRAWING = "Drawing of the chain"


@pytest.fixture
def chain(seller: User) -> list[Item]:
    """A deal with an invoice, another invoice of that, and so on; then many invoices of the deal."""
    items = [builders.deal(seller, title="Website relaunch", rows=())]
    items += [builders.invoice(seller, title=f"Bill {number}", rows=()) for number in range(1, MANY)]
    sources = [*items[:5], *([items[0]] * (MANY - 6))]
    now = timezone.now()
    Link.objects.bulk_create(
        Link(source=source, target=target, kind=CREATED, created_by=seller, created_at=now)
        for source, target in zip(sources, items[1:], strict=True)
    )
    return items


def drawing(page: Page) -> Locator:
    return page.get_by_role("region", name=DRAWING)


def inside(room: Locator, link: Locator) -> bool:
    """Does one see the box without scrolling the room?"""
    outer, inner = room.bounding_box(), link.bounding_box()
    assert outer is not None
    assert inner is not None
    return (
        outer["x"] <= inner["x"]
        and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
        and outer["y"] <= inner["y"]
        and inner["y"] + inner["height"] <= outer["y"] + outer["height"]
    )


def test_a_box_leads_to_its_item(danas_desk: Page, site: str, chain: list[Item]) -> None:
    danas_desk.goto(f"{site}/deals/{chain[0].pk}/dependencies/")
    drawing(danas_desk).get_by_role("link", name="Bill 1, New").click()
    danas_desk.wait_for_url(f"**/invoices/{chain[1].pk}/")


def test_it_opens_where_the_present_item_is(danas_phone: Page, site: str, chain: list[Item]) -> None:
    last = chain[-1]
    danas_phone.goto(f"{site}/invoices/{last.pk}/dependencies/")
    here = drawing(danas_phone).get_by_role("link", name=last.title)
    expect(here).to_have_attribute("aria-current", "true")
    assert inside(drawing(danas_phone), here)


def test_a_phone_scrolls_the_drawing_and_not_the_page(danas_phone: Page, site: str, chain: list[Item]) -> None:
    danas_phone.goto(f"{site}/deals/{chain[0].pk}/dependencies/")
    assert danas_phone.evaluate("document.documentElement.scrollWidth") == 390
    assert drawing(danas_phone).evaluate("room => room.scrollWidth > room.clientWidth")
    box = drawing(danas_phone).get_by_role("link", name="Bill 1, New").bounding_box()
    assert box is not None
    assert box["width"] > 200  # boxes keep their size


def test_the_keyboard_scrolls_the_drawing(danas_desk: Page, site: str, chain: list[Item]) -> None:
    danas_desk.goto(f"{site}/deals/{chain[0].pk}/dependencies/")
    drawing(danas_desk).focus()
    danas_desk.keyboard.press("ArrowDown")
    until(danas_desk, "document.activeElement.scrollTop > 0")


def test_boxes_are_walked_by_keyboard_and_come_into_sight(danas_desk: Page, site: str, chain: list[Item]) -> None:
    danas_desk.goto(f"{site}/deals/{chain[0].pk}/dependencies/")
    last = drawing(danas_desk).get_by_role("link").last
    last.focus()
    assert inside(drawing(danas_desk), last)
    danas_desk.keyboard.press("Enter")
    danas_desk.wait_for_url(re.compile(r"/invoices/\d+/$"))


def test_an_item_is_linked_by_hand_on_a_phone(danas_phone: Page, site: str, seller: User) -> None:
    deal, other = builders.deal(seller), builders.deal(seller, title="Next year")
    danas_phone.goto(f"{site}/deals/{deal.pk}/dependencies/")
    danas_phone.get_by_role("link", name="Link item").tap()
    danas_phone.get_by_role("searchbox", name="Search by name or number").fill("next")
    danas_phone.get_by_role("button", name="Link Next year").tap()
    danas_phone.wait_for_url(f"**/deals/{deal.pk}/dependencies/")
    drawing(danas_phone).get_by_role("link", name=f"Deal #{other.pk}: Next year").tap()
    danas_phone.wait_for_url(f"**/deals/{other.pk}/")


def test_a_history_is_narrowed_at_once_and_the_address_says_how(danas_desk: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller)
    records.change(deal, {"title": "Shop", "probability": 60}, actor=seller)
    danas_desk.goto(f"{site}/deals/{deal.pk}/history/")
    field = danas_desk.get_by_role("combobox", name="Field")
    field.focus()
    field.select_option("Name")
    expect(danas_desk.get_by_role("table", name="History").get_by_role("row")).to_have_count(2)
    danas_desk.wait_for_url("**/history/?field=title")
    expect(field).to_be_focused()
    danas_desk.get_by_role("link", name="Everything").click()
    expect(danas_desk.get_by_role("table", name="History").get_by_role("row")).to_have_count(4)


def test_a_history_of_no_such_day_says_so(danas_phone: Page, site: str, seller: User) -> None:
    danas_phone.goto(f"{site}/deals/{builders.deal(seller).pk}/history/")
    danas_phone.get_by_label("To", exact=True).fill("2020-01-31")
    expect(danas_phone.get_by_role("heading", name="Nothing found")).to_be_visible()
    danas_phone.get_by_role("main").get_by_role("link", name="Show all").click()
    expect(danas_phone.get_by_role("heading", name="Nothing found")).to_be_hidden()
