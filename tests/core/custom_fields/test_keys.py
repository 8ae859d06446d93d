"""Do values of a marked field have keys that the same value has in any notation, whatever happens to the field?"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from segue.core import records
from segue.core.custom_fields import changes, copies, criteria, definitions, faults, keys, kinds
from segue.core.models import CustomField, CustomFieldOption, CustomKey, Item, User
from tests import builders
from tests.core.custom_fields import fields

Committed = Callable[..., Any]
# A kind, a value, and the same in another notation.
SAME: tuple[tuple[str, Any, Any], ...] = (
    ("string", "Kunde Nr. K-17/ä", "KUNDE nr k 17 A"),
    ("string", "x" * 5000, "X" * 5000),
    ("url", "https://www.Brandt.example/", "http://brandt.example"),
    ("url", "mailto:Jana@brandt.example", "mailto:jana@BRANDT.example"),
    ("integer", 17, Decimal("17.0")),
    ("double", Decimal("1.50"), Decimal("1.5")),
    ("date", "2026-01-31", "2026-01-31"),
    ("datetime", "2026-01-31T10:00:00Z", "2026-01-31T10:00:00Z"),
    ("list", 3, 3),
    ("employee", 3, 3),
    ("crm", 3, 3),
    ("directory", "WEB", "WEB"),
)
OTHER: tuple[tuple[str, Any, Any], ...] = (
    ("string", "K-17", "K-171"),
    ("string", "x" * 5000, "x" * 5001),
    ("url", "https://brandt.example/a", "https://brandt.example/b"),
    ("integer", 17, 18),
    ("double", Decimal("1.5"), Decimal("1.05")),
    ("date", "2026-01-31", "2026-01-30"),
)
KEYLESS = {"boolean", "money", "address", "file"}


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Committed) -> Committed:
    """What waits for the end of the transaction happens at the end of the block, the jobs too."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def marked(dana: User) -> CustomField:
    """A text by which duplicates of deals are found."""
    return fields.stored(dana, "string", "K", finds_duplicates=True)


def held(item: Item) -> list[str]:
    return list(CustomKey.objects.filter(item=item).order_by("key").values_list("key", flat=True))


# Kinds --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "one", "other"), SAME)
def test_the_same_value_has_the_same_key(kind: str, one: Any, other: Any) -> None:
    field = fields.unstored(kind)
    assert keys.of(field, one) == keys.of(field, other) != set()
    assert all(len(key) <= keys.LONGEST for key in keys.of(field, one))


@pytest.mark.parametrize(("kind", "one", "other"), OTHER)
def test_another_value_has_another_key(kind: str, one: Any, other: Any) -> None:
    field = fields.unstored(kind)
    assert keys.of(field, one) != keys.of(field, other)


def test_every_kind_has_keys_or_is_known_to_have_none() -> None:
    assert {code for code, kind in kinds.KINDS.items() if kind.key is None} == KEYLESS
    assert {kind for kind, _one, _other in SAME} == set(kinds.KINDS) - KEYLESS


