"""Is a save of custom values told, numbered, kept from running over another's, and found again by all who need it?"""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.core import bin as recycle_bin
from segue.core import records
from segue.core.custom_fields import changes, definitions
from segue.core.models import CustomField, CustomFieldOption, CustomReference, Item, TimelineEntry, User
from segue.crm.communications import Communication
from segue.lib import text
from tests import builders
from tests.core.custom_fields.fields import stored


def told(item: Item) -> dict[str, Any]:
    """The last entry of an item."""
    data: dict[str, Any] = TimelineEntry.objects.filter(item=item).latest("id").data
    return data


def found(words: str) -> list[int]:
    """The items whose search text holds these words."""
    held = Item.objects.filter(search_text__contains=text.search_form(words))
    return list(held.order_by("pk").values_list("pk", flat=True))


# History


@pytest.fixture
def everything(alice: User, dana: User) -> dict[str, Any]:
    """Fields of many kinds, and a value for each with the fact that tells of it."""
    lead = builders.lead(alice, title="Website form")
    sizes = stored(dana, "list", "SIZES", multiple=True, options=["Small", "Large"])
    small, large = sizes.offered
    for kind in ("string", "double", "boolean", "date", "datetime", "money", "url", "address", "employee", "crm"):
        stored(dana, kind, kind.upper())
    return {
        "SIZES": ([small, large], [{"id": small, "label": "Small"}, {"id": large, "label": "Large"}]),
        "STRING": ("a", "a"),
        "DOUBLE": (Decimal("1.5"), "1.5"),
        "BOOLEAN": (False, False),
        "DATE": ("2026-12-31", "2026-12-31"),
        "DATETIME": ("2026-12-31T10:00:00Z", "2026-12-31T10:00:00Z"),
        "MONEY": ({"amount": Decimal("9.9"), "currency": "EUR"}, {"amount": "9.9", "currency": "EUR"}),
        "URL": ("https://a.example", "https://a.example"),
        "ADDRESS": ({"city": "Berlin"}, {"city": "Berlin"}),
        "EMPLOYEE": (dana.pk, {"id": dana.pk, "label": "Dana"}),
        "CRM": (lead.pk, {"id": lead.pk, "label": "Website form"}),
    }


def test_history_tells_every_kind_so_that_it_can_be_read_later(alice: User, everything: dict[str, Any]) -> None:
    deal = records.change(builders.deal(alice), {code: each for code, (each, _) in everything.items()}, actor=alice)
    data = told(deal)
    assert data["changes"] == {code: [None, fact] for code, (_value, fact) in everything.items()}
    assert data["labels"]["SIZES"] == {"en": "Sizes"}


def test_history_keeps_words_that_are_gone_now(alice: User, dana: User) -> None:
    field = stored(dana, "list", "SIZE", options=["Small", "Large"])
    small, large = CustomFieldOption.objects.filter(field=field).order_by("text")[::-1]
    deal = builders.deal(alice, SIZE=small.pk)
    changes.save_option(small, {"text": "Tiny"}, actor=dana)
    records.change(deal, {"SIZE": large.pk}, actor=alice)
    CustomFieldOption.objects.all().delete()
    assert told(deal)["changes"]["SIZE"] == [{"id": small.pk, "label": "Tiny"}, {"id": large.pk, "label": "Large"}]


def test_a_value_is_told_from_what_to_what(alice: User, dana: User) -> None:
    stored(dana, "double", "RATE")
    deal = builders.deal(alice, RATE=Decimal("0.1"))
    records.change(deal, {"RATE": Decimal("0.2")}, actor=alice)
    assert told(deal)["changes"] == {"RATE": ["0.1", "0.2"]}
    records.change(deal, {"RATE": None}, actor=alice)
    assert told(deal)["changes"] == {"RATE": ["0.2", None]}


# Versions


def test_a_save_raises_the_version_and_one_of_the_same_values_does_not(alice: User, dana: User) -> None:
    stored(dana, "double", "RATE")
    deal = builders.deal(alice, RATE=Decimal("0.1"))
    assert records.change(deal, {"RATE": Decimal("0.10"), "title": deal.title}, actor=alice).version == 1
    assert records.change(deal, {"RATE": Decimal("0.11")}, actor=alice).version == 2


