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
from segue.web import http
from segue.web.views import conversions
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
def test_a_source_that_vanishes_while_one_presses_is_not_found(
    purge: bool, web: Client, alice: User, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = http.visible

    def vanish(*wanted: Any, **more: Any) -> Any:
        item = found(*wanted, **more)
        records.delete(item, actor=dana)
        if purge:
            recycle_bin.purge(Item.objects.get(pk=item.pk), actor=dana)
        return item

    monkeypatch.setattr(conversions, "visible", vanish)
    assert press(web, builders.deal(alice), "invoice").status_code == 404
    assert not Conversion.objects.exists()


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