@pytest.mark.parametrize("kind", sorted(KEYLESS))
def test_a_kind_without_keys_finds_no_duplicates(dana: User, kind: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fields.stored(dana, kind, "A", finds_duplicates=True)
    assert list(refused.value.message_dict) == ["finds_duplicates"]


def test_nothing_to_compare_has_no_key() -> None:
    field = fields.unstored("string")
    assert keys.of(field, None) == keys.of(field, " – ") == set()


# Items --------------------------------------------------------------------------------------------------------


def test_keys_come_and_go_with_the_values(alice: User, marked: CustomField) -> None:
    deal = builders.deal(alice, K="Ä 1")
    assert held(deal) == ["a1"]
    deal = records.change(deal, {"K": "B 2", "title": "Other"}, actor=alice)
    assert held(deal) == ["b2"]
    deal = records.change(deal, {"title": "Another"}, actor=alice)
    assert held(deal) == ["b2"]
    records.change(deal, {"K": None}, actor=alice)
    assert held(deal) == []


def test_each_of_several_values_has_a_key(alice: User, dana: User) -> None:
    fields.stored(dana, "string", "M", multiple=True, finds_duplicates=True)
    assert held(builders.deal(alice, M=["one", "Two", "ONE"])) == ["one", "two"]


def test_only_marked_fields_have_keys(alice: User, dana: User) -> None:
    fields.stored(dana, "string", "K")
    assert held(builders.deal(alice, K="one")) == []


def test_a_type_without_marked_fields_costs_no_query(alice: User, dana: User, django_assert_num_queries: Any) -> None:
    field = fields.stored(dana, "string", "K")
    deal = builders.deal(alice, K="one")
    with django_assert_num_queries(0):
        keys.write(deal, {"K": field}, ["K"])


# The mark -----------------------------------------------------------------------------------------------------


def test_marking_reads_what_the_items_have(alice: User, dana: User, committed: Committed) -> None:
    field = fields.stored(dana, "string", "K")
    deal, blank = builders.deal(alice, K="One"), builders.deal(alice)
    with committed():
        field = changes.save(field, {"finds_duplicates": True}, actor=dana)
        assert not field.has_keys
    assert (held(deal), held(blank)) == (["one"], [])
    assert CustomField.objects.get().has_keys


def test_unmarking_takes_the_keys_away(alice: User, dana: User, committed: Committed) -> None:
    with committed():
        field = fields.stored(dana, "string", "K", finds_duplicates=True)
    deal = builders.deal(alice, K="One")
    with committed():
        changes.save(definitions.attach(CustomField.objects.get()), {"finds_duplicates": False}, actor=dana)
    assert held(deal) == []
    assert not CustomField.objects.get(pk=field.pk).has_keys


def test_a_job_that_was_cut_off_goes_on_at_the_next_start(alice: User, dana: User, committed: Committed) -> None:
    field = fields.stored(dana, "string", "K")
    deal = builders.deal(alice, K="One")
    CustomField.objects.filter(pk=field.pk).update(finds_duplicates=True)
    with committed():
        criteria.look_again()
    assert held(deal) == ["one"]
    with committed() as waiting:
        criteria.look_again()
    assert waiting == []


def test_a_job_that_runs_twice_writes_once(alice: User, marked: CustomField) -> None:
    deal = builders.deal(alice, K="One")
    assert [criteria.arrange.func(marked.pk) for _twice in range(2)] == [1, 1]
    assert held(deal) == ["one"]


def test_at_most_seven_fields_of_a_type_find_duplicates(dana: User) -> None:
    seven = [fields.stored(dana, "string", f"K{number}", finds_duplicates=True) for number in range(7)]
    with pytest.raises(ValidationError) as refused:
        fields.stored(dana, "string", "EIGHTH", finds_duplicates=True)
    assert "at most 7 fields" in refused.value.message_dict["finds_duplicates"][0]
    changes.save(seven[0], {"finds_duplicates": True, "sort": 5}, actor=dana)
    assert fields.stored(dana, "string", "K", item_type="lead", finds_duplicates=True).finds_duplicates
    changes.delete(seven[0], actor=dana)
    assert fields.stored(dana, "string", "EIGHTH", finds_duplicates=True).finds_duplicates


def test_deleting_the_field_takes_its_keys(alice: User, marked: CustomField, dana: User, committed: Committed) -> None:
    builders.deal(alice, K="One")
    with committed():
        changes.delete(marked, actor=dana)
    assert not CustomKey.objects.exists()


def test_a_replaced_option_has_its_key_replaced(alice: User, dana: User, committed: Committed) -> None:
    field = fields.stored(dana, "list", "K", options=("Gold", "Silver"), finds_duplicates=True)
    gold, silver = CustomFieldOption.objects.filter(field=field).order_by("pk")
    deal = builders.deal(alice, K=gold.pk)
    with committed():
        changes.delete_option(gold, actor=dana, replacement=silver)
    assert held(deal) == [str(silver.pk)]


def test_a_copy_on_another_type_finds_none_until_somebody_says_so(dana: User, marked: CustomField) -> None:
    copy = copies.create_on(marked, "invoice", actor=dana, conversion_id=1)
    assert not copy.finds_duplicates


def test_marking_a_copy_counts_as_changing_it(dana: User) -> None:
    field = fields.stored(dana, "string", "K")
    before = copies.digest(field)
    assert copies.digest(changes.save(field, {"finds_duplicates": True}, actor=dana)) != before


# What must hold -----------------------------------------------------------------------------------------------


def test_keys_that_differ_from_the_values_are_noticed(alice: User, marked: CustomField) -> None:
    deal, other = builders.deal(alice, K="One"), builders.deal(alice, K="Two")
    CustomField.objects.update(has_keys=True)
    assert list(faults.of_keys()) == []
    CustomKey.objects.filter(item=deal).delete()
    CustomKey.objects.create(item=other, field=marked, key="three")
    assert [fault.split(":")[0] for fault in faults.of_keys()] == [f"deal {deal.pk}", f"deal {other.pk}"]


@pytest.mark.usefixtures("marked")
def test_a_field_that_is_still_being_prepared_is_no_fault(alice: User) -> None:
    builders.deal(alice, K="One")
    CustomKey.objects.all().delete()
    assert list(faults.of_keys()) == []


@pytest.mark.usefixtures("marked")
def test_verify_asks_for_keys(alice: User, capsys: pytest.CaptureFixture[str]) -> None:
    builders.deal(alice, K="One")
    CustomField.objects.update(has_keys=True)
    CustomKey.objects.all().delete()
    with pytest.raises(CommandError):
        call_command("verify")
    assert "custom keys" in "".join(capsys.readouterr())
