"""Are files there, with their bytes, on whatever was made from the item they were attached to?"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from segue.core.models import Item, User
from tests import builders
from tests.scenarios.desk import Desk

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
STEPS = (("deal", "Estimate"), ("deal", "Invoice"), ("estimate", "Deal"), ("estimate", "Invoice"))


def attach(desk: Desk, item: Item, name: str = "plan.txt", content: bytes = b"the plan") -> Desk:
    """Attach a file to an item in its form; the item's page is open then."""
    slug = {"lead": "leads", "deal": "deals", "estimate": "estimates"}[item.type]
    return desk.open(f"/{slug}/{item.pk}/").edit(files=[SimpleUploadedFile(name, content)])


def opened(client: Client, address: str) -> tuple[Any, bytes]:
    """A file that is opened: the answer and its bytes."""
    response: Any = client.get(address)
    content = b"".join(response.streaming_content)
    response.close()
    return response, content


def link(desk: Desk, name: str = "plan.txt") -> str:
    """The address of a file on the page that is open."""
    return next(each.address for each in desk.sheet.links if each.name.startswith(name))


@pytest.mark.parametrize(("source", "target"), STEPS)
def test_a_file_opens_from_what_was_made_of_its_item_d1(desk: Desk, alice: User, source: str, target: str) -> None:
    attach(desk, getattr(builders, source)(alice)).press(target)
    assert opened(desk.client, link(desk))[1] == b"the plan"


def test_a_file_stays_when_the_one_it_was_carried_from_is_taken_away_d1(desk: Desk, alice: User) -> None:
    deal = attach(desk, builders.deal(alice)).item
    carried = link(desk.press("Invoice"))
    desk.open(f"/deals/{deal.pk}/").edit(remove_files=str(deal.attachments.get().pk))
    assert deal.attachments.count() == 0
    assert opened(desk.client, carried)[1] == b"the plan"


@pytest.mark.parametrize("variant", ["Deal + Contact + Company", "Contact + Company", "Company"])
def test_a_file_of_a_lead_stands_on_the_main_item_made_of_it_d2(desk: Desk, alice: User, variant: str) -> None:
    attach(desk, builders.lead(alice)).press(variant)
    assert desk.item.type == variant.split(" + ", maxsplit=1)[0].lower()
    assert opened(desk.client, link(desk))[1] == b"the plan"


def test_who_may_see_the_customer_opens_the_file_without_seeing_the_lead_d2(
    desk: Desk, alice: User, charlie: User
) -> None:
    lead = attach(desk, builders.lead(alice)).item
    file = link(desk.press("Contact"))
    desk.edit(observers=str(charlie.pk))
    desk.client.force_login(charlie)
    assert desk.client.get(f"/leads/{lead.pk}/").status_code == 404
    assert opened(desk.client, file)[1] == b"the plan"


def test_who_may_not_see_the_customer_does_not_open_the_file_d2(desk: Desk, alice: User, charlie: User) -> None:
    file = link(attach(desk, builders.lead(alice)).press("Contact"))
    desk.client.force_login(charlie)
    assert desk.client.get(file).status_code == 404


def test_a_picture_of_a_lead_opens_as_a_picture_from_the_invoice_d3(desk: Desk, alice: User) -> None:
    attach(desk, builders.lead(alice), "sketch.png", PNG).press("Deal").press("Estimate").press("Invoice")
    response, content = opened(desk.client, link(desk, "sketch.png"))
    assert (response["Content-Type"], content) == ("image/png", PNG)
    assert response["Content-Disposition"].startswith("inline")
