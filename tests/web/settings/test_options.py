"""Can the options of a list be added, changed, ordered and deleted on their pages, and what becomes of their values?"""

from typing import Any

import pytest
from django.test import Client

from segue.core.models import AuditEntry, CustomField, CustomFieldOption, Item, User
from tests import builders
from tests.core.custom_fields import fields
from tests.web.settings import pages


@pytest.fixture
def field(client: Client, dana: User) -> CustomField:
    client.force_login(dana)
    return fields.stored(dana, "list", "SIZE", options=("Small", "Medium", "Large"))


def place(field: CustomField, *more: Any) -> str:
    return "/".join([f"/settings/custom-fields/{field.pk}/options", *map(str, more), ""])


def option(text: str) -> CustomFieldOption:
    return CustomFieldOption.objects.get(text=text)


def texts(client: Client, field: CustomField) -> list[str]:
    return [row["label"] for row in client.get(place(field)).context["rows"]]


def test_the_options_of_a_list_have_a_page(client: Client, field: CustomField) -> None:
    assert texts(client, field) == ["Small", "Medium", "Large"]
    assert place(field) in client.get(f"/settings/custom-fields/{field.pk}/").content.decode()


def test_several_are_added_at_once_behind_the_others(client: Client, field: CustomField) -> None:
    assert client.post(place(field, "new"), {"text": "Huge\n\nTiny"}).status_code == 303
    assert texts(client, field) == ["Small", "Medium", "Large", "Huge", "Tiny"]
    assert AuditEntry.objects.latest("pk").data["changes"]["text"] == [None, "Tiny"]


@pytest.mark.parametrize("text", ["", " \n ", "x" * 256, "a\x00b"])
def test_nothing_or_too_much_is_refused_beside_it(client: Client, field: CustomField, text: str) -> None:
    assert list(pages.errors(client.post(place(field, "new"), {"text": text}))) == ["text"]


def test_an_option_is_changed(client: Client, field: CustomField) -> None:
    sent = {"text": "S", "colour": "teal", "is_default": "on", "external_id": "s"}
    assert client.post(place(field, option("Small").pk), sent).status_code == 303
    row = client.get(place(field)).context["rows"][0]
    assert (row["label"], row["hue"], row["note"]) == ("S", "teal", "Default · s")


@pytest.mark.parametrize("wrong", [{"text": " "}, {"colour": "ultraviolet"}, {"external_id": "l"}, {"text": "x" * 256}])
def test_a_wrong_change_is_refused_beside_its_field(client: Client, field: CustomField, wrong: dict[str, str]) -> None:
    CustomFieldOption.objects.filter(text="Large").update(external_id="l")
    sent = {"text": "Kept", "colour": "red", "external_id": "kept"} | wrong
    answer = client.post(place(field, option("Small").pk), sent)
    assert list(pages.errors(answer)) == list(wrong)
    assert "ept" in answer.content.decode()


def test_an_option_moves_by_a_plain_post(client: Client, field: CustomField) -> None:
    answer = client.post(place(field, option("Large").pk, "up"))
    assert (answer.status_code, answer["Location"]) == (303, place(field))
    assert texts(client, field) == ["Small", "Large", "Medium"]


def test_an_option_nobody_has_goes_after_a_plain_question(client: Client, field: CustomField) -> None:
    there = place(field, option("Small").pk, "delete")
    question = client.post(there)
    assert ("No item has it." in question.content.decode(), question.context["form"]) == (True, None)
    assert client.post(there, {"confirm": "1"}).status_code == 303
    assert texts(client, field) == ["Medium", "Large"]


def test_an_option_in_use_goes_only_with_a_word_on_its_values(client: Client, alice: User, field: CustomField) -> None:
    builders.deal(alice, SIZE=option("Small").pk)
    there = place(field, option("Small").pk, "delete")
    assert "1 item has it." in client.post(there).content.decode()
    for replacement in ("", "999999", str(option("Small").pk)):
        answer = client.post(there, {"confirm": "1", "replacement": replacement})
        assert list(pages.errors(answer)) == ["replacement"]
    assert option("Small").deleted_at is None


@pytest.mark.parametrize("replacement", ["Medium", "remove"])
def test_the_values_are_replaced_or_lost_as_was_said(
    client: Client, alice: User, field: CustomField, replacement: str, django_capture_on_commit_callbacks: Any
) -> None:
    deal, medium = builders.deal(alice, SIZE=option("Small").pk), option("Medium").pk
    chosen = str(medium) if replacement == "Medium" else replacement
    with django_capture_on_commit_callbacks(execute=True):
        sent = {"confirm": "1", "replacement": chosen}
        assert client.post(place(field, option("Small").pk, "delete"), sent).status_code == 303
    assert Item.objects.get(pk=deal.pk).custom == ({"SIZE": medium} if replacement == "Medium" else {})
    assert not CustomFieldOption.objects.filter(text="Small").exists()


# Forged addresses ---------------------------------------------------------------------------------------------


def test_only_lists_have_options(client: Client, dana: User, field: CustomField) -> None:
    other = fields.stored(dana, "string", "OTHER")
    assert client.get(place(other)).status_code == 404
    assert client.get(place(other, "new")).status_code == 404
    assert "Options" not in client.get(f"/settings/custom-fields/{other.pk}/").content.decode()


def test_an_option_of_another_list_is_not_found(client: Client, dana: User, field: CustomField) -> None:
    fields.stored(dana, "list", "OTHER", options=("Red",))
    for more in ((), ("delete",), ("up",)):
        assert client.post(place(field, option("Red").pk, *more), {"confirm": "1"}).status_code == 404
