"""Does a list of some thousand deals enter the index of the field that it is filtered or sorted by?"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from bench import seed_custom_fields
from segue.core import item_types
from segue.core.custom_fields import definitions, indexes
from segue.core.models import CustomField, CustomFieldOption, Item, Observer, User
from segue.web.components import counts
from segue.web.lists import listing
from tests import builders

pytestmark = pytest.mark.usefixtures("untouched")
ROWS = 5_000
# The address of a list, the field whose index is entered, and which of its indexes.
ADDRESSES = (
    ("f=CONTRACT&o=is&v=C-485863", "CONTRACT", "filter"),
    ("f=SEATS&o=is&v=17", "SEATS", "filter"),
    ("f=COST&o=is&v=6421", "COST", "filter"),
    ("f=BUDGET&o=between&v=500000~500900", "BUDGET", "filter"),
    ("f=RENEWAL&o=between&v=2024-03-01~2024-03-12", "RENEWAL", "filter"),
    ("sort=-BUDGET", "BUDGET", "sort"),
    ("sort=BUDGET&after=500000~17", "BUDGET", "sort"),
    ("sort=BUDGET&before=500000~17", "BUDGET", "sort"),
    ("sort=RENEWAL", "RENEWAL", "sort"),
    ("sort=-CONTRACT", "CONTRACT", "sort"),
)


@pytest.fixture(scope="module")
def seller(shared: Path, django_db_blocker: Any) -> Iterator[User]:
    """An administrator with deals whose fields are all filtered by."""
    with django_db_blocker.unblock():
        dana, other = builders.person("Dana", is_admin=True), builders.person("Bob")
        seed_custom_fields.seed(ROWS, dana, other)
        CustomField.objects.update(in_filter=True)
        indexes.arrange()
        yield dana


@pytest.mark.parametrize(("address", "code", "purpose"), ADDRESSES)
def test_a_list_enters_the_index_of_the_field(seller: User, address: str, code: str, purpose: str) -> None:
    plans = "\n".join(plans_of(seller, address))
    pk = CustomField.objects.get(code=code).pk
    # PostgreSQL may take either for what few items meet: both begin with the value.
    names = [f"custom_{pk}_{each}_" for each in {purpose, *(["sort"] if connection.vendor == "postgresql" else [])}]
    assert any(name in plans for name in names), plans


def test_one_of_few_options_runs_along_its_index(seller: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "EXACT_TO", 100)  # more hold it, as in a list of a million
    option = next(iter(definitions.of_type("deal")["REGION"].offered))
    plans = plans_of(seller, f"f=REGION&o=is&v={option}")
    pk = CustomField.objects.get(code="REGION").pk
    assert f"custom_{pk}_filter_" in plans[-1]
    assert "Sort" not in plans[-1]
    assert "TEMP B-TREE" not in plans[-1]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no index of several values")
def test_one_of_several_values_enters_the_index_of_them(seller: User) -> None:
    pk = CustomField.objects.get(code="TOPICS").pk
    rare = CustomFieldOption.objects.create(field_id=pk, text="Rare").pk
    plans = plans_of(seller, f"f=TOPICS&o=is&v={rare}")
    assert f"custom_{pk}_each_" in plans[0]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite knows nothing of how often values occur")
def test_the_database_knows_how_often_values_occur(seller: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stats_ext_exprs WHERE n_distinct IS NOT NULL")
        assert cursor.fetchone()[0] >= len(seed_custom_fields.FIELDS)


def test_a_list_of_few_enters_the_index_of_owners(seller: User) -> None:
    erin = builders.person("Erin")
    Item.objects.filter(pk__in=Item.objects.order_by("pk")[:20].values("pk")).update(owner=erin)
    if connection.vendor == "postgresql":  # SQLite walks along the order where there are two ways to see an item
        Observer.objects.create(item=Item.objects.latest("pk"), user=erin)
    statistics()
    for plan in plans_of(User.objects.get(pk=erin.pk), ""):
        assert re.search("item_by_owner|core_item_owner_id", plan), plan


def statistics() -> None:
    """What the database does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE core_item")


def plans_of(reader: User, address: str) -> list[str]:
    """How the database finds the keys of a page; the count comes before it."""
    asked: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if ("sort_key" in sql or "COUNT" in sql) and not sql.startswith("EXPLAIN"):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        listing.build(item_types.get("deal"), QueryDict(address), reader=reader)
    return [explain(sql, params) for sql, params in asked]


def explain(sql: str, params: Any) -> str:
    """What the database says it would do."""
    how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{how} {sql}", params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
