"""Do cells that were copied from a spreadsheet become product rows, in whatever order and notation?"""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from segue.core.models import User
from segue.crm import rows
from segue.crm.models import Deal, TaxRate
from tests import builders
from tests.web.form_data import typed
from tests.web.test_rows_editor import update

THREE = "Machine\t2\t1,200.50\nDelivery\t1\t80\nTraining\t\t"


def pasted(web: Client, cells: str, **fields: Any) -> list[dict[str, Any]]:
    """The rows of the form after cells were pasted into it."""
    answer = update(web, action="paste", rows_paste=cells, **fields)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.context["part"].attributes["rows"]
    return found


def read(web: Client, cells: str, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(row[field] for field in fields) for row in pasted(web, cells)]


def test_product_quantity_and_price_stand_in_this_order(web: Client) -> None:
    assert read(web, THREE, "name", "quantity", "price") == [
        ("Machine", "2", "1,200.50"),
        ("Delivery", "1", "80"),
        ("Training", "1", ""),
    ]


def test_they_come_after_the_rows_that_are_there_and_a_blank_one_gives_way(web: Client) -> None:
    there = {"rows-0-name": "Advice", "rows-0-price": "100", "rows-1-name": ""}
    assert [row["name"] for row in pasted(web, "Machine\t2\t10", **there)] == ["Advice", "Machine"]


def test_discount_and_tax_follow(web: Client) -> None:
    vat = TaxRate.objects.get(name="7 %")
    assert read(web, "Machine\t2\t1200\t10 %\t7 %", "discount", "discount_type", "tax_rate") == [
        ("10", "percent", str(vat.pk))
    ]


def test_a_word_in_the_third_column_is_the_unit(web: Client) -> None:
    found = read(web, "Cable\t3\tm\t12.50\nPlug\t1\tpcs\t4", "quantity", "measure", "price")
    assert found == [("3", "6", "12.50"), ("1", "796", "4")]


@pytest.mark.parametrize(
    "cells",
    [
        "Preis\tArtikel\tMenge\n12,50\tKabel\t3",
        "Einzelpreis\tEinheit\tBezeichnung\tAnzahl\n12,50\tStk\tKabel\t3",
        "Qty\tNotes\tProduct\tUnit price\n3\turgent\tKabel\t12,50",
    ],
)
def test_headings_say_which_column_is_which(web: Client, cells: str) -> None:
    assert read(web, cells, "name", "quantity", "price") == [("Kabel", "3", "12,50")]


def test_a_first_row_that_is_no_heading_is_a_product(web: Client) -> None:
    assert read(web, "Product\t2\t10", "name") == [("Product",)]


@pytest.mark.parametrize("written", ["1.234,50 €", "€1,234.50", "EUR 1234.50", "1 234,50"])
def test_a_price_may_have_its_currency(web: Client, written: str) -> None:
    answer = update(web, action="paste", rows_paste=f"Machine\t2\t{written}\t\t", currency="EUR")
    row = answer.context["part"].read[0][1]
    assert row.price_entered == Decimal("1234.5")


def test_a_deduction_stays_one(web: Client) -> None:
    assert read(web, "Voucher\t1\t-20", "price") == [("-20",)]


@pytest.mark.parametrize(
    ("written", "price"),
    [("(12.50)", "-12.50"), ("€ (12.50)", "-12.50"), ("12,50-", "-12,50"), ("-12.50 €", "-12.50"), ("CHF 5.-", "5"),
     ("Fr. 5.50", "5.50"), ("80,–", "80"), ("-", ""), (".50", ".50")],
)  # fmt: skip
def test_prices_are_read_as_tables_write_them(web: Client, written: str, price: str) -> None:
    assert read(web, f"Machine\t2\t{written}", "price") == [(price,)]


