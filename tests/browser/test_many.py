"""Can many be ticked, looked at, done and taken back: on a desk, by keys alone, on a phone, without scripts?"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from segue.core.models import Item, Job, User
from segue.crm.models import Deal
from tests import builders
from tests.browser.at_hand import faults
from tests.browser.test_from_lead_to_invoice import DESK, sign_in

RESULT = re.compile(r"/jobs/\d+/$")


def leads(seller: User, count: int = 3) -> None:
    for number in range(count):
        builders.lead(seller, title=f"Desk {number}")


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def tick(page: Page, number: int) -> None:
    page.get_by_role("checkbox", name=f"Tick Desk {number}").check()


def test_ticked_leads_get_another_owner_and_their_own_back(desk: Page, site: str, seller: User) -> None:
    bob = builders.person("Bob", department=seller.departments.get())
    leads(seller)
    desk.goto(f"{site}/leads/")
    expect(desk.get_by_role("button", name="Change responsible person")).to_be_hidden()
    tick(desk, 0)
    tick(desk, 2)
    expect(desk.locator("[data-many-count]")).to_have_text("2")
    press(desk, "Change responsible person")
    desk.get_by_label("Responsible person", exact=True).select_option("Bob")
    press(desk, "Continue")
    expect(desk.get_by_text("Will be done")).to_be_visible()
    press(desk, "Change responsible person")
    expect(desk).to_have_url(RESULT)
    expect(desk.get_by_text("2 done", exact=True)).to_be_visible()
    assert Item.objects.filter(owner=bob).count() == 2
    press(desk, "Undo all of it")
    expect(desk.get_by_text("2 done", exact=True)).to_be_visible()
    assert not Item.objects.filter(owner=bob).exists()


def test_the_page_and_a_stretch_are_ticked_at_once(desk: Page, site: str, seller: User) -> None:
    leads(seller, 4)
    desk.goto(f"{site}/leads/")
    head = desk.get_by_role("checkbox", name="Tick all rows of this page")
    head.check()
    expect(desk.locator("[data-many-count]")).to_have_text("4")
    desk.get_by_role("button", name="Untick all").click()
    expect(desk.locator("[data-many-count]")).to_be_hidden()
    tick(desk, 0)
    desk.get_by_role("checkbox", name="Tick Desk 2").click(modifiers=["Shift"])
    expect(desk.locator("[data-many-count]")).to_have_text("3")
    assert head.evaluate("box => box.indeterminate")


def test_keys_alone_do_it(desk: Page, site: str, seller: User) -> None:
    leads(seller, 1)
    desk.goto(f"{site}/leads/")
    desk.get_by_role("checkbox", name="Tick Desk 0").focus()
    desk.keyboard.press("Space")
    desk.keyboard.press("a")
    expect(desk.get_by_role("button", name="Create based on", exact=True)).to_be_focused()
    desk.keyboard.press("Enter")
    desk.get_by_role("group", name="Create based on").get_by_role("button", name="Deal", exact=True).focus()
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Create deal")).to_be_visible()


def test_who_unticks_all_stands_on_the_row_ticked_last(desk: Page, site: str, seller: User) -> None:
    leads(seller)
    desk.goto(f"{site}/leads/")
    tick(desk, 1)
    desk.get_by_role("button", name="Untick all").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("checkbox", name="Tick Desk 1")).to_be_focused()


def test_who_cancels_finds_the_same_rows_ticked(desk: Page, site: str, seller: User) -> None:
    leads(seller)
    desk.goto(f"{site}/leads/?sort=title")
    tick(desk, 0)
    tick(desk, 2)
    press(desk, "Change responsible person")
    with desk.expect_navigation():
        desk.get_by_role("link", name="Cancel").click()
    expect(desk).to_have_url(f"{site}/leads/?sort=title")
    expect(desk.locator("[data-many-count]")).to_have_text("2")
    assert [desk.get_by_role("checkbox", name=f"Tick Desk {number}").is_checked() for number in range(3)] == [
        True,
        False,
        True,
    ]
    desk.goto(f"{site}/leads/?sort=title")
    expect(desk.locator("[data-many-count]")).to_be_hidden()


def test_on_the_phone_all_that_are_found_become_deals_and_leads_again(phone: Page, site: str, seller: User) -> None:
    leads(seller)
    phone.goto(f"{site}/leads/")
    phone.get_by_role("checkbox", name="Tick Desk 0").check()
    phone.get_by_role("checkbox", name="All that are found: 3 leads").check()
    phone.get_by_role("button", name="Create based on", exact=True).click()
    with phone.expect_navigation():
        phone.get_by_role("group", name="Create based on").get_by_role("button", name="Deal", exact=True).click()
    assert faults(phone) == []
    press(phone, "Create deal")
    expect(phone.get_by_text("3 done", exact=True)).to_be_visible()
    assert Deal.objects.count() == 3
    assert faults(phone) == []
    press(phone, "Undo all of it")
    expect(phone.get_by_text("3 done", exact=True)).to_be_visible()
    assert not Deal.objects.alive().exists()


def test_without_scripts_the_box_of_the_head_means_the_page(browser: Browser, site: str, seller: User) -> None:
    leads(seller)
    context = browser.new_context(java_script_enabled=False, viewport=DESK)
    page = context.new_page()
    sign_in(page, site, seller, "en")
    page.goto(f"{site}/leads/")
    page.get_by_role("checkbox", name="Tick all rows of this page").check()
    press(page, "Add a to-do")
    expect(page.get_by_text("3 leads")).to_be_visible()
    context.close()


@pytest.mark.parametrize("state", ["done", "cancelled", "running"])
def test_what_came_of_many_fits_on_the_narrowest_phone_in_german(
    phone: Page, site: str, seller: User, state: str
) -> None:
    User.objects.filter(pk=seller.pk).update(language="de")
    data = {"selection": {"type": "lead"}, "said": "Bob"}
    job = Job(kind="many-owner", data=data, actor=seller, total=500, done=490, failed=7, skipped=3, state=state)
    job.next_at = timezone.now() + timedelta(days=1)
    job.save()
    phone.set_viewport_size({"width": 320, "height": 700})
    phone.goto(f"{site}/jobs/{job.pk}/")
    expect(phone.get_by_text("490 erledigt · 3 übersprungen · 7 fehlgeschlagen")).to_be_visible()
    assert faults(phone) == []
