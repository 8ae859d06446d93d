"""Do pages ask the database no more often, however many custom fields a type has?"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from segue.core import files, records
from segue.core.custom_fields import kinds
from segue.core.models import Item, User
from segue.core.parts import File
from tests import builders
from tests.core.custom_fields.fields import stored

KINDS = sorted(kinds.KINDS)
VALUES: dict[str, Any] = {
    "string": "Blue", "integer": 7, "double": 1.5, "boolean": True, "date": "2026-12-31",
    "datetime": "2026-12-31T16:30:00Z", "money": {"amount": 1, "currency": "EUR"}, "url": "https://brandt.example",
    "address": {"city": "Bonn"}, "directory": "CALL",
}  # fmt: skip


def add(dana: User, first: int, last: int) -> dict[str, Any]:
    """Make fields of every kind, every fourth for several values, and return a value for each."""
    given: dict[str, Any] = {}
    for place in range(first, last):
        kind = KINDS[place % len(KINDS)]
        field = stored(dana, kind, f"F{place}", multiple=place % 4 == 0, options=("North",) if kind == "list" else ())
        value = (_file(dana),) if kind == "file" else VALUES.get(kind) or _named(dana, field)
        given[field.code] = [value] if field.multiple and kind != "file" else value
    return given


def _file(dana: User) -> File:
    blob = files.store(SimpleUploadedFile("contract.pdf", b"%PDF"))
    return File(blob.pk, "contract.pdf", dana.pk, timezone.now())


def _named(dana: User, field: Any) -> int:
    """An option, a person or a lead."""
    if field.kind == "list":
        return int(next(iter(field.offered)))
    return dana.pk if field.kind == "employee" else builders.lead(dana).pk


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", ["/deals/new/", "/deals/{pk}/edit/", "/deals/{pk}/", "/deals/{pk}/history/"])
def test_fifty_fields_ask_no_more_than_fourteen(client: Client, alice: User, dana: User, address: str) -> None:
    client.force_login(alice)
    deal: Item = builders.deal(alice)
    records.change(deal, add(dana, 0, 14), actor=dana)
    counted = queries(client, address.format(pk=deal.pk))
    records.change(deal, add(dana, 14, 56), actor=dana)
    assert queries(client, address.format(pk=deal.pk)) == counted


def test_texts_and_numbers_ask_but_once(client: Client, alice: User, dana: User) -> None:
    client.force_login(alice)
    without = queries(client, "/deals/new/")
    for place in range(50):
        stored(dana, ("string", "integer")[place % 2], f"F{place}")
    assert queries(client, "/deals/new/") == without
