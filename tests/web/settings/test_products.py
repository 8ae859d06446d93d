"""Who sees the catalogue, who changes it, and what is refused?"""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from segue.core import currencies
from segue.core.models import AuditEntry, Role, User
from segue.crm import catalogue
from segue.crm.models import Measure, Product, TaxRate
from segue.web.views import products
from tests import builders
from tests.web.settings import pages


@pytest.fixture
def typed(db: None) -> dict[str, Any]:
    rate, unit = TaxRate.objects.get(name="19 %"), Measure.objects.get(code=796)
    return {
        "name": "Consulting", "code": "C-1", "section": "Services", "price": "1,450.50", "currency": "EUR",
        "tax_rate": rate.pk, "measure": unit.pk, "kind": "7", "sort": "100", "active": "on",
    }  # fmt: skip


def product(actor: User, name: str = "Consulting", **values: Any) -> Product:
    given = {"name": name, "price": Decimal(10), "currency": currencies.base()} | values
    return catalogue.save(Product(), given, actor=actor)


def names(client: Client, query: str = "") -> list[str]:
    return [row["label"] for row in client.get(f"/products/{query}").context["rows"]]


def test_a_product_is_added_and_told(client: Client, dana: User, typed: dict[str, Any]) -> None:
    client.force_login(dana)
    assert client.post("/products/new/", typed).status_code == 303
    stored = Product.objects.get()
    assert (stored.price, stored.kind, stored.tax_rate.name) == (Decimal("1450.5"), 7, "19 %")
    assert AuditEntry.objects.get().data["changes"]["name"] == [None, "Consulting"]
    assert names(client) == ["Consulting"]


def test_a_product_is_changed(client: Client, dana: User, typed: dict[str, Any]) -> None:
    client.force_login(dana)
    there = f"/products/{product(dana).pk}/"
    assert client.post(there, typed | {"name": "Advice", "active": ""}).status_code == 303
    assert (names(client), names(client, "?state=inactive"), names(client, "?state=all")) == (
        [],
        ["Advice"],
        ["Advice"],
    )


def test_everybody_with_a_role_reads_and_nobody_else(client: Client, alice: User, dana: User) -> None:
    shown = product(dana)
    client.force_login(alice)
    assert names(client) == ["Consulting"]
    page = client.get(f"/products/{shown.pk}/")
    assert ("€10.00" in page.content.decode(), "<textarea" in page.content.decode()) == (True, False)
    builders.take_roles_away()
    assert client.get("/products/").status_code == 403
    assert client.get(f"/products/{shown.pk}/").status_code == 403


def test_a_colleague_without_the_right_changes_nothing(
    client: Client, alice: User, dana: User, typed: dict[str, Any]
) -> None:
    there = f"/products/{product(dana).pk}/"
    client.force_login(alice)
    assert client.get("/products/new/").status_code == 403
    for address in ("/products/new/", there, f"{there}activate/", f"{there}deactivate/", f"{there}delete/"):
        assert client.post(address, typed | {"confirm": "1"}).status_code == 403
    assert Product.objects.get().name == "Consulting"


@pytest.mark.django_db
def test_nobody_in_particular_is_sent_to_sign_in(client: Client) -> None:
    for address in ("/products/", "/products/new/", "/products/1/"):
        assert client.get(address)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""), ("name", "x" * 300), ("price", ""), ("price", "free"), ("price", "123456789012"),
        ("currency", "ZZZ"), ("tax_rate", "999"), ("tax_rate", "x"), ("measure", "999"), ("kind", "5"), ("kind", ""),
        ("sort", "-1"), ("code", "x" * 51),
    ],
)  # fmt: skip
def test_wrong_input_is_refused_beside_its_field(
    client: Client, dana: User, typed: dict[str, Any], name: str, value: str
) -> None:
    client.force_login(dana)
    answer = client.post("/products/new/", typed | {"section": "Kept", name: value})
    assert list(pages.errors(answer)) == [name]
    assert "Kept" in answer.content.decode()
    assert not Product.objects.exists()


def test_a_code_that_is_taken_is_refused(client: Client, dana: User, typed: dict[str, Any]) -> None:
    product(dana, code="C-1")
    client.force_login(dana)
    assert list(pages.errors(client.post("/products/new/", typed))) == ["code"]


def test_a_product_in_use_is_deactivated_not_deleted(client: Client, alice: User, dana: User) -> None:
    used = product(dana)
    builders.deal(alice, rows=(builders.row(product_id=used.pk),))
    client.force_login(dana)
    answer = client.post(f"/products/{used.pk}/delete/", {"confirm": "1"})
    assert (answer.status_code, "Deactivate it instead." in answer.content.decode()) == (409, True)
    assert client.post(f"/products/{used.pk}/deactivate/").status_code == 303
    assert names(client) == []
    client.post(f"/products/{used.pk}/activate/")
    assert names(client) == ["Consulting"]


def test_an_unused_product_is_deleted_after_a_question(client: Client, dana: User) -> None:
    there = f"/products/{product(dana).pk}/delete/"
    client.force_login(dana)
    assert client.post(there).status_code == 200
    assert client.post(there, {"confirm": "1"}).status_code == 303
    assert not Product.objects.exists()


def test_what_a_product_has_stays_offered_when_it_is_inactive(
    client: Client, dana: User, typed: dict[str, Any]
) -> None:
    rate = TaxRate.objects.get(name="7 %")
    there = f"/products/{product(dana, tax_rate=rate).pk}/"
    TaxRate.objects.filter(pk=rate.pk).update(active=False)
    client.force_login(dana)
    assert client.post(there, typed | {"tax_rate": rate.pk}).status_code == 303
    assert list(pages.errors(client.post("/products/new/", typed | {"tax_rate": rate.pk}))) == ["tax_rate"]


def test_search_section_and_page_are_in_the_address(
    client: Client, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(products, "PAGE_SIZE", 2)
    for name in ("Axe", "Bow", "Cup"):
        product(dana, name, section="Tools" if name != "Cup" else "Kitchen")
    client.force_login(dana)
    assert (names(client), names(client, "?page=2")) == (["Cup", "Axe"], ["Bow"])
    assert names(client, "?section=Tools&q=bo") == ["Bow"]
    assert names(client, "?q=%00&state=odd&page=nonsense&section=%00") == ["Cup", "Axe"]


def test_the_right_to_edit_products_is_enough_and_opens_no_other_setting(
    client: Client, alice: User, typed: dict[str, Any]
) -> None:
    client.force_login(alice)
    assert client.post("/products/new/", typed).status_code == 403
    Role.objects.filter(code="manager").update(may_edit_catalogue=True)
    assert client.post("/products/new/", typed).status_code == 303
    found = Product.objects.get()
    assert client.post(f"/products/{found.pk}/", typed | {"name": "Advice"}).status_code == 303
    assert client.post(f"/products/{found.pk}/deactivate/").status_code == 303
    assert client.post(f"/products/{found.pk}/delete/", {"confirm": "1"}).status_code == 303
    assert client.get("/settings/").status_code == 403
    assert client.post("/settings/vat-rates/new/", pages.NEW_ROWS["vat-rates"]).status_code == 403
