"""What follows from the rest of an item: its amount with and without rows, and whether a lead is a repeat one?"""

from decimal import Decimal

import pytest

from segue.core import records
from segue.core.models import User
from segue.crm import clients
from segue.crm.clients import Clients
from segue.crm.models import Lead
from tests import builders
from tests.crm.conversion.steps import convert

TAXES = [Decimal(19), Decimal(0), None]


@pytest.mark.parametrize("tax", TAXES)
def test_without_rows_the_amount_is_what_is_given(alice: User, tax: Decimal | None) -> None:
    deal = builders.deal(alice, rows=(builders.row("Tea", "100", tax_rate=tax),))
    deal = records.change(deal, {"amount": Decimal(500)}, actor=alice, parts={"rows": ()})
    assert (deal.amount, deal.tax_amount) == (Decimal(500), Decimal(0))


@pytest.mark.parametrize("tax", TAXES)
@pytest.mark.parametrize("by_hand", [True, False])
def test_without_rows_and_a_new_amount_the_old_one_stands(alice: User, tax: Decimal | None, by_hand: bool) -> None:
    deal = builders.deal(alice, rows=(builders.row("Tea", "100", tax_rate=tax),))
    before = records.change(deal, {"amount_is_manual": by_hand}, actor=alice).amount
    deal = records.change(deal, {}, actor=alice, parts={"rows": ()})
    assert (deal.amount, deal.tax_amount) == (before, Decimal(0))


@pytest.fixture
def lead(alice: User) -> Lead:
    """A lead whose company and contact its conversion made."""
    lead: Lead = builders.lead(alice)
    convert(lead, "contact-company", alice)
    return lead


def is_repeat(lead: Lead, client: Clients, actor: User) -> bool:
    records.change(lead, {}, actor=actor, parts={"client": client})
    return Lead.objects.get(pk=lead.pk).is_repeat


def test_a_lead_whose_client_was_chosen_is_a_repeat_one(alice: User) -> None:
    lead = builders.lead(alice)
    firm = builders.company(alice)
    assert is_repeat(lead, builders.client(firm), alice)
    assert not is_repeat(lead, clients.NOBODY, alice)


def test_taking_away_what_a_conversion_put_there_makes_no_repeat_lead(alice: User, lead: Lead) -> None:
    client = clients.read(lead)
    assert not is_repeat(lead, Clients(client.company), alice)
    assert not is_repeat(lead, clients.NOBODY, alice)


def test_whoever_a_person_adds_makes_a_repeat_lead_as_long_as_they_stay(alice: User, lead: Lead) -> None:
    client, other = clients.read(lead), builders.contact(alice)
    assert is_repeat(lead, Clients(client.company, (*client.contacts, other.pk)), alice)
    assert not is_repeat(lead, client, alice)


def test_whoever_a_person_brings_back_was_chosen_by_a_person(alice: User, lead: Lead) -> None:
    client = clients.read(lead)
    assert not is_repeat(lead, Clients(client.company), alice)
    assert is_repeat(lead, client, alice)
    assert is_repeat(lead, Clients(None, client.contacts), alice)


def test_a_client_chosen_before_the_conversion_counts_after_it(alice: User) -> None:
    lead, firm = builders.lead(alice), builders.company(alice)
    assert is_repeat(lead, builders.client(firm), alice)
    convert(lead, "contact", alice)
    assert Lead.objects.get(pk=lead.pk).is_repeat
    assert is_repeat(lead, Clients(firm.pk), alice)
