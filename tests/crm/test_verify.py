"""Is each fault of the business's tables found? Every test breaks one row behind the back of the product."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from segue.core import currencies
from segue.core.models import Item, Link, User
from segue.crm import catalogue, verify
from segue.crm.models import BillingDetails, Client, Conversion, Deal, Employment, Estimate, Invoice, Lead, Product
from tests import builders
from tests.crm.conversion.steps import convert


def faults(name: str) -> list[str]:
    check = next(check for check in verify.CHECKS if check.name == name)
    return list(check.faults())


def break_item(item: Item, **values: Any) -> None:
    Item.objects.filter(pk=item.pk).update(**values)


@pytest.fixture
def chain(alice: User) -> list[Item]:
    """A lead with deal, contact and company; of the deal an estimate and an invoice; of the estimate a deal and an
    invoice."""
    lead = builders.lead(alice)
    convert(lead, "deal-contact-company", alice)
    deal = Deal.objects.get()
    convert(deal, "estimate", alice)
    convert(deal, "invoice", alice)
    estimate = Estimate.objects.get()
    convert(estimate, "deal", alice)
    convert(estimate, "invoice", alice)
    return list(Item.objects.order_by("pk"))


@pytest.mark.usefixtures("chain")
@pytest.mark.parametrize("name", [check.name for check in verify.CHECKS])
def test_nothing_is_wrong_with_a_whole_chain(name: str) -> None:
    assert faults(name) == []


def test_a_title_that_is_no_longer_the_name(alice: User) -> None:
    contact = builders.contact(alice)
    break_item(contact, title="Somebody")
    assert f"contact {contact.pk}: title is stale" in faults("derived")


@pytest.mark.parametrize("column", ["amount", "tax_amount"])
def test_an_amount_that_is_not_the_sum_of_its_rows(alice: User, column: str) -> None:
    deal = builders.deal(alice)
    break_item(deal, **{column: Decimal("1.23")})
    assert faults("derived") == [f"deal {deal.pk}: {column} is stale"]


def test_an_amount_by_hand_may_differ(alice: User) -> None:
    builders.deal(alice, amount=Decimal(5), amount_is_manual=True)
    assert faults("derived") == []


@pytest.mark.parametrize("column", ["name_key", "search_text"])
def test_a_search_text_or_key_that_is_stale(alice: User, column: str) -> None:
    company = builders.company(alice)
    break_item(company, **{column: "other"})
    assert faults("derived") == [f"company {company.pk}: {column} is stale"]


def test_a_key_of_a_lead_or_a_billing_block_that_is_stale(alice: User) -> None:
    lead, company = builders.lead(alice), builders.company(alice)
    Lead.objects.filter(pk=lead.pk).update(company_key="other")
    BillingDetails.objects.create(item=company, iban="X 1")
    assert faults("derived") == [f"lead {lead.pk}: company_key is stale"]
    assert faults("billing keys") == [f"item {company.pk}: a key of its billing details is stale"]


def test_a_base_amount_that_is_not_the_amount_at_its_rate(alice: User) -> None:
    deal = builders.deal(alice)
    break_item(deal, base_amount=Decimal("3.5"))
    assert faults("base amounts") == [f"deal {deal.pk}: 3.5 is not its amount at its rate"]


def test_contacts_without_a_primary(alice: User) -> None:
    deal = builders.deal(alice, client=builders.client(None, builders.contact(alice)))
    Client.objects.update(is_primary=False)
    assert faults("primary") == [f"item {deal.pk} has 0 primary contacts"]


def test_jobs_without_a_primary(alice: User) -> None:
    contact = builders.contact(alice, companies=(builders.company(alice).pk,))
    Employment.objects.update(is_primary=False)
    assert faults("primary") == [f"contact {contact.pk} has 0 primary companies"]


@pytest.mark.usefixtures("chain")
def test_an_item_that_forgot_what_it_was_made_from() -> None:
    invoice = Invoice.objects.get(estimate=None)
    deal = invoice.deal_id
    Invoice.objects.filter(pk=invoice.pk).update(deal=None)
    expected = f"invoice {invoice.pk} was made from deal {deal}, but its deal says otherwise"
    assert faults("back references") == [expected]


@pytest.mark.usefixtures("chain")
def test_an_item_that_no_link_leads_to() -> None:
    invoice = Invoice.objects.get(estimate=None)
    Link.objects.filter(target=invoice.pk).delete()
    expected = f"invoice {invoice.pk} names deal {invoice.deal_id}, but no link does"
    assert faults("back references") == [expected]


@pytest.mark.usefixtures("chain")
def test_a_conversion_that_was_cut_off() -> None:
    conversion = Conversion.objects.order_by("pk").first()
    assert conversion is not None
    Conversion.objects.filter(pk=conversion.pk).update(state="pending")
    assert faults("conversions") == [f"conversion {conversion.pk} was never finished"]


def test_a_product_that_is_found_by_an_old_name(dana: User) -> None:
    product = catalogue.save(Product(), {"name": "New", "currency": currencies.base()}, actor=dana)
    Product.objects.update(name="Newer")
    assert faults("products") == [f"product {product.pk}: search_text is stale"]


def test_the_command_prints_each_fault_and_fails(alice: User, capsys: pytest.CaptureFixture[str]) -> None:
    company = builders.company(alice)
    call_command("verify")
    break_item(company, search_text="other")
    with pytest.raises(CommandError):
        call_command("verify")
    lines = ["Everything is as it must be.", f"derived: company {company.pk}: search_text is stale"]
    assert capsys.readouterr().out.splitlines() == lines
