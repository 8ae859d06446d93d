"""Does one see one's day and the figures on a desk and on a phone, in both languages, and without scripts?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from segue.core.models import User
from tests import builders
from tests.browser.test_from_lead_to_invoice import DESK, sign_in
from tests.browser.test_on_the_phone import FINGER, width

WORDS = {
    "en": {"day": "My day", "done": "Complete: Send samples", "funnel": "From lead to paid", "forecast": "Forecast",
           "table": "As a table", "who": "Person or department", "several": "Several are called", "mine": "Mine",
           "whose": "Responsible person", "show": "Show the figures"},
    "de": {"day": "Mein Tag", "done": "Erledigen: Send samples", "funnel": "Vom Lead bis zur Zahlung",
           "forecast": "Prognose", "table": "Als Tabelle", "who": "Person oder Abteilung",
           "several": "Mehrere heißen", "mine": "Meine", "whose": "Verantwortliche Person",
           "show": "Zahlen anzeigen"},
}  # fmt: skip
SPOKEN = pytest.mark.parametrize("language", ["en", "de"])


def business(seller: User) -> None:
    """A lead, and a deal with something to do since yesterday."""
    builders.lead(seller)
    deal = builders.deal(seller, title="Espresso bar")
    builders.activity(seller, deal, title="Send samples", deadline=timezone.now() - timedelta(days=1))


@SPOKEN
def test_on_a_desk_something_is_done_and_a_column_opens_its_deals(
    desk: Page, site: str, seller: User, language: str
) -> None:
    words = WORDS[language]
    business(seller)
    desk.goto(site)
    expect(desk.get_by_role("heading", name=words["day"], level=1)).to_be_visible()
    with desk.expect_navigation():
        desk.get_by_role("button", name=words["done"]).click()
    expect(desk.get_by_role("button", name=words["done"])).to_have_count(0)
    chart = desk.get_by_role("group", name=words["forecast"])
    with desk.expect_navigation():
        chart.get_by_role("link").first.click()
    expect(desk.get_by_role("link", name="Espresso bar")).to_be_visible()


@SPOKEN
def test_on_a_phone_the_day_comes_first_in_one_column(phone: Page, site: str, seller: User, language: str) -> None:
    words = WORDS[language]
    business(seller)
    phone.goto(site)
    figure = phone.get_by_role("region", name=words["forecast"])
    figure.get_by_text(words["table"]).tap()
    number = figure.get_by_role("table").get_by_role("link").first
    expect(number).to_be_visible()
    complete = phone.get_by_role("button", name=words["done"])
    link, day, below = (each.bounding_box() for each in (number, complete, figure))
    assert link
    assert day
    assert below
    assert link["height"] >= FINGER
    assert day["y"] < below["y"]
    assert width(phone) == 390


@SPOKEN
def test_figures_are_narrowed_without_loading_the_page_anew(desk: Page, site: str, seller: User, language: str) -> None:
    words = WORDS[language]
    builders.lead(builders.person("Bob", department=seller.departments.get()))
    desk.goto(site)
    funnel = desk.get_by_role("region", name=words["funnel"])
    expect(funnel.get_by_role("table")).to_be_visible()
    desk.get_by_label(words["whose"]).select_option(label=words["mine"])
    expect(funnel.get_by_role("table")).to_have_count(0)
    expect(desk).to_have_url(f"{site}/?whose=me")


def test_on_their_own_page_too_figures_are_narrowed_and_the_way_back_leads_to_them(
    desk: Page, site: str, seller: User
) -> None:
    business(seller)
    desk.goto(f"{site}/figures/")
    desk.get_by_label("Responsible person").select_option(label="Mine")
    expect(desk).to_have_url(f"{site}/figures/?whose=me")
    table = desk.get_by_role("region", name="From lead to paid").get_by_role("table")
    with desk.expect_navigation():
        table.get_by_role("link").first.click()
    desk.go_back()
    expect(table).to_be_visible()
    expect(desk.get_by_label("Responsible person")).to_have_value("me")


def test_a_name_that_several_have_is_chosen(desk: Page, site: str, seller: User) -> None:
    anna = [builders.person(name, department=seller.departments.get()) for name in ("Anna Brandt", "Anna Weber")]
    builders.lead(anna[1])
    desk.goto(site)
    desk.get_by_role("searchbox", name="Person or department").fill("anna")
    with desk.expect_navigation():
        desk.get_by_role("link", name="Anna Weber").click()
    expect(desk.get_by_label("Responsible person")).to_have_value(f"p{anna[1].pk}")
    expect(desk.get_by_role("region", name="From lead to paid").get_by_role("table")).to_be_visible()


def test_without_scripts_a_link_leads_to_the_figures(
    new_context: Callable[..., BrowserContext], site: str, seller: User
) -> None:
    business(seller)
    page = new_context(viewport=DESK, java_script_enabled=False).new_page()
    sign_in(page, site, seller, "en")
    page.goto(site)
    page.get_by_role("link", name="Show the figures").click()
    expect(page.get_by_role("group", name="Forecast")).to_be_visible()
    page.get_by_label("Responsible person").select_option("me")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("group", name="Forecast")).to_be_visible()
    assert "whose=me" in page.url
