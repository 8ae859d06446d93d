"""How do the values of the fixed lists change?"""

import pytest

from segue.core import directories, records
from segue.core.models import DirectoryValue, User
from segue.core.settings_changes import InUse
from tests import builders

LABELS = {"en": "Fair", "de": "Messe"}


@pytest.fixture
def fair(dana: User) -> DirectoryValue:
    return directories.save(DirectoryValue(directory="SOURCE"), LABELS, actor=dana)


def test_a_new_value_stands_last_with_a_code_of_its_own(fair: DirectoryValue) -> None:
    assert (fair.code, fair.labels, fair.system) == ("FAIR", LABELS, False)
    assert directories.values("SOURCE")[-1] == fair


def test_a_renamed_value_keeps_its_code(dana: User) -> None:
    call = DirectoryValue.objects.get(directory="SOURCE", code="CALL")
    directories.save(call, {"en": "Telephone", "de": "Telefon"}, actor=dana)
    call.refresh_from_db()
    assert (call.code, call.label) == ("CALL", "Telephone")


def test_values_of_segue_stay(dana: User) -> None:
    with pytest.raises(InUse):
        directories.remove(DirectoryValue.objects.get(directory="SOURCE", code="CALL"), actor=dana)


def test_a_value_that_an_item_has_stays_even_in_the_recycle_bin(alice: User, dana: User, fair: DirectoryValue) -> None:
    lead = builders.lead(alice, source=fair)
    records.delete(lead, actor=dana)
    with pytest.raises(InUse):
        directories.remove(fair, actor=dana)


def test_a_value_that_nothing_names_goes(dana: User, fair: DirectoryValue) -> None:
    directories.remove(fair, actor=dana)
    assert not DirectoryValue.objects.filter(pk=fair.pk).exists()


def test_a_value_moves_up(dana: User, fair: DirectoryValue) -> None:
    directories.move(fair, -1, actor=dana)
    assert [value.code for value in directories.values("SOURCE")][-2:] == ["FAIR", "OTHER"]
