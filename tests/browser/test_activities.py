"""Is something planned, put off and done on a desk and on a phone, in both languages, and without scripts?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from segue.core.models import Activity, User
from segue.core.models.activity import DONE
from tests import builders
from tests.browser.test_from_lead_to_invoice import sign_in
from tests.browser.test_on_the_phone import FINGER, width

WORDS = {
    "en": {"todo": "To-do", "call": "Call", "plan": "Plan", "done": "Complete", "add": "Add", "actions": "Actions",
           "later": "Postpone: Tomorrow", "late": "Overdue", "result": "Result (optional)"},
    "de": {"todo": "Aufgabe", "call": "Anruf", "plan": "Planen", "done": "Erledigen", "add": "Hinzufügen",
           "actions": "Aktionen", "later": "Verschieben: Morgen", "late": "Überfällig",
           "result": "Ergebnis (optional)"},
}  # fmt: skip
SPOKEN = pytest.mark.parametrize("language", ["en", "de"])


@SPOKEN
def test_on_a_desk_it_is_planned_put_off_and_done(desk: Page, site: str, seller: User, language: str) -> None:
    words, deal = WORDS[language], builders.deal(seller)
    desk.goto(f"{site}/deals/{deal.pk}/")
    desk.locator("#composer").get_by_role("link", name=words["todo"]).click()
    title = desk.locator("#composer").get_by_role("textbox").first
    expect(title).to_be_focused()
    title.fill("Send samples")
    desk.get_by_role("button", name=words["plan"], exact=True).click()
    planned = desk.locator(".entry.is-planned")
    expect(planned).to_contain_text("Send samples")
    planned.get_by_role("button", name=words["actions"]).click()
    desk.get_by_role("button", name=words["later"]).click()
    desk.get_by_role("button", name=f"{words['done']}: Send samples").click()
    expect(planned).to_have_count(0)
    assert Activity.objects.get().status == DONE


@SPOKEN
def test_on_a_phone_a_sheet_plans_a_call_and_asks_what_came_of_it(
    phone: Page, site: str, seller: User, language: str
) -> None:
    words, deal = WORDS[language], builders.deal(seller)
    late = builders.activity(seller, deal, kind=2, title="Ask", deadline=timezone.now() - timedelta(days=2))
    phone.goto(f"{site}/deals/{deal.pk}/")
    expect(phone.get_by_role("link", name="Timeline").locator(".is-alarm")).to_contain_text("1")
    phone.locator(".fab").tap()
    phone.locator("#fab-sheet").get_by_role("link", name=words["call"], exact=True).tap()
    sheet = phone.get_by_role("dialog")
    sheet.get_by_role("textbox").first.fill("Date of the fair")
    sheet.get_by_role("button", name=words["plan"], exact=True).tap()
    expect(phone.locator("#toasts")).to_contain_text("Date of the fair")
    phone.get_by_role("link", name="Timeline").tap()
    expect(phone.locator(".entry.is-planned")).to_have_count(2)
    expect(phone.locator(f"#activity-{late.pk}")).to_contain_text(words["late"])
    assert width(phone) == 390
    phone.get_by_role("link", name=f"{words['done']}: Ask").tap()
    phone.get_by_label(words["result"]).fill("On Monday")
    sheet.get_by_role("button", name=words["done"], exact=True).tap()
    expect(phone.locator(".entry.is-done")).to_contain_text("On Monday")
    expect(phone).to_have_url(f"{site}/deals/{deal.pk}/timeline/")


@pytest.mark.parametrize("language", ["de"])
def test_on_a_phone_everything_of_the_timeline_has_room_for_a_finger(phone: Page, site: str, seller: User) -> None:
    deal = builders.deal(seller)
    builders.activity(seller, deal)
    phone.goto(f"{site}/deals/{deal.pk}/timeline/?add=meeting")
    targets = phone.locator("#composer a, #composer input:visible, #composer button, .entry.is-planned button")
    for target in targets.locator("visible=true").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= FINGER or target.get_attribute("type") == "checkbox"


def test_without_scripts_pages_do_the_same(new_context: Callable[..., BrowserContext], site: str, seller: User) -> None:
    deal = builders.deal(seller)
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, site, seller, "en")
    page.goto(f"{site}/deals/{deal.pk}/")
    page.locator("#composer").get_by_role("link", name="Meeting").click()
    page.locator("#composer").get_by_role("textbox").first.fill("Tasting")
    page.get_by_role("button", name="Plan", exact=True).click()
    page.get_by_role("link", name="Complete: Tasting").click()
    page.get_by_label("Result (optional)").fill("They like it")
    page.get_by_role("button", name="Complete", exact=True).click()
    expect(page.locator(".entry.is-done")).to_contain_text("They like it")
