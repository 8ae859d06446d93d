"""Are phones, e-mails, websites and messengers typed, marked, checked and stored?"""

from typing import Any

import pytest
from django.test import Client

from segue.core.models import Item, User
from segue.crm import communications
from segue.crm.communications import Communication
from segue.crm.models import ContactPoint
from tests import builders
from tests.web.form_data import errors, typed


def save(web: Client, item: Item, **changes: Any) -> Any:
    address = f"/contacts/{item.pk}/edit/"
    return web.post(address, typed(web.get(address), **changes))


@pytest.mark.parametrize("slug", ["leads", "contacts", "companies"])
def test_all_four_kinds_are_stored_in_order(web: Client, slug: str) -> None:
    sent = {
        "phone-0-value": "030 1", "phone-0-type": "MOBILE", "phone-1-value": "030 2", "phone-1-type": "WORK",
        "email-0-value": "a@b.example", "email-0-type": "HOME", "web-0-value": "www.b.example", "web-0-type": "WORK",
        "messenger-0-value": "@b", "messenger-0-type": "TELEGRAM",
    }  # fmt: skip
    response = web.post(f"/{slug}/new/", typed(web.get(f"/{slug}/new/"), title="B", last_name="B", **sent))
    assert response.status_code == 303
    assert [(each.kind, each.value, each.label) for each in communications.read(Item.objects.get())] == [
        ("PHONE", "030 1", "MOBILE"), ("PHONE", "030 2", "WORK"), ("EMAIL", "a@b.example", "HOME"),
        ("WEB", "www.b.example", "WORK"), ("IM", "@b", "TELEGRAM"),
    ]  # fmt: skip


def test_do_not_contact_is_marked_and_unmarked(web: Client, alice: User) -> None:
    contact = builders.contact(alice, communications=(Communication("PHONE", "030 1"),))
    save(web, contact, **{"phone-0-do_not_contact": "1"})
    assert [each.do_not_contact for each in communications.read(contact)] == [True]
    save(web, contact, **{"phone-0-do_not_contact": None})
    assert [each.do_not_contact for each in communications.read(contact)] == [False]


def test_a_line_left_blank_is_dropped(web: Client, alice: User) -> None:
    contact = builders.contact(alice, communications=(Communication("PHONE", "030 1"), Communication("PHONE", "030 2")))
    save(web, contact, **{"phone-0-value": " "})
    assert [each.value for each in communications.read(contact)] == ["030 2"]


def test_an_order_of_another_program_stays_as_it_is(web: Client, alice: User) -> None:
    mixed = (Communication("EMAIL", "a@b.example"), Communication("PHONE", "030 1"))
    contact = builders.contact(alice, communications=mixed)
    save(web, contact)
    contact.refresh_from_db()
    assert (contact.version, communications.read(contact)) == (1, mixed)


@pytest.mark.parametrize(
    ("action", "phones"),
    [
        ("add-phone", ["1", "2", ""]),
        ("remove-phone-0", ["2"]),
        ("remove-phone-1", ["1"]),
        ("remove-phone-7", ["1", "2"]),
        ("remove-phone-x", ["1", "2"]),
        ("add-fax", ["1", "2"]),
        ("", ["1", "2"]),
    ],
)
def test_lines_are_added_and_removed_without_javascript(web: Client, action: str, phones: list[str]) -> None:
    sent = typed(web.get("/leads/new/"), title="Kept", **{"phone-0-value": "1", "phone-1-value": "2"})
    again = typed(web.post("/parts/communications/", sent | {"communications_action": action}))
    lines = [again[f"phone-{place}-value"][0] for place in range(9) if f"phone-{place}-value" in again]
    assert (again["title"], lines) == (["Kept"], phones)
    assert not Item.objects.exists()


def test_htmx_gets_the_part_only(web: Client) -> None:
    sent = {"item_type": "lead", "communications_action": "add-web"}
    page = web.post("/parts/communications/", sent, headers={"HX-Request": "true"}).content.decode()
    assert "web-0-value" in page
    assert "<html" not in page


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("email-0-value", "nobody", "“nobody” is not an e-mail address."),
        ("phone-0-value", "1" * 300, f"“{'1' * 40}…” is longer than 255 characters."),
        ("phone-0-value", "1\x002", "The text holds a sign that cannot be stored. Type it anew."),
        ("phone-0-type", "SKYPE", "This kind of communication does not exist."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_line(web: Client, field: str, value: str, message: str) -> None:
    lines = {"phone-0-value": "030 1", "email-0-value": "a@b.example"} | {field: value}
    response = web.post("/contacts/new/", typed(web.get("/contacts/new/"), last_name="B", **lines))
    assert (response.status_code, errors(response)) == (422, [message])
    assert typed(response)[field] == [value] or field.endswith("type")


def test_more_of_a_kind_than_fit_are_refused_save_those_that_are_stored(
    web: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("segue.web.forms.communications.MOST", 2)
    reach = tuple(Communication("PHONE", f"030 {number}") for number in range(3))
    address = f"/contacts/{builders.contact(alice, communications=reach).pk}/edit/"
    form = typed(web.get(address))
    assert errors(web.post(address, form | {"phone-3-value": "1", "phone-3-type": "WORK"})) == [
        "At most 2 of one kind."
    ]
    assert web.post(address, form | {"phone-0-value": "030 9"}).status_code == 303
    assert ContactPoint.objects.filter(kind="PHONE").count() == 3


def test_a_type_without_communications_cannot_be_asked_for_them(web: Client) -> None:
    assert web.post("/parts/communications/", {"item_type": "deal"}).status_code == 400


def test_a_stranger_cannot_ask_about_an_item(client: Client, alice: User, charlie: User) -> None:
    contact = builders.contact(alice, open_to_all=False)
    client.force_login(charlie)
    sent = {"item_type": "contact", "item": str(contact.pk)}
    assert client.post("/parts/communications/", sent).status_code == 404
