"""Does a list keep to its page, whatever stands in it: long words, own columns, inputs, in both languages?"""

import pytest
from playwright.sync_api import Locator, Page, expect

from segue.core import comments, records, saved_views
from segue.core.models import Item, User
from tests import builders
from tests.browser.test_on_the_phone import width
from tests.core.custom_fields.fields import stored

SPOKEN = pytest.mark.parametrize("language", ["en", "de"])
WIDTHS = (780, 1024, 1280, 1440, 1600)
OWN = ("Projektkennung", "Schätzung Aufwand", "Rückruftermin")


def head(page: Page, name: str) -> Locator:
    return page.get_by_role("columnheader", name=name, exact=True)


def with_columns(seller: User, dana: User) -> None:
    client = builders.client(builders.company(seller, title="Rostfrei Metallveredelung Beteiligungs GmbH"))
    builders.deal(seller, title="Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", client=client)
    for number, label in enumerate(OWN):
        stored(dana, "string", f"OWN_{number}", labels={"en": label, "de": label}, in_list=True, in_filter=True)


@SPOKEN
@pytest.mark.parametrize("query", ["", "sort=created_at", "sort=OWN_2"])
def test_own_columns_and_long_words_leave_the_menu_of_a_row_in_sight(
    desk: Page, site: str, seller: User, dana: User, query: str
) -> None:
    with_columns(seller, dana)
    desk.goto(f"{site}/deals/?{query}")
    for wide in WIDTHS:
        desk.set_viewport_size({"width": wide, "height": 800})
        assert width(desk) <= wide, wide


SORTED = [("", "Last activity"), ("sort=created_at", "Created"), ("sort=OWN_2", OWN[2])]


@pytest.mark.parametrize("by", SORTED)
def test_own_columns_leave_in_sight_what_the_list_is_sorted_by(
    desk: Page, site: str, seller: User, dana: User, by: tuple[str, str]
) -> None:
    with_columns(seller, dana)
    desk.goto(f"{site}/deals/?{by[0]}")
    expect(head(desk, by[1])).to_be_visible()


@SPOKEN
def test_what_is_typed_into_a_cell_moves_no_column(desk: Page, site: str, seller: User) -> None:
    builders.deal(seller, title="Relaunch", rows=(), client=builders.client(builders.company(seller)))
    desk.goto(f"{site}/deals/")
    before = desk.locator("thead th").last.bounding_box()
    for cell in desk.locator("[data-cell]").all():
        cell.focus()
        desk.keyboard.press("F2")
        expect(desk.locator("form.in-place")).to_be_visible()
        assert (width(desk), desk.locator("thead th").last.bounding_box()) == (1280, before)
        desk.keyboard.press("Escape")
        expect(desk.locator("form.in-place")).to_have_count(0)


def test_two_values_stand_below_one_another_in_a_cell(desk: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller, title="Relaunch", rows=())
    desk.goto(f"{site}/deals/")
    desk.locator('[data-cell="due_on"]').click()
    records.change(Item.objects.get(pk=deal.pk), {"due_on": "2027-01-01"}, actor=seller)
    desk.get_by_label("Expected close", exact=True).fill("2027-02-01")
    desk.get_by_role("button", name="Save", exact=True).click()
    one, other = (desk.get_by_role("radio", name=name) for name in ("In another window", "Your value"))
    expect(one).to_be_visible()
    assert [each.bounding_box()["x"] for each in (one, other)] == [one.bounding_box()["x"]] * 2  # type: ignore[index]


def test_what_the_bar_says_needs_no_row_of_its_own(desk: Page, site: str, seller: User) -> None:
    builders.deal(seller, title="Relaunch")
    desk.goto(f"{site}/deals/?owner=me&q=relaunch")
    expect(desk.get_by_role("link", name="Relaunch", exact=True)).to_be_visible()
    expect(desk.get_by_role("link", name="Show all")).to_be_hidden()
    desk.goto(f"{site}/deals/?owner=me&f=amount&o=at_least&v=1")
    expect(desk.get_by_role("link", name="Show all")).to_be_visible()


@SPOKEN
def test_all_that_can_be_done_with_ticked_rows_is_in_sight(desk: Page, site: str, seller: User) -> None:
    builders.give_right("delete", "deal", "own")
    builders.deal(seller, title="Relaunch")
    desk.goto(f"{site}/deals/")
    desk.locator('.tick[name="id"]').check()
    bar = desk.locator("form[data-many]")
    assert bar.evaluate("bar => [...bar.children].every(part => part.scrollWidth <= part.clientWidth + 1)")
    expect(bar.locator('[value="delete"]')).to_be_in_viewport(ratio=1)
    expect(bar.locator("[formaction]")).to_be_in_viewport(ratio=1)


@SPOKEN
def test_quick_add_says_in_full_what_may_be_typed(desk: Page, site: str, seller: User, language: str) -> None:
    desk.goto(f"{site}/deals/board/")
    desk.locator("[data-quick-open]").click()
    named = desk.get_by_placeholder("Name, phone or e-mail" if language == "en" else "Name, Telefon oder E-Mail")
    expect(named.first).to_be_visible()
    said = named.first.evaluate("""input => {
        const style = getComputedStyle(input), pen = document.createElement('canvas').getContext('2d')
        pen.font = style.font
        const room = input.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
        return [pen.measureText(input.placeholder).width, room]
    }""")
    assert said == sorted(said)


def test_many_notices_are_counted_in_one_line(desk: Page, site: str, seller: User, dana: User) -> None:
    deal = builders.deal(seller)
    for number in range(12):
        comments.add(deal, f"@Alice, number {number}", actor=dana)
    desk.goto(f"{site}/companies/")
    count = desk.locator("[data-bell-count]").first
    expect(count).to_have_text("12")
    box = count.bounding_box()
    assert box
    assert box["width"] >= box["height"]


@pytest.mark.parametrize("sort", ["", "?sort=F3"])
def test_chosen_columns_are_all_there(desk: Page, site: str, seller: User, dana: User, sort: str) -> None:
    codes = ["F1", "F2", "F3", "F4"]
    for code in codes:
        stored(dana, "string", code, in_filter=True)
    builders.deal(seller, **dict.fromkeys(codes, "Here"))
    chosen = ["title", "due_on", *codes, "owner"]
    saved_views.choose("deal", {"columns": chosen}, actor=seller)
    for wide in WIDTHS:
        desk.set_viewport_size({"width": wide, "height": 800})
        desk.goto(f"{site}/deals/{sort}")
        for name in chosen:
            expect(desk.locator(f'[data-cell="{name}"]')).to_be_visible()
