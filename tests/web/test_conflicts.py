"""When two people edit one item at once, does each keep what only they changed, and is nobody's work lost?"""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from segue.core import records
from segue.core.models import Item, User
from segue.crm import clients, rows
from segue.crm.communications import Communication
from segue.crm.models import Company, Contact, Deal
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.web.form_data import errors, typed


@pytest.fixture
def deal(alice: User) -> Item:
    return builders.deal(alice)


def opened(web: Client, deal: Item) -> dict[str, Any]:
    """Return what the form of the deal holds when Alice opens it."""
    return typed(web.get(f"/deals/{deal.pk}/edit/"))


def send(web: Client, deal: Item, data: dict[str, Any]) -> Any:
    return web.post(f"/deals/{deal.pk}/edit/", data)


def meanwhile(deal: Item, bob: User, **changes: Any) -> None:
    """Bob saves while Alice types."""
    parts: dict[str, Any] = {name: changes.pop(name) for name in ("rows", "client") if name in changes}
    records.change(deal, changes, actor=bob, parts=parts)


def test_changes_of_different_fields_both_stand(web: Client, deal: Item, bob: User) -> None:
    form = opened(web, deal)
    meanwhile(deal, bob, title="Shop")
    assert send(web, deal, form | {"comment": "Call"}).status_code == 303
    deal.refresh_from_db()
    assert (deal.title, deal.comment) == ("Shop", "Call")


def test_rows_that_only_the_other_changed_stand(web: Client, deal: Item, bob: User) -> None:
    form = opened(web, deal)
    meanwhile(deal, bob, rows=(builders.row("Bob's"),))
    assert send(web, deal, form | {"comment": "Call"}).status_code == 303
    assert [row.name for row in rows.read(deal)] == ["Bob's"]


def test_who_has_the_form_open_twice_is_told_so_and_not_of_somebody_else(web: Client, deal: Item) -> None:
    form = opened(web, deal)
    assert send(web, deal, form | {"title": "First window"}).status_code == 303
    page = send(web, deal, form | {"title": "Second window"}).content.decode()
    assert "This was saved in the meantime, in another window" in page
    assert "Someone else" not in page


def test_one_field_changed_by_both_shows_both_values_by_whom_and_when(web: Client, deal: Item, bob: User) -> None:
    form = opened(web, deal)
    meanwhile(deal, bob, title="Bob's shop")
    response = send(web, deal, form | {"title": "Alice's portal"})
    page = response.content.decode()
    assert response.status_code == 409
    assert all(text in page for text in ("Bob&#x27;s shop", "Alice&#x27;s portal", "Bob ·"))
    deal.refresh_from_db()
    assert deal.title == "Bob's shop"


@pytest.mark.parametrize(("choice", "title"), [("theirs", "Bob's shop"), ("yours", "Alice's portal")])
def test_the_choice_is_saved_with_everything_else_typed(
    web: Client, deal: Item, bob: User, choice: str, title: str
) -> None:
    form = opened(web, deal)
    meanwhile(deal, bob, title="Bob's shop")
    page = send(web, deal, form | {"title": "Alice's portal", "comment": "Call"})
    assert send(web, deal, typed(page, keep_title=choice)).status_code == 303
    deal.refresh_from_db()
    assert (deal.title, deal.comment) == (title, "Call")


@pytest.mark.parametrize("choice", [None, "", "both"])
def test_saving_again_without_a_choice_asks_again(web: Client, deal: Item, bob: User, choice: str | None) -> None:
    form = opened(web, deal)
    meanwhile(deal, bob, title="Bob's shop")
    page = send(web, deal, form | {"title": "Alice's portal"})
    again = send(web, deal, typed(page, keep_title=choice))
    assert again.status_code == 422
    assert typed(again)["conflict"] == ["title"]
    deal.refresh_from_db()
    assert deal.title == "Bob's shop"


def test_what_only_the_other_changed_is_shown_new_beside_a_conflict(web: Client, deal: Item, bob: User) -> None:
    form = opened(web, deal)
    meanwhile(deal, bob, title="Bob's shop", comment="Bob's note", probability=40, open_to_all=False)
    page = send(web, deal, form | {"title": "Alice's portal"})
    again = typed(page, keep_title="yours")
    assert (again["comment"], again["probability"], "open_to_all" in again) == (["Bob's note"], ["40"], False)
    send(web, deal, again)
    deal = Deal.objects.get()
    assert (deal.title, deal.comment, deal.probability) == ("Alice's portal", "Bob's note", 40)
    assert not deal.open_to_all


def test_a_zero_that_the_other_set_is_shown_and_stands(web: Client, deal: Item, bob: User) -> None:
    form = opened(web, deal)
    meanwhile(deal, bob, title="Bob's shop", probability=0)
    again = typed(send(web, deal, form | {"title": "Alice's portal"}), keep_title="yours")
    assert again["probability"] == ["0"]
    send(web, deal, again)
    assert Deal.objects.get().probability == 0


def test_what_cannot_be_read_of_a_field_that_the_other_changed_loses_nothing(
    web: Client, alice: User, bob: User, dana: User
) -> None:
    stored(dana, "integer", "SEATS", item_type="contact")
    contact = builders.contact(alice)
    form = typed(web.get(f"/contacts/{contact.pk}/edit/"))
    records.change(contact, {"SEATS": 5}, actor=bob)
    page = web.post(f"/contacts/{contact.pk}/edit/", form | {"SEATS": "many", "position": "Head"})
    again = typed(page)
    assert (page.status_code, again["SEATS"], again["position"]) == (422, ["many"], ["Head"])


