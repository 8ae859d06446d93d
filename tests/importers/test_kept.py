"""An export of ours that comes back takes nothing away: neither what it cannot say, nor what its reader cannot see."""

from pathlib import Path
from typing import Any

import pytest

from segue.core import records
from segue.core.models import Item, User
from segue.crm import clients
from segue.crm.clients import Clients
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.importers.files import said
from tests.importers.test_round_trip import brought, written

pytestmark = pytest.mark.django_db
PLACE = {"address": "Main St 1", "city": "Ulm", "latitude": "48.4"}


@pytest.fixture(autouse=True)
def may_import(alice: User) -> None:
    for code in ("deal", "contact", "company"):
        builders.give_right("import", code, "all")
    builders.give_right("read", "contact", "own")
    builders.give_right("read", "company", "own")


def come_back(deal: Item, reader: User, folder: Path) -> list[tuple[str, str]]:
    return [
        (state, reason)
        for _line, state, reason in said(brought(written([deal], "csv", reader, folder), "deal", reader))
    ]


@pytest.mark.parametrize(
    ("kind", "more", "value"),
    [
        ("address", {}, PLACE),
        ("address", {"multiple": True}, [PLACE, {"text": "a; b"}]),
        ("string", {"multiple": True}, ["a; b", "c\\"]),
        ("money", {}, {"amount": 5, "currency": "USD"}),
        ("boolean", {}, False),
        ("datetime", {}, "2026-01-02T03:04:05Z"),
        ("url", {}, "https://example.com/=a;b"),
    ],
)
def test_a_custom_field_stays(dana: User, tmp_path: Path, kind: str, more: dict[str, Any], value: Any) -> None:
    stored(dana, kind, "OWN", **more)
    deal = builders.deal(dana, OWN=value)
    before = Item.objects.get(pk=deal.pk).custom
    assert come_back(deal, dana, tmp_path) == [("skipped", "Nothing to change")]
    assert Item.objects.get(pk=deal.pk).custom == before


def test_contacts_that_the_reader_does_not_see_stay(alice: User, dana: User, tmp_path: Path) -> None:
    hidden, own = builders.contact(dana), builders.contact(alice)
    deal = builders.deal(alice)
    records.change(deal, {}, actor=dana, parts={"client": Clients(None, (hidden.pk, own.pk), hidden.pk)})
    assert come_back(deal, alice, tmp_path) == [("skipped", "Nothing to change")]
    assert clients.read(deal) == Clients(None, (hidden.pk, own.pk), hidden.pk)


def test_items_in_a_custom_field_that_the_reader_does_not_see_stay(alice: User, dana: User, tmp_path: Path) -> None:
    stored(dana, "crm", "OWN", multiple=True, settings={"types": ["company"]})
    hidden, own = builders.company(dana), builders.company(alice, title="Own")
    deal = builders.deal(alice)
    records.change(deal, {"OWN": [hidden.pk, own.pk]}, actor=dana)
    assert come_back(deal, alice, tmp_path) == [("skipped", "Nothing to change")]


def test_a_product_row_that_is_changed_keeps_its_lineage_and_the_others_stay(dana: User, tmp_path: Path) -> None:
    deal = builders.deal(dana)
    before = [*deal.rows.values_list("pk", "quantity")]
    path = written([deal], "csv", dana, tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(",3,", ",4,"), encoding="utf-8")
    assert [state for _line, state, _reason in said(brought(path, "deal", dana))] == ["done"]
    assert [*deal.rows.values_list("pk", "quantity")] == [(before[0][0], 4), before[1]]


def test_an_id_of_something_else_counts_for_nothing(dana: User, tmp_path: Path) -> None:
    firm, other = builders.company(dana, title="Adler"), builders.company(dana, title="Zeta")
    deal = builders.deal(dana, client=builders.client(firm))
    path = written([deal], "csv", dana, tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(f"CO_{firm.pk}", f"CO_{other.pk}"), encoding="utf-8")
    assert [reason for _line, _state, reason in said(brought(path, "deal", dana))] == ["Nothing to change"]
