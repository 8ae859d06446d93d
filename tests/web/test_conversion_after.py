"""What does a person meet after a conversion: one notice, the heading of the new item, Undo where it can be done?"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from segue.core import bin as recycle_bin
from segue.core import records
from segue.core.models import Item, User
from segue.crm import conversion
from segue.crm.models import Conversion
from tests import builders
from tests.crm.conversion.steps import convert, made
from tests.web.presses import press


@pytest.fixture
def web(alice: User, client: Client) -> Client:
    """A browser in which Alice has signed in."""
    client.force_login(alice)
    return client


def undo(web: Client, done: Conversion, actor: User, key: str = "u") -> Any:
    shown = conversion.plan_undo(done, actor=actor).fingerprint
    return web.post(f"/conversions/{done.pk}/undo/", {"key": key, "fingerprint": shown})


def read(web: Client, address: str) -> str:
    text: str = web.get(address).content.decode()
    return text


def offers_undo(web: Client, address: str, done: Conversion) -> bool:
    return f'action="/conversions/{done.pk}/undo/"' in read(web, address)


def test_an_undo_key_used_for_another_undo_is_refused_on_a_page(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    first, second = convert(deal, "invoice", alice), convert(deal, "estimate", alice)
    assert undo(web, first, alice).status_code == 303
    answer = undo(web, second, alice)
    assert answer.status_code == 422
    assert "This page was used already." in answer.content.decode()
    assert Conversion.objects.get(pk=second.pk).state == "applied"


@pytest.mark.parametrize("purge", [False, True])
def test_a_source_that_vanished_since_the_page_was_opened_is_not_found(
    purge: bool, web: Client, alice: User, dana: User
) -> None:
    deal = builders.deal(alice)
    records.delete(deal, actor=dana)
    if purge:
        recycle_bin.purge(Item.objects.get(pk=deal.pk), actor=dana)
    assert press(web, deal, "invoice").status_code == 404
    assert not Conversion.objects.exists()


@pytest.mark.parametrize("pk", ["0", "9" * 9, "9" * 19, "9" * 30])
def test_a_source_that_never_was_is_not_found(pk: str, web: Client) -> None:
    assert web.post(f"/deals/{pk}/create/invoice/", {"key": "k1", "version": 1}).status_code == 404


def test_an_item_of_another_type_is_not_found_as_a_deal(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    answer = web.post(f"/deals/{lead.pk}/create/invoice/", {"key": "k1", "version": 1})
    assert (answer.status_code, Item.objects.count()) == (404, 1)


def test_a_press_that_comes_again_says_nothing_of_a_source_that_was_lost_to_sight(
    web: Client, alice: User, charlie: User
) -> None:
    deal = builders.deal(alice, open_to_all=False)
    press(web, deal, "invoice")
    Item.objects.filter(pk=deal.pk).update(owner=charlie)
    assert press(web, deal, "invoice").status_code == 404


def test_somebody_who_may_not_see_the_source_gets_to_know_nothing_of_it(
    web: Client, alice: User, charlie: User
) -> None:
    answer = press(web, builders.deal(charlie, open_to_all=False), "invoice")
    assert (answer.status_code, Conversion.objects.count()) == (404, 0)


def test_the_notice_names_everything_by_type_and_number(web: Client, alice: User) -> None:
    lead = builders.lead(alice)
    answer = press(web, lead, "deal-contact")
    deal, contact = Item.objects.get(type="deal").pk, Item.objects.get(type="contact").pk
    assert f"Deal #{deal}, Contact #{contact} created from Lead #{lead.pk}" in read(web, answer["Location"])


def test_a_double_click_is_told_once(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    _first, second = (press(web, deal, "invoice") for _ in range(2))
    assert read(web, second["Location"]).count("Invoice 1 created from") == 1
    again = press(web, deal, "invoice")
    assert "Invoice 1 created from" not in read(web, again["Location"])


def test_a_double_click_on_undo_is_told_once(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    done = convert(deal, "invoice", alice)
    for _ in range(2):
        undo(web, done, alice)
    assert read(web, f"/deals/{deal.pk}/").count("Undone.") == 1


def test_the_heading_of_the_new_item_has_the_focus_once(web: Client, alice: User) -> None:
    address = press(web, builders.deal(alice), "invoice")["Location"]
    assert re.search(r"<h1[^>]*autofocus", read(web, address))
    assert not re.search(r"<h1[^>]*autofocus", read(web, address))


def test_undo_is_offered_on_both_sides(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    done = convert(deal, "invoice", alice)
    assert offers_undo(web, f"/deals/{deal.pk}/", done)
    assert offers_undo(web, f"/invoices/{made(done, 'invoice').pk}/", done)


def test_undo_is_not_offered_to_others_without_the_right_to_delete(client: Client, alice: User, bob: User) -> None:
    done = convert(builders.deal(alice), "invoice", alice)
    client.force_login(bob)
    assert not offers_undo(client, f"/invoices/{made(done, 'invoice').pk}/", done)


def test_undo_is_not_offered_after_a_day_without_the_right_to_delete(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    done = convert(deal, "invoice", alice)
    Conversion.objects.update(at=timezone.now() - timedelta(hours=25))
    assert not offers_undo(web, f"/deals/{deal.pk}/", done)
    builders.give_right("delete", "invoice", "all")
    assert offers_undo(web, f"/deals/{deal.pk}/", done)


def test_undo_is_not_offered_to_who_may_not_edit_the_source(web: Client, alice: User) -> None:
    done = convert(builders.deal(alice), "invoice", alice)
    builders.give_right("edit", "deal", "none")
    assert not offers_undo(web, f"/invoices/{made(done, 'invoice').pk}/", done)


def test_undo_is_not_offered_when_the_source_is_in_the_recycle_bin(web: Client, alice: User, dana: User) -> None:
    lead = builders.lead(alice)
    done = convert(lead, "deal", alice)
    records.delete(lead, actor=dana)
    assert not offers_undo(web, f"/deals/{made(done, 'deal').pk}/", done)