def test_a_third_save_in_between_asks_again(web: Client, deal: Item, bob: User) -> None:
    form = opened(web, deal)
    meanwhile(deal, bob, title="Bob's shop")
    page = send(web, deal, form | {"title": "Alice's portal"})
    meanwhile(deal, bob, title="Bob's second")
    again = send(web, deal, typed(page, keep_title="yours"))
    assert again.status_code == 409
    assert "Bob&#x27;s second" in again.content.decode()


def test_an_error_elsewhere_keeps_the_choice(web: Client, deal: Item, bob: User) -> None:
    form = opened(web, deal)
    meanwhile(deal, bob, title="Bob's shop")
    page = send(web, deal, form | {"title": "Alice's portal"})
    again = send(web, deal, typed(page, keep_title="theirs", probability="999"))
    assert (again.status_code, typed(again)["keep_title"]) == (422, ["theirs"])
    assert errors(again) == ["Ensure this value is less than or equal to 100."]
    send(web, deal, typed(again, probability="10"))
    deal = Deal.objects.get()
    assert (deal.title, deal.probability) == ("Bob's shop", 10)


@pytest.mark.parametrize(("choice", "names"), [("theirs", ["Bob's"]), ("yours", ["Consulting", "Hosting"])])
def test_rows_are_one_field_to_choose(web: Client, deal: Item, bob: User, choice: str, names: list[str]) -> None:
    form = opened(web, deal)
    meanwhile(deal, bob, rows=(builders.row("Bob's"),))
    page = send(web, deal, form | {"rows-0-quantity": "5"})
    assert "1 × Bob&#x27;s, 100" in page.content.decode()
    assert send(web, deal, typed(page, keep_rows=choice)).status_code == 303
    assert [row.name for row in rows.read(deal)] == names


@pytest.mark.parametrize(("choice", "name"), [("theirs", "Bob's find"), ("yours", "Alice's find")])
def test_the_client_is_one_field_to_choose(web: Client, deal: Item, bob: User, choice: str, name: str) -> None:
    form = opened(web, deal)
    firm = builders.company(bob, title="Bob's find")
    meanwhile(deal, bob, client=builders.client(firm))
    page = send(web, deal, form | {"company": "new:Alice's find"})
    assert send(web, deal, typed(page, keep_client=choice)).status_code == 303
    assert Company.objects.get(client_of__item=deal).title == name


def test_a_hidden_client_that_the_other_replaced_does_not_come_back(
    web: Client, alice: User, bob: User, charlie: User
) -> None:
    secret = builders.company(charlie, title="Secret AG", open_to_all=False)
    deal, firm = builders.deal(alice, client=builders.client(secret)), builders.company(bob)
    form = opened(web, deal)
    meanwhile(deal, bob, client=builders.client(firm))
    assert send(web, deal, form | {"comment": "Call"}).status_code == 303
    assert clients.read(deal).company == firm.pk


def test_a_client_that_one_may_not_see_is_masked_in_a_conflict(web: Client, deal: Item, charlie: User) -> None:
    form = opened(web, deal)
    firm = builders.company(charlie, title="Secret AG", open_to_all=False)
    meanwhile(deal, User.objects.create_user("eve@segue.test", name="Eve", is_admin=True), client=builders.client(firm))
    page = send(web, deal, form | {"company": "new:Mine"}).content.decode()
    assert "Hidden item" in page
    assert "Secret AG" not in page


def test_a_choice_from_a_list_reads_in_words(web: Client, deal: Item, bob: User, charlie: User) -> None:
    form = opened(web, deal)
    meanwhile(deal, bob, owner=bob)
    page = send(web, deal, form | {"owner": str(charlie.pk)})
    shown = page.content.decode().split('name="keep_owner"')
    assert ["Bob" in shown[1], "Charlie" in shown[2]] == [True, True]
    send(web, deal, typed(page, keep_owner="yours"))
    deal.refresh_from_db()
    assert deal.owner == charlie


def test_both_typing_the_same_is_no_conflict(web: Client, deal: Item, bob: User) -> None:
    form = opened(web, deal)
    meanwhile(deal, bob, title="Shop")
    assert send(web, deal, form | {"title": "Shop"}).status_code == 303


def test_communications_changed_by_both_can_be_chosen(web: Client, alice: User, bob: User) -> None:
    contact = builders.contact(alice, communications=(Communication("PHONE", "1"),))
    form = typed(web.get(f"/contacts/{contact.pk}/edit/"))
    records.change(contact, {}, actor=bob, parts={"communications": (Communication("PHONE", "2"),)})
    page = web.post(f"/contacts/{contact.pk}/edit/", form | {"phone-0-value": "3"})
    assert page.status_code == 409
    web.post(f"/contacts/{contact.pk}/edit/", typed(page, keep_communications="yours"))
    assert [point.value for point in Contact.objects.get().contact_points.all()] == ["3"]


def test_amounts_and_days_read_in_the_language_of_the_reader(web: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice, rows=())
    form = opened(web, deal)
    meanwhile(deal, bob, amount=Decimal("1234.5"))
    page = send(web, deal, form | {"amount": "99"}).content.decode()
    assert "1,234.5" in page


@pytest.mark.parametrize("forged", ["password", "id", "\x00", "keep_title"])
def test_a_forged_conflict_is_none(web: Client, deal: Item, forged: str) -> None:
    assert send(web, deal, opened(web, deal) | {"conflict": forged, "title": "Fine"}).status_code == 303
