"""Do product rows compute as they are typed, keep what nobody touched, and refuse what cannot be priced?"""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from segue.core import preferences, records
from segue.core.models import Currency, Grant, Item, User
from segue.crm import catalogue, rows
from segue.crm.models import Deal, Product, ProductRow, TaxRate
from segue.crm.rows import Row
from tests import builders
from tests.web.form_data import errors, typed

HTMX = {"HX-Request": "true"}
ROW = {"rows-0-name": "Advice", "rows-0-quantity": "2", "rows-0-price": "100", "rows-0-measure": "796"}


@pytest.fixture
def hosting(dana: User) -> Product:
    return builders.hosting(dana)


def web_user() -> User:
    return User.objects.get(name="Alice")


def vat(name: str = "19 %") -> str:
    return str(TaxRate.objects.get(name=name).pk)


def update(web: Client, **fields: Any) -> Any:
    """Press a button (`action`) of the editor, with JavaScript, on the form of an `item`, or of a new deal."""
    action, item = fields.pop("action", "update"), fields.pop("item", None)
    about = {"item_type": "deal", "currency": "EUR", "item": str(item.pk) if item else ""}
    return web.post("/parts/rows/", about | fields | {"rows_action": action}, headers=HTMX)


def form_of(web: Client, item: Item, **changes: Any) -> dict[str, Any]:
    return typed(web.get(f"/{item.type}s/{item.pk}/edit/"), **changes)


def save(web: Client, item: Item, **changes: Any) -> Any:
    return web.post(f"/{item.type}s/{item.pk}/edit/", form_of(web, item, **changes))


def rows_of(item: Item) -> tuple[Row, ...]:
    return rows.read(item)


def test_totals_are_computed_by_the_server(web: Client) -> None:
    page = update(web, **ROW, **{"rows-0-tax_rate": vat()}).content.decode()
    assert "€238.00" in page
    assert "€38.00" in page


def test_computing_writes_nothing(web: Client) -> None:
    update(web, action="add", **ROW)
    assert not Item.objects.exists()
    assert not ProductRow.objects.exists()


def test_the_amount_comes_along_with_the_rows(web: Client) -> None:
    page = update(web, **ROW, **{"rows-0-tax_rate": vat()}).content.decode()
    assert 'hx-swap-oob="morph"' in page
    assert 'value="238"' in page
    assert "readonly" in page


@pytest.mark.parametrize(
    ("fields", "total"),
    [
        ({"rows-0-discount": "10"}, "€180.00"),
        ({"rows-0-discount": "10", "rows-0-discount_type": "amount"}, "€180.00"),
        ({"rows-0-discount": "12,5"}, "€175.00"),
        ({"rows-0-price": "1.234,50"}, "€2,469.00"),
        ({"rows-0-quantity": "0"}, "€0.00"),
        ({"rows-0-price": "-5"}, "-€10.00"),
        ({"rows-0-quantity": "", "rows-0-price": ""}, "€0.00"),
    ],
)
def test_discounts_and_numbers_of_every_notation_count(web: Client, fields: dict[str, str], total: str) -> None:
    assert total in update(web, **ROW | fields).content.decode()


def test_without_tax_there_is_no_tax_line(web: Client) -> None:
    page = update(web, **ROW, **{"rows-0-tax_rate": ""}).content.decode()
    assert "€200.00" in page
    assert "19%" not in page


def test_a_price_with_tax_included_is_gross(web: Client) -> None:
    web.post(
        "/deals/new/", typed(web.get("/deals/new/"), **ROW, **{"rows-0-tax_rate": vat(), "rows-0-tax_included": "1"})
    )
    deal = Deal.objects.get()
    assert (deal.amount, deal.tax_amount) == (Decimal(200), Decimal("31.93"))
    assert [row.basis for row in rows_of(deal)] == ["gross"]


def test_another_currency_counts_with_its_decimals(web: Client) -> None:
    page = update(web, **ROW | {"rows-0-price": "0.6"}, currency="JPY").content.decode()
    assert "¥1" in page


def test_a_row_is_added_at_the_end_with_the_usual_tax_and_unit(web: Client) -> None:
    page = update(web, action="add", **ROW).content.decode()
    assert "rows-1-name" in page
    (focused,) = [tag for tag in page.split("<") if "autofocus" in tag]
    assert 'name="rows-1-name"' in focused
    assert f'value="{vat()}" selected' in page


