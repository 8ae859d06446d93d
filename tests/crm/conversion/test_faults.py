"""Does a failure anywhere leave nothing behind? Every single statement of a conversion and of an undo fails once."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from segue.core import preferences
from segue.core.models import Item, User
from segue.crm import communications, conversion
from segue.crm.conversion import Decisions
from segue.crm.models import Conversion
from segue.crm.rows import Row
from tests import builders
from tests.crm.conversion.steps import convert, plan, undo


class Fault(DatabaseError):
    """What the database answers at the chosen statement."""


class FailAt:
    """Lets statements through until the chosen one."""

    def __init__(self, chosen: int) -> None:
        self.chosen = chosen
        self.seen = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen += not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))
        if self.seen == self.chosen:
            raise Fault(sql)
        return execute(sql, params, many, context)


def everything() -> dict[str, list[Any]]:
    """Every row of every table."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in apps.get_models()}


def fail_everywhere(act: Callable[[], Any]) -> int:
    """Do something again and again, failing one statement later each time; nothing may change until it succeeds."""
    before, chosen = everything(), 0
    while True:
        chosen += 1
        try:
            with transaction.atomic(), connection.execute_wrapper(FailAt(chosen)):
                act()
        except Fault:
            assert everything() == before, f"statement {chosen} left something behind"
        else:
            return chosen - 1


@pytest.mark.parametrize("variant", ["deal-contact-company", "contact"])
def test_a_conversion_that_fails_at_any_statement_leaves_the_lead_untouched_a3(variant: str, alice: User) -> None:
    lead = builders.lead(alice)
    assert fail_everywhere(lambda: convert(lead, variant, alice)) > 10
    assert Conversion.objects.get().state == "applied"


def test_an_undo_that_fails_at_any_statement_changes_nothing(alice: User) -> None:
    done = convert(builders.lead(alice), "deal-contact-company", alice)
    assert fail_everywhere(lambda: undo(done, alice)) > 10
    assert list(Item.objects.alive().values_list("type", flat=True)) == ["lead"]


def test_a_contact_that_turns_out_to_exist_leaves_no_company_behind_a1(alice: User) -> None:
    lead = builders.lead(alice)
    builders.contact(alice, communications=(communications.Communication("EMAIL", "jana@brandt.example"),))
    before = everything()
    with pytest.raises(conversion.DecisionNeeded):
        convert(lead, "deal-contact-company", alice)
    assert everything() == before


def test_a_name_that_is_missing_writes_nothing_and_is_named_a2(alice: User) -> None:
    lead = builders.lead(alice, first_name="", last_name="", company_name="")
    before = everything()
    with pytest.raises(conversion.DecisionNeeded) as refused:
        convert(lead, "deal-contact-company", alice)
    asked = [(question.slot, question.name) for question in refused.value.plan.open]
    assert asked == [("contact", "last_name"), ("company", "title")]
    assert everything() == before


def test_success_is_only_said_of_what_is_there_a6(alice: User) -> None:
    done = convert(builders.lead(alice), "deal-contact", alice)
    ids = [record.item_ref for record in done.records.all()]
    assert Item.objects.alive().filter(pk__in=ids).count() == len(ids) == 2


def test_a_changed_rounding_setting_moves_no_document_m4(alice: User) -> None:
    estimate = builders.estimate(alice, rows=(builders.row(price="0.07"),) * 18)
    preferences.save({"rounding_mode": "per_tax_rate"})
    invoice = convert(estimate, "invoice", alice).records.get().item
    assert (invoice.rounding_mode, invoice.amount) == (estimate.rounding_mode, estimate.amount)


def test_two_rows_with_four_decimals_keep_the_total_m1(alice: User) -> None:
    wanted = tuple(Row(**vars(builders.row(price=price, tax_rate=Decimal(17)))) for price in ("10.1234", "20.5678"))
    estimate = builders.estimate(alice, rows=wanted, rounding_mode="per_document")
    shown = plan(estimate, "invoice", alice).totals
    invoice = convert(estimate, "invoice", alice).records.get().item
    assert (invoice.amount, invoice.tax_amount) == (estimate.amount, estimate.tax_amount)
    assert shown is not None
    assert invoice.amount == shown.gross


def test_a_used_record_is_named_in_the_decisions_that_are_kept(alice: User) -> None:
    known = builders.contact(alice)
    done = convert(builders.lead(alice), "contact", alice, decisions=Decisions(use={"contact": known.pk}))
    assert done.decisions["use"] == {"contact": known.pk}
