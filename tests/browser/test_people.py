"""Do people come, move about and go, and does the log tell it: on a desk, on a phone, without a mouse?"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Locator, Page, ViewportSize, expect

from segue.core import departments
from segue.core.models import Department, Item, User
from tests import builders
from tests.browser.at_hand import faults
from tests.browser.test_from_lead_to_invoice import DESK, PHONE, sign_in

CHOSEN = "correct horse battery"


@dataclass(frozen=True)
class Words:
    """A language, the screen it is read on, and the names of what Dana presses, then of what Emil does."""

    language: str
    size: ViewportSize
    invite: str
    email: str
    speaks: str
    own_name: str
    send: str
    link: str
    chosen: str
    again: str
    save: str
    sign_in: str
    password: str


ENGLISH = Words(
    "en", DESK, "Invite a person", "E-mail", "Language", "English", "Invite", "Link of the invitation",
    "New password", "New password again", "Save password", "Sign in", "Password",
)  # fmt: skip
GERMAN = Words(
    "de", PHONE, "Person einladen", "E-Mail", "Sprache", "Deutsch", "Einladen", "Link der Einladung",
    "Neues Passwort", "Neues Passwort wiederholen", "Passwort speichern", "Anmelden", "Passwort",
)  # fmt: skip


@pytest.fixture
def no_mail(settings: LazySettings) -> None:
    """An installation that sends no mail: links are handed over by people."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"


@pytest.fixture
def bob(seller: User) -> User:
    """Bob, in Alice's department."""
    return builders.person("Bob", department=seller.departments.get())


def node(page: Page, name: str) -> Locator:
    """A department in the tree, with all below it."""
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=name, exact=True)).last


# They come ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_mail")
@pytest.mark.parametrize("words", [ENGLISH, GERMAN], ids=["en desk", "de phone"])
def test_whoever_is_invited_follows_the_link_and_is_in(
    page: Page, elsewhere: Page, site: str, dana: User, words: Words
) -> None:
    page.set_viewport_size(words.size)
    sign_in(page, site, dana, words.language)
    page.goto(f"{site}/settings/people/")
    page.get_by_role("link", name=words.invite).click()
    page.get_by_role("main").get_by_label("Name").fill("Emil")
    page.get_by_label(words.email).fill("emil@segue.test")
    page.get_by_role("combobox", name=words.speaks).select_option(words.own_name)
    page.get_by_role("button", name=words.send, exact=True).click()
    elsewhere.set_viewport_size(words.size)
    come_in(elsewhere, page.get_by_label(words.link).input_value(), words)
    expect(elsewhere.get_by_role("heading", name=re.compile("^(My day|Mein Tag)$"))).to_be_visible()


def come_in(page: Page, link: str, words: Words) -> None:
    """Choose a password by the link of an invitation, and sign in with it."""
    page.goto(link)
    page.get_by_label(words.chosen).first.fill(CHOSEN)
    page.get_by_label(words.again).fill(CHOSEN)
    page.get_by_role("button", name=words.save).click()
    page.get_by_role("link", name=words.sign_in).click()
    page.get_by_label(words.email).fill("emil@segue.test")
    page.get_by_label(words.password, exact=True).fill(CHOSEN)
    page.get_by_role("button", name=words.sign_in, exact=True).click()


# They go --------------------------------------------------------------------------------------------------------


def test_whoever_is_deactivated_is_out_and_their_items_are_somebody_else_s(
    danas_desk: Page, elsewhere: Page, site: str, seller: User, bob: User
) -> None:
    for make in (builders.lead, builders.deal):
        make(seller)
    sign_in(elsewhere, site, seller, "en")
    danas_desk.goto(f"{site}/settings/people/")
    danas_desk.get_by_role("link", name="Alice").click()
    danas_desk.get_by_role("link", name="Deactivate").click()
    danas_desk.get_by_label("Hand the items over to").select_option("Bob")
    danas_desk.get_by_role("button", name="Deactivate").click()
    expect(danas_desk.get_by_text("2 items of Alice went to Bob.")).to_be_visible()
    assert {item.owner for item in Item.objects.all()} == {bob}
    elsewhere.goto(f"{site}/deals/")
    expect(elsewhere.get_by_role("heading", name="Sign in")).to_be_visible()


