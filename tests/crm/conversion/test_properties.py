"""Which laws hold for any source? Money is kept to the cent, the result is what was planned, undo is as before."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from segue.core import item_types
from segue.core.models import Currency, User
from segue.crm import conversion, pricing, rows
from segue.crm.conversion import Variant
from segue.crm.models import ProductRow
from segue.crm.rows import Row
from tests import builders
from tests.crm.conversion.steps import convert, made, plan, undo
from tests.crm.conversion.test_undo import state

WITH_ROWS = [variant for variant in conversion.VARIANTS if {"deal", "estimate", "invoice"} & set(variant.targets)]
LAW = settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each example is a whole conversion: shrinking takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@contextmanager
def one_example() -> Iterator[None]:
    """Take back what an example wrote, so that the next one does not find its contacts."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


numbers = st.decimals(min_value="-9999.9999", max_value="9999.9999", places=4)
texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(str.strip)


@st.composite
def some_rows(draw: st.DrawFn) -> tuple[Row, ...]:
    """Rows as people enter them: any basis, discounts of both kinds, several rates and none."""
    return tuple(
        Row(
            name=draw(texts),
            basis=draw(st.sampled_from(("net", "gross"))),
            price_entered=draw(numbers),
            quantity=draw(st.decimals(min_value=0, max_value=999, places=4)),
            discount_rate=draw(st.sampled_from(("0", "5", "12.5", "33.3333", "100")).map(Decimal)),
            tax_rate=draw(st.sampled_from((None, Decimal(0), Decimal(7), Decimal(19), Decimal("8.1")))),
            measure_name=draw(st.sampled_from(("", "h", "Stk."))),
        )
        for _ in range(draw(st.integers(0, 5)))
    )


def a_source(variant: Variant, actor: User, wanted: tuple[Row, ...], **values: Any) -> Any:
    """A source of a variant with these rows."""
    return getattr(builders, variant.source)(actor, rows=wanted, **values)


def pick(code: str) -> Any:
    return Currency.objects.get_or_create(code=code, defaults={"decimals": {"KWD": 3}.get(code, 2)})[0]


@pytest.mark.parametrize("variant", WITH_ROWS, ids=lambda each: f"{each.source}-{each.code}")
@given(
    wanted=some_rows(), mode=st.sampled_from(pricing.ROUNDING_MODES), currency=st.sampled_from(("EUR", "JPY", "KWD"))
)
@LAW
@one_example()
def test_a_conversion_keeps_net_tax_and_gross_to_the_cent(
    variant: Variant, alice: User, wanted: tuple[Row, ...], mode: str, currency: str
) -> None:
    source = a_source(variant, alice, wanted, rounding_mode=mode, currency=pick(currency))
    new = made(convert(source, variant.code, alice), variant.targets[0])
    new.refresh_from_db()
    assert rows.totals(new, rows.read(new)) == rows.totals(source, rows.read(source))
    assert (new.amount, new.tax_amount, new.currency_id) == (source.amount, source.tax_amount, currency)


@given(wanted=some_rows())
@LAW
@one_example()
def test_every_attribute_of_every_row_arrives_d11_d12_d25(alice: User, wanted: tuple[Row, ...]) -> None:
    deal = builders.deal(alice, rows=wanted)
    new = made(convert(deal, "estimate", alice), "estimate")
    shown = [f.name for f in ProductRow._meta.concrete_fields if f.name not in {"id", "item", "origin_row"}]
    before, after = (list(item.rows.order_by("sort").values(*shown)) for item in (deal, new))
    assert before == after


@pytest.mark.parametrize("variant", conversion.VARIANTS, ids=lambda each: f"{each.source}-{each.code}")
@given(wanted=some_rows(), title=texts, comment=texts)
@LAW
@one_example()
def test_the_result_is_what_was_planned(
    variant: Variant, alice: User, wanted: tuple[Row, ...], title: str, comment: str
) -> None:
    source = a_source(variant, alice, wanted, title=title, comment=comment)
    shown = plan(source, variant.code, alice)
    done = convert(source, variant.code, alice)
    for record in shown.records:
        item = made(done, record.slot)
        planned = {each.target: each.value for each in record.fields}
        assert {name: getattr(item, name) for name in planned if name != "amount"} == {
            name: value for name, value in planned.items() if name != "amount"
        }


@pytest.mark.parametrize("variant", conversion.VARIANTS, ids=lambda each: f"{each.source}-{each.code}")
@given(wanted=some_rows(), title=texts)
@LAW
@one_example()
def test_undo_is_as_before(variant: Variant, alice: User, wanted: tuple[Row, ...], title: str) -> None:
    source = a_source(variant, alice, wanted, title=title)
    before = state(source)
    undo(convert(source, variant.code, alice), alice)
    assert state(source) == before


@given(wanted=some_rows())
@LAW
@one_example()
def test_a_chain_from_lead_to_invoice_keeps_the_sum(alice: User, wanted: tuple[Row, ...]) -> None:
    lead = builders.lead(alice, rows=wanted)
    deal = made(convert(lead, "deal-contact-company", alice), "deal")
    estimate = made(convert(deal, "estimate", alice), "estimate")
    invoice = made(convert(estimate, "invoice", alice), "invoice")
    assert {item_types.child_of(item).amount for item in (deal, estimate, invoice)} == {lead.amount}
