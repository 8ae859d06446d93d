"""Is nothing that was filled in lost, overwritten or left behind unsaid when one item is made from another?"""

from decimal import Decimal

import pytest

from segue.core import records
from segue.core.models import Currency, Item, User
from segue.crm.billing import Billing
from segue.crm.communications import Communication
from segue.crm.models import Contact
from segue.crm.rows import Row
from tests import builders
from tests.scenarios.desk import Desk

MAIL = (Communication("EMAIL", "jana@brandt.example"),)


@pytest.fixture
def johanna(alice: User) -> Contact:
    """A contact who is known already, by the e-mail that leads have."""
    known: Contact = builders.contact(alice, first_name="Johanna", position="Owner", communications=MAIL)
    return known


def test_choices_in_the_dialog_are_kept_when_a_name_is_refused_d14(desk: Desk, alice: User, johanna: Contact) -> None:
    lead = builders.lead(alice, company_name="")
    desk.open(f"/leads/{lead.pk}/").press("Contact + Company")
    desk.press("Continue", **{"use-contact": str(johanna.pk), "field-company-title": "x" * 300})
    assert "At most 255 characters." in desk.text
    desk.press("Continue", **{"field-company-title": "Nordwind eG"})
    assert desk.item == johanna.item_ptr


def test_rows_that_were_taken_out_stay_out_when_another_field_is_refused_d14(desk: Desk, alice: User) -> None:
    deal = builders.deal(alice)
    desk.open(f"/deals/{deal.pk}/edit/").press("Remove").press("Save", probability="999")
    assert desk.page.status_code == 422
    desk.press("Save", probability="10")
    assert [row["name"] for row in desk.tab("products")["products"]["rows"]] == ["Hosting"]


def test_a_name_that_is_only_part_of_another_matches_nobody_d15(desk: Desk, alice: User) -> None:
    builders.company(alice, title="Brandt Werkzeugbau GmbH")
    builders.contact(alice, last_name="Brandtner")
    desk.open(f"/leads/{builders.lead(alice).pk}/").press("Contact + Company")
    assert (desk.item.type, desk.item.title) == ("contact", "Jana Brandt")
    assert Item.objects.filter(type="company", title="Brandt GmbH").exists()


def test_a_contact_that_is_used_keeps_what_it_says_d15(desk: Desk, alice: User, johanna: Contact) -> None:
    lead = builders.lead(alice, position="Buyer")
    desk.open(f"/leads/{lead.pk}/").press("Contact").press("Continue")
    johanna.refresh_from_db()
    assert (desk.item, johanna.first_name, johanna.position) == (johanna.item_ptr, "Johanna", "Owner")


def test_a_lead_keeps_its_own_words_when_a_known_contact_is_used_d15(desk: Desk, alice: User, johanna: Contact) -> None:
    lead = builders.lead(alice, position="Buyer")
    desk.open(f"/leads/{lead.pk}/").press("Contact").press("Continue")
    assert "Position Buyer" in desk.open(f"/leads/{lead.pk}/").text


def test_each_paper_has_the_currency_of_its_deal_d23(desk: Desk, alice: User) -> None:
    totals = []
    for code in ("EUR", "USD", "CHF"):
        deal = builders.deal(alice, rows=(Row("Advice", Decimal(80)),), currency=Currency.objects.get(code=code))
        desk.open(f"/deals/{deal.pk}/").press("Invoice")
        totals.append(desk.open(f"{desk.address}print/").page.context["paper"]["totals"]["total"])
    assert totals == ["€80.00", "$80.00", "CHF\xa080.00"]


def test_what_only_the_lead_has_a_place_for_is_named_d27(desk: Desk, alice: User) -> None:
    lead = builders.lead(alice, stage_note="Call after five")
    desk.open(f"/leads/{lead.pk}/").press("Contact")
    notice = desk.page.context["notices"][0]
    assert ("Stage information", "Contacts have no such field") in [
        (line["label"], line["reason"]) for line in notice["items"]
    ]


def test_a_converted_lead_is_there_with_all_it_knew_d27(desk: Desk, alice: User) -> None:
    lead = builders.lead(alice, stage_note="Call after five")
    desk.open(f"/leads/{lead.pk}/").press("Contact").open(f"/leads/{lead.pk}/")
    assert "Call after five" in desk.text
    assert "Brandt GmbH" in desk.text
    assert [row["name"] for row in desk.tab("products")["products"]["rows"]] == ["Consulting"]


def test_another_client_leaves_no_address_of_the_former_one_on_paper_d28(desk: Desk, alice: User) -> None:
    former = builders.company(alice, address="Am Markt 1", city="Bielefeld")
    other = builders.company(alice, title="Nordwind eG", address="Deich 4", city="Husum")
    estimate = builders.estimate(alice, client=builders.client(former, builders.contact(alice)))
    desk.open(f"/estimates/{estimate.pk}/").edit(company=str(other.pk), contacts=None).press("Invoice")
    paper = desk.open(f"{desk.address}print/").page.context["paper"]
    assert paper["recipient"] == ["Nordwind eG", "Deich 4", "Husum"]


def test_another_client_leaves_no_vat_number_of_the_former_one_on_paper_d28(desk: Desk, alice: User) -> None:
    block = Billing(legal_name="Brandt Holding", vat_number="ATU1")
    former = records.create("company", {"title": "Brandt"}, actor=alice, parts={"billing": block})
    other = builders.company(alice, title="Nordwind eG")
    invoice = builders.invoice(alice, client=builders.client(former))
    assert "ATU1" in desk.open(f"/invoices/{invoice.pk}/print/").text
    desk.open(f"/invoices/{invoice.pk}/").edit(company=str(other.pk))
    assert "ATU1" not in desk.open(f"/invoices/{invoice.pk}/print/").text
