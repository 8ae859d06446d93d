"""What if somebody sends more than the form holds? Nothing but the fields of the form is taken."""

from typing import Any

import pytest
from django.test import Client

from segue.core import item_types
from segue.core.models import Item, User
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.rights import places, roles
from tests.web.form_data import typed

SLUGS = {each.slug: each.code for each in item_types.all_types()}
RIGHTS = {(of, action): "own" for of in places.MAKE for action in ("read", "add", "edit")}
# Columns that no form offers, with a value somebody may wish for.
FOREIGN: dict[str, Any] = {
    "id": "4711",
    "pk": "4711",
    "item_ptr": "4711",
    "type": "contact",
    "created_by": "777",
    "created_by_id": "777",
    "changed_by": "777",
    "last_activity_by": "777",
    "created_at": "2001-01-01",
    "changed_at": "2001-01-01",
    "deleted_at": "2001-01-01",
    "deleted_by": "777",
    "stage": "WON",
    "stage_id": "1",
    "stage_changed_by": "777",
    "closed_at": "2001-01-01",
    "tax_amount": "99",
    "base_amount": "99",
    "base_rate": "99",
    "rounding_mode": "per_document",
    "number_scope": "x",
    "originator": "x",
    "origin_id": "x",
    "web_form": "9",
    "search_text": "forged",
    "name_key": "forged",
    "is_my_company": "on",
    "is_default_seller": "on",
    "is_repeat": "on",
    "lead": "1",
    "deal": "1",
    "estimate": "1",
    "previous_stage": "1",
    "custom": '{"A": 1}',
    "decimals": "0",
}
MOVING = {"version", "changed_at", "changed_by_id", "last_activity_at", "last_activity_by_id", "comment"}


@pytest.fixture
def web(client: Client, alice: User) -> Client:
    User.objects.create(pk=777, email="forged@segue.test", name="Forged")
    roles.only(alice, RIGHTS)
    client.force_login(alice)
    return client


def columns(item: Item) -> dict[str, Any]:
    """All there is of an item, but what any save moves."""
    row = item_types.of(item).model._default_manager.filter(pk=item.pk).values()[0]
    return {name: value for name, value in row.items() if name not in MOVING}


@pytest.mark.parametrize("slug", SLUGS)
def test_an_edit_takes_no_column_that_the_form_does_not_hold(web: Client, alice: User, slug: str) -> None:
    item = places.MAKE[SLUGS[slug]](User.objects.get(pk=alice.pk))
    before, where = columns(Item.objects.get(pk=item.pk)), f"/{slug}/{item.pk}/edit/"
    assert web.post(where, typed(web.get(where), comment="Called") | FOREIGN).status_code == 303
    changed = Item.objects.get(pk=item.pk)
    assert (changed.comment, changed.version, changed.changed_by_id) == ("Called", 2, alice.pk)
    assert columns(changed) == before


@pytest.mark.parametrize("slug", SLUGS)
def test_a_new_item_takes_no_column_that_the_form_does_not_hold(web: Client, alice: User, slug: str) -> None:
    where = f"/{slug}/new/"
    for name, more in (("Shop", {}), ("Barn", FOREIGN)):
        named = {"title": name, "last_name": name}
        assert web.post(where, typed(web.get(where)) | named | more).status_code == 303
    plain, forged = (columns(item) for item in Item.objects.order_by("pk"))
    own = {
        "id",
        "item_ptr_id",
        "title",
        "last_name",
        "name_key",
        "number",
        "created_at",
        "stage_changed_at",
        "search_text",
    }
    assert {name: value for name, value in forged.items() if value != plain[name] and name not in own} == {}
    assert "forged" not in forged["search_text"]
    assert forged["created_by_id"] == alice.pk


@pytest.mark.parametrize("version", ["0", "-5", "999", "9" * 30, "x", "", "1e3", "\x00"])
def test_a_made_up_version_is_not_stored(web: Client, alice: User, version: str) -> None:
    """It counts as the present one, as where none is sent: who may edit could do that anyway."""
    deal = builders.deal(User.objects.get(pk=alice.pk))
    where = f"/deals/{deal.pk}/edit/"
    assert web.post(where, typed(web.get(where), comment="mine", version=version)).status_code == 303
    deal.refresh_from_db()
    assert (deal.version, deal.comment) == (2, "mine")


@pytest.mark.parametrize("address", ["/me/theme/", "/me/language/"])
def test_a_profile_takes_no_rights(web: Client, alice: User, address: str) -> None:
    before = User.objects.values("is_admin", "is_active", "email", "password", "name").get(pk=alice.pk)
    rights = {"is_admin": "on", "is_active": "", "is_superuser": "on", "email": "dana@segue.test", "password": "x"}
    more = {"theme": "dark", "language": "de", "user": "777", "pk": "777", "id": "777", "role": "1", "name": "Dana"}
    assert web.post(address, rights | more).status_code == 303
    assert User.objects.values("is_admin", "is_active", "email", "password", "name").get(pk=alice.pk) == before
    forged = User.objects.get(pk=777)
    assert (forged.theme, forged.language) == ("system", "en")


def test_signing_in_takes_no_rights(client: Client, alice: User) -> None:
    sent = {"email": alice.email, "password": builders.PASSWORD, "is_admin": "on", "user": "1"}
    assert client.post("/sign-in/", sent).status_code == 303
    assert not User.objects.get(pk=alice.pk).is_admin


def test_settings_take_no_rights(client: Client, alice: User) -> None:
    role = roles.only(alice, {}, settings=True)
    client.force_login(alice)
    where = "/settings/general/"
    sent = {"is_admin": "on", "may_change_settings": "on", "role": role.pk, "user": alice.pk, "secret_key": "x"}
    client.post(where, typed(client.get(where)) | sent)
    assert not User.objects.get(pk=alice.pk).is_admin
    assert not User.objects.filter(is_admin=True).exists()


@pytest.mark.parametrize("where", ["new", "edit"])
def test_a_field_that_is_restricted_takes_nothing(web: Client, alice: User, dana: User, where: str) -> None:
    margin = stored(dana, "string", "MARGIN", is_restricted=True)
    margin.users.set([dana])
    deal = builders.deal(User.objects.get(pk=alice.pk))
    address = "/deals/new/" if where == "new" else f"/deals/{deal.pk}/edit/"
    web.post(address, typed(web.get(address)) | {"title": "x", "MARGIN": "forged", "custom_shown": "MARGIN"})
    assert [item.custom.get("MARGIN") for item in Item.objects.filter(type="deal")] == [None] * Item.objects.count()
    page = web.get("/deals/?f=MARGIN&o=is&v=forged&sort=MARGIN").content.decode()
    assert "argin" not in page.replace("margin-", "")


@pytest.mark.parametrize("name", ["rows-0-id", "rows-0-net", "rows-0-total", "rows-0-origin_row", "rows-0-item"])
def test_a_row_is_computed_and_not_believed(web: Client, alice: User, name: str) -> None:
    deal = builders.deal(User.objects.get(pk=alice.pk))
    where = f"/deals/{deal.pk}/edit/"
    before = deal.amount
    web.post(where, typed(web.get(where)) | {name: "999", "amount": "1", "comment": "x"})
    assert Item.objects.get(pk=deal.pk).amount == before
