"""Do history, timeline and the question between two people tell of custom fields, to those who may see them?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from segue.core import records
from segue.core.custom_fields import changes
from segue.core.models import CustomField, CustomFieldOption, Item, User
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.web.form_data import errors, typed

# A value before and after, and how the change reads in English and in German.
TOLD: dict[str, tuple[str, Any, Any, tuple[str, str], tuple[str, str]]] = {
    "text": ("string", "Blue", "Red", ("Blue", "Red"), ("Blue", "Red")),
    "whole number": ("integer", 1000, 2000, ("1,000", "2,000"), ("1.000", "2.000")),
    "number": ("double", 1.5, 2.5, ("1.5", "2.5"), ("1,5", "2,5")),
    "switch": ("boolean", False, True, ("No", "Yes"), ("Nein", "Ja")),
    "day": ("date", "2026-01-31", "2026-12-31", ("Jan 31, 2026", "Dec 31, 2026"), ("31.01.2026", "31.12.2026")),
    "instant": ("datetime", "2026-01-31T16:30:00Z", None, ("4:30\u202fPM", "–"), ("16:30", "–")),
    "money": ("money", {"amount": 1.5, "currency": "EUR"}, None, ("€1.50", "–"), ("1,50\xa0€", "–")),
    "link": ("url", "mailto:a@b.example", None, ("a@b.example", "–"), ("a@b.example", "–")),
    "address": ("address", {"address": "Weg 1", "city": "Bonn"}, None, ("Weg 1, Bonn", "–"), ("Weg 1, Bonn", "–")),
    "directory": ("directory", "CALL", "WEB", ("Call", "Website"), ("Anruf", "Website")),
}


@pytest.fixture
def deal(alice: User) -> Item:
    found: Item = builders.deal(alice)
    return found


def page(client: Client, reader: User, deal: Item, tab: str = "history/", language: str = "en") -> str:
    """What this person reads of the deal."""
    User.objects.filter(pk=reader.pk).update(language=language, time_zone="UTC")
    client.force_login(User.objects.get(pk=reader.pk))
    return client.get(f"/deals/{deal.pk}/{tab}").content.decode()


@pytest.mark.parametrize("name", TOLD)
def test_a_change_reads_from_to_in_the_language_of_the_reader(
    client: Client, alice: User, dana: User, deal: Item, name: str
) -> None:
    kind, before, after, english, german = TOLD[name]
    stored(dana, kind, "A", labels={"en": "Colour", "de": "Farbe"})
    records.change(deal, {"A": before}, actor=alice)
    records.change(deal, {"A": after}, actor=alice)
    for language, label, words in (("en", "Colour", english), ("de", "Farbe", german)):
        told = page(client, alice, deal, language=language)
        last = told[told.index(label, told.index("<tbody")) :][:400]
        assert all(word in last for word in words)
        assert label in page(client, alice, deal, "timeline/", language)


def test_a_list_keeps_the_texts_it_had(client: Client, alice: User, dana: User, deal: Item) -> None:
    field = stored(dana, "list", "A", multiple=True, options=("North", "South"))
    records.change(deal, {"A": list(field.offered)}, actor=alice)
    for option in CustomFieldOption.objects.all():
        changes.delete_option(option, actor=dana)
    assert "North, South" in page(client, alice, deal)


def test_a_field_that_is_gone_keeps_its_name_and_its_values(
    client: Client, alice: User, dana: User, deal: Item
) -> None:
    field = stored(dana, "integer", "A", labels={"en": "Seats", "de": "Plätze"})
    records.change(deal, {"A": 1000}, actor=alice)
    changes.delete(field, actor=dana)
    assert "1,000" in page(client, alice, deal)
    CustomField.objects.filter(pk=field.pk).delete()
    told = page(client, alice, deal, language="de")
    assert ("Plätze" in told, "1.000" in told) == (True, True)


def test_an_item_is_named_to_those_who_may_see_it(
    client: Client, alice: User, charlie: User, dana: User, deal: Item
) -> None:
    stored(dana, "crm", "A")
    records.change(deal, {"A": builders.lead(charlie, title="Secret").pk}, actor=dana)
    for tab in ("history/", "timeline/"):
        assert "Secret" in page(client, dana, deal, tab)
        told = page(client, alice, deal, tab)
        assert ("Secret" in told, "Hidden item" in told) == (False, True)


@pytest.mark.parametrize("gone", [False, True])
def test_a_restricted_field_is_left_out_for_those_who_may_not_see_it(
    client: Client, alice: User, dana: User, deal: Item, *, gone: bool
) -> None:
    field = stored(dana, "string", "A", labels={"en": "Margin"})
    changes.restrict(field, [dana], [], actor=dana)
    records.change(deal, {"A": "Secret"}, actor=dana)
    if gone:
        CustomField.objects.filter(pk=field.pk).delete()
    for tab in ("history/", "timeline/", ""):
        told = page(client, alice, deal, tab)
        assert ("Secret" in told, "Margin" in told) == (False, False)
        assert told.count("Changed") <= 1  # when the item was changed at last
    assert "Secret" in page(client, dana, deal)


def test_what_else_was_changed_with_it_is_told(client: Client, alice: User, dana: User, deal: Item) -> None:
    changes.restrict(stored(dana, "string", "A"), [dana], [], actor=dana)
    records.change(deal, {"A": "Secret", "comment": "Call on Monday"}, actor=dana)
    told = page(client, alice, deal)
    assert ("Secret" in told, "Call on Monday" in told) == (False, True)


Committed = Callable[..., Any]


def remove(field: CustomField, by: User, committed: Committed) -> None:
    """Delete a field, and let the job take it away."""
    with committed(execute=True):
        changes.delete(field, actor=by)
    assert not CustomField.objects.filter(pk=field.pk).exists()


def test_another_field_of_the_same_code_does_not_open_what_was_restricted(
    client: Client, alice: User, dana: User, deal: Item, django_capture_on_commit_callbacks: Committed
) -> None:
    field = stored(dana, "string", "A", labels={"en": "Margin"})
    changes.restrict(field, [dana], [], actor=dana)
    records.change(deal, {"A": "SECRET42"}, actor=dana)
    remove(field, dana, django_capture_on_commit_callbacks)
    stored(dana, "string", "A", labels={"en": "Margin"})
    for tab in ("history/", "timeline/", ""):
        assert "SECRET42" not in page(client, alice, deal, tab)
    assert "SECRET42" in page(client, dana, deal)


def test_another_field_of_the_same_code_does_not_hide_what_was_open(
    client: Client, alice: User, dana: User, deal: Item, django_capture_on_commit_callbacks: Committed
) -> None:
    records.change(deal, {stored(dana, "string", "A").code: "Blue"}, actor=alice)
    remove(CustomField.objects.get(), dana, django_capture_on_commit_callbacks)
    changes.restrict(stored(dana, "string", "A"), [dana], [], actor=dana)
    assert "Blue" in page(client, alice, deal)


def test_what_was_restricted_later_stays_so_when_the_field_is_gone(
    client: Client, alice: User, dana: User, deal: Item, django_capture_on_commit_callbacks: Committed
) -> None:
    field, other = stored(dana, "string", "A"), stored(dana, "string", "B")
    records.change(deal, {"A": "SECRET42", other.code: "Blue"}, actor=dana)
    changes.restrict(field, [dana], [], actor=dana)
    remove(CustomField.objects.get(pk=field.pk), dana, django_capture_on_commit_callbacks)
    for tab in ("history/", "timeline/", ""):
        assert "SECRET42" not in page(client, alice, deal, tab)
    assert "Blue" in page(client, alice, deal)
    assert "SECRET42" in page(client, dana, deal)


# Two people at once


def form(web: Client, deal: Item) -> dict[str, Any]:
    """What the form of the deal holds when Alice opens it."""
    return typed(web.get(f"/deals/{deal.pk}/edit/"))


def test_changes_of_different_fields_both_stand(web: Client, bob: User, dana: User, deal: Item) -> None:
    stored(dana, "string", "A")
    stored(dana, "string", "B")
    opened = form(web, deal)
    records.change(deal, {"A": "Bob's"}, actor=bob)
    assert web.post(f"/deals/{deal.pk}/edit/", opened | {"B": "Alice's"}).status_code == 303
    deal.refresh_from_db()
    assert deal.custom == {"A": "Bob's", "B": "Alice's"}


def test_the_same_field_shows_both_values(web: Client, bob: User, dana: User, deal: Item) -> None:
    stored(dana, "integer", "A", labels={"en": "Seats"})
    opened = form(web, deal)
    records.change(deal, {"A": 1000}, actor=bob)
    response = web.post(f"/deals/{deal.pk}/edit/", opened | {"A": "2000"})
    told = response.content.decode()
    assert response.status_code == 409
    assert all(text in told for text in ("<legend>Seats</legend>", "1,000", "2,000", "Bob ·"))


@pytest.mark.parametrize(("choice", "value"), [("theirs", 1000), ("yours", 2000)])
def test_the_choice_is_saved_with_everything_else(web: Client, dana: User, deal: Item, choice: str, value: int) -> None:
    stored(dana, "integer", "A")
    stored(dana, "string", "B")
    opened = form(web, deal)
    records.change(deal, {"A": 1000, "B": "Bob's"}, actor=dana)
    response = web.post(f"/deals/{deal.pk}/edit/", opened | {"A": "2000", "comment": "Call"})
    assert web.post(f"/deals/{deal.pk}/edit/", typed(response, keep_A=choice)).status_code == 303
    deal.refresh_from_db()
    assert (deal.custom, deal.comment) == ({"A": value, "B": "Bob's"}, "Call")


def test_the_same_value_from_both_is_no_conflict(web: Client, bob: User, dana: User, deal: Item) -> None:
    stored(dana, "integer", "A")
    opened = form(web, deal)
    records.change(deal, {"A": 1000}, actor=bob)
    assert web.post(f"/deals/{deal.pk}/edit/", opened | {"A": "1000"}).status_code == 303


def test_going_back_to_the_old_value_in_the_question_counts(web: Client, bob: User, dana: User, deal: Item) -> None:
    stored(dana, "string", "A")
    records.change(deal, {"A": "Old"}, actor=bob)
    opened = form(web, deal)
    records.change(deal, {"A": "Bob's"}, actor=bob)
    response = web.post(f"/deals/{deal.pk}/edit/", opened | {"A": "Alice's"})
    web.post(f"/deals/{deal.pk}/edit/", typed(response, keep_A="yours", A="Old"))
    deal.refresh_from_db()
    assert deal.custom == {"A": "Old"}


def test_a_field_made_while_the_form_was_open_is_not_blanked(web: Client, alice: User, dana: User, deal: Item) -> None:
    opened = form(web, deal)
    stored(dana, "string", "A")
    records.change(deal, {"A": "Bob's"}, actor=alice)
    assert web.post(f"/deals/{deal.pk}/edit/", opened | {"comment": "Call"}).status_code == 303
    deal.refresh_from_db()
    assert (deal.custom, deal.comment) == ({"A": "Bob's"}, "Call")


def test_a_field_deleted_while_the_form_was_open_is_left_alone(web: Client, dana: User, deal: Item) -> None:
    field = stored(dana, "string", "A")
    opened = form(web, deal)
    changes.delete(field, actor=dana)
    assert web.post(f"/deals/{deal.pk}/edit/", opened | {"A": "Late", "comment": "Call"}).status_code == 303
    assert errors(web.get(f"/deals/{deal.pk}/edit/")) == []
