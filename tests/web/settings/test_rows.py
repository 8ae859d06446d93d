"""Can rows of every list be added, changed, moved and deleted, with an entry for each, and what is refused where?"""

from typing import Any

import pytest
from django.test import Client

from segue.core.models import AuditEntry, DirectoryValue, Pipeline, Stage, User
from segue.crm.models import TaxRate
from tests import builders
from tests.web.settings import pages

every_list = pytest.mark.parametrize("place", pages.NEW_ROWS)
LONG, EVIL = "x" * 5000, "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def signed_in(client: Client, dana: User) -> None:
    client.force_login(dana)


def told(event: str) -> AuditEntry:
    return AuditEntry.objects.filter(event=event).latest("pk")


@every_list
def test_a_row_is_added_named_and_told(client: Client, dana: User, place: str) -> None:
    row = pages.add(client, place)
    entry = told("setting_added")
    assert entry.actor == dana
    assert all(before is None for before, _after in entry.data["changes"].values())
    page = client.get(pages.address(place))
    assert "was saved" in page.content.decode()
    assert any(str(row.pk) in entry["href"] for entry in page.context["entries"])


@every_list
def test_a_row_is_changed_and_told_from_what_to_what(client: Client, place: str) -> None:
    row = pages.add(client, place)
    form = client.get(pages.address(place, row.pk)).context["form"]
    typed = {field.name: field.value() for field in form if field.value() not in (None, False)}
    changed = {"name": "Other", "label_en": "Other", "title_en": "Other", "rate": "2.5"}
    sent = typed | {name: value for name, value in changed.items() if name in form.fields}
    assert client.post(pages.address(place, row.pk), sent).status_code == 303
    assert all(before != after for before, after in told("setting_changed").data["changes"].values())


@every_list
def test_saving_without_a_change_tells_nothing(client: Client, place: str) -> None:
    row = pages.ROWS[place].objects.order_by("pk").last() if place == "vat-rates" else pages.add(client, place)
    form = client.get(pages.address(place, row.pk)).context["form"]
    typed = {field.name: field.value() for field in form if field.value() not in (None, False)}
    client.post(pages.address(place, row.pk), typed)  # currencies get their patterns written down once
    before = AuditEntry.objects.count()
    assert client.post(pages.address(place, row.pk), typed).status_code == 303
    assert AuditEntry.objects.count() == before


@every_list
def test_a_row_is_deleted_after_a_question(client: Client, place: str) -> None:
    row = pages.add(client, place)
    there = pages.address(place, row.pk, "delete")
    question = client.post(there)
    assert question.status_code == 200
    assert "Delete “" in question.content.decode()
    assert pages.ROWS[place].objects.filter(pk=row.pk).exists()
    assert client.post(there, {"confirm": "1"}).status_code == 303
    assert not pages.ROWS[place].objects.filter(pk=row.pk).exists()
    assert told("setting_removed").data["id"] == row.pk


@pytest.mark.parametrize("place", pages.ORDERED)
def test_a_row_is_moved_by_a_plain_post(client: Client, place: str) -> None:
    row = pages.add(client, place)
    before = pages.labels(client, place)
    answer = client.post(pages.address(place, row.pk, "up"))
    assert answer.status_code == 303
    home, _sign, cursor = answer["Location"].partition("#")
    assert home == pages.address(place)
    assert f'id="{cursor}"' in client.get(home).content.decode()
    after = pages.labels(client, place)
    assert after != before
    assert sorted(after) == sorted(before)
    client.post(pages.address(place, row.pk, "down"))
    assert pages.labels(client, place) == before


def test_a_row_that_came_to_an_end_is_held_by_its_other_arrow(client: Client) -> None:
    row = pages.add(client, "pipelines")
    assert client.post(pages.address("pipelines", row.pk, "up"))["Location"].endswith(f"#row-{row.pk}-down")


@every_list
def test_an_empty_form_is_refused_beside_its_fields(client: Client, place: str) -> None:
    assert pages.errors(client.post(pages.address(place, "new"), {}))


@every_list
def test_what_is_too_long_or_odd_is_refused_and_kept(client: Client, place: str) -> None:
    answer = client.post(pages.address(place, "new"), dict.fromkeys(pages.NEW_ROWS[place], LONG))
    assert pages.errors(answer)
    assert LONG in answer.content.decode()


