"""Many new items at once: the same rows as one by one, in few statements, each refused for itself."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from segue.core import item_types, permissions, records
from segue.core.models import CustomKey, CustomReference, Item, Notice, Observer, StageChange, TimelineEntry, User
from segue.crm.clients import Clients
from segue.crm.communications import Communication
from segue.crm.models import BillingDetails, Client, ContactPoint, Employment, ProductRow
from tests import builders
from tests.core.custom_fields.fields import stored

pytestmark = pytest.mark.django_db
BESIDE = (ContactPoint, Client, Employment, ProductRow, BillingDetails, Observer, StageChange, TimelineEntry,
          CustomKey, CustomReference)  # fmt: skip
REACH = (Communication("PHONE", "030 123456"), Communication("EMAIL", "eva@example.com", "HOME", do_not_contact=True))


def _given(code: str, alice: User, bob: User) -> records.New:
    """Values and parts of nearly every kind."""
    parts: dict[str, Any] = {}
    if code in ("lead", "deal", "estimate", "invoice"):
        parts |= {
            "rows": builders.two_rows(),
            "client": builders.client(builders.company(alice), builders.contact(alice)),
        }
    if code in ("lead", "contact", "company"):
        parts["communications"] = REACH
    if code == "contact":
        parts["companies"] = (builders.company(alice).pk,)
    if code != "estimate":
        parts["observers"] = (alice.pk,)
    named = {"first_name": "Eva", "last_name": "Adler"} if code in ("lead", "contact") else {}
    values = {"owner": bob, "title": "Müller GmbH", "comment": "Called.", "PRICE": 12, **named}
    return records.New(values, parts)


def _rows(item: Item) -> dict[str, list[dict[str, Any]]]:
    """Everything the database holds of an item, but for ids and instants."""
    own = item_types.of(item).model._base_manager.filter(pk=item.pk)
    found = {"own": [_plain(dict(row)) for row in own.values()]}
    for model in BESIDE:
        key = "contact" if model is Employment else "item"
        found[model.__name__] = [
            _plain(dict(row)) for row in model._base_manager.filter(**{key: item.pk}).order_by("pk").values()
        ]
    return found


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    gone = {"id", "item_ptr_id", "item_id", "contact_id", "number", "search_text"}
    return {
        name: value for name, value in row.items() if name not in gone and not name.endswith("_at") and name != "at"
    }


@pytest.mark.parametrize("code", builders.MAKERS)
def test_the_rows_are_those_that_create_writes(code: str, alice: User, bob: User, dana: User) -> None:
    stored(dana, "integer", "PRICE", item_type=code, finds_duplicates=True)
    new = _given(code, alice, bob)
    one = records.create(code, new.values, actor=alice, parts=new.parts)
    many = records.create_many(code, [new, new], actor=alice)
    assert [_rows(each) for each in many if isinstance(each, Item)] == [_rows(one), _rows(one)]


def test_a_hundred_take_few_statements(alice: User) -> None:
    news = [records.New({"title": f"Lead {place}"}, {"communications": REACH}) for place in range(100)]
    with CaptureQueriesContext(connection) as asked:
        records.create_many("lead", news, actor=alice, imported_by=1)
    assert len(asked) <= 25


def test_one_that_is_refused_leaves_the_others(alice: User) -> None:
    news = [records.New({"title": "Good"}), records.New({"title": "x" * 300}), records.New({"title": "Good, too"})]
    first, refused, last = records.create_many("lead", news, actor=alice)
    assert isinstance(refused, ValidationError)
    assert "title" in refused.message_dict
    assert [each.title for each in (first, last) if isinstance(each, Item)] == ["Good", "Good, too"]


def test_one_that_is_refused_gives_its_number_back(alice: User) -> None:
    news = [records.New({"title": "x" * 300}), records.New({"title": "Good"})]
    _refused, good = records.create_many("invoice", news, actor=alice)
    assert isinstance(good, Item)
    assert good.number == "1"


def test_two_with_one_number_are_not_both_stored(alice: User) -> None:
    news = [records.New({"number": "RE-7"}), records.New({"number": "RE-7"})]
    first, second = records.create_many("invoice", news, actor=alice)
    assert isinstance(first, Item)
    assert isinstance(second, ValidationError)
    assert Item.objects.filter(number="RE-7").count() == 1


def test_a_number_that_another_has_is_refused(alice: User) -> None:
    builders.invoice(alice, number="RE-7")
    (refused,) = records.create_many("invoice", [records.New({"number": "RE-7"})], actor=alice)
    assert isinstance(refused, ValidationError)


def test_who_may_not_add_is_refused_each(alice: User) -> None:
    builders.take_right_away("add", "lead")
    found = records.create_many("lead", [records.New({"title": "No"})], actor=alice)
    assert isinstance(found[0], permissions.Forbidden)


def test_an_item_may_be_older_than_today(alice: User) -> None:
    then = timezone.now() - timedelta(days=400)
    (item,) = records.create_many("deal", [records.New({"amount": Decimal(5)}, created_at=then)], actor=alice)
    assert isinstance(item, Item)
    assert Item.objects.get(pk=item.pk).created_at == then


def test_what_an_import_brings_is_told_as_such_and_to_nobody_else(alice: User, bob: User) -> None:
    (item,) = records.create_many("deal", [records.New({"owner": bob})], actor=alice, imported_by=12)
    assert isinstance(item, Item)
    entry = TimelineEntry.objects.get(item=item)
    assert (entry.kind, entry.data) == ("imported", {"job": 12})
    assert not Notice.objects.filter(person=bob).exists()


def test_an_empty_client_is_no_row(alice: User) -> None:
    (item,) = records.create_many("deal", [records.New({}, {"client": Clients()})], actor=alice)
    assert isinstance(item, Item)
    assert not Client.objects.filter(item=item).exists()


def test_a_counter_goes_past_numbers_that_were_given_by_hand(alice: User) -> None:
    builders.invoice(alice, number="2")
    found = records.create_many(
        "invoice", [records.New({}), records.New({}), records.New({"number": "4"})], actor=alice
    )
    assert [each.number for each in found if isinstance(each, Item)] == ["1", "3", "4"]
