"""Can a field be marked so that duplicates are found by it, and what is refused?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from segue.core.custom_fields import kinds
from segue.core.models import AuditEntry, CustomField, CustomKey, User
from tests import builders
from tests.web.settings.test_custom_fields import NAMED, add, change, new

MARK = {"finds_duplicates": "on"}


@pytest.fixture(autouse=True)
def signed_in(client: Client, dana: User) -> None:
    client.force_login(dana)


@pytest.mark.parametrize("kind", sorted(kinds.KINDS))
def test_the_box_stands_where_a_kind_can_be_compared(client: Client, kind: str) -> None:
    page = client.get(new(kind)).content.decode()
    assert ('name="finds_duplicates"' in page) == (kinds.of(kind).key is not None)


def test_a_mark_is_kept_told_and_taken_away(
    client: Client, alice: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    field = add(client)
    builders.deal(alice, **{field.code: "One"})
    with django_capture_on_commit_callbacks(execute=True):
        assert change(client, field, **MARK).status_code == 303
    assert AuditEntry.objects.latest("pk").data["changes"]["finds_duplicates"] == [False, True]
    assert CustomKey.objects.get().key == "one"
    with django_capture_on_commit_callbacks(execute=True):
        change(client, field, finds_duplicates="")
    assert not CustomKey.objects.exists()


def test_the_list_says_so_and_whether_it_is_ready(client: Client) -> None:
    field = add(client, **MARK)
    home = "/settings/custom-fields/deals/"
    assert "finds duplicates, being prepared" in client.get(home).content.decode()
    CustomField.objects.filter(pk=field.pk).update(has_keys=True)
    assert "finds duplicates, being prepared" not in client.get(home).content.decode()
    assert "finds duplicates" in client.get(home).content.decode()


def test_an_eighth_is_refused_beside_its_box(client: Client) -> None:
    for number in range(7):
        add(client, label_en=f"Field {number}", **MARK)
    answer = client.post(new(), NAMED | MARK)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["finds_duplicates"]
    assert "Duplicates are found by at most 7 fields of a type." in answer.content.decode()


def test_it_is_refused_in_german(client: Client, dana: User) -> None:
    for number in range(7):
        add(client, label_en=f"Field {number}", **MARK)
    dana.language = "de"
    dana.save(update_fields=["language"])
    page = client.post(new(), NAMED | MARK).content.decode()
    assert "Dubletten werden nach höchstens 7 Feldern eines Typs gesucht." in page


def test_a_forged_mark_on_another_kind_marks_nothing(client: Client) -> None:
    assert not add(client, "boolean", **MARK).finds_duplicates
