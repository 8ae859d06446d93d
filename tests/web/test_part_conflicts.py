"""When two people change the same part of an item at once, do both see it, whatever the part and the type?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from segue.core import item_types, records
from segue.core.models import Blob, Item, User
from segue.core.parts import File
from segue.crm import clients, communications
from segue.crm.billing import Billing
from segue.crm.models import BillingDetails
from tests import builders
from tests.web.form_data import errors, typed

PARTS = [(each.code, part.name) for each in item_types.all_types() for part in each.parts]
ONE_OF_EACH = sorted({name: code for code, name in PARTS}.items())
LONG = "a" * 300


def bobs_file(bob: User) -> File:
    return File(Blob.objects.create(sha256="0" * 64, size=1).pk, "bob.txt", bob.pk, timezone.now())


# What Bob stores meanwhile, and what Alice sends.
THEIRS: dict[str, Callable[[User], Any]] = {
    "billing": lambda _bob: Billing(legal_name="Bob says GmbH"),
    "client": lambda bob: clients.Clients(builders.company(bob, title="Bob's find").pk),
    "communications": lambda _bob: (communications.Communication("PHONE", "030 2"),),
    "companies": lambda bob: (builders.company(bob, title="Bob's find").pk,),
    "contacts": lambda bob: (builders.contact(bob, first_name="Bob's", last_name="find").pk,),
    "files": lambda bob: (bobs_file(bob),),
    "observers": lambda bob: (bob.pk,),
    "rows": lambda _bob: (builders.row("Bob's"),),
}
YOURS: dict[str, Callable[[User], dict[str, Any]]] = {
    "billing": lambda _alice: {"billing-legal_name": "Alice says AG", "billing-country_code": "de"},
    "client": lambda _alice: {"company": "new:Alice's find"},
    "communications": lambda _alice: {"phone-0-value": "030 3", "phone-0-type": "WORK"},
    "companies": lambda _alice: {"companies": "new:Alice's find"},
    "contacts": lambda _alice: {"contacts": "new:Alice's find"},
    "files": lambda _alice: {"files": [SimpleUploadedFile("alice.txt", b"words")]},
    "observers": lambda alice: {"observers_add": str(alice.pk)},
    "rows": lambda _alice: {"rows-0-name": "Alice's", "rows-0-price": "5", "rows-0-quantity": "1"},
}


def item_of(code: str, alice: User) -> Item:
    """An item of a type that has nothing in any of its parts."""
    values = {"last_name": "Brandt"} if code == "contact" else {"title": "Brandt"}
    return records.create(code, values, actor=alice)


def edit(item: Item) -> str:
    return f"/{item_types.of(item).slug}/{item.pk}/edit/"


def conflict(web: Client, item: Item, name: str, alice: User, bob: User) -> Any:
    """Return the answer to Alice's save of a part that Bob changed while she typed."""
    form = typed(web.get(edit(item)))
    records.change(item, {}, actor=bob, parts={name: THEIRS[name](bob)})
    return web.post(edit(item), form | YOURS[name](alice))


def stored(item: Item, name: str) -> Any:
    return item_types.of(item).part(name).read(item)


@pytest.mark.parametrize(("code", "name"), PARTS)
def test_a_part_that_two_people_changed_is_asked_about_and_the_own_one_can_be_kept(
    web: Client, alice: User, bob: User, code: str, name: str
) -> None:
    item = item_of(code, alice)
    page = conflict(web, item, name, alice, bob)
    bobs = stored(item, name)
    assert (page.status_code, typed(page)["conflict"]) == (409, [name])
    assert web.post(edit(item), typed(page, **{f"keep_{name}": "yours"})).status_code == 303
    assert stored(item, name) != bobs


@pytest.mark.parametrize(("name", "code"), ONE_OF_EACH)
def test_the_part_of_the_other_can_be_kept(web: Client, alice: User, bob: User, code: str, name: str) -> None:
    item = item_of(code, alice)
    page = conflict(web, item, name, alice, bob)
    bobs = stored(item, name)
    assert web.post(edit(item), typed(page, **{f"keep_{name}": "theirs"})).status_code == 303
    assert stored(item, name) == bobs


@pytest.mark.parametrize(("name", "code"), ONE_OF_EACH)
def test_a_part_that_only_the_other_changed_stands(web: Client, alice: User, bob: User, code: str, name: str) -> None:
    item = item_of(code, alice)
    form = typed(web.get(edit(item)))
    records.change(item, {}, actor=bob, parts={name: THEIRS[name](bob)})
    bobs = stored(item, name)
    assert web.post(edit(item), form | {"utm_source": "fair"}).status_code == 303
    assert stored(item, name) == bobs


def test_both_billing_blocks_are_shown_and_every_line_that_was_typed_stays(web: Client, alice: User, bob: User) -> None:
    page = conflict(web, item_of("company", alice), "billing", alice, bob)
    assert all(text in page.content.decode() for text in ("Bob says GmbH", "Alice says AG"))
    assert typed(page)["billing-legal_name"] == ["Alice says AG"]


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("billing", {"billing-legal_name": LONG}),
        ("communications", {"phone-0-type": "PIGEON"}),
    ],
)
def test_what_is_wrong_with_a_part_is_said_while_the_choice_is_open(
    web: Client, alice: User, bob: User, name: str, changes: dict[str, str]
) -> None:
    item = item_of("company", alice)
    page = conflict(web, item, name, alice, bob)
    again = web.post(edit(item), typed(page, **changes))
    assert (again.status_code, len(errors(again))) == (422, 1)


@pytest.mark.parametrize("changes", [{"rows-0-name": LONG}, {"rows-0-discount": "200"}, {"rows-0-name": ""}])
def test_what_is_wrong_with_a_row_is_said_while_the_choice_is_open(
    web: Client, alice: User, bob: User, changes: dict[str, str]
) -> None:
    item = item_of("deal", alice)
    page = conflict(web, item, "rows", alice, bob)
    again = web.post(edit(item), typed(page, **changes))
    assert (again.status_code, len(errors(again))) == (422, 1)


def test_a_country_that_is_none_stands_beside_the_conflict(web: Client, alice: User, bob: User) -> None:
    item = item_of("company", alice)
    page = conflict(web, item, "billing", alice, bob)
    again = web.post(edit(item), typed(page, **{"billing-country_code": "Germany"}, keep_billing="yours"))
    assert errors(again) == ["Ensure this value has at most 2 characters (it has 7)."]
    web.post(edit(item), typed(again, **{"billing-country_code": "de"}))
    assert BillingDetails.objects.get().country_code == "DE"
