"""Do undo and the notices around a conversion keep the names of restricted fields from those who may not see them?"""

import pytest
from django.test import Client

from segue.core import records
from segue.core.custom_fields import changes
from segue.core.models import CustomField, Item, User
from segue.crm import conversion
from segue.crm.models import Conversion
from tests import builders
from tests.crm.conversion.fields import field
from tests.crm.conversion.steps import convert, made, undo
from tests.web.presses import dialog, press

UNSEEN = "1 field you cannot see"


@pytest.fixture
def web(alice: User, client: Client) -> Client:
    """A browser in which Alice has signed in."""
    client.force_login(alice)
    return client


def secret(item_type: str, label: str, by: User) -> CustomField:
    """A field for one person alone."""
    new = field(item_type, "string", label, by=by)
    changes.restrict(new, [by], [], actor=by)
    return new


def created(deal: Item, by: User, client: Client) -> Conversion:
    """A conversion of a deal into an invoice that made the field Margin, as restricted as that of the deal."""
    client.force_login(by)
    press(client, deal, "invoice", **{"new-asked": 1, "new-field-invoice": ["MARGIN"]})
    assert CustomField.objects.get(item_type="invoice").is_restricted
    for right in ("delete", "edit"):
        builders.give_right(right, "invoice", "all")
    return Conversion.objects.get()


def question(web: Client, done: Conversion) -> str:
    """The dialog before an undo."""
    return web.post(f"/conversions/{done.pk}/undo/").content.decode()


def test_the_undo_dialog_counts_fields_that_one_may_not_see(web: Client, alice: User, dana: User) -> None:
    secret("deal", "Margin", dana)
    done = created(builders.deal(dana, owner=alice, MARGIN="42"), dana, web)
    told = question(web, done)
    assert ("Margin" in told, f"were changed: {UNSEEN}." in told) == (True, False)
    web.force_login(alice)
    told = question(web, done)
    assert ("Margin" in told, f"were changed: {UNSEEN}." in told) == (False, True)


def test_the_undo_dialog_counts_changes_that_one_may_not_see(web: Client, alice: User, dana: User) -> None:
    secret("invoice", "Bonus", dana)
    done = convert(builders.deal(alice), "invoice", alice)
    records.change(made(done, "invoice"), {"BONUS": "7", "comment": "Call"}, actor=dana)
    told = question(web, done)
    assert ("Bonus" in told, f"Comment, {UNSEEN}" in told) == (False, True)


def test_the_notice_after_an_undo_counts_fields_that_one_may_not_see(web: Client, alice: User, dana: User) -> None:
    secret("deal", "Margin", dana)
    done = created(builders.deal(dana, owner=alice, MARGIN="42"), dana, web)
    web.force_login(alice)
    shown = conversion.plan_undo(done, actor=alice).fingerprint
    answer = web.post(f"/conversions/{done.pk}/undo/", {"key": "u", "fingerprint": shown})
    told = web.get(answer["Location"]).content.decode()
    assert ("Margin" in told, f"Custom fields that stay: {UNSEEN}" in told) == (False, True)


def test_the_notice_after_an_undo_names_fields_that_one_may_see(web: Client, alice: User, dana: User) -> None:
    done = convert(builders.deal(alice), "invoice", alice)
    bonus = secret("invoice", "Bonus", dana)
    kept = [{"id": bonus.pk, "labels": bonus.labels, "restricted": True}]
    kept += [{"id": 0, "labels": {"en": "Desks"}, "restricted": False}]
    undo(done, alice)
    Conversion.objects.filter(pk=done.pk).update(undo_result={"kept": [], "fields": kept})
    for reader, text in ((alice, f"Desks, {UNSEEN}"), (dana, "Bonus, Desks")):
        web.force_login(reader)
        answer = web.post(f"/conversions/{done.pk}/undo/", {"key": "u", "fingerprint": "x"})
        assert f"Custom fields that stay: {text}" in web.get(answer["Location"]).content.decode()


def test_a_stale_dialog_counts_fields_that_one_may_not_see(web: Client, alice: User, dana: User) -> None:
    secret("deal", "Margin", dana)
    deal = builders.deal(alice)
    records.change(records.fresh(deal), {"MARGIN": "9"}, actor=dana)
    told = dialog(web, deal, "invoice", **{"new-asked": 1})
    assert ("Margin" in told, f"Dana changed: {UNSEEN}" in told) == (False, True)
