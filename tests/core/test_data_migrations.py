"""Does each migration of data find what older versions of Segue stored, and bring it to what this one would store?"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from segue.core import search, search_terms
from segue.core.models import Activity, Item, User
from segue.crm.models import BillingDetails, Lead
from segue.lib import text
from tests import databases

WITHOUT_KEYS, WITHOUT_REMINDERS = [("crm", "0004_duplicates")], [("core", "0016_single_keys")]
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture(scope="module")
def brought_up(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of an older version, with items, that was brought up to date."""
    folder = tmp_path_factory.mktemp("older")
    with django_db_blocker.unblock(), databases.created(folder) as name, databases.used(name):
        store_items(as_of(WITHOUT_KEYS))
        store_activities(as_of(WITHOUT_REMINDERS))
        call_command("migrate", verbosity=0)
        yield


def as_of(version: list[tuple[str, str]]) -> Any:
    """Bring the database to an older version, and return its models."""
    executor = MigrationExecutor(connection)
    executor.migrate(version)
    return executor.loader.project_state(version).apps


def store_items(older: Any) -> None:
    """Write what somebody had then: a lead, a company, a contact with phone and e-mail, a billing block."""
    anna = older.get_model("core", "User").objects.create(email="anna@example.com", name="Anna", is_admin=True)
    firm = {"company_name": "Müller & Söhne GmbH", "last_name": "Köhler", "search_text": "muller"}
    older.get_model("crm", "Lead").objects.create(**_item(older, anna, "lead", "Fair"), **firm)
    older.get_model("crm", "Company").objects.create(
        **_item(older, anna, "company", "Brandt e.K."), name_key="brandt ek"
    )
    held = "jana brandt\n+49 30 123456 jana@brandt.example\nclub gold\nsize 5"
    contact = older.get_model("crm", "Contact").objects.create(
        **_item(older, anna, "contact", "Jana Brandt"), first_name="Jana", search_text=held
    )
    points = older.get_model("crm", "ContactPoint").objects
    points.create(item=contact, kind="PHONE", value="030 123456", e164="+4930123456", match_key="4930123456", sort=10)
    points.create(item=contact, kind="EMAIL", value="jana@brandt.example", match_key="jana@brandt.example", sort=20)
    numbers = {"tax_number": "12/345/678", "vat_number": "DE 123 456 789", "iban": "DE02 1203 0000"}
    older.get_model("crm", "BillingDetails").objects.create(item=contact, **numbers)


def store_activities(older: Any) -> None:
    """Write what was planned then."""
    anna = older.get_model("core", "User").objects.get()
    for title, hours, reminders in (("soon", 2, [30, 60]), ("over", -2, [30]), ("silent", 2, []), ("late", 1, [90])):
        older.get_model("core", "Activity").objects.create(
            **_task(older, anna), title=title, deadline=NOW + timedelta(hours=hours), reminders=reminders
        )


def _item(older: Any, anna: Any, code: str, title: str) -> dict[str, Any]:
    people = dict.fromkeys(("owner", "created_by", "changed_by", "last_activity_by"), anna)
    times = dict.fromkeys(("created_at", "changed_at", "last_activity_at"), NOW)
    currency = older.get_model("core", "Currency").objects.first()
    return {"type": code, "title": title, "currency": currency, **people, **times}


def _task(older: Any, anna: Any) -> dict[str, Any]:
    people = dict.fromkeys(("responsible", "created_by", "changed_by"), anna)
    return {"kind": 1, "status": 1, **people, "created_at": NOW, "changed_at": NOW}


def test_leads_are_compared_by_the_name_of_their_firm(brought_up: None) -> None:
    assert Lead.objects.get().company_key == text.company_key("Müller & Söhne GmbH") != ""


def test_names_are_known_with_umlauts_as_two_letters(brought_up: None) -> None:
    lead = Lead.objects.get()
    assert (lead.name_key, lead.spelled_key, lead.company_spelled_key) == ("kohler", "koehler", "mueller soehne")


def test_companies_are_compared_without_legal_forms_that_were_none_before(brought_up: None) -> None:
    assert Item.objects.get(type="company").name_key == "brandt"


def test_billing_blocks_are_compared_by_their_numbers(brought_up: None) -> None:
    block = BillingDetails.objects.get()
    assert (block.tax_key, block.vat_key, block.account_key) == ("12345678", "de123456789", "de0212030000")


def test_phones_are_found_in_any_notation_and_nothing_else_is_lost(brought_up: None) -> None:
    names, reached, *custom = Item.objects.get(type="contact").search_text.split("\n")
    assert (names, custom) == ("jana brandt", ["club gold", "size 5"])
    assert {"030", "123456", "030123456", "4930123456"} <= {*reached.split()}
    anna = User.objects.get()
    for q in ("+49 30 123456", "030/123456", "brandt.exam", "gold"):
        found = Item.objects.visible_to(anna).filter(search_terms.of_type("contact"))
        assert found.filter(search.condition(q, found)).exists()


def test_what_was_written_before_there_was_an_index_is_found_by_a_word_with_a_mistake(brought_up: None) -> None:
    from segue.core.search_index import words_near  # noqa: PLC0415

    assert "brandt" in words_near("brant")


def test_what_is_planned_reminds_of_itself_unless_the_time_has_passed(brought_up: None) -> None:
    reminding = dict(Activity.objects.values_list("title", "remind_at"))
    assert reminding == {"soon": NOW + timedelta(hours=1), "over": None, "silent": None, "late": None}
