"""Do product rows arrive as they are: all of them, once, in order, at the prices that were typed?"""

from decimal import Decimal
from typing import Any

import pytest

from segue.core import currencies
from segue.core.models import User
from segue.crm import catalogue
from segue.crm.models import Product
from segue.crm.rows import Row
from tests import builders
from tests.scenarios.desk import Desk, product

ROWS = (
    builders.row("Workshop", "99.99", quantity=Decimal(3), discount_rate=Decimal("12.5")),
    Row("Voucher", Decimal(50), discount_type=1, discount_sum=Decimal(5)),
    builders.row("Hosting", "19.99", basis="gross", tax_rate=Decimal(7), tax_name="7 %"),
)


@pytest.fixture
def hosting(dana: User) -> Product:
    """A product of the catalogue at 50 euros."""
    return catalogue.save(
        Product(), {"name": "Hosting", "price": Decimal(50), "currency": currencies.base()}, actor=dana
    )


def shown(desk: Desk) -> list[tuple[Any, ...]]:
    """The rows of the open item as its tab shows them."""
    columns = ("name", "quantity", "price", "discount", "tax", "sum")
    return [tuple(row[name] for name in columns) for row in desk.tab("products")["products"]["rows"]]


@pytest.mark.parametrize("target", ["Estimate", "Invoice"])
def test_rows_arrive_as_they_stand_on_the_deal_d11(desk: Desk, alice: User, target: str) -> None:
    deal = builders.deal(alice, rows=ROWS)
    before = shown(desk.open(f"/deals/{deal.pk}/"))
    assert [row[0] for row in before] == ["Workshop", "Voucher", "Hosting"]
    assert shown(desk.press(target)) == before


def test_the_comment_of_a_deal_arrives_on_its_estimate_d11(desk: Desk, alice: User) -> None:
    deal = builders.deal(alice, comment="Deliver to **gate 4**")
    assert desk.open(f"/deals/{deal.pk}/").press("Estimate").item.comment == "Deliver to **gate 4**"


def test_every_further_invoice_has_as_many_rows_as_the_deal_d12(desk: Desk, alice: User) -> None:
    deal, counts = builders.deal(alice, rows=ROWS), []
    for number in range(3):
        desk.open(f"/deals/{deal.pk}/").press("Invoice")
        if number:
            desk.press("Continue")
        counts.append(desk.item.rows.count())
    assert counts == [3, 3, 3]


def test_a_price_typed_by_hand_wins_over_the_list_on_every_save_d25(desk: Desk, hosting: Product, dana: User) -> None:
    row = product(0, "Hosting", "42", product=str(hosting.pk))
    desk.open("/deals/new/").press("Save", title="Shop", **row).press("Estimate")
    catalogue.save(hosting, {"price": Decimal(60)}, actor=dana)
    desk.edit(comment="Sent today").press("Invoice")
    assert [(name, price) for name, _quantity, price, *_rest in shown(desk)] == [("Hosting", "€42.00")]