@pytest.mark.parametrize(
    ("action", "left"),
    [
        ("remove-0", ["B", "C"]),
        ("up-1", ["B", "A", "C"]),
        ("down-1", ["A", "C", "B"]),
        ("up-0", ["A", "B", "C"]),
        ("down-2", ["A", "B", "C"]),
        ("remove-9", ["A", "B", "C"]),
        ("remove--1", ["A", "B", "C"]),
        ("up-x", ["A", "B", "C"]),
        ("nonsense", ["A", "B", "C"]),
        ("", ["A", "B", "C"]),
    ],
)
def test_rows_move_and_go_without_javascript(web: Client, action: str, left: list[str]) -> None:
    sent = typed(web.get("/deals/new/"), title="Kept")
    for place, name in enumerate("ABC"):
        sent |= {f"rows-{place}-name": name, f"rows-{place}-price": "1"}
    again = typed(web.post("/parts/rows/", sent | {"rows_action": action}))
    assert again["title"] == ["Kept"]
    assert [again[name][0] for name in sorted(again) if name.endswith("-name") and name.startswith("rows")] == left


def test_products_are_found_by_name_and_code(web: Client, hosting: Product) -> None:
    for query in ("host", "HO-1", "ho", "ho " * 1500):
        assert "Hosting" in web.get("/parts/products/", {"q": query}).content.decode()
    assert "option" not in web.get("/parts/products/", {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("query", ["", " ", "\x00", "%", "x" * 60000, "x " * 1500, "<b>"])
def test_a_search_for_nonsense_finds_nothing(web: Client, hosting: Product, query: str) -> None:
    response = web.get("/parts/products/", {"q": query})
    assert (response.status_code, b"<option" in response.content) == (200, False)


def test_a_deactivated_product_is_not_offered(web: Client, hosting: Product) -> None:
    Product.objects.update(active=False)
    assert b"option" not in web.get("/parts/products/", {"q": "host"}).content


@pytest.mark.parametrize("named", ["Hosting", "HO-1"])
def test_a_named_product_fills_in_price_tax_and_unit(web: Client, hosting: Product, named: str) -> None:
    save(web, deal := builders.deal(web_user(), rows=()), **{"rows-0-name": named, "rows-0-price": ""})
    (row,) = rows_of(deal)
    assert (row.product_id, row.name, row.price_entered, row.basis) == (hosting.pk, "Hosting", Decimal("11.9"), "gross")
    assert (row.tax_rate, row.tax_name, row.measure_code, row.kind) == (Decimal(7), "7 %", 6, 7)


def test_a_price_typed_before_the_product_stands(web: Client, hosting: Product) -> None:
    save(web, deal := builders.deal(web_user(), rows=()), **{"rows-0-name": "Hosting", "rows-0-price": "5"})
    (row,) = rows_of(deal)
    assert (row.product_id, row.price_entered) == (hosting.pk, Decimal(5))


def test_the_price_of_a_product_comes_in_the_currency_of_the_item(web: Client, hosting: Product) -> None:
    fields = {"rows-0-name": "Hosting", "rows-0-price": ""}
    page = update(web, currency="USD", **fields).content.decode()
    assert 'value="12.93"' in page  # 11.90 EUR at 0.92


def test_another_product_in_the_row_brings_its_own_price(web: Client, hosting: Product, dana: User) -> None:
    eur = Currency.objects.get(code="EUR")
    catalogue.save(Product(), {"name": "Domain", "price": Decimal(3), "currency": eur}, actor=dana)
    deal = builders.deal(web_user(), rows=(builders.row("Hosting", "11.9", product_id=hosting.pk),))
    save(web, deal, **{"rows-0-name": "Domain"})
    assert [(row.name, row.price_entered) for row in rows_of(deal)] == [("Domain", Decimal(3))]


def test_text_that_is_no_product_becomes_a_free_position(web: Client, hosting: Product) -> None:
    deal = builders.deal(web_user(), rows=(builders.row("Hosting", "11.9", product_id=hosting.pk),))
    save(web, deal, **{"rows-0-name": "Hosting, special"})
    (row,) = rows_of(deal)
    assert (row.product_id, row.name, row.price_entered) == (None, "Hosting, special", Decimal("11.9"))


def test_free_positions_can_be_forbidden_and_old_ones_stay(web: Client) -> None:
    deal = builders.deal(web_user(), rows=(builders.row("Old"),))
    preferences.save({"free_positions": False})
    assert save(web, deal, comment="Fine").status_code == 303
    response = save(web, deal, **{"rows-1-name": "New", "rows-1-price": "1"})
    assert (response.status_code, errors(response)) == (422, ["Choose a product of the catalogue."])


def test_rows_keep_their_id_and_origin(web: Client) -> None:
    deal = builders.deal(web_user())
    first, second = rows_of(deal)
    copied = (first, second, Row("Copied", origin_row_id=second.id))
    records.change(deal, {}, parts={"rows": copied}, actor=web_user())
    before = rows_of(deal)
    save(web, deal, **{"rows-0-quantity": "9"})
    after = rows_of(deal)
    assert [(row.id, row.origin_row_id) for row in after] == [(row.id, row.origin_row_id) for row in before]
    assert [row.quantity for row in after] == [Decimal(9), Decimal(1), Decimal(1)]


@pytest.mark.parametrize("change", [{}, {"rows-0-quantity": "3"}, {"rows-0-name": "Renamed"}])
def test_a_final_price_stands_until_it_is_edited(web: Client, change: dict[str, str]) -> None:
    final = builders.row("Fixed", "80000", basis="final", discount_rate=Decimal(20), tax_rate=Decimal(19))
    deal = builders.deal(web_user(), rows=(final,))
    save(web, deal, **change)
    assert [(row.basis, row.price_entered) for row in rows_of(deal)] == [("final", Decimal(80000))]


@pytest.mark.parametrize("change", [{"rows-0-price": "99"}, {"rows-0-discount": "5"}, {"rows-0-tax_included": None}])
def test_a_final_price_that_is_edited_becomes_the_price_before_discount(web: Client, change: dict[str, Any]) -> None:
    final = builders.row("Fixed", "80", basis="final", discount_rate=Decimal(20), tax_rate=Decimal(19))
    deal = builders.deal(web_user(), rows=(final,))
    save(web, deal, **change)
    assert rows_of(deal)[0].basis == ("net" if "rows-0-tax_included" in change else "gross")


def test_a_tax_rate_that_is_no_longer_offered_stays(web: Client) -> None:
    old = builders.row("Old", tax_rate=Decimal(16), tax_name="16 %", tax_category="S")
    deal = builders.deal(web_user(), rows=(old,))
    save(web, deal, **{"rows-0-quantity": "2"})
    assert [(row.tax_rate, row.tax_name) for row in rows_of(deal)] == [(Decimal(16), "16 %")]


def test_a_row_takes_a_snapshot_of_the_rate_it_is_given(web: Client) -> None:
    deal = builders.deal(web_user(), rows=(builders.row(),))
    save(web, deal, **{"rows-0-tax_rate": vat("0 %")})
    assert [(row.tax_rate, row.tax_name, row.tax_category) for row in rows_of(deal)] == [(Decimal(0), "0 %", "Z")]


def test_no_tax_differs_from_nought_per_cent(web: Client) -> None:
    deal = builders.deal(web_user(), rows=(builders.row(),))
    save(web, deal, **{"rows-0-tax_rate": ""})
    assert [row.tax_rate for row in rows_of(deal)] == [None]


@pytest.mark.parametrize(
    ("field", "typed_in", "message"),
    [
        ("price", "much", "Enter a number, such as 1,234.5."),
        ("price", "1.23456", "At most 11 digits before and 4 after the decimal point."),
        ("price", "9" * 12, "At most 11 digits before and 4 after the decimal point."),
        ("quantity", "-1", "The quantity cannot be negative."),
        ("quantity", "99999999999", "At most 11 digits before and 4 after the decimal point."),
        ("discount", "101", "The discount cannot be larger than the price."),
        ("discount", "-1", "The discount cannot be negative."),
        ("tax_rate", "999999", "Choose one of the offered values."),
        ("tax_rate", "row-1", "Choose one of the offered values."),
        ("measure", "abc", "Choose one of the offered values."),
        ("discount_type", "half", "Choose one of the offered values."),
        ("name", "", "Enter a name."),
        ("name", "x" * 256, "At most 255 characters."),
        ("name", "a\x00b", "The text holds a sign that cannot be stored. Type it anew."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_row(web: Client, field: str, typed_in: str, message: str) -> None:
    response = web.post("/deals/new/", typed(web.get("/deals/new/"), **ROW | {f"rows-0-{field}": typed_in}))
    assert (response.status_code, errors(response)) == (422, [message])
    assert not Item.objects.exists()


def test_every_fault_of_a_row_is_said_and_the_cursor_is_at_the_first(web: Client) -> None:
    wrong = {"rows-0-quantity": "-1", "rows-0-price": "abc", "rows-0-discount": "200"}
    response = web.post("/deals/new/", typed(web.get("/deals/new/"), **ROW | wrong))
    assert len(errors(response)) == 3
    cells = response.content.decode().split("<input")
    assert [cell for cell in cells if "autofocus" in cell and 'name="rows-0-quantity"' in cell]


def test_while_a_row_is_at_fault_the_rest_is_still_added_up(web: Client) -> None:
    second = {"rows-1-name": "More", "rows-1-price": "abc"}
    page = update(web, **ROW, **second, **{"rows-0-tax_rate": ""}).content.decode()
    assert "Without the rows that are marked" in page
    assert "€200.00" in page


def test_a_row_that_was_added_and_left_blank_is_dropped(web: Client) -> None:
    deal = builders.deal(web_user(), rows=(builders.row(),))
    save(web, deal, **{"rows-1-name": "", "rows-1-quantity": "1", "rows-1-price": ""})
    assert len(rows_of(deal)) == 1


def test_more_than_five_hundred_rows_are_refused(web: Client) -> None:
    many = {f"rows-{place}-name": "A" for place in range(501)}
    response = web.post("/deals/new/", typed(web.get("/deals/new/"), **many))
    assert (response.status_code, errors(response)) == (422, ["At most 500 rows fit on one item."])


def test_a_row_of_another_item_is_a_new_one(web: Client) -> None:
    other, deal = builders.deal(web_user()), builders.deal(web_user(), rows=())
    stolen = rows_of(other)[0].id
    save(web, deal, **{"rows-0-id": str(stolen), "rows-0-name": "Mine", "rows-0-price": "1"})
    assert rows_of(deal)[0].id != stolen
    assert len(rows_of(other)) == 2


def test_a_row_named_twice_is_saved_twice(web: Client) -> None:
    deal = builders.deal(web_user(), rows=(builders.row(),))
    pk = str(rows_of(deal)[0].id)
    save(web, deal, **{"rows-1-id": pk, "rows-1-name": "Again", "rows-1-price": "1"})
    assert [row.name for row in rows_of(deal)] == ["Consulting", "Again"]


# The amount (domain.md 8.6)


def test_the_amount_follows_the_rows_whatever_is_sent(web: Client) -> None:
    deal = builders.deal(web_user(), rows=(builders.row(),))
    save(web, deal, amount="5")
    deal.refresh_from_db()
    assert (deal.amount, deal.amount_is_manual) == (Decimal(119), False)


def test_an_amount_entered_by_hand_stands(web: Client) -> None:
    deal = builders.deal(web_user(), rows=(builders.row(),))
    save(web, deal, amount="5", amount_is_manual="on")
    save(web, deal, **{"rows-0-quantity": "7"})
    deal.refresh_from_db()
    assert (deal.amount, deal.amount_is_manual) == (Decimal(5), True)


def test_back_to_automatic_the_amount_is_the_sum_again(web: Client) -> None:
    deal = builders.deal(web_user(), rows=(builders.row(),), amount=Decimal(5), amount_is_manual=True)
    save(web, deal, amount_is_manual=None)
    deal.refresh_from_db()
    assert (deal.amount, deal.amount_is_manual) == (Decimal(119), False)


def test_rows_beside_an_amount_by_hand_say_what_they_come_to(web: Client) -> None:
    page = update(web, **ROW, amount="5", amount_is_manual="on").content.decode()
    assert "Stays as entered. The products come to €200.00." in page
    assert "readonly" not in page


def test_without_rows_the_amount_typed_counts(web: Client) -> None:
    web.post("/deals/new/", typed(web.get("/deals/new/"), amount="700"))
    deal = Deal.objects.get()
    assert (deal.amount, deal.amount_is_manual) == (Decimal(700), False)


# Another currency (domain.md 2.13)


def test_another_currency_asks_what_becomes_of_the_prices(web: Client) -> None:
    deal = builders.deal(web_user(), rows=(builders.row(),))
    response = save(web, deal, currency="USD")
    assert response.status_code == 422
    assert errors(response) == ["Choose first whether the prices are converted from EUR to USD."]
    assert "Keep the numbers" in response.content.decode()


@pytest.mark.parametrize(("choice", "price", "amount"), [("convert", "108.7", "129.35"), ("keep", "100", "119")])
def test_prices_are_converted_once_or_kept(web: Client, choice: str, price: str, amount: str) -> None:
    deal = builders.deal(web_user(), rows=(builders.row(),))
    page = web.post("/parts/rows/", form_of(web, deal, currency="USD") | {"rows_action": choice})
    page = web.post("/parts/rows/", typed(page) | {"rows_action": choice})
    assert web.post(f"/deals/{deal.pk}/edit/", typed(page)).status_code == 303
    deal.refresh_from_db()
    assert (deal.currency_id, deal.amount, rows_of(deal)[0].price_entered) == ("USD", Decimal(amount), Decimal(price))


def test_an_amount_per_unit_off_is_converted_too(web: Client) -> None:
    fields = ROW | {"rows-0-discount": "10", "rows-0-discount_type": "amount", "rows_currency": "EUR"}
    page = update(web, action="convert", currency="USD", **fields).content.decode()
    assert all(f'value="{number}"' in page for number in ("108.7", "10.87"))


def test_without_rows_the_currency_changes_without_a_question(web: Client) -> None:
    deal = builders.deal(web_user(), rows=())
    assert save(web, deal, currency="USD").status_code == 303


@pytest.mark.parametrize("forged", ["YYY", "\x00", "9" * 50, ""])
def test_a_forged_currency_of_the_prices_is_that_of_the_item(web: Client, forged: str) -> None:
    deal = builders.deal(web_user(), rows=(builders.row(),))
    assert save(web, deal, rows_currency=forged).status_code == 303


# Who may ask


def test_a_stranger_cannot_ask_about_an_item(alice: User, charlie: User, client: Client) -> None:
    deal = builders.deal(alice, open_to_all=False)
    client.force_login(charlie)
    assert update(client, item=deal).status_code == 404


def test_without_the_right_to_add_nothing_is_computed(alice: User, client: Client) -> None:
    Grant.objects.filter(action="add").update(scope="none")
    client.force_login(alice)
    assert update(client).status_code == 403


@pytest.mark.parametrize("about", [{}, {"item_type": "order"}, {"item_type": "contact"}, {"item_type": "\x00"}])
def test_a_form_of_nothing_with_rows_makes_no_sense(web: Client, about: dict[str, str]) -> None:
    assert web.post("/parts/rows/", about).status_code == 400


def test_reading_is_no_way_to_press_a_button(web: Client) -> None:
    assert web.get("/parts/rows/").status_code == 405
    assert web.post("/parts/products/").status_code == 405


def test_an_amount_typed_when_the_last_rows_go_is_stored(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    form = typed(web.get(f"/deals/{deal.pk}/edit/"), amount="500")
    bare = {name: value for name, value in form.items() if not name.startswith("rows-")}
    assert web.post(f"/deals/{deal.pk}/edit/", bare).status_code == 303
    deal.refresh_from_db()
    assert (deal.amount, deal.tax_amount, deal.rows.count()) == (Decimal(500), Decimal(0), 0)


def test_a_price_too_large_in_the_base_currency_is_refused_and_nothing_typed_is_lost(web: Client) -> None:
    Currency.objects.create(code="XXA", rate=Decimal(1000), nominal=1, decimals=2, active=True)
    giant = ROW | {"rows-0-price": "90000000000", "rows-0-quantity": "0", "rows_currency": "XXA"}
    page = web.post("/deals/new/", typed(web.get("/deals/new/"), **giant, currency="XXA", title="Bridge"))
    assert (page.status_code, typed(page)["title"]) == (422, ["Bridge"])
    assert errors(page) == ["Row 1: the price is too large in the base currency."]
