"""Can items be linked by hand and parted again, by those who may change the one and see the other?"""

from typing import Any

from django.test import Client

from segue.core import links, records
from segue.core.models import Item, Link, User
from tests import builders
from tests.crm.conversion.steps import convert, made


def page(client: Client, deal: Item, query: str = "") -> Any:
    answer = client.get(f"/deals/{deal.pk}/links/{query}")
    assert answer.status_code == 200
    return answer.context


def send(client: Client, deal: Item, query: str = "", **form: object) -> Any:
    return client.post(f"/deals/{deal.pk}/links/{query}", form)


def found(client: Client, deal: Item, query: str) -> list[str]:
    return [each["label"] for each in page(client, deal, query)["found"]]


def test_the_tab_offers_it_to_who_may_edit(client: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    builders.take_right_away("edit", "deal")
    builders.give_right("edit", "deal", "own")
    for reader, offered in ((alice, True), (bob, False)):
        client.force_login(reader)
        tab = client.get(f"/deals/{deal.pk}/dependencies/").content.decode()
        assert (f'href="/deals/{deal.pk}/links/"' in tab) is offered


def test_items_of_every_type_are_found_by_name_and_number(web: Client, alice: User, charlie: User) -> None:
    deal = builders.deal(alice, title="Website")
    builders.estimate(alice, title="Website, first part")
    builders.lead(charlie, title="Website of others")
    bill = builders.invoice(alice, title="Bill")
    assert found(web, deal, "?q=website") == ["Website, first part"]
    assert found(web, deal, f"?q=%23{bill.pk}") == ["Bill"]
    assert found(web, deal, "") == []


def test_a_link_goes_on_from_here_or_leads_here(web: Client, alice: User) -> None:
    deal, next_, before = (builders.deal(alice, title=title) for title in ("Now", "Next", "Before"))
    assert send(web, deal, "?side=after", add=next_.pk)["Location"] == f"/deals/{deal.pk}/dependencies/"
    send(web, deal, "?side=before", add=before.pk)
    assert list(Link.objects.order_by("pk").values_list("source", "target", "kind")) == [
        (deal.pk, next_.pk, "bound"),
        (before.pk, deal.pk, "bound"),
    ]
    linked = {each["label"]: each["note"].split(" · ")[-1] for each in page(web, deal)["linked"]}
    assert linked == {"Next": "After this item", "Before": "Before this item"}


def test_what_is_linked_is_not_offered_again(web: Client, alice: User) -> None:
    deal, other = builders.deal(alice), builders.deal(alice, title="Next year")
    send(web, deal, add=other.pk)
    assert found(web, deal, "?q=next") == []


def test_a_link_by_hand_can_be_taken_away(web: Client, alice: User) -> None:
    deal, other = builders.deal(alice), builders.deal(alice, title="Next year")
    links.bind(deal, other, actor=alice)
    (each,) = page(web, deal)["linked"]
    answer = web.post(f"/deals/{deal.pk}/links/", {"remove": each["key"]}, follow=True)
    assert "The items are linked no longer." in answer.content.decode()
    assert not Link.objects.exists()


def test_a_circle_is_refused_in_words_and_what_was_typed_stays(web: Client, alice: User) -> None:
    deal, other = builders.deal(alice), builders.deal(alice, title="Before")
    links.bind(other, deal, actor=alice)
    answer = send(web, deal, "?q=before&side=after", add=other.pk)
    assert answer.status_code == 422
    assert "This would close a circle" in answer.content.decode()
    assert answer.context["search"]["value"] == "before"


def test_what_a_conversion_made_is_not_taken_away_here(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    made(convert(deal, "invoice", alice), "invoice")
    assert page(web, deal)["linked"] == []
    send(web, deal, remove=Link.objects.get().pk)
    assert Link.objects.exists()


def test_what_may_not_be_seen_can_neither_be_linked_nor_parted(
    web: Client, alice: User, charlie: User, dana: User
) -> None:
    deal, theirs, other = builders.deal(alice), builders.deal(charlie, title="Secret"), builders.deal(charlie)
    links.bind(deal, theirs, actor=dana)
    assert page(web, deal)["linked"] == []
    send(web, deal, remove=Link.objects.get().pk)
    assert send(web, deal, add=other.pk).status_code == 422
    assert list(Link.objects.values_list("target", flat=True)) == [theirs.pk]


def test_who_may_not_edit_links_nothing(client: Client, alice: User, bob: User) -> None:
    deal, other = builders.deal(alice), builders.deal(bob)
    builders.take_right_away("edit", "deal")
    client.force_login(bob)
    assert client.get(f"/deals/{deal.pk}/links/").status_code == 403
    assert send(client, deal, add=other.pk).status_code == 403


def test_what_is_gone_meanwhile_is_said_so(web: Client, alice: User, dana: User) -> None:
    deal, other = builders.deal(alice), builders.deal(alice, title="Next year")
    records.delete(other, actor=dana)
    for key in (other.pk, "x", ""):
        answer = send(web, deal, add=key)
        assert (answer.status_code, "This item is not there any more." in answer.content.decode()) == (422, True)
