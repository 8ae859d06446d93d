"""What are amounts worth after another currency has become the base?"""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from segue.core.models import AuditEntry, Currency, Item, User
from segue.core.permissions import Forbidden
from segue.crm import base_currency
from segue.crm.rows import Row
from tests import builders


def worth(item: Item) -> tuple[Decimal, Decimal]:
    stored = Item.objects.get(pk=item.pk)
    return stored.base_amount, stored.amount


@pytest.fixture
def usd(db: None) -> Currency:
    return Currency.objects.get(pk="USD")


def test_base_amounts_follow_and_amounts_stay(alice: User, dana: User, usd: Currency) -> None:
    euro = builders.deal(alice, rows=(), amount=Decimal(100))
    dollar = builders.deal(alice, rows=(), amount=Decimal(100), currency=usd)
    yen = builders.deal(alice, rows=(), amount=Decimal(1000), currency=Currency.objects.get(pk="JPY"))
    base_currency.change(usd, actor=dana)
    assert worth(euro) == (Decimal("108.70"), Decimal(100))
    assert worth(dollar) == (Decimal(100), Decimal(100))
    assert worth(yen) == (Decimal("6.63"), Decimal(1000))


def test_rows_follow_too(alice: User, dana: User, usd: Currency) -> None:
    deal = builders.deal(alice, rows=(builders.row(price="100", tax_rate=None),))
    base_currency.change(usd, actor=dana)
    assert deal.rows.get().price_base == Decimal("108.7")


def test_no_version_moves_and_the_job_is_told(alice: User, dana: User, usd: Currency) -> None:
    deal = builders.deal(alice)
    base_currency.change(usd, actor=dana)
    assert Item.objects.get(pk=deal.pk).version == 1
    entry = AuditEntry.objects.get(event="base_amounts_recomputed")
    assert (entry.actor, entry.data) == (dana, {"items": 1})


def test_the_job_goes_through_all_batches(
    alice: User, dana: User, usd: Currency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base_currency, "BATCH", 2)
    deals = [builders.deal(alice, rows=(), amount=Decimal(100)) for _ in range(5)]
    base_currency.change(usd, actor=dana)
    assert {worth(deal)[0] for deal in deals} == {Decimal("108.70")}


def test_without_the_settings_right_the_base_stays(alice: User, usd: Currency) -> None:
    with pytest.raises(Forbidden):
        base_currency.change(usd, actor=alice)
    assert Currency.objects.get(is_base=True).pk == "EUR"


@pytest.mark.parametrize(
    ("amount", "rows"),
    [
        (Decimal("-99999999999"), ()),
        (Decimal(1), (builders.row(price="99999999999", quantity=Decimal("0.0001"), tax_rate=None),)),
    ],
    ids=["amount", "price"],
)
def test_a_base_in_which_something_outgrows_what_is_stored_is_refused(
    alice: User, dana: User, amount: Decimal, rows: tuple[Row, ...]
) -> None:
    deal = builders.deal(alice, rows=rows, amount=amount, amount_is_manual=True)
    before = worth(deal)
    with pytest.raises(ValidationError, match="EUR would become too large in JPY"):
        base_currency.change(Currency.objects.get(pk="JPY"), actor=dana)
    assert Currency.objects.get(is_base=True).pk == "EUR"
    assert worth(deal) == before
