"""Does the bell tell of what is new, on a desk and on a phone, in both languages, and without scripts?"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from segue.core import comments
from segue.core.models import Item, Notice, User
from tests import builders
from tests.browser.test_from_lead_to_invoice import sign_in
from tests.browser.test_on_the_phone import FINGER, width

WORDS = {
    "en": {"bell": "Notifications", "unread": "Notifications: 1 unread", "said": "Dana mentioned you in a comment",
           "all": "Mark all as read", "choices": "Notification settings", "save": "Save",
           "saved": "Your choice was saved.", "show": "Show: Somebody mentions me in a comment"},
    "de": {"bell": "Benachrichtigungen", "unread": "Benachrichtigungen: 1 ungelesen",
           "said": "Dana hat Sie in einem Kommentar erwähnt", "all": "Alle als gelesen markieren",
           "choices": "Benachrichtigungen einstellen", "save": "Speichern", "saved": "Ihre Auswahl wurde gespeichert.",
           "show": "Anzeigen: Jemand erwähnt mich in einem Kommentar"},
}  # fmt: skip
SPOKEN = pytest.mark.parametrize("language", ["en", "de"])


@pytest.fixture
def deal(seller: User, dana: User) -> Item:
    """A deal of Alice's on which Dana names her."""
    found: Item = builders.deal(seller)
    comments.add(found, "@Alice, can you call them?", actor=dana)
    return found


@SPOKEN
def test_on_a_desk_a_panel_leads_to_the_comment(desk: Page, site: str, deal: Item, language: str) -> None:
    words = WORDS[language]
    desk.goto(f"{site}/companies/")
    desk.get_by_role("link", name=words["unread"]).click()
    panel = desk.get_by_role("dialog", name=words["bell"])
    panel.get_by_role("button", name=words["said"]).click()
    expect(desk).to_have_url(re.compile(f"/deals/{deal.pk}/timeline/"))
    said = desk.locator(f"#said-{Notice.objects.get().data['entry']}")
    expect(said).to_be_in_viewport()
    expect(desk.get_by_role("link", name=words["bell"], exact=True)).to_be_visible()


@SPOKEN
def test_all_is_read_where_one_is(desk: Page, site: str, deal: Item, language: str) -> None:
    words = WORDS[language]
    desk.goto(f"{site}/companies/")
    desk.get_by_role("link", name=words["unread"]).click()
    desk.get_by_role("button", name=words["all"]).click()
    expect(desk.get_by_role("link", name=words["bell"], exact=True)).to_be_visible()
    assert desk.url == f"{site}/companies/"


@SPOKEN
def test_on_a_phone_it_is_a_page_with_room_for_a_finger(phone: Page, site: str, deal: Item, language: str) -> None:
    words = WORDS[language]
    phone.goto(f"{site}/companies/")
    bell = phone.get_by_role("link", name=words["unread"])
    size = bell.bounding_box()
    assert size is not None
    assert min(size["width"], size["height"]) >= FINGER
    bell.click()
    expect(phone).to_have_url(f"{site}/notices/")
    assert width(phone) == 390
    phone.get_by_role("button", name=words["said"]).click()
    expect(phone.get_by_text("can you call them?")).to_be_in_viewport()


@SPOKEN
def test_a_kind_is_muted_on_a_page_of_ones_own(phone: Page, site: str, deal: Item, dana: User, language: str) -> None:
    words = WORDS[language]
    phone.goto(f"{site}/notices/")
    phone.get_by_role("link", name=words["choices"]).click()
    phone.get_by_role("checkbox", name=words["show"]).uncheck()
    phone.get_by_role("button", name=words["save"]).click()
    expect(phone.get_by_text(words["saved"])).to_be_visible()
    comments.add(deal, "@Alice, again", actor=dana)
    phone.goto(f"{site}/notices/")
    expect(phone.get_by_role("button", name=words["said"])).to_have_count(1)


@pytest.mark.parametrize("language", ["en"])
def test_an_open_page_hears_of_what_is_new_within_a_minute_and_says_so(
    desk: Page, site: str, deal: Item, dana: User
) -> None:
    desk.clock.install()
    desk.goto(f"{site}/companies/")
    comments.add(deal, "@Alice, again", actor=dana)
    desk.clock.fast_forward(59_000)
    expect(desk.get_by_role("link", name="Notifications: 1 unread")).to_be_visible()
    desk.clock.fast_forward(2_000)
    expect(desk.get_by_role("link", name="Notifications: 2 unread")).to_be_visible()
    expect(desk.get_by_role("status").get_by_text("Notifications: 2 unread")).to_be_attached()


def test_without_scripts_the_bell_is_a_link_and_its_page_works(
    new_context: Callable[..., BrowserContext], site: str, seller: User, deal: Item
) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, site, seller, "en")
    page.get_by_role("link", name="Notifications: 1 unread").click()
    expect(page).to_have_url(f"{site}/notices/")
    page.get_by_role("button", name="Dana mentioned you in a comment").click()
    expect(page).to_have_url(re.compile(f"/deals/{deal.pk}/timeline/"))
    assert Notice.objects.get().read_at
