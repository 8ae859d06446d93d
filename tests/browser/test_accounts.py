"""Do passkeys, passwords, codes and sessions work in a browser: by keyboard, without JavaScript, on a phone?"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from segue.core.models import AuditEntry, User
from tests import builders
from tests.browser.at_hand import faults
from tests.browser.test_from_lead_to_invoice import DESK, PHONE
from tests.web.accounts.people import code, with_app

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


NEW = "correct horse battery"


def sign_in(page: Page, site: str, user: User, password: str = builders.PASSWORD) -> None:
    page.goto(f"{site}/sign-in/")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Me: Alice").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def add_passkey(page: Page, site: str, name: str = "Laptop") -> None:
    page.goto(f"{site}/me/security/")
    page.get_by_role("link", name="Add").click()
    page.get_by_role("main").get_by_label("Name").fill(name)
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def start(page: Page) -> None:
    expect(page.get_by_role("heading", name="My day", exact=True)).to_be_visible()


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
    page.get_by_role("main").get_by_label("Name").fill("Desk")
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


# Passwords, codes and sessions --------------------------------------------------------------------------------


def change_password(page: Page, present: str) -> None:
    """Type the present password and twice a new one, without a mouse."""
    page.get_by_label("Present password").focus()
    for typed in (present, NEW, NEW):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_a_new_password_lets_in_and_signs_out_everywhere_else(
    page: Page, elsewhere: Page, site: str, seller: User
) -> None:
    for browser in (page, elsewhere):
        sign_in(browser, site, seller)
        start(browser)
    page.goto(f"{site}/me/security/password/")
    change_password(page, builders.PASSWORD)
    expect(page.get_by_text("Your password was changed. You were signed out everywhere else.")).to_be_visible()
    elsewhere.goto(f"{site}/deals/")
    expect(elsewhere.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(elsewhere, site, seller, NEW)
    start(elsewhere)


def test_a_wrong_password_changes_nothing_and_says_so_beside_the_field(page: Page, site: str, seller: User) -> None:
    sign_in(page, site, seller)
    start(page)
    page.goto(f"{site}/me/security/password/")
    change_password(page, "wrong")
    wrong = page.get_by_label("Present password")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_accessible_description("This is not your password.")
    assert User.objects.get(pk=seller.pk).check_password(builders.PASSWORD)


def test_a_session_elsewhere_is_ended(page: Page, elsewhere: Page, site: str, seller: User) -> None:
    for browser in (elsewhere, page):
        sign_in(browser, site, seller)
        start(browser)
    page.goto(f"{site}/me/security/")
    page.get_by_role("button", name="End session:").click()
    expect(page.get_by_text("You are signed out there.")).to_be_visible()
    expect(page.get_by_role("button", name="End session:")).to_have_count(0)
    elsewhere.reload()
    expect(elsewhere.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_app_is_asked_for_and_lets_in_until_it_is_removed(page: Page, site: str, seller: User) -> None:
    page.set_viewport_size(DESK)
    secret, _codes = with_app(seller)
    sign_in(page, site, seller)
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type(code(secret))
    page.keyboard.press("Enter")
    start(page)
    page.goto(f"{site}/me/security/")
    page.get_by_role("link", name="Remove authenticator app").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The authenticator app was removed.")).to_be_visible()
    sign_out(page)
    sign_in(page, site, seller)
    start(page)


def test_a_recovery_code_lets_in_once(page: Page, elsewhere: Page, site: str, seller: User) -> None:
    _secret, codes = with_app(seller)
    with_code(page, site, seller, codes[0])
    start(page)
    with_code(elsewhere, site, seller, codes[0])
    expect(elsewhere.get_by_text("This code is not right.")).to_be_visible()


def with_code(page: Page, site: str, user: User, typed: str) -> None:
    """Sign in with the password and a code."""
    sign_in(page, site, user)
    page.get_by_label("Code").fill(typed)
    page.keyboard.press("Enter")


LANGUAGES = pytest.mark.parametrize("language", ["en", "de"])


@LANGUAGES
def test_no_page_before_sign_in_is_too_wide_or_too_small_for_a_phone(
    new_context: Callable[..., BrowserContext], named: str, language: str
) -> None:
    page = new_context(viewport=PHONE, is_mobile=True, has_touch=True, locale=language).new_page()
    for place in ("sign-in/", "sign-in/forgotten/", "sign-in/forgotten/?sent=1", "invitation/7/old/"):
        page.goto(f"{named}/{place}")
        assert (place, faults(page)) == (place, [])


@LANGUAGES
def test_no_page_of_an_account_is_too_wide_or_too_small_for_a_phone(
    new_context: Callable[..., BrowserContext], named: str, seller: User, language: str
) -> None:
    page = new_context(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    sign_in(page, named, seller)
    start(page)
    User.objects.update(language=language)
    page.goto(f"{named}/me/security/app/")
    page.get_by_role("textbox").fill(code(page.locator("code.key").text_content() or ""))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{named}/me/security/codes/")
    for place in ("codes/", "", "password/", "app/remove/", "passkeys/new/"):
        page.goto(f"{named}/me/security/{place}")
        assert (place, faults(page)) == (place, [])


def test_long_after_sign_in_a_phone_has_room_to_ask_who_it_is(
    new_context: Callable[..., BrowserContext], site: str, seller: User, settings: LazySettings
) -> None:
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    page = new_context(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    sign_in(page, site, seller)
    start(page)
    page.goto(f"{site}/me/security/app/")
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    expect(page.get_by_label("Password")).to_be_focused()
    assert faults(page) == []
