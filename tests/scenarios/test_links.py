"""Does everything hang together once: one company, the timeline of its sources, and nothing that was deleted?"""

from typing import Any

from django.utils.html import strip_tags

from segue.core.models import Item, User
from segue.crm.communications import Communication
from segue.crm.models import Employment
from tests import builders
from tests.scenarios.desk import Desk

MAIL = (Communication("EMAIL", "jana@brandt.example"),)


def comments(desk: Desk) -> list[str]:
    """What people said, as the timeline of the open page tells it."""
    days: list[Any] = desk.page.context["timeline"]["days"]
    return [strip_tags(entry["html"]).strip() for day in days for entry in day["entries"] if entry["icon"] == "comment"]


def say(desk: Desk, lead: Item, text: str) -> Desk:
    """Comment a lead on its page."""
    return desk.open(f"/leads/{lead.pk}/").press("Add comment", text=text)


def test_a_deleted_comment_of_a_lead_does_not_come_back_with_its_deal_d4(desk: Desk, alice: User) -> None:
    lead = builders.lead(alice)
    say(desk, lead, "Wants hosting")
    say(desk, lead, "Is a fool").press("Delete comment")
    desk.press("Deal")
    assert comments(desk) == ["Wants hosting"]


def test_a_deleted_comment_does_not_come_back_by_undo_d4(desk: Desk, alice: User) -> None:
    lead = builders.lead(alice)
    say(desk, lead, "Is a fool").press("Delete comment")
    desk.press("Deal").press("Undo").press("Undo")
    assert desk.address == f"/leads/{lead.pk}/"
    assert comments(desk) == []


def test_what_was_said_to_a_lead_is_read_from_the_known_contact_that_was_used_d6(desk: Desk, alice: User) -> None:
    known, lead = builders.contact(alice, communications=MAIL), builders.lead(alice)
    say(desk, lead, "Wants hosting").press("Deal + Contact").press("Continue")
    assert comments(desk.open(f"/contacts/{known.pk}/")) == ["Wants hosting"]


def test_a_company_made_before_is_taken_again_and_stays_the_only_one_d17(desk: Desk, alice: User) -> None:
    lead = builders.lead(alice)
    company = desk.open(f"/leads/{lead.pk}/").press("Company").item
    desk.open(f"/leads/{lead.pk}/").press("Deal + Company")
    assert [client.company_id for client in desk.item.clients.all()] == [company.pk]
    assert Item.objects.filter(type="company").count() == 1


def test_a_known_company_that_is_used_is_not_made_a_second_time_d17(desk: Desk, alice: User) -> None:
    known = builders.company(alice, communications=MAIL)
    desk.open(f"/leads/{builders.lead(alice).pk}/").press("Deal + Company").press("Continue")
    assert [client.company_id for client in desk.item.clients.all()] == [known.pk]
    assert Item.objects.filter(type="company").count() == 1


def test_a_contact_has_its_company_once_however_often_its_lead_is_converted_d17(desk: Desk, alice: User) -> None:
    lead = builders.lead(alice)
    contact = desk.open(f"/leads/{lead.pk}/").press("Contact + Company").item
    desk.open(f"/leads/{lead.pk}/").press("Deal + Contact + Company")
    assert Employment.objects.filter(contact=contact.pk).count() == 1