@pytest.fixture
def two(alice: User, dana: User) -> Item:
    """A deal with two custom values, one of which somebody changed since version 1."""
    stored(dana, "string", "ONE")
    stored(dana, "string", "TWO")
    deal = builders.deal(alice, ONE="a", TWO="a")
    records.change(deal, {"ONE": "b"}, actor=alice, base_version=1)
    return deal


def test_saves_of_different_custom_fields_both_stand(alice: User, two: Item) -> None:
    records.change(two, {"TWO": "c", "title": "Shop"}, actor=alice, base_version=1)
    assert Item.objects.get(pk=two.pk).custom == {"ONE": "b", "TWO": "c"}


def test_saves_of_one_custom_field_show_both_values(alice: User, two: Item) -> None:
    with pytest.raises(records.Stale) as stale:
        records.change(two, {"ONE": "c", "TWO": "c"}, actor=alice, base_version=1)
    assert stale.value.conflicts == {"ONE": ("b", "c")}
    assert Item.objects.get(pk=two.pk).custom == {"ONE": "b", "TWO": "a"}


def test_whoever_wants_what_is_there_already_meets_no_conflict(alice: User, two: Item) -> None:
    assert records.change(two, {"ONE": "b"}, actor=alice, base_version=1).version == 2


def test_a_value_that_was_taken_away_meanwhile_is_shown_as_none(alice: User, two: Item) -> None:
    records.change(two, {"ONE": None}, actor=alice, base_version=2)
    with pytest.raises(records.Stale) as stale:
        records.change(two, {"ONE": "c"}, actor=alice, base_version=2)
    assert stale.value.conflicts == {"ONE": (None, "c")}


# Search


def test_texts_options_links_and_places_are_found(alice: User, dana: User) -> None:
    for kind in ("string", "url", "address"):
        stored(dana, kind, kind.upper())
    option = next(iter(stored(dana, "list", "SIZE", options=["Riesengroß"]).offered))
    custom = {"STRING": "Zebra", "URL": "https://quokka.example", "ADDRESS": {"city": "Xanten"}, "SIZE": option}
    deal = builders.deal(alice, **custom)
    assert [found(word) for word in ("Zebra", "quokka", "Xanten", "Riesengross")] == [[deal.pk]] * 4


def test_what_is_searched_follows_the_value(alice: User, dana: User) -> None:
    stored(dana, "string", "ONE")
    deal = builders.deal(alice, ONE="Zebra")
    records.change(deal, {"ONE": "Quokka"}, actor=alice)
    assert (found("Zebra"), found("Quokka")) == ([], [deal.pk])
    records.change(deal, {"ONE": None}, actor=alice)
    assert found("Quokka") == []


def test_changes_elsewhere_on_the_item_keep_the_words(alice: User, dana: User) -> None:
    stored(dana, "string", "ONE", item_type="lead")
    lead = builders.lead(alice, ONE="Zebra")
    records.change(lead, {"title": "Okapi"}, actor=alice)
    records.change(lead, {}, parts={"communications": (Communication("PHONE", "0171 555"),)}, actor=alice)
    assert [found(word) for word in ("Zebra", "Okapi", "0171555")] == [[lead.pk]] * 3
    records.delete(lead, actor=dana)
    records.restore(lead, actor=dana)
    assert found("Zebra") == [lead.pk]


def test_a_restricted_value_is_found_by_nobody(alice: User, bob: User, dana: User) -> None:
    field = stored(dana, "string", "ONE")
    changes.restrict(field, [bob], [], actor=dana)
    builders.deal(bob, ONE="Zebra")
    assert found("Zebra") == []


# What values name


def references(item: Item) -> list[tuple[str, int | None, int | None]]:
    rows = CustomReference.objects.filter(item=item).order_by("field__code", "pk")
    return list(rows.values_list("field__code", "user", "target"))


@pytest.fixture
def naming(dana: User) -> None:
    """Fields that name users and items."""
    stored(dana, "employee", "PEOPLE", multiple=True)
    stored(dana, "crm", "LEAD")


