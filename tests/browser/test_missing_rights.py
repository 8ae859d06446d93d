"""Does the "Create based on" menu hold just what somebody may make, on desk and phone, for each of the four people?"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from segue.core.models import Department, Grant, Item, User
from tests import builders
from tests.browser.test_from_lead_to_invoice import DESK, PHONE, sign_in

ALL_SEVEN = [
    "Deal + Contact + Company", "Deal + Contact", "Deal + Company", "Deal", "Contact + Company", "Contact", "Company",
]  # fmt: skip
WHOLE = {"lead": ALL_SEVEN, "deal": ["Estimate", "Invoice"], "estimate": ["Deal", "Invoice"]}

# The right that nobody has any more -> the menus that are shorter then; where nothing is left there is no button.
MISSING: dict[str, dict[str, list[str]]] = {
    "edit lead": {"lead": []},
    "edit deal": {"deal": []},
    "edit estimate": {"estimate": []},
    "add deal": {"lead": ["Contact + Company", "Contact", "Company"], "estimate": ["Invoice"]},
    "add contact": {"lead": ["Deal + Company", "Deal", "Company"]},
    "add company": {"lead": ["Deal + Contact", "Deal", "Contact"]},
    "add estimate": {"deal": ["Invoice"]},
    "add invoice": {"deal": ["Estimate"], "estimate": ["Deal"]},
}


@contextmanager
def missing(right: str) -> Iterator[None]:
    """Let no role grant a right for a while."""
    action, _space, item_type = right.partition(" ")
    taken = list(Grant.objects.filter(action=action, item_type=item_type))
    builders.take_right_away(action, item_type)
    yield
    Grant.objects.bulk_create(taken)


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
    return [text.splitlines()[0] for text in entries.all_inner_texts()]  # the sign of its key stands below


def offered(page: Page, site: str, item: Item, *, phone: bool) -> list[str]:
    """What the menu of an item holds."""
    page.goto(f"{site}/{item.type}s/{item.pk}/")
    return [text.strip() for text in menu(page, phone=phone)]


@pytest.fixture(params=[False, True], ids=["desk", "phone"])
def phone(request: pytest.FixtureRequest, page: Page) -> bool:
    """On a desk, and again on a phone."""
    page.set_viewport_size(PHONE if request.param else DESK)
    return bool(request.param)


@pytest.fixture
def people(seller: User) -> dict[str, User]:
    """Alice, Bob in her department, Charlie in another, Dana who administers."""
    others = (
        builders.person("Bob", department=seller.departments.get()),
        builders.person("Charlie", department=Department.objects.create(name="Service")),
        builders.person("Dana", is_admin=True),
    )
    return {person.name: person for person in (seller, *others)}


@pytest.fixture
def items(people: dict[str, User]) -> dict[str, Item]:
    """One of Alice's items of each type from which something can be made."""
    return {kind: builders.MAKERS[kind](people["Alice"]) for kind in WHOLE}


@pytest.mark.parametrize("name", ["Alice", "Bob"])
def test_owner_and_colleague_are_offered_what_a_missing_right_leaves(
    page: Page, site: str, items: dict[str, Item], name: str, phone: bool
) -> None:
    sign_in(page, site, User.objects.get(name=name), "en")
    assert {kind: offered(page, site, item, phone=phone) for kind, item in items.items()} == WHOLE
    found: dict[str, dict[str, list[str]]] = {}
    for right, shorter in MISSING.items():
        with missing(right):
            found[right] = {kind: offered(page, site, items[kind], phone=phone) for kind in shorter}
    assert found == MISSING


def test_a_stranger_finds_nothing_whatever_rights_there_are(
    page: Page, site: str, people: dict[str, User], items: dict[str, Item], phone: bool
) -> None:
    sign_in(page, site, people["Charlie"], "en")
    for item in items.values():
        assert offered(page, site, item, phone=phone) == []
        expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()


def test_an_administrator_is_offered_everything_whatever_right_is_missing(
    page: Page, site: str, people: dict[str, User], items: dict[str, Item], phone: bool
) -> None:
    builders.take_roles_away()
    sign_in(page, site, people["Dana"], "en")
    assert {kind: offered(page, site, item, phone=phone) for kind, item in items.items()} == WHOLE


def test_whoever_may_edit_only_their_own_makes_nothing_of_a_colleague_s(
    page: Page, site: str, people: dict[str, User], items: dict[str, Item], phone: bool
) -> None:
    own = builders.lead(people["Bob"])
    builders.give_right("edit", "lead", "own")
    sign_in(page, site, people["Bob"], "en")
    assert offered(page, site, items["lead"], phone=phone) == []
    expect(page.get_by_role("heading", name="Website form", level=1)).to_be_visible()
    assert offered(page, site, own, phone=phone) == ALL_SEVEN
