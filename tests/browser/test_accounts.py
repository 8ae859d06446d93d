"""Do passkeys work in a browser, and does everything else about accounts work by keyboard and without JavaScript?"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from segue.core.models import AuditEntry, User
from tests import builders
from tests.browser.test_from_lead_to_invoice import DESK
from tests.web.accounts.people import code

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named(site: str) -> str:
    """The address of the site by a name: no passkey belongs to a bare number."""
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def gadget(page: Page, context: BrowserContext) -> Iterator[Any]:
    """A device that makes passkeys and has recognised its owner."""
    page.set_viewport_size(DESK)
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield session
    session.detach()


def sign_in(page: Page, site: str, user: User) -> None:
    page.goto(f"{site}/sign-in/")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password").fill(builders.PASSWORD)
    page.keyboard.press("Enter")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Me: Alice").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def add_passkey(page: Page, site: str, name: str = "Laptop") -> None:
    page.goto(f"{site}/me/security/")
    page.get_by_role("link", name="Add").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def start(page: Page) -> None:
    expect(page.get_by_role("heading", name="Leads", exact=True)).to_be_visible()


def test_a_passkey_is_added_and_is_the_second_factor(page: Page, named: str, seller: User, gadget: Any) -> None:
    sign_in(page, named, seller)
    start(page)
    add_passkey(page, named)
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("link", name="Laptop", exact=True)).to_be_visible()
    sign_out(page)
    sign_in(page, named, seller)
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    start(page)
    assert AuditEntry.objects.filter(event="signed_in").latest("pk").data["by"] == ["password", "webauthn"]


def test_a_passkey_alone_signs_in_and_leads_where_one_wanted(page: Page, named: str, seller: User, gadget: Any) -> None:
    sign_in(page, named, seller)
    start(page)
    add_passkey(page, named)
    sign_out(page)
    page.goto(f"{named}/deals/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Deals", exact=True)).to_be_visible()
    assert AuditEntry.objects.filter(event="signed_in").latest("pk").data["by"] == ["webauthn"]


def test_a_passkey_that_was_removed_lets_nobody_in(page: Page, named: str, seller: User, gadget: Any) -> None:
    sign_in(page, named, seller)
    start(page)
    add_passkey(page, named)
    page.goto(f"{named}/me/security/")
    page.get_by_role("link", name="Remove passkey Laptop").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The passkey was removed.")).to_be_visible()
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This passkey is not known here.")).to_be_visible()


def test_a_deactivated_person_does_not_get_in_by_passkey(page: Page, named: str, seller: User, gadget: Any) -> None:
    sign_in(page, named, seller)
    start(page)
    add_passkey(page, named)
    sign_out(page)
    User.objects.filter(pk=seller.pk).update(is_active=False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("You cannot sign in here.")).to_be_visible()


def test_a_device_that_does_not_know_its_owner_adds_no_passkey(
    page: Page, named: str, seller: User, context: BrowserContext
) -> None:
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = DEVICE | {"hasUserVerification": False, "isUserVerified": False}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, named, seller)
    start(page)
    page.goto(f"{named}/me/security/passkeys/new/")
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The browser did not get a passkey.")


def test_a_passkey_is_renamed(page: Page, named: str, seller: User, gadget: Any) -> None:
    sign_in(page, named, seller)
    start(page)
    add_passkey(page, named)
    page.goto(f"{named}/me/security/")
    page.get_by_role("link", name="Laptop", exact=True).click()
    page.get_by_label("Name").fill("Desk")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Desk", exact=True)).to_be_visible()


def test_on_a_bare_number_no_passkey_is_offered(page: Page, site: str, seller: User) -> None:
    page.goto(f"{site}/sign-in/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    sign_in(page, site, seller)
    start(page)
    page.goto(f"{site}/me/security/passkeys/new/")
    expect(page.get_by_text("This browser cannot make one here")).to_be_visible()


def test_an_app_is_set_up_by_keyboard_and_without_javascript(browser: Browser, site: str, seller: User) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, seller)
    start(page)
    page.goto(f"{site}/me/security/app/")
    secret = page.locator("code.key").text_content() or ""
    page.get_by_label("Code from the app").focus()
    page.keyboard.type(code(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.get_by_role("list", name="Recovery codes").get_by_role("listitem")).to_have_count(10)
    context.close()


def test_every_button_of_the_page_is_reached_by_keyboard(page: Page, site: str, seller: User) -> None:
    page.set_viewport_size(DESK)
    sign_in(page, site, seller)
    start(page)
    page.goto(f"{site}/me/security/")
    reached = []
    page.get_by_role("heading", name="Security").focus()
    for _press in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert reached == ["Change password", "Set up", "Add"]