def test_rows_of_what_is_named_follow_the_values(alice: User, bob: User, naming: None) -> None:
    lead, other = builders.lead(alice), builders.lead(alice)
    deal = builders.deal(alice, PEOPLE=[alice.pk, bob.pk], LEAD=lead.pk)
    assert references(deal) == [("LEAD", None, lead.pk), ("PEOPLE", alice.pk, None), ("PEOPLE", bob.pk, None)]
    records.change(deal, {"PEOPLE": [bob.pk], "LEAD": other.pk}, actor=alice)
    assert references(deal) == [("LEAD", None, other.pk), ("PEOPLE", bob.pk, None)]
    records.change(deal, {"PEOPLE": None}, actor=alice)
    assert references(deal) == [("LEAD", None, other.pk)]


def test_a_save_of_something_else_writes_no_rows(alice: User, naming: None) -> None:
    deal = builders.deal(alice, PEOPLE=[alice.pk])
    row = CustomReference.objects.get(item=deal)
    records.change(deal, {"title": "Shop"}, actor=alice)
    assert CustomReference.objects.get(item=deal).pk == row.pk


def test_the_recycle_bin_keeps_values_and_rows(alice: User, dana: User, naming: None) -> None:
    deal = builders.deal(alice, PEOPLE=[alice.pk])
    records.delete(deal, actor=dana)
    records.restore(deal, actor=dana)
    assert Item.objects.get(pk=deal.pk).custom == {"PEOPLE": [alice.pk]}
    assert references(deal) == [("PEOPLE", alice.pk, None)]


def test_a_named_item_in_the_recycle_bin_stays_named(alice: User, dana: User, naming: None) -> None:
    lead = builders.lead(alice)
    deal = builders.deal(alice, LEAD=lead.pk)
    records.delete(lead, actor=dana)
    assert records.change(deal, {"title": "Shop", "LEAD": lead.pk}, actor=alice).custom == {"LEAD": lead.pk}


def purge(item: Item, actor: User) -> None:
    records.delete(item, actor=actor)
    recycle_bin.purge(item, actor=actor)


def test_who_is_purged_takes_its_values_along(alice: User, dana: User, naming: None) -> None:
    deal = builders.deal(alice, PEOPLE=[alice.pk])
    purge(deal, dana)
    assert not CustomReference.objects.exists()


def test_what_is_purged_is_named_by_nobody_any_more(alice: User, dana: User, naming: None) -> None:
    stored(dana, "crm", "LEADS", multiple=True)
    lead, other = builders.lead(alice), builders.lead(alice)
    deal = builders.deal(alice, LEAD=lead.pk, LEADS=[lead.pk, other.pk], PEOPLE=[alice.pk])
    purge(lead, dana)
    assert Item.objects.get(pk=deal.pk).custom == {"LEADS": [other.pk], "PEOPLE": [alice.pk]}
    assert references(deal) == [("LEADS", None, other.pk), ("PEOPLE", alice.pk, None)]


# Definitions


def test_fields_of_a_type_are_read_in_one_query(dana: User, django_assert_num_queries: Any) -> None:
    for code in ("ONE", "TWO", "THREE"):
        stored(dana, "string", code)
    with django_assert_num_queries(1):
        assert list(definitions.of_type("deal")) == ["ONE", "TWO", "THREE"]


def test_a_custom_value_costs_no_query_that_a_column_does_not(alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    stored(dana, "string", "ONE")
    counts = []
    for values in ({"title": "Shop"}, {"ONE": "a"}):
        with CaptureQueriesContext(connection) as queries:
            records.change(deal, values, actor=alice)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_field_that_is_deleted_leaves_its_values_until_a_job_comes(alice: User, dana: User) -> None:
    field = stored(dana, "string", "ONE")
    deal = builders.deal(alice, ONE="a")
    changes.delete(field, actor=dana)
    assert records.change(deal, {"title": "Shop"}, actor=alice).custom == {"ONE": "a"}
    assert CustomField.objects.get(pk=field.pk).deleted_at
