"""Does the answer say what is true: success only of what is there, and a refusal with its fields and nothing made?"""

from segue.core import records
from segue.core.models import Item, User
from tests import builders
from tests.scenarios.desk import Desk


def test_a_refusal_names_each_blank_field_and_makes_nothing_a2(desk: Desk, alice: User) -> None:
    lead = builders.lead(alice, first_name="", last_name="", company_name="")
    desk.open(f"/leads/{lead.pk}/").press("Deal + Contact + Company")
    assert "Company: Company name" in desk.text
    assert "Contact: Last name" in desk.text
    assert list(Item.objects.values_list("type", flat=True)) == ["lead"]


def test_a_lead_stays_where_it_was_while_something_is_asked_a3(desk: Desk, alice: User) -> None:
    lead = builders.lead(alice, company_name="")
    desk.open(f"/leads/{lead.pk}/").press("Company")
    fresh = Item.objects.get(pk=lead.pk)
    assert (fresh.stage.code, fresh.version) == ("NEW", lead.version)


def test_the_notice_names_each_item_that_is_there_a6(desk: Desk, alice: User) -> None:
    lead = builders.lead(alice)
    desk.open(f"/leads/{lead.pk}/").press("Contact + Company")
    contact, company = (Item.objects.get(type=code).pk for code in ("contact", "company"))
    assert f"Contact #{contact}, Company #{company} created from Lead #{lead.pk}" in desk.text
    assert sorted(Item.objects.values_list("title", flat=True)) == ["Brandt GmbH", "Jana Brandt", "Website form"]


def test_a_refusal_leaves_no_notice_of_success_behind_a6(desk: Desk, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    desk.open(f"/deals/{deal.pk}/")
    records.change(deal, {"title": "Shop"}, actor=bob)
    desk.press("Invoice")
    assert "The record changed while you were deciding." in desk.text
    assert "created from" not in desk.open(f"/deals/{deal.pk}/").text
