"""Do the pages that are no lists work: general, numbering, my companies, the base currency?"""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from segue.core import preferences, records
from segue.core.models import AuditEntry, Currency, Item, Numbering, User
from segue.crm import billing
from segue.crm.models import Company
from tests import builders
from tests.web.settings import pages

GENERAL = vars(preferences.Preferences()) | {"open_to_all": "on", "free_positions": "on", "close_today": ""}
NUMBERING = {
    "template": "{PREFIX}-{YEAR}-{NUMBER}", "prefix": "RE", "start": "1", "step": "1", "min_length": "4",
    "padding": "0", "reset": "year",
}  # fmt: skip
SELLERS = "/settings/my-companies/"


@pytest.fixture(autouse=True)
def signed_in(client: Client, dana: User) -> None:
    client.force_login(dana)


def save(client: Client, address: str, values: dict[str, Any]) -> Any:
    return client.post(f"/settings/{address}/", values)


def test_general_settings_are_saved_and_told(client: Client, dana: User) -> None:
    answer = save(client, "general", GENERAL | {"country": "AT", "deadline_days": "14", "open_to_all": ""})
    assert answer.status_code == 303
    chosen = preferences.load()
    assert (chosen.country, chosen.deadline_days, chosen.open_to_all) == ("AT", 14, False)
    entry = AuditEntry.objects.get(event="setting_changed")
    assert entry.actor == dana
    assert entry.data["changes"] == {"country": ["DE", "AT"], "deadline_days": [7, 14], "open_to_all": [True, False]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("time_zone", "Mars/Olympus"), ("time_zone", ""), ("country", "XX"), ("country", "EU"), ("language", "fr"),
        ("rounding_mode", "up"), ("name_format", "{}"), ("deadline_days", "-1"), ("deadline_days", "9" * 30),
        ("recycle_bin_days", "0"), ("upload_megabytes", "many"), ("organisation", "x" * 300),
    ],
)  # fmt: skip
def test_general_settings_that_cannot_be_are_refused(client: Client, name: str, value: str) -> None:
    assert list(pages.errors(save(client, "general", GENERAL | {name: value}))) == [name]
    assert preferences.load() == preferences.Preferences()


def test_a_numbering_is_saved_and_told(client: Client, alice: User) -> None:
    assert save(client, "numbering/estimates", NUMBERING).status_code == 303
    assert builders.estimate(alice).number.endswith("-0001")
    assert AuditEntry.objects.get().data["changes"]["prefix"] == ["", "RE"]


def test_a_preview_shows_the_number_and_saves_nothing(client: Client) -> None:
    answer = save(client, "numbering/estimates", NUMBERING | {"prefix": "AN", "preview": "1"})
    assert answer.status_code == 200
    assert answer.context["next"].startswith("AN-")
    assert Numbering.objects.get(item_type="estimate").template == "{NUMBER}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("template", "RE"), ("template", "{NUMBR}"), ("template", "{NUMBER}"),
        ("template", "{PREFIX}" * 11 + "{NUMBER}"), ("start", "0"), ("step", "0"), ("min_length", "21"),
        ("padding", ""), ("padding", "00"), ("reset", "decade"),
        ("prefix", "x" * 21),
    ],
)  # fmt: skip
def test_a_numbering_that_gives_no_unique_numbers_is_refused(client: Client, name: str, value: str) -> None:
    long_prefix = {"prefix": "x" * 20} if "PREFIX" in value else {}
    assert list(pages.errors(save(client, "numbering/estimates", NUMBERING | long_prefix | {name: value}))) == [name]
    assert not AuditEntry.objects.filter(event="setting_changed").exists()


def test_numbers_that_never_come_again_are_listed(client: Client, alice: User, dana: User) -> None:
    records.delete(builders.estimate(alice), actor=dana)
    gaps = client.get("/settings/numbering/estimates/").context["gaps"]
    assert [gap["label"] for gap in gaps] == ["1"]


def seller(client: Client, title: str = "Segue GmbH", **values: str) -> Company:
    answer = client.post(f"{SELLERS}new/", {"title": title, "country_code": "DE"} | values)
    assert answer.status_code == 303
    return Company.objects.get(title=title)


def test_a_company_of_ours_is_added_changed_and_hidden_from_the_list(client: Client) -> None:
    company = seller(client, city="Hamburg")
    sent = {"title": "Segue SE", "city": "Bremen", "version": "1"}
    assert client.post(f"{SELLERS}{company.pk}/", sent).status_code == 303
    company.refresh_from_db()
    assert (company.title, company.is_my_company, billing.read(company).city) == ("Segue SE", True, "Bremen")
    assert "Segue SE" not in [row["label"] for row in client.get("/companies/").context["rows"]]
    assert AuditEntry.objects.latest("pk").data["changes"]["title"] == ["Segue GmbH", "Segue SE"]


def test_a_company_of_ours_needs_a_name_and_a_country_that_exists(client: Client) -> None:
    answer = client.post(f"{SELLERS}new/", {"title": " ", "country_code": "XX", "bic": "x" * 30, "city": "Kiel"})
    assert set(pages.errors(answer)) == {"title", "country_code", "bic"}
    assert "Kiel" in answer.content.decode()


def test_somebody_elses_change_is_not_run_over(client: Client) -> None:
    company = seller(client)
    client.post(f"{SELLERS}{company.pk}/", {"title": "First", "version": "1"})
    answer = client.post(f"{SELLERS}{company.pk}/", {"title": "Second", "version": "1"})
    assert pages.errors(answer)
    assert 'name="version" value="2"' in answer.content.decode()
    assert client.post(f"{SELLERS}{company.pk}/", {"title": "Second", "version": "2"}).status_code == 303


def test_another_company_becomes_the_default_and_the_first_can_go(client: Client) -> None:
    first, second = seller(client), seller(client, "Segue AG")
    refused = client.post(f"{SELLERS}{first.pk}/delete/", {"confirm": "1"})
    assert (refused.status_code, "Choose another default first." in refused.content.decode()) == (409, True)
    assert client.post(f"{SELLERS}{second.pk}/default/").status_code == 303
    assert client.post(f"{SELLERS}{first.pk}/delete/").status_code == 200
    assert client.post(f"{SELLERS}{first.pk}/delete/", {"confirm": "1"}).status_code == 303
    assert Item.objects.in_bin().filter(pk=first.pk).exists()


def test_the_base_currency_changes_after_a_look_at_the_rates(client: Client, dana: User) -> None:
    page = client.get("/settings/currencies/USD/base/")
    assert {field["label"]: field["value"] for field in page.context["fields"]}["EUR"] == "1 EUR = 1.087 USD"
    assert Currency.objects.get(is_base=True).pk == "EUR"
    assert client.post("/settings/currencies/USD/base/").status_code == 303
    assert Currency.objects.get(is_base=True).pk == "USD"
    assert AuditEntry.objects.filter(actor=dana, data__changes__is_base=[False, True]).exists()


def test_a_base_currency_that_cannot_be_says_so(client: Client, alice: User) -> None:
    builders.deal(alice, rows=(), amount=Decimal(99_999_999_999))
    refused = client.post("/settings/currencies/JPY/base/", follow=True)
    assert "would become too large in JPY" in refused.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_rates_that_would_become_too_large_are_said_before_and_after(client: Client, method: str) -> None:
    Currency.objects.filter(pk="USD").update(rate=Decimal("0.0001"), nominal=1_000_000_000)
    answer = getattr(client, method)("/settings/currencies/USD/base/", follow=True)
    assert "A rate would become too large." in answer.content.decode()
