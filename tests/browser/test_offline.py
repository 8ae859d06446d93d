"""What is there when the network is away, and is it gone when it must be? And can Segue be installed like an app?"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from segue.core import preferences
from segue.core.models import Item, User
from tests import builders
from tests.browser.patience import until
from tests.browser.test_from_lead_to_invoice import DESK, sign_in

INSTALLED = "navigator.serviceWorker.ready.then((worker) => worker.active?.state === 'activated')"
READY = "navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)"
KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith('segue-items-'))
  const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
  return all.flat().map((each) => new URL(each.url).pathname)
}"""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """With what works in the background."""
    return browser_context_args | {"service_workers": "allow"}


@pytest.fixture
def laptop(new_context: Callable[..., BrowserContext], site: str, seller: User) -> Page:
    """A browser in which Alice is signed in."""
    page = new_context(viewport=DESK, locale="en-GB").new_page()
    sign_in(page, site, seller, "en")
    until(page, INSTALLED)
    page.goto(f"{site}/leads/")  # a page that was on its way before has no worker yet
    until(page, READY)
    return page


@pytest.fixture
def deal(laptop: Page, site: str, seller: User) -> Item:
    """A deal that was opened where the administrator lets browsers keep items."""
    preferences.save({"offline_items": True})
    made: Item = builders.deal(seller, title="Website relaunch")
    visit(laptop, site, made)
    return made


def visit(page: Page, site: str, item: Item) -> None:
    """Open an item and wait until the browser has kept it."""
    page.goto(f"{site}/deals/{item.pk}/")
    until(page, f"({KEPT})().then((kept) => kept.at(-1) === '/deals/{item.pk}/')")


def test_without_a_network_a_page_of_segue_says_so(laptop: Page, site: str) -> None:
    laptop.context.set_offline(True)
    laptop.goto(f"{site}/leads/")
    expect(laptop.get_by_role("heading", name="No connection")).to_be_visible()


def test_when_the_network_is_back_so_is_the_page(laptop: Page, site: str) -> None:
    laptop.context.set_offline(True)
    laptop.goto(f"{site}/leads/")
    laptop.context.set_offline(False)
    expect(laptop.get_by_role("heading", name="Leads", exact=True)).to_be_visible()


def test_a_network_by_which_segue_does_not_answer_changes_nothing(laptop: Page, site: str) -> None:
    laptop.context.set_offline(True)
    laptop.goto(f"{site}/leads/")
    laptop.evaluate("document.body.dataset.sameAsBefore = ''")
    with laptop.expect_event("requestfailed", lambda request: request.method == "HEAD"):
        laptop.evaluate("window.dispatchEvent(new Event('online'))")
    expect(laptop.locator("[data-same-as-before]")).to_be_attached()
    expect(laptop.get_by_role("heading", name="No connection")).to_be_visible()


def test_it_says_so_in_the_language_of_the_person(laptop: Page, site: str, seller: User) -> None:
    User.objects.filter(pk=seller.pk).update(language="de")
    laptop.goto(f"{site}/deals/")
    language = "caches.match('/offline/').then((page) => page?.headers.get('Content-Language') === 'de')"
    until(laptop, language)
    laptop.context.set_offline(True)
    laptop.goto(f"{site}/leads/")
    expect(laptop.get_by_role("heading", name="Keine Verbindung")).to_be_visible()


def test_no_item_is_kept_unless_the_administrator_allows_it(laptop: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller)
    laptop.goto(f"{site}/deals/{deal.pk}/")
    laptop.goto(f"{site}/deals/{deal.pk}/")
    assert laptop.evaluate(KEPT) == []
    laptop.context.set_offline(True)
    laptop.goto(f"{site}/deals/{deal.pk}/")
    expect(laptop.get_by_role("heading", name="No connection")).to_be_visible()


def test_an_item_that_was_opened_can_be_read_and_says_of_when_it_is(laptop: Page, site: str, deal: Item) -> None:
    laptop.context.set_offline(True)
    laptop.goto(f"{site}/leads/")
    laptop.get_by_role("link", name="Website relaunch").click()
    expect(laptop.get_by_role("heading", name="Website relaunch")).to_be_visible()
    expect(laptop.get_by_text("Offline, as of")).to_be_visible()


@pytest.mark.usefixtures("deal")
def test_signing_out_takes_what_was_kept_away(laptop: Page) -> None:
    laptop.get_by_role("button", name="Me: Alice").click()
    laptop.get_by_role("button", name="Sign out").click()
    expect(laptop.get_by_role("heading", name="Sign in")).to_be_visible()
    until(laptop, f"({KEPT})().then((kept) => kept.length === 0)")


@pytest.mark.usefixtures("deal")
def test_signing_out_without_a_network_takes_it_away_too(laptop: Page, site: str) -> None:
    laptop.get_by_role("button", name="Me: Alice").click()
    laptop.context.set_offline(True)
    laptop.get_by_role("button", name="Sign out").click()
    laptop.wait_for_url("chrome-error://**")
    laptop.goto(f"{site}/leads/")  # still without
    expect(laptop.get_by_role("heading", name="No connection")).to_be_visible()
    assert laptop.evaluate(KEPT) == []


def test_somebody_else_who_signs_in_finds_nothing_of_it(laptop: Page, site: str, deal: Item, dana: User) -> None:
    laptop.context.clear_cookies()
    sign_in(laptop, site, dana, "en")
    laptop.goto(f"{site}/leads/")
    until(laptop, f"({KEPT})().then((kept) => !kept.includes('/deals/{deal.pk}/'))")


def test_when_it_is_no_longer_allowed_it_goes(laptop: Page, site: str, deal: Item) -> None:
    preferences.save({"offline_items": False})
    laptop.goto(f"{site}/leads/")
    until(laptop, f"({KEPT})().then((kept) => kept.length === 0)")


def test_an_item_that_one_may_no_longer_open_goes(laptop: Page, site: str, deal: Item) -> None:
    Item.objects.filter(pk=deal.pk).update(open_to_all=False)
    builders.take_roles_away()
    laptop.goto(f"{site}/deals/{deal.pk}/")
    until(laptop, f"({KEPT})().then((kept) => kept.length === 0)")


def test_only_the_last_twenty_are_kept(laptop: Page, site: str, deal: Item, seller: User) -> None:
    others = [builders.deal(seller, title=f"Deal {number}") for number in range(20)]
    for each in others:
        visit(laptop, site, each)
    assert laptop.evaluate(KEPT) == [f"/deals/{each.pk}/" for each in others]


def test_it_can_be_installed(laptop: Page, site: str) -> None:
    laptop.goto(f"{site}/deals/")
    asked = laptop.context.new_cdp_session(laptop)
    described = asked.send("Page.getAppManifest")
    assert described["errors"] == []
    assert json.loads(described["data"])["start_url"] == "/"
    # A window of a test is one that leaves no traces, where nothing can be installed; nothing else is wrong.
    errors = asked.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= {"in-incognito"}
