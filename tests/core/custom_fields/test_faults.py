"""Is each fault of custom values found, and nothing else taken for one? Every test breaks a row behind the product."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from segue.core import files
from segue.core.custom_fields import changes, faults
from segue.core.models import Attachment, Currency, CustomField, CustomFieldOption, CustomReference, Item, User
from segue.core.parts import File
from segue.crm import verify
from tests import builders
from tests.core.custom_fields.fields import stored


def all_faults() -> list[str]:
    return list(faults.of_values()) + list(faults.of_references())


@pytest.fixture
def deal(alice: User, bob: User, dana: User) -> Item:
    """A deal that holds something of every kind."""
    large = next(iter(stored(dana, "list", "LIST", multiple=True, options=["Large"]).offered))
    kinds = ("string", "integer", "boolean", "date", "datetime", "money", "url", "address", "crm", "directory", "file")
    for kind in kinds:
        stored(dana, kind, kind.upper())
    stored(dana, "double", "DOUBLE", settings={"precision": "4"})
    stored(dana, "employee", "EMPLOYEE", multiple=True)
    blob = files.store(SimpleUploadedFile("a.pdf", b"words"))
    custom = {
        "STRING": "a", "INTEGER": 5, "DOUBLE": 0.0001, "BOOLEAN": False, "DATE": "2026-12-31", "LIST": [large],
        "DATETIME": "2026-12-31T10:00:00Z", "MONEY": {"amount": 5, "currency": "USD"}, "URL": "https://a.example",
        "ADDRESS": {"city": "Berlin"}, "DIRECTORY": "WEB", "EMPLOYEE": [alice.pk, bob.pk],
        "CRM": builders.lead(alice).pk, "FILE": File(blob.pk, "a.pdf", alice.pk, timezone.now()),
    }  # fmt: skip
    return builders.deal(alice, **custom)


def holds(deal: Item, **custom: Any) -> None:
    """Let the database hold other values."""
    Item.objects.filter(pk=deal.pk).update(custom={**deal.custom, **custom})


def test_what_the_product_writes_is_right(deal: Item) -> None:
    assert all_faults() == []
    assert list(verify.derived()) == []


def test_what_became_invalid_since_is_no_fault(deal: Item, dana: User) -> None:
    changes.save(CustomField.objects.get(code="INTEGER"), {"settings": {"max": "1"}}, actor=dana)
    CustomFieldOption.objects.update(deleted_at=timezone.now())
    Currency.objects.filter(code="USD").update(active=False)
    User.objects.filter(name="Bob").update(is_active=False)
    holds(deal, DIRECTORY="GONE")
    CustomField.objects.filter(code="STRING").update(deleted_at=timezone.now())
    assert all_faults() == []


WRONG = [
    ("STRING", 5, "string"), ("STRING", "", "string"), ("STRING", ["a"], "string"), ("INTEGER", "5", "integer"),
    ("DATE", "soon", "date"), ("MONEY", {"amount": 5, "currency": "QQQ"}, "money"), ("LIST", 1, "list"),
    ("LIST", [999], "list"), ("DIRECTORY", 5, "directory"), ("BOOLEAN", None, "boolean"),
    ("URL", "javascript:a", "url"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "value", "kind"), WRONG)
def test_a_value_that_is_none_of_its_kind(deal: Item, code: str, value: Any, kind: str) -> None:
    holds(deal, **{code: value})
    assert all_faults() == [f"deal {deal.pk}: {code} holds what is no {kind}"]


def test_a_value_of_no_field_or_of_a_field_of_another_type(deal: Item, dana: User) -> None:
    stored(dana, "string", "OF_LEADS", item_type="lead")
    holds(deal, OTHER="a", OF_LEADS="b")
    assert all_faults() == [f"deal {deal.pk}: there is no field OF_LEADS", f"deal {deal.pk}: there is no field OTHER"]


@pytest.mark.parametrize("code", ["EMPLOYEE", "CRM"])
def test_a_row_that_is_missing(deal: Item, code: str) -> None:
    CustomReference.objects.filter(field__code=code).delete()
    assert all_faults() == [f"deal {deal.pk}: the rows of what its custom values name differ from them"]


def test_a_row_of_something_that_is_not_named(deal: Item, dana: User) -> None:
    CustomReference.objects.create(item=deal, field=CustomField.objects.get(code="EMPLOYEE"), user=dana)
    assert all_faults() == [f"deal {deal.pk}: the rows of what its custom values name differ from them"]


@pytest.mark.parametrize("custom", [{}, {"FILE": 999_999}])
def test_files_that_are_others_than_the_value_says(deal: Item, custom: dict[str, Any]) -> None:
    rest = {code: value for code, value in deal.custom.items() if code != "FILE"}
    Item.objects.filter(pk=deal.pk).update(custom=rest | custom)
    assert all_faults() == [f"deal {deal.pk}: the files of its custom fields are others than those it holds"]


def test_a_file_of_an_item_without_any_value(alice: User, deal: Item) -> None:
    other = builders.deal(alice)
    Attachment.objects.filter(item=deal).update(item=other)
    text = "the files of its custom fields are others than those it holds"
    assert all_faults() == [f"deal {deal.pk}: {text}", f"deal {other.pk}: {text}"]


def test_words_that_search_would_not_find(deal: Item) -> None:
    Item.objects.filter(pk=deal.pk).update(search_text=deal.search_text.replace("berlin", "bonn"))
    assert list(verify.derived()) == [f"deal {deal.pk}: search_text is stale"]
