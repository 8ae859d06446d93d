"""Does an administrator see and change who may do what, by mouse, keyboard and thumb, and look as somebody else?"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize, expect

from segue.core import roles
from segue.core.models import Department, Role, Stage, User
from segue.core.roles import Content, Place
from tests import builders
from tests.browser.at_hand import faults
from tests.browser.test_from_lead_to_invoice import DESK, PHONE, sign_in


@dataclass(frozen=True)
class Words:
    """A language, the screen it is read on, and the names of what Dana presses."""

    language: str
    size: ViewportSize
    unfold: str
    all_here: str
    edit_new: str
    no: str
    save: str
    saved: str
    view_as: str
    seen: str
    end: str
    may_alice: str


ENGLISH = Words(
    "en", DESK, "Pipelines and stages: Deals", "All rights here: Deals · General · New", "Deals · General · New: Edit",
    "No", "Save", "“Manager” was saved.", "View as this person", "You see what Alice sees. Nothing can be changed.",
    "End the view", "What may Alice do?",
)  # fmt: skip
GERMAN = Words(
    "de", PHONE, "Pipelines und Phasen: Aufträge", "Alle Rechte hier: Aufträge · Allgemein · Neu",
    "Aufträge · Allgemein · Neu: Bearbeiten", "Nein", "Speichern", "„Manager“ wurde gespeichert.",
    "Als diese Person ansehen", "Sie sehen, was Alice sieht. Nichts kann geändert werden.", "Ansicht beenden",
    "Was darf Alice?",
)  # fmt: skip
BOTH = pytest.mark.parametrize("words", [ENGLISH, GERMAN], ids=["en desk", "de phone"])


@pytest.fixture
def manager(site: str) -> Role:
    """The role that everybody has."""
    return Role.objects.get(code="manager")


@pytest.fixture
def alices(new_context: Callable[..., BrowserContext], site: str, seller: User) -> Page:
    """The browser of Alice, with a deal of hers open."""
    page = new_context(viewport=DESK).new_page()
    sign_in(page, site, seller, "en")
    page.goto(f"{site}/deals/{builders.deal(seller).pk}/")
    return page


def home(site: str, role: Role) -> str:
    """The address of a role."""
    return f"{site}/settings/access/{role.pk}/"


def stage(code: str) -> Stage:
    """A stage of deals."""
    return Stage.objects.get(code=code, pipeline__item_type="deal")


def create_button(page: Page) -> Locator:
    """What leads on from an item; only who may edit it has it."""
    return page.get_by_role("button", name="Create based on")


def tab_to(page: Page, name: str) -> None:
    """Go on by keyboard alone until what has this name has the cursor."""
    named = "({ ariaLabel, labels, textContent }) => ariaLabel ?? labels?.[0]?.textContent ?? textContent"
    for _press in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(f"({named})(document.activeElement)").strip() == name:
            return
    raise AssertionError(name)


# The matrix ---------------------------------------------------------------------------------------------------


@BOTH
def test_a_right_that_is_taken_away_takes_the_button_with_it(
    page: Page, site: str, dana: User, alices: Page, words: Words
) -> None:
    expect(create_button(alices).first).to_be_visible()
    page.set_viewport_size(words.size)
    sign_in(page, site, dana, words.language)
    page.goto(home(site, Role.objects.get(code="manager")))
    page.get_by_role("link", name=words.unfold).click()
    if words.size == PHONE:
        page.get_by_label(words.all_here, exact=True).click()
    page.get_by_label(words.edit_new, exact=True).select_option(words.no)
    page.get_by_role("button", name=words.save).click()
    expect(page.get_by_text(words.saved)).to_be_visible()
    alices.reload()
    expect(alices.get_by_role("heading", name="Website relaunch", level=1)).to_be_visible()
    expect(create_button(alices)).to_have_count(0)


def test_the_matrix_is_worked_by_keyboard_alone(danas_desk: Page, site: str, manager: Role) -> None:
    danas_desk.goto(home(site, manager))
    tab_to(danas_desk, "Pipelines and stages: Deals")
    danas_desk.keyboard.press("Enter")
    expect(danas_desk.get_by_label("Deals: Read", exact=True)).to_be_focused()
    tab_to(danas_desk, "May go to: Deals · General · New")
    danas_desk.keyboard.press("Space")
    tab_to(danas_desk, "Deal won")
    danas_desk.keyboard.press("Space")
    tab_to(danas_desk, "Deals · General · New: Edit")
    danas_desk.keyboard.type("No")
    tab_to(danas_desk, "Save")
    danas_desk.keyboard.press("Enter")
    expect(danas_desk.get_by_text("“Manager” was saved.")).to_be_visible()
    assert roles.cells_of(manager)[Place("deal", stage=stage("NEW").pk), "edit"] == "none"
    assert roles.destinations_of(manager) == {stage("NEW").pk: frozenset({stage("WON").pk})}


def test_everything_at_once_shows_itself_before_it_is_saved(danas_desk: Page, site: str, manager: Role) -> None:
    before = roles.cells_of(manager)
    danas_desk.goto(home(site, manager))
    danas_desk.get_by_role("button", name="Clear all").click()
    expect(danas_desk.get_by_label("Deals: Read", exact=True)).to_have_value("none")
    expect(danas_desk.get_by_role("heading", name="Rights")).to_be_in_viewport()
    expect(danas_desk.get_by_role("heading", name="Manager", level=1)).not_to_be_in_viewport()
    assert roles.cells_of(manager) == before


def test_on_a_phone_a_stage_shows_what_it_says_otherwise_and_the_rest_when_asked(
    danas_phone: Page, site: str, dana: User, manager: Role
) -> None:
    cells = {(Place("deal", stage=stage("NEW").pk), "edit"): "own"}
    roles.change(manager, Content(cells=cells), actor=dana)
    danas_phone.goto(f"{home(site, manager)}?open=deal")
    expect(danas_phone.get_by_label("Deals · General · New: Edit", exact=True)).to_be_visible()
    expect(danas_phone.get_by_label("Deals · General · New: Read", exact=True)).to_be_hidden()
    danas_phone.get_by_label("All rights here: Deals · General · New", exact=True).tap()
    expect(danas_phone.get_by_label("Deals · General · New: Read", exact=True)).to_be_visible()


# Roles ----------------------------------------------------------------------------------------------------------


def test_two_roles_are_compared(danas_desk: Page, site: str, dana: User, manager: Role) -> None:
    trainee = roles.add({"en": "Trainee", "de": "Trainee"}, actor=dana, like=manager)
    roles.change(trainee, Content(cells={(Place("invoice"), "add"): "none"}), actor=dana)
    danas_desk.goto(f"{site}/settings/access/")
    danas_desk.get_by_label("First role").select_option("Manager")
    danas_desk.get_by_label("Second role").select_option("Trainee")
    danas_desk.get_by_role("button", name="Compare").click()
    differences = danas_desk.get_by_role("table", name="Differences").get_by_role("row")
    expect(differences).to_have_count(2)
    expect(differences.last.get_by_role("rowheader", name="Invoices")).to_be_visible()
    expect(differences.last.get_by_role("cell")).to_have_text(["Add", "Yes", "No"])


def test_a_copy_grants_the_same_and_nobody_has_it_yet(danas_desk: Page, site: str, manager: Role) -> None:
    danas_desk.goto(home(site, manager))
    danas_desk.get_by_role("link", name="Copy").click()
    danas_desk.get_by_label("Name in English").fill("Trainee")
    danas_desk.get_by_role("button", name="Continue").click()
    expect(danas_desk.get_by_role("heading", name="Trainee", level=1)).to_be_visible()
    expect(danas_desk.get_by_text("0 people have it:")).to_be_visible()
    assert roles.cells_of(Role.objects.get(code="trainee")) == roles.cells_of(manager)


def test_the_page_of_a_person_says_why_they_may_edit_deals(danas_desk: Page, site: str) -> None:
    danas_desk.goto(f"{site}/settings/access/")
    danas_desk.get_by_role("link", name="Alice").click()
    expect(danas_desk.get_by_role("heading", name="What may Alice do?")).to_be_visible()
    expect(danas_desk.get_by_role("link", name="Manager given to everybody")).to_be_visible()
    table = danas_desk.get_by_role("table", name="Rights, and the roles that give them")
    deals = table.get_by_role("row").filter(has=danas_desk.get_by_role("rowheader", name="Deals"))
    columns = table.get_by_role("columnheader").all_inner_texts()
    expect(deals.get_by_role("cell").nth(columns.index("Edit") - 1)).to_have_text("Department Manager")


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_page_of_access_is_too_wide_or_too_small_for_a_phone(
    danas_phone: Page, site: str, manager: Role, seller: User, language: str
) -> None:
    dana = User.objects.get(name="Dana")
    User.objects.update(language=language)
    chief = roles.add({"en": "Head of sales", "de": "Vertriebsaußendienstleitung"}, actor=dana)
    for place in (
        "", "new/", f"{manager.pk}/", f"{manager.pk}/?open=deal", f"{manager.pk}/delete/",
        f"compare/?one={manager.pk}&other={chief.pk}", f"people/{seller.pk}/", f"people/{dana.pk}/",
    ):  # fmt: skip
        danas_phone.goto(f"{site}/settings/access/{place}")
        assert (place, faults(danas_phone)) == (place, [])


# Looking as somebody else ---------------------------------------------------------------------------------------


@BOTH
def test_an_administrator_sees_what_alice_sees_until_they_end_it(
    page: Page, site: str, dana: User, seller: User, words: Words
) -> None:
    stranger = builders.person("Charlie", department=Department.objects.create(name="Service"))
    builders.deal(seller, title="Of Alice")
    builders.deal(stranger, title="Of Charlie")
    page.set_viewport_size(words.size)
    sign_in(page, site, dana, words.language)
    page.goto(f"{site}/settings/access/people/{seller.pk}/")
    page.get_by_role("button", name=words.view_as).click()
    expect(page.get_by_role("status").get_by_text(words.seen)).to_be_visible()
    page.goto(f"{site}/deals/")
    expect(page.get_by_role("link", name="Of Alice")).to_be_visible()
    expect(page.get_by_role("link", name="Of Charlie")).to_have_count(0)
    page.get_by_role("button", name=words.end).click()
    expect(page.get_by_role("heading", name=words.may_alice)).to_be_visible()


@pytest.fixture
def looking(danas_desk: Page, site: str, seller: User) -> Page:
    """Dana's desk, with a deal of Alice as Alice sees it."""
    deal = builders.deal(seller, probability=20)
    danas_desk.goto(f"{site}/settings/access/people/{seller.pk}/")
    danas_desk.get_by_role("button", name="View as this person").click()
    expect(danas_desk.get_by_role("button", name="End the view")).to_be_visible()
    danas_desk.goto(f"{site}/deals/{deal.pk}/")
    return danas_desk


def test_whoever_looks_as_somebody_else_changes_nothing_in_place(looking: Page) -> None:
    looking.get_by_text("20%").click()
    looking.get_by_label("Probability", exact=True).fill("55")
    looking.keyboard.press("Enter")
    refused = "Nothing was changed: you only look at what Alice sees. End the view to work as yourself."
    expect(looking.get_by_role("status").get_by_text(refused)).to_be_visible()
    expect(looking.get_by_label("Probability", exact=True)).to_have_value("55")


def test_whoever_looks_as_somebody_else_changes_nothing_by_the_form(looking: Page) -> None:
    looking.goto(f"{looking.url}edit/")
    looking.get_by_role("button", name="Save").click()
    expect(looking.get_by_text("Nothing was changed: you only look at what Alice sees.")).to_be_visible()
    looking.get_by_role("button", name="End the view").click()
    expect(looking.get_by_role("heading", name="What may Alice do?")).to_be_visible()
