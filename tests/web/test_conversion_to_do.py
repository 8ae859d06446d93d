"""Does the review of a conversion offer to move what is still to be done, and does it do so?"""

from django.test import Client

from segue.core import agenda
from segue.core.models import Item, User
from segue.crm.models import Conversion
from tests import builders

BOX = 'name="move-activities"'


def review(web: Client, lead: Item, variant: str) -> str:
    sent = {"key": "k", "version": lead.version, "review": "1"}
    return web.post(f"/leads/{lead.pk}/create/{variant}/", sent).content.decode()


def test_the_box_stands_in_the_review_alone_and_is_off(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    builders.activity(alice, lead)
    page = review(web, lead, "deal")
    assert "Move open activities to the deal (1)" in page
    assert "checked" not in page[page.index(BOX) : page.index(BOX) + 120]
    assert BOX not in review(web, lead, "contact")
    assert BOX not in web.get(f"/leads/{lead.pk}/create/deal/").content.decode()


def test_without_anything_to_do_there_is_no_box(web: Client, alice: User) -> None:
    assert BOX not in review(web, builders.lead(alice), "deal")


def test_ticked_it_moves_what_is_open(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    activity = builders.activity(alice, lead)
    sent = {"key": "k", "version": lead.version, "review": "1", "reviewed": "1", "move-activities": "1"}
    web.post(f"/leads/{lead.pk}/create/deal/", sent)
    deal = Conversion.objects.get().records.get().item
    assert deal is not None
    assert list(agenda.open_of([deal.pk])) == [activity]
    assert not agenda.open_of([lead.pk]).exists()
