"""Does every kind of custom value survive every way from one item type to another, single and several?"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from segue.core.custom_fields import definitions, values
from segue.core.custom_fields.kinds import KINDS
from segue.core.models import CustomField, Item, User
from segue.crm.conversion import ALL, EDGES, Decisions
from tests import builders
from tests.crm.conversion.fields import field, held, upload
from tests.crm.conversion.steps import convert, made

pytestmark = pytest.mark.django_db
MAKE = {"lead": builders.lead, "deal": builders.deal, "estimate": builders.estimate}

# Two values of each kind, none of them easy.
SAMPLES: dict[str, tuple[Any, Any]] = {
    "string": ("  two\nlines, “quoted” 日本 🎂 <b>", "x" * 5000),
    "integer": (-12345678901, 0),
    "double": (Decimal("12345678901.12"), Decimal("-0.01")),
    "boolean": (True, False),
    "date": ("2024-02-29", "1999-12-31"),
    "datetime": ("2026-03-29T01:30:00Z", "1970-01-01T00:00:00Z"),
    "money": ({"amount": Decimal("0.1"), "currency": "EUR"}, {"amount": 100, "currency": "EUR"}),
    "url": ("https://example.com/a?b=c&d=ä", "mailto:jana@brandt.example"),
    "address": ({"address": "Hauptstraße 1", "city": "Köln", "latitude": "50.9"}, {"text": "Somewhere"}),
    "directory": ("CALL", "EMAIL"),
}


@pytest.fixture
def files_dir(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path
    return tmp_path


def sample(kind: str, made_field: CustomField, by: User) -> tuple[Any, Any]:
    if kind == "list":
        one, other = made_field.offered
        return one, other
    if kind == "employee":
        return by.pk, builders.person("Emil").pk
    if kind == "crm":
        return builders.lead(by, title="First").pk, builders.lead(by, title="Second").pk
    if kind == "file":
        return upload("plan.txt", b"the plan", by), upload("map.png", b"\x89PNG\r\n\x1a\n rest", by)
    return SAMPLES[kind]


def words(field_of: CustomField, item: Item) -> Any:
    """What a value says, whatever ids options and attachments have."""
    value = item.custom.get(field_of.code)
    if field_of.kind == "file":
        return [(each.name, each.blob.sha256) for each in item.attachments.filter(field=field_of).order_by("pk")]
    if field_of.kind == "list":
        return values.text(field_of, value)
    return value


@pytest.mark.parametrize("several", [False, True], ids=["single", "several"])
@pytest.mark.parametrize("pair", EDGES, ids="-".join)
@pytest.mark.parametrize("kind", KINDS)
def test_a_value_arrives_as_it_was(
    kind: str, pair: tuple[str, str], several: bool, dana: User, files_dir: Path
) -> None:
    source_type, target_type = pair
    if several and not KINDS[kind].can_be_multiple:
        assert not field(source_type, kind, "Never several", by=dana, multiple=True).multiple
        return
    given = {"directory": "SOURCE"} if kind == "directory" else {}
    here = field(source_type, kind, "Extra", by=dana, multiple=several, settings=given, options=options(kind))
    value = sample(kind, here, dana)
    stored: Any = (value if kind == "file" else list(value)) if several else value[0]
    source = MAKE[source_type](dana, EXTRA=stored)
    decisions = Decisions(create_fields={target_type: (ALL,)})
    target = made(convert(source, target_type, dana, decisions=decisions), target_type)
    there = CustomField.objects.get(item_type=target_type, code="EXTRA")
    arrived = type(target).objects.get(pk=target.pk)
    assert words(definitions.attach(there), arrived) == words(here, type(source).objects.get(pk=source.pk))
    assert held(source)["EXTRA"] is not None


def options(kind: str) -> tuple[str, ...]:
    return ("Red", "Größe 2") if kind == "list" else ()
