"""Which number comes next, how does numbering change, and which numbers never come again?"""

from typing import Any

import pytest
from django.utils import timezone

from segue.core import bin as recycle_bin
from segue.core import numbering_changes, records
from segue.core.models import AuditEntry, User
from segue.core.permissions import Forbidden
from tests import builders


def save(actor: User, **values: Any) -> None:
    numbering_changes.save(numbering_changes.of_type("estimate"), values, actor=actor)


def coming() -> str:
    return numbering_changes.next_number(numbering_changes.of_type("estimate"))


def test_the_number_shown_is_the_number_given(alice: User, dana: User) -> None:
    save(dana, template="{PREFIX}-{YEAR}-{NUMBER}", prefix="AN", min_length=4, reset="year")
    builders.estimate(alice)
    shown = coming()
    assert shown == f"AN-{timezone.localdate().year}-0002"
    assert builders.estimate(alice).number == shown


def test_showing_a_number_takes_none(alice: User) -> None:
    assert [coming(), coming()] == ["1", "1"]
    assert builders.estimate(alice).number == "1"


def test_a_number_given_by_hand_is_stepped_over(alice: User) -> None:
    builders.estimate(alice, number="1")
    assert coming() == "2"


def test_a_start_beyond_the_last_number_lets_the_counting_jump(alice: User, dana: User) -> None:
    builders.estimate(alice)
    save(dana, start=1000, step=10)
    assert coming() == "1000"
    assert [builders.estimate(alice).number for _ in range(2)] == ["1000", "1010"]


def test_a_start_before_the_last_number_does_not_go_back(alice: User, dana: User) -> None:
    save(dana, start=50)
    builders.estimate(alice)
    save(dana, start=1)
    assert builders.estimate(alice).number == "51"


def test_numbers_of_deleted_and_purged_papers_are_listed(alice: User, dana: User) -> None:
    kept, purged, _living = (builders.estimate(alice) for _ in range(3))
    for paper in (kept, purged):
        records.delete(paper, actor=dana)
    recycle_bin.purge(purged, actor=dana)
    assert [item.number for item in numbering_changes.in_the_bin("estimate")] == ["1"]
    assert [entry.data["number"] for entry in numbering_changes.purged("estimate")] == ["2"]
    assert numbering_changes.in_the_bin("invoice") == []


def test_a_change_is_told_and_needs_the_right(alice: User, dana: User) -> None:
    with pytest.raises(Forbidden):
        save(alice, prefix="X")
    save(dana, prefix="X")
    assert AuditEntry.objects.get().data["changes"] == {"prefix": ["", "X"]}
