"""Which standard fields are required, from when on, and what is said for lack of them?"""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from segue.core import item_types, pipelines, records, required, required_changes
from segue.core.models import AuditEntry, RequiredField, Stage, User
from segue.core.permissions import Forbidden
from segue.crm import stages
from tests import builders
from tests.crm.test_stages import stage

REQUIRED = {"comment": ["This field is required."]}


def need(dana: User, name: str = "comment", first: str = "", item_type: str = "deal") -> None:
    """Require a field of a type: always, or from a stage of its default pipeline on."""
    kind = item_types.get(item_type)
    at = stage(first or {"deal": "NEW", "lead": "NEW"}.get(item_type, "N"), item_type) if kind.has_stages else None
    home = at.pipeline if at else None
    wanted = required_changes.chosen(kind, home) | {name: at if first else None}
    required_changes.save(kind, home, wanted, actor=dana)


def refused(act: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as found:
        act()
    return found.value.message_dict


def test_a_new_item_must_have_what_is_always_required(alice: User, dana: User) -> None:
    need(dana)
    assert refused(lambda: builders.deal(alice)) == REQUIRED
    assert builders.deal(alice, comment="Called").pk


def test_a_move_to_the_stage_is_refused_for_lack_of_it(alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    need(dana, first="EXECUTING")
    assert refused(lambda: stages.move(deal, stage("EXECUTING"), actor=alice)) == REQUIRED
    assert stages.move(deal, stage("EXECUTING"), actor=alice, values={"comment": "Called"}).version == 2


@pytest.mark.parametrize(
    ("first", "at", "asked"),
    [
        ("", "NEW", True),
        ("", "LOSE", True),
        ("EXECUTING", "PREPARATION", False),
        ("EXECUTING", "EXECUTING", True),
        ("EXECUTING", "FINAL_INVOICE", True),
        ("EXECUTING", "WON", True),
        ("EXECUTING", "LOSE", False),
        ("WON", "FINAL_INVOICE", False),
    ],
)
def test_from_a_stage_on_but_not_in_a_failure(dana: User, first: str, at: str, asked: bool) -> None:  # noqa: FBT001
    need(dana, first=first)
    assert ("comment" in required.names(item_types.get("deal"), stage(at))) == asked
