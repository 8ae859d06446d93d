"""Are duplicates among some thousand items found by indexes alone, and in how many statements?"""

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from segue.core import item_types
from segue.core.custom_fields import definitions
from segue.core.models import CustomKey, Item, User
from segue.crm import billing, duplicates
from segue.crm.billing import Billing
from segue.crm.communications import Communication
from segue.crm.models import BillingDetails, ContactPoint
from tests import builders
from tests.core.custom_fields.fields import stored

pytestmark = pytest.mark.usefixtures("untouched")
ROWS = 3_000
KINDS = ("lead", "contact", "company")
REACH = (Communication("PHONE", "030 1000017"), Communication("EMAIL", "p17@brandt.example"))
# The type, what is looked for, and the index that finds it.
INDEXES: tuple[tuple[str, dict[str, Any], str], ...] = (
    *((kind, {"communications": REACH}, "contact_point_by_key") for kind in KINDS),
    ("lead", {"first_name": "Jana", "last_name": "No17"}, "item_by_name_key"),
    ("lead", {"company_name": "Brandt 17 GmbH"}, "lead_by_company_key"),
    ("contact", {"first_name": "Jana", "last_name": "No17"}, "item_by_name_key"),
    ("company", {"title": "Jana No17 AG"}, "item_by_name_key"),
    ("company", {"billing": Billing(tax_number="T 17")}, "billing_by_tax_key"),
    ("company", {"billing": Billing(vat_number="V 17")}, "billing_by_vat_key"),
    ("contact", {"billing": Billing(iban="A 17")}, "billing_by_account_key"),
    ("contact", {"K": "C 17"}, "custom_key_by_value"),
    ("contact", {"K": "C 17", "SECOND": "C 18"}, "custom_key_by_value"),
)


@pytest.fixture(scope="module")
def seller(shared: Path, django_db_blocker: Any) -> Iterator[User]:
    """Somebody who sees what is their own, among thousands of items that have all one can compare."""
    with django_db_blocker.unblock():
        alice, dana = builders.person("Alice"), builders.person("Dana", is_admin=True)
        for code in ("K", "SECOND"):
            stored(dana, "string", code, item_type="contact", finds_duplicates=True)
        first = {"lead": builders.lead(alice), "contact": builders.contact(alice), "company": builders.company(alice)}
        for item in first.values():
            fill(item)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield alice


def fill(first: Any) -> None:
    """Store as many items like the first, each with its own name, phone, e-mail and numbers."""
    columns = {column.attname: getattr(first, column.attname) for column in Item._meta.concrete_fields}
    items = [Item(**columns | {"id": None, "name_key": f"jana no{number}"}) for number in range(ROWS)]
    items = Item.objects.bulk_create(items)
    fields, points, blocks, keys = definitions.of_type(first.type).values(), [], [], []
    for number, item in enumerate(items):
        points.append(ContactPoint(item=item, kind="PHONE", match_key=f"4930{1000000 + number}"))
        points.append(ContactPoint(item=item, kind="EMAIL", match_key=f"p{number}@brandt.example"))
        numbers = Billing(tax_number=f"T {number}", vat_number=f"V {number}", iban=f"A {number}")
        blocks.append(BillingDetails(item=item, **billing.keys(numbers)))
        keys += [CustomKey(item=item, field=field, key=f"c{number}") for field in fields]
        insert_child(first, item.pk, company_key=f"brandt {number}")
    ContactPoint.objects.bulk_create(points)
    BillingDetails.objects.bulk_create(blocks if first.type != "lead" else [])
    CustomKey.objects.bulk_create(keys)


def insert_child(first: Any, pk: int, **columns: str) -> None:
    """Store the row that the table of its type has of an item."""
    child = copy.copy(first)
    child.pk = child.id = child.item_ptr_id = pk
    vars(child).update(columns)
    child.save_base(raw=True, force_insert=(type(first),))


@pytest.mark.parametrize(("kind", "values", "index"), INDEXES)
def test_a_criterion_enters_its_index_and_reads_no_table_through(
    seller: User, kind: str, values: dict[str, Any], index: str
) -> None:
    found, plans = look(seller, kind, values)
    assert found.ids
    assert index in "\n".join(plans)
    assert [plan for plan in plans if reads_through(plan)] == []


def test_everything_at_once_takes_few_statements(seller: User) -> None:
    block = Billing(tax_number="T 17", vat_number="V 17", iban="A 17")
    values = {"first_name": "Jana", "last_name": "No17", "communications": REACH, "billing": block, "K": "C 17"}
    _found, plans = look(seller, "contact", values)
    assert len(plans) <= 9


def look(reader: User, kind: str, values: dict[str, Any]) -> tuple[duplicates.Found, list[str]]:
    """What is found, and how the database does that."""
    fields = definitions.of_type(kind)
    columns = {name: value for name, value in values.items() if name not in duplicates.PARTS}
    columns, custom = (
        {n: v for n, v in columns.items() if n not in fields},
        {n: v for n, v in columns.items() if n in fields},
    )
    item = item_types.get(kind).model(type=kind, custom=custom, **columns)
    reader.access  # noqa: B018  read once for all a request does
    asked: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        wanted = duplicates.of(item, {n: v for n, v in values.items() if n in duplicates.PARTS}, fields)
        found = duplicates.find(kind, wanted, actor=reader, fields=fields)
    return found, [explain(sql, params) for sql, params in asked if "core_preference" not in sql]


def explain(sql: str, params: Any) -> str:
    """What the database says it would do."""
    how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{how} {sql}", params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def reads_through(plan: str) -> bool:
    """Whether a table that grows with the items is read from end to end, or along an index of all items of a type."""
    big = "core_item|core_customkey|crm_lead|crm_contact|crm_company|crm_contactpoint|crm_billingdetails"
    return bool(re.search(rf"(SCAN|Seq Scan on) ({big})\b|item_by_(activity|owner|stage)", plan))
