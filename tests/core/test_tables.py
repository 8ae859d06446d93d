"""Do rows that are written by SQL composed once hold what the ORM would have written, and who sees them when?"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from segue.core import tables
from segue.core.models import Item, Link, TimelineEntry, User
from segue.core.tables import MOST_ROWS
from segue.core.travel import together
from segue.crm.models import Deal, Invoice, ProductRow
from tests import builders

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def entry(item: Item, **values: Any) -> TimelineEntry:
    return TimelineEntry(item_id=item.pk, kind="comment", actor_id=item.owner_id, at=NOON, version=1, **values)


class OurFault(Exception):
    """Something in Python goes wrong meanwhile."""


def on_the_way(*lots: list[Model], fault: bool = False) -> None:
    with transaction.atomic(), together():
        for rows in lots:
            tables.insert_many(rows)
        if fault:
            raise OurFault


def up_to_the_end(rows: list[Model]) -> None:
    """Let the database look at everything as the end of a transaction does, which would leave the next test none."""
    with transaction.atomic():
        with together():
            tables.insert_many(rows)
        connection.check_constraints()


def texts(item: Item) -> list[str]:
    return [each.data["text"] for each in TimelineEntry.objects.filter(item=item, kind="comment").order_by("pk")]


def test_every_column_comes_back_as_it_was_given(alice: User) -> None:
    model = builders.deal(alice)
    new = Deal(
        type="deal",
        title="Größe 'quoted' %s",
        owner=alice,
        created_by=alice,
        created_at=NOON,
        changed_by=alice,
        changed_at=NOON,
        last_activity_by=alice,
        last_activity_at=NOON,
        currency_id=model.currency_id,
        amount=Decimal("1234.5678"),
        amount_is_manual=True,
        start_on=NOON.date(),
        custom={"UF_PRICE": Decimal("0.1"), "UF_NAMES": ["ä", None]},
        probability=30,
    )
    tables.insert(new)
    stored = Deal.objects.get(pk=new.pk)
    for column in Deal._meta.concrete_fields:
        assert getattr(stored, column.attname) == getattr(new, column.attname), column.name


def test_a_new_row_knows_its_id_and_is_new_no_longer(alice: User) -> None:
    new = entry(builders.deal(alice), data={"text": "one"})
    tables.insert(new)
    new.data = {"text": "two"}
    new.save()
    assert TimelineEntry.objects.get(pk=new.pk).data == {"text": "two"}


def test_any_number_of_rows_is_stored_in_their_order(alice: User) -> None:
    deal, wanted = builders.deal(alice), [str(number) for number in range(2 * MOST_ROWS + 3)]
    tables.insert_many(entry(deal, data={"text": text}) for text in wanted)
    assert texts(deal) == wanted


def test_no_rows_need_no_statement() -> None:
    with CaptureQueriesContext(connection) as queries:
        tables.insert_many([])
    assert not queries


def test_an_update_changes_the_columns_it_names_in_that_row_alone(alice: User, bob: User) -> None:
    deal, other = builders.deal(alice), builders.deal(alice)
    tables.update(Item, deal.pk, {"last_activity_by": bob, "custom": {"UF_SIZE": Decimal("1.5")}})
    found = Item.objects.get(pk=deal.pk)
    assert (found.last_activity_by, found.custom, found.title) == (bob, {"UF_SIZE": Decimal("1.5")}, deal.title)
    assert Item.objects.get(pk=other.pk).last_activity_by == alice


def test_rows_are_updated_where_others_of_their_columns_hold_ids_or_nothing(alice: User, bob: User) -> None:
    meant, staged, of_another = builders.company(alice), builders.deal(alice), builders.company(bob)
    tables.update_where(Item, {"comment": "x"}, {"owner_id": alice.pk, "stage_id": None})
    comments = Item.objects.in_bulk([meant.pk, staged.pk, of_another.pk])
    assert [comments[each.pk].comment for each in (meant, staged, of_another)] == ["x", "", ""]


def test_columns_of_a_row_are_stored_in_the_table_that_has_them(alice: User) -> None:
    invoice, other = builders.invoice(alice), builders.invoice(alice)
    invoice.title, invoice.external_code, invoice.comment = "New", "E-1", "not stored"
    tables.update_extended(invoice, {"title", "external_code"})
    stored = Invoice.objects.get(pk=invoice.pk)
    assert (stored.title, stored.external_code, stored.comment) == ("New", "E-1", "")
    assert Invoice.objects.get(pk=other.pk).title == other.title


def test_what_travels_together_is_there_for_whoever_reads_inside(alice: User) -> None:
    deal = builders.deal(alice)
    with transaction.atomic(), together():
        tables.insert_many([entry(deal, data={"text": "one"})])
        assert texts(deal) == ["one"]
        tables.insert_many([entry(deal, data={"text": "two"})])
        tables.update(Item, deal.pk, {"title": "Named anew"})
        assert Item.objects.get(pk=deal.pk).title == "Named anew"
    assert texts(deal) == ["one", "two"]


def test_what_is_refused_on_the_way_is_raised_and_undoes_the_transaction(alice: User) -> None:
    deal = builders.deal(alice)
    wrong = ProductRow(item_id=deal.pk, name="Nothing", quantity=Decimal(-1))
    with pytest.raises(IntegrityError):
        on_the_way([entry(deal, data={"text": "one"})], [wrong], [entry(deal, data={"text": "two"})])
    assert texts(deal) == []


def test_a_fault_of_ours_inside_is_not_hidden_by_what_the_database_refused(alice: User) -> None:
    deal = builders.deal(alice)
    wrong = ProductRow(item_id=deal.pk, name="Nothing", quantity=Decimal(-1))
    with pytest.raises(OurFault if connection.vendor == "postgresql" else IntegrityError):
        on_the_way([entry(deal, data={"text": "one"})], [wrong], fault=True)
    assert texts(deal) == []


def test_a_savepoint_inside_takes_back_only_what_came_after_it(alice: User) -> None:
    deal = builders.deal(alice)
    with transaction.atomic(), together():
        tables.insert_many([entry(deal, data={"text": "kept"})])
        with pytest.raises(OurFault):
            on_the_way([entry(deal, data={"text": "given up"})], fault=True)
        tables.insert_many([entry(deal, data={"text": "after"})])
    assert texts(deal) == ["kept", "after"]


def test_a_reference_to_nothing_is_refused_by_the_end_of_the_transaction(alice: User) -> None:
    deal = builders.deal(alice)
    nobody = Link(source_id=deal.pk, target_id=0, kind="bound", created_by=alice, created_at=NOON)
    with pytest.raises(IntegrityError):
        up_to_the_end([nobody])


def test_a_model_that_fills_columns_itself_is_left_to_the_orm() -> None:
    with pytest.raises(AssertionError):
        tables.insert(User(name="Anna", email="anna@segue.test"))