def test_nothing_is_handed_over_before_somebody_is_chosen(
    danas_phone: Page, site: str, seller: User, bob: User
) -> None:
    deal = builders.deal(seller)
    danas_phone.goto(f"{site}/settings/people/{seller.pk}/hand-over/")
    danas_phone.get_by_role("button", name="Hand over").tap()
    expect(danas_phone.get_by_role("heading", name="Hand over the items of Alice")).to_be_visible()
    danas_phone.get_by_label("Hand the items over to").select_option("Bob")
    assert Item.objects.get(pk=deal.pk).owner == seller
    danas_phone.get_by_role("button", name="Hand over").tap()
    expect(danas_phone.get_by_text("1 item of Alice went to Bob.")).to_be_visible()


# Departments ----------------------------------------------------------------------------------------------------


def test_a_department_moves_among_its_neighbours_by_keyboard_and_keeps_the_cursor(danas_desk: Page, site: str) -> None:
    for place, name in enumerate(("Sales", "Service", "Stores")):
        Department.objects.update_or_create(name=name, defaults={"sort": place * 10})
    danas_desk.goto(f"{site}/settings/departments/")
    danas_desk.get_by_role("button", name="Move Stores up").focus()
    danas_desk.keyboard.press("Enter")
    expect(danas_desk.get_by_role("button", name="Move Stores up")).to_be_focused()
    danas_desk.keyboard.press("Enter")
    expect(danas_desk.get_by_role("button", name="Move Stores down")).to_be_focused()
    assert [each.name for each in departments.tree().below(None)] == ["Stores", "Sales", "Service"]


def test_a_department_moves_below_another_without_dragging(danas_phone: Page, site: str) -> None:
    Department.objects.create(name="Service", sort=50)
    danas_phone.goto(f"{site}/settings/departments/")
    node(danas_phone, "Service").tap()
    danas_phone.get_by_label("Part of").select_option("Sales")
    danas_phone.get_by_role("button", name="Save").tap()
    expect(node(danas_phone, "Sales").get_by_role("link", name="Service", exact=True)).to_be_visible()


# All of it ------------------------------------------------------------------------------------------------------


def test_the_log_tells_it_and_goes_along_as_a_file(danas_desk: Page, site: str, tmp_path: Path) -> None:
    danas_desk.goto(f"{site}/settings/departments/new/")
    danas_desk.get_by_role("main").get_by_label("Name").fill("Service")
    danas_desk.get_by_role("button", name="Save").click()
    expect(danas_desk.get_by_text("“Service” was saved.")).to_be_visible()
    danas_desk.goto(f"{site}/settings/audit/")
    told = danas_desk.get_by_role("table", name="Audit log").get_by_role("row").nth(1)
    expect(told.get_by_role("cell", name="Setting added")).to_be_visible()
    expect(told.get_by_role("cell", name="Department Service")).to_be_visible()
    with danas_desk.expect_download() as waiting:
        danas_desk.get_by_role("button", name="Export as CSV").click()
    waiting.value.save_as(tmp_path / "log.csv")
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        newest = next(csv.DictReader(file))
    assert (newest["Who"], newest["What"]) == ("Dana", "Setting added")
    danas_desk.reload()
    expect(told).to_contain_text("Audit log exported")


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_page_about_people_is_too_wide_or_too_small_for_a_phone(
    danas_phone: Page, site: str, seller: User, language: str
) -> None:
    builders.deal(seller)
    below = Department.objects.create(name="Donaudampfschifffahrt", parent=seller.departments.get(), head=seller)
    User.objects.update(language=language)
    for place in (
        "people/", "people/new/", f"people/{seller.pk}/", f"people/{seller.pk}/deactivate/",
        f"people/{seller.pk}/hand-over/", "departments/", f"departments/{below.pk}/", "audit/", "sign-in/",
    ):  # fmt: skip
        danas_phone.goto(f"{site}/settings/{place}")
        assert (place, faults(danas_phone)) == (place, [])
