"""What is a row worth in the base currency, and when is that too much to be kept?"""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from segue.core import records
from segue.core.models import Currency, User
from segue.crm.models import ProductRow
from segue.crm.rows import Row
from tests import builders

TOO_LARGE = "Row 2: the price is too large in the base currency."


@pytest.fixture
def dear(db: None) -> Currency:
    """A currency of which one is worth a thousand of the base."""
    return Currency.objects.create(code="XXA", rate=Decimal(1000), nominal=1, decimals=2)


def rows_with_a_giant() -> tuple[Row, ...]:
    giant = builders.row("Bridge", "90000000000", tax_rate=None, quantity=Decimal(0))
    return (builders.row(), giant)


@pytest.mark.parametrize(("rate", "nominal", "worth"), [("0.62", 100, "6.2"), ("0.62", 1, "620"), ("1", 3, "333.3333")])
def test_a_price_in_the_base_currency_knows_for_how_many_the_rate_is(
    alice: User, rate: str, nominal: int, worth: str
) -> None:
    currency = Currency.objects.create(code="XXB", rate=Decimal(rate), nominal=nominal, decimals=2)
    builders.deal(alice, currency=currency, rows=(builders.row("Tea", "1000", tax_rate=None),))
    assert ProductRow.objects.get().price_base == Decimal(worth)


def test_a_price_too_large_in_the_base_currency_is_refused_at_its_row(alice: User, dear: Currency) -> None:
    with pytest.raises(ValidationError) as refused:
        builders.deal(alice, currency=dear, rows=rows_with_a_giant())
    assert refused.value.message_dict == {"rows": [TOO_LARGE]}


def test_a_currency_in_which_the_rows_have_no_room_is_refused(alice: User, dear: Currency) -> None:
    deal = builders.deal(alice, rows=rows_with_a_giant())
    with pytest.raises(ValidationError) as refused:
        records.change(deal, {"currency": dear}, actor=alice)
    assert refused.value.message_dict == {"rows": [TOO_LARGE]}


def test_rows_that_stay_in_another_currency_are_worth_what_they_are_there(alice: User) -> None:
    deal = builders.deal(alice, rows=(builders.row("Tea", "1000", tax_rate=None),))
    yen = Currency.objects.create(code="XXC", rate=Decimal("0.62"), nominal=100, decimals=0)
    records.change(deal, {"currency": yen}, actor=alice)
    row = ProductRow.objects.get()
    assert (row.price_entered, row.price_base) == (Decimal(1000), Decimal("6.2"))
