"""Does a browser still show anything of ours to whoever sits down after somebody signed out?"""

import pytest
from playwright.sync_api import Page, expect

from segue.core.models import User
from tests import builders


@pytest.fixture
def left(desk: Page, site: str, seller: User) -> Page:
    """The browser of somebody who read what no script asks for anew on the way back, and signed out."""
    deal = builders.deal(seller, title="Nobody else's business")
    desk.goto(f"{site}/deals/{deal.pk}/edit/")
    expect(desk.get_by_label("Name", exact=True)).to_have_value("Nobody else's business")
    desk.get_by_role("button", name="Me: ").click()
    desk.get_by_role("button", name="Sign out").click()
    desk.get_by_role("button", name="Sign in").wait_for()
    return desk


def test_back_leads_to_the_sign_in_page(left: Page) -> None:
    left.go_back()
    expect(left.get_by_role("button", name="Sign in")).to_be_visible()
    assert "Nobody else" not in left.content()


def test_nothing_is_left_in_the_browser(left: Page) -> None:
    stores = "() => JSON.stringify([{...localStorage}, {...sessionStorage}])"
    assert "deals" not in left.evaluate(stores)
    assert left.evaluate("async () => (await caches.keys()).length") == 0
    assert "sessionid" not in {cookie["name"] for cookie in left.context.cookies()}