@pytest.mark.parametrize(
    ("cells", "prices"),
    [
        ("Product name\tQty\tUnit price\nConsulting\t2\t100", ["Unit price", "100"]),
        ("Consulting\t2\t100.00\nTraining\t1\t -", ["100.00", ""]),
        ("Turf\t20\tm²\t12.50", ["12.50"]),
        ("Cable\t20\tm\t12.50\nPlug\t1\t\t3", ["12.50", "3"]),
    ],
)
def test_a_third_column_of_numbers_is_the_price_whatever_else_stands_in_it(
    web: Client, cells: str, prices: list[str]
) -> None:
    assert [row["price"] for row in pasted(web, cells)] == prices


def test_semicolons_part_cells_where_there_are_no_tabs(web: Client) -> None:
    assert read(web, "Machine;2;10\nDelivery;1;80", "name", "price") == [("Machine", "10"), ("Delivery", "80")]


def test_a_cell_may_have_lines_and_quotes(web: Client) -> None:
    assert read(web, '"Machine ""Duo""\nwith stand"\t2\t10', "name", "quantity") == [('Machine "Duo" with stand', "2")]


def test_a_product_of_the_catalogue_brings_price_tax_and_unit(web: Client, dana: User) -> None:
    product = builders.hosting(dana)
    row = pasted(web, "HO-1\t12")[0]
    assert (row["name"], row["product"], row["quantity"]) == ("Hosting", str(product.pk), "12")
    assert (row["price"], row["tax_included"], row["measure"]) == ("11.9", True, "6")


@pytest.mark.parametrize(
    ("cells", "at"),
    [
        ("A\t2\tten 10 x 3", "price"),
        ("A\t2\ton request\nB\t1\t5", "price"),
        ("A\ttwo\t1", "quantity"),
        ("A\t2,2,2\t1", "quantity"),
        ("A\t1\t1\t\t16 %", "tax_rate"),
        ("A\t1\tm²\t5", "measure"),
    ],
)
def test_what_cannot_be_read_stands_there_with_the_reason(web: Client, cells: str, at: str) -> None:
    assert list(pasted(web, cells)[0]["errors"]) == [at]


@pytest.mark.parametrize(
    "cells", ["", " \n\t\n", "\t\t\t", '"never closed', "\0", "x" * 200_000 + "\t1", "🙂\t1\t1", "<b>x</b>\t1\t1"]
)
def test_anything_can_be_pasted(web: Client, cells: str) -> None:
    assert len(pasted(web, cells)) <= 1


def test_more_than_fit_are_refused_when_saved(web: Client) -> None:
    cells = "\n".join(f"Part {number}\t1\t1" for number in range(600))
    answer = web.post("/deals/new/", typed(web.get("/deals/new/"), title="Parts", rows_paste=cells))
    assert answer.status_code == 422
    assert "At most 500 rows fit on one item." in answer.content.decode()


def test_whoever_saves_without_pressing_the_button_has_the_rows_too(web: Client) -> None:
    web.post("/deals/new/", typed(web.get("/deals/new/"), title="Parts", rows_paste=THREE))
    assert [row.name for row in rows.read(Deal.objects.get())] == ["Machine", "Delivery", "Training"]


def test_an_item_that_is_edited_takes_them_too(web: Client, alice: User) -> None:
    deal = builders.deal(alice, rows=builders.two_rows())
    web.post(f"/deals/{deal.pk}/edit/", typed(web.get(f"/deals/{deal.pk}/edit/"), rows_paste="Extra\t1\t5"))
    assert [row.name for row in rows.read(deal)][2:] == ["Extra"]


def test_cells_without_a_product_stay_and_are_told_of(web: Client) -> None:
    cells = "x" * 200_000 + "\t1"
    answer = web.post("/deals/new/", typed(web.get("/deals/new/"), title="Parts", rows_paste=cells))
    assert "There are no products in the copied cells." in answer.content.decode()
    assert answer.context["form"].parts["rows"].pasted == cells


def test_cells_that_are_no_rows_yet_stay_where_they_were_typed(web: Client) -> None:
    answer = update(web, action="add", rows_paste=THREE)
    assert answer.context["part"].attributes["pasted"] == THREE
    assert update(web, action="paste", rows_paste=THREE).context["part"].attributes["pasted"] == ""