@pytest.mark.parametrize("name", [EVIL, "مرحبا", "Ünïcode 🎉", "'; DROP TABLE core_item; --"])
def test_a_name_is_shown_as_it_was_typed_and_never_executed(client: Client, name: str) -> None:
    client.post(pages.address("directories/source", "new"), {"label_en": name})
    value = DirectoryValue.objects.latest("pk")
    assert value.labels == {"en": name, "de": name}
    assert EVIL not in client.get(pages.address("directories/source")).content.decode()


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("currencies", {"rate": "0"}, "rate"),
    ("currencies", {"rate": "abc"}, "rate"),
    ("currencies", {"rate": "123456789012"}, "rate"),
    ("currencies", {"nominal": "0"}, "nominal"),
    ("currencies", {"code": "EUR"}, "code"),
    ("currencies", {"code": "XYZ"}, "code"),
    ("vat-rates", {"rate": "101"}, "rate"),
    ("vat-rates", {"rate": "-1"}, "rate"),
    ("vat-rates", {"category": "AE"}, "category"),
    ("vat-rates", {"category": "QQ"}, "category"),
    ("vat-rates", {"is_default": "on", "active": ""}, "active"),
    ("measures", {"code": "796"}, "code"),
    ("measures", {"unece_code": "a b"}, "unece_code"),
    ("stages/general", {"semantics": "success"}, "semantics"),
    ("stages/general", {"semantics": ""}, "semantics"),
    ("stages/general", {"colour": "ultraviolet"}, "colour"),
    ("stages/general", {"is_analysis": "on"}, "is_analysis"),
    ("stages/general", {"label_en": "a\x00b"}, "label_en"),
]


@pytest.mark.parametrize(("place", "wrong", "field"), REFUSED)
def test_wrong_input_is_refused_beside_its_field(client: Client, place: str, wrong: dict[str, Any], field: str) -> None:
    answer = client.post(pages.address(place, "new"), pages.NEW_ROWS[place] | wrong)
    assert list(pages.errors(answer)) == [field]
    assert not AuditEntry.objects.filter(event="setting_added").exists()


def test_what_is_in_use_stays_and_the_list_says_why(client: Client, alice: User) -> None:
    builders.deal(alice)
    stage = Stage.objects.get(pipeline__code="general", code="NEW")
    answer = client.post(pages.address("stages/general", stage.pk, "delete"), {"confirm": "1"})
    assert answer.status_code == 409
    assert "It holds items, perhaps in the recycle bin." in answer.content.decode()
    assert Stage.objects.filter(pk=stage.pk).exists()


def test_code_and_meaning_of_a_stage_cannot_be_smuggled_in(client: Client) -> None:
    stage = Stage.objects.get(pipeline__code="general", code="NEW")
    sent = {"label_en": "Fresh", "colour": "red", "semantics": "failure", "code": "X", "pipeline": "1"}
    assert client.post(pages.address("stages/general", stage.pk), sent).status_code == 303
    stage.refresh_from_db()
    assert (stage.code, stage.semantics, stage.pipeline.code, stage.colour) == ("NEW", "process", "general", "red")


def test_a_currency_takes_its_decimals_from_iso_4217(client: Client) -> None:
    sent = {"nominal": "1", "rate": "2"}
    for code in ("KWD", "KRW"):
        assert client.post("/settings/currencies/new/", sent | {"code": code}).status_code == 303
    decimals = [pages.ROWS["currencies"].objects.get(pk=code).decimals for code in ("KWD", "KRW")]
    assert decimals == [3, 0]


def test_a_pattern_needs_its_number_once(client: Client) -> None:
    sent = {"nominal": "1", "rate": "2", "decimals": "2", "pattern_en": "€", "pattern_de": "# # €"}
    assert set(pages.errors(client.post("/settings/currencies/USD/", sent))) == {"pattern_en", "pattern_de"}


def test_the_base_cannot_be_deactivated_or_revalued(client: Client) -> None:
    sent = {"decimals": "2", "rate": "7", "nominal": "5"}
    assert client.post("/settings/currencies/EUR/", sent).status_code == 303
    base = pages.ROWS["currencies"].objects.get(pk="EUR")
    assert (base.active, base.rate, base.nominal) == (True, 1, 1)


def test_rates_are_read_in_the_language_of_the_reader(client: Client, dana: User) -> None:
    User.objects.filter(pk=dana.pk).update(language="de")
    sent = pages.NEW_ROWS["vat-rates"] | {"rate": "8,1"}
    assert client.post(pages.address("vat-rates", "new"), sent).status_code == 303
    assert str(TaxRate.objects.latest("pk").rate.normalize()) == "8.1"


def test_a_new_default_pipeline_is_chosen_on_its_page(client: Client) -> None:
    row = pages.add(client, "pipelines")
    client.post(pages.address("pipelines", row.pk), pages.LABELS | {"is_default": "on"})
    assert Pipeline.objects.get(item_type="deal", is_default=True) == row
