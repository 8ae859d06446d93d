"""Does every change of a setting need the right, and leave author, old and new value behind?"""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from segue.core import preferences, settings_changes
from segue.core.models import AuditEntry, Currency, DirectoryValue, User
from segue.core.permissions import Forbidden


def test_a_change_is_told_with_before_and_after(dana: User) -> None:
    settings_changes.save(Currency.objects.get(pk="USD"), {"rate": Decimal("0.95")}, actor=dana)
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.actor, entry.subject) == ("setting_changed", dana, "currency USD")
    assert entry.data == {"id": "USD", "changes": {"rate": ["0.92", "0.95"]}}


def test_saving_what_is_there_tells_nothing(dana: User) -> None:
    settings_changes.save(Currency.objects.get(pk="USD"), {"rate": Decimal("0.92")}, actor=dana)
    assert not AuditEntry.objects.exists()


def test_what_is_removed_can_be_read_in_the_entry(dana: User) -> None:
    settings_changes.remove(Currency.objects.get(pk="USD"), actor=dana)
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.data["changes"]["rate"]) == ("setting_removed", ["0.92", None])


def test_without_the_settings_right_nothing_is_written(alice: User) -> None:
    currency = Currency.objects.get(pk="USD")
    with pytest.raises(Forbidden):
        settings_changes.save(currency, {"rate": Decimal(2)}, actor=alice)
    with pytest.raises(Forbidden):
        settings_changes.remove(currency, actor=alice)
    with pytest.raises(Forbidden):
        settings_changes.put_in_order([currency], actor=alice, subject="currencies")
    with pytest.raises(Forbidden):
        settings_changes.save_preferences({"country": "AT"}, actor=alice)
    assert Currency.objects.get(pk="USD").rate == Decimal("0.92")


def test_a_code_that_is_taken_is_refused_at_its_field(dana: User) -> None:
    value = DirectoryValue(directory="SOURCE")
    given = {"directory": "SOURCE", "code": "CALL", "labels": {"en": "Call again"}}
    with pytest.raises(ValidationError):
        settings_changes.save(value, given, actor=dana)
    assert not AuditEntry.objects.exists()


def test_preferences_are_told_too(dana: User) -> None:
    settings_changes.save_preferences({"country": "AT", "deadline_days": 7}, actor=dana)
    assert preferences.load().country == "AT"
    assert AuditEntry.objects.get().data == {"changes": {"country": ["DE", "AT"]}}


@pytest.mark.parametrize(("step", "order"), [(-1, "bac"), (1, "acb"), (-9, "bac"), (9, "acb")])
def test_a_row_moves_by_its_step_and_not_beyond_the_end(step: int, order: str) -> None:
    rows = [Currency(pk=code) for code in "abc"]
    assert "".join(row.pk for row in settings_changes.swapped(rows, rows[1], step)) == order
