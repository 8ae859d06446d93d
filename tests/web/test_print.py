"""Is the paper of an estimate or invoice complete, and without what is internal?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import records
from segue.core.models import Item, User
from segue.crm import sellers
from segue.crm.billing import Billing
from segue.crm.communications import Communication
from tests import builders

OURS = Billing(
    legal_name="Segue Handels GmbH", vat_number="DE123456789", tax_number="27/1", address="Hafenstr. 12",
    postal_code="20457", city="Hamburg", country_code="DE", bank="Bank", iban="DE02 1203", bic="BYLA",
)  # fmt: skip


@pytest.fixture
def seller(dana: User) -> Item:
    """Our own company, which only its owner and administrators may read."""
    reach = (Communication("PHONE", "040 123456"),)
    return sellers.create({"title": "Segue"}, actor=dana, parts={"billing": OURS, "communications": reach})


def paper(client: Client, item: Item) -> Any:
    answer = client.get(f"/{'invoices' if item.type == 'invoice' else 'estimates'}/{item.pk}/print/")
    assert answer.status_code == 200
    return answer


def test_the_seller_is_printed_for_everyone(client: Client, alice: User, seller: Item) -> None:
    client.force_login(alice)
    shown = paper(client, builders.invoice(alice)).context["paper"]
    assert shown["seller"] == {"name": "Segue Handels GmbH", "lines": ["Hafenstr. 12", "20457 Hamburg", "Germany"]}
    assert shown["foot"][1:] == [
        ["+49 40 123456"],
        ["Tax number 27/1", "VAT number DE123456789"],
        ["Bank", "IBAN DE02 1203", "BIC BYLA"],
    ]


def test_the_recipient_is_the_company_with_its_person(client: Client, alice: User) -> None:
    firm = builders.company(alice, address="Am Markt 1", postal_code="33602", city="Bielefeld")
    who = builders.client(firm, builders.contact(alice))
    client.force_login(alice)
    shown = paper(client, builders.estimate(alice, client=who)).context["paper"]
    assert shown["recipient"] == ["Brandt GmbH", "Jana Brandt", "Am Markt 1", "33602 Bielefeld"]


def test_the_billing_block_goes_before_the_record(client: Client, alice: User) -> None:
    block = Billing(legal_name="Brandt Holding", address="Ring 2", city="Bonn", country_code="AT", vat_number="ATU1")
    firm = records.create("company", {"title": "Brandt"}, actor=alice, parts={"billing": block})
    client.force_login(alice)
    shown = paper(client, builders.invoice(alice, client=builders.client(firm))).context["paper"]
    assert shown["recipient"] == ["Brandt Holding", "Ring 2", "Bonn", "Austria"]
    assert {"label": "Your VAT number", "value": "ATU1"} in shown["facts"]


def test_a_client_one_may_not_see_is_not_printed(client: Client, alice: User, charlie: User) -> None:
    firm = builders.company(charlie, title="Secret Ltd")
    client.force_login(alice)
    answer = paper(client, builders.invoice(alice, client=builders.client(firm)))
    assert answer.context["paper"]["recipient"] == ["Hidden item"]
    assert "Secret Ltd" not in answer.content.decode()


def test_a_paper_for_a_company_one_may_not_see_is_not_for_its_person(
    client: Client, alice: User, charlie: User
) -> None:
    firm, person = builders.company(charlie, title="Secret Ltd"), builders.contact(alice)
    invoice = builders.invoice(alice, client=builders.client(firm, person))
    client.force_login(alice)
    answer = paper(client, invoice)
    assert answer.context["paper"]["recipient"] == ["Hidden item"]
    assert "Jana Brandt" not in answer.content.decode()


def test_a_person_one_may_not_see_is_masked_and_another_does_not_take_their_place(
    client: Client, alice: User, charlie: User
) -> None:
    secret, other = builders.contact(charlie, first_name="Secret"), builders.contact(alice)
    client.force_login(alice)
    for firm, printed in ((None, []), (builders.company(alice), ["Brandt GmbH"])):
        invoice = builders.invoice(alice, client=builders.client(firm, secret, other))
        assert paper(client, invoice).context["paper"]["recipient"] == [*printed, "Hidden item"]


def test_a_client_in_the_recycle_bin_is_still_the_one_the_paper_is_for(client: Client, alice: User, dana: User) -> None:
    firm, person = builders.company(alice), builders.contact(alice)
    invoice = builders.invoice(alice, client=builders.client(firm, person))
    records.delete(firm, actor=dana)
    client.force_login(alice)
    assert paper(client, invoice).context["paper"]["recipient"] == ["Brandt GmbH", "Jana Brandt"]


def test_texts_are_printed_and_the_comment_is_not(client: Client, alice: User) -> None:
    texts = {"content": "We **offer**:\n\n- this\n- that", "terms": "<b>Soon</b>", "comment": "too cheap"}
    client.force_login(alice)
    page = paper(client, builders.estimate(alice, **texts)).content.decode()
    assert "We <strong>offer</strong>:" in page
    assert "<li>this</li>" in page
    assert "<b>Soon</b>" not in page
    assert "too cheap" not in page


def test_rows_and_totals_are_in_the_readers_language(client: Client, alice: User) -> None:
    invoice = builders.invoice(alice, rows=(builders.row("Work", "1234.5"),))
    User.objects.filter(pk=alice.pk).update(language="de")
    client.force_login(alice)
    shown = paper(client, invoice).context["paper"]
    assert shown["rows"][0]["price"] == "1.234,50\xa0€"
    assert shown["totals"]["total"] == "1.469,06\xa0€"


def test_a_paper_without_anything_filled_in_still_prints(client: Client, alice: User) -> None:
    client.force_login(alice)
    shown = paper(client, builders.invoice(alice, title="", rows=())).context["paper"]
    assert (shown["number"], shown["recipient"], shown["totals"], shown["foot"]) == ("1", [], None, [])


def test_a_colleague_prints_and_a_stranger_finds_nothing(client: Client, alice: User, bob: User, charlie: User) -> None:
    invoice = builders.invoice(alice)
    client.force_login(bob)
    paper(client, invoice)
    client.force_login(charlie)
    assert client.get(f"/invoices/{invoice.pk}/print/").status_code == 404


def test_other_items_have_no_paper(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get(f"/deals/{builders.deal(alice).pk}/print/").status_code == 404


def test_printing_writes_nothing(client: Client, alice: User) -> None:
    invoice = builders.invoice(alice)
    client.force_login(alice)
    paper(client, invoice)
    assert Item.objects.get(pk=invoice.pk).version == 1
    assert client.post(f"/invoices/{invoice.pk}/print/").status_code == 405


@pytest.mark.parametrize(("written", "shown"), [("pcs", "Stk."), ("crates", "crates")])
def test_a_unit_is_named_in_the_readers_language(client: Client, alice: User, written: str, shown: str) -> None:
    User.objects.filter(pk=alice.pk).update(language="de")
    client.force_login(alice)
    item = builders.invoice(alice, rows=(builders.row(measure_code=796, measure_name=written),))
    assert paper(client, item).context["paper"]["rows"][0]["measure"] == shown
