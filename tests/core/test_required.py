"""Which standard fields are required, from when on, and what is said for lack of them?"""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from segue.core import item_types, pipelines, records, required, required_changes
from segue.core.models import AuditEntry, Pipeline, RequiredField, User
from segue.core.permissions import Forbidden
from segue.crm import stages
from segue.crm.communications import Communication
from tests import builders
from tests.crm.test_stages import stage

REQUIRED = {"comment": ["This field is required."]}


def need(dana: User, name: str = "comment", first: str = "", item_type: str = "deal") -> None:
    """Require a field of a type: always, or from a stage of its default pipeline on."""
    kind = item_types.get(item_type)
    home = Pipeline.objects.filter(item_type=item_type, is_default=True).first()
    wanted = required_changes.chosen(kind, home) | {name: stage(first, item_type) if first else None}
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
def test_from_a_stage_on_but_not_in_a_failure(dana: User, first: str, at: str, asked: bool) -> None:
    need(dana, first=first)
    assert ("comment" in required.names(item_types.get("deal"), stage(at))) == asked


@pytest.mark.parametrize(
    ("item_type", "name", "given"),
    [
        ("deal", "title", ({"title": " "}, {"title": "Shop"})),
        ("deal", "amount", ({"rows": ()}, {"rows": (), "amount": 10})),
        ("deal", "probability", ({}, {"probability": 0})),
        ("deal", "rows", ({"rows": ()}, {})),
        ("company", "revenue", ({}, {"revenue": 1})),
        ("company", "address", ({}, {"address": "Quay 1"})),
        ("lead", "phone", ({"communications": (Communication("EMAIL", "a@b.example"),)}, {})),
        ("lead", "email", ({"communications": ()}, {})),
    ],
)
def test_what_counts_as_filled_in(
    alice: User, dana: User, item_type: str, name: str, given: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    blank, filled = given
    need(dana, name, item_type=item_type)
    make = getattr(builders, item_type)
    place = "communications" if name in {"phone", "email"} else name
    assert [*refused(lambda: make(alice, **blank))] == [place]
    assert make(alice, **filled).pk


def test_a_part_that_is_not_being_written_is_read(alice: User, dana: User) -> None:
    bare, whole = builders.deal(alice, rows=()), builders.deal(alice)
    need(dana, "rows")
    assert refused(lambda: records.change(bare, {"title": "Shop"}, actor=alice)) == {
        "rows": ["This field is required."]
    }
    assert records.change(whole, {"title": "Shop"}, actor=alice).version == 2


def test_emptying_it_is_refused(alice: User, dana: User) -> None:
    deal = builders.deal(alice, comment="Called")
    need(dana)
    assert refused(lambda: records.change(deal, {"comment": ""}, actor=alice)) == REQUIRED


def test_what_exists_stays_readable_and_a_save_asks(alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    need(dana)
    assert refused(lambda: records.change(deal, {"title": "Shop"}, actor=alice)) == REQUIRED


def test_several_kinds_of_reach_are_said_by_name(alice: User, dana: User) -> None:
    need(dana, "phone", item_type="contact")
    need(dana, "email", item_type="contact")
    said = {"communications": ["“Phone” is required.", "“E-mail” is required."]}
    assert refused(lambda: builders.contact(alice)) == said


def test_another_pipeline_does_not_ask(alice: User, dana: User) -> None:
    need(dana)
    online = pipelines.add("deal", {"en": "Online", "de": "Online"}, actor=dana)
    assert builders.deal(alice, stage=online.stages.get(code="NEW"), pipeline=online).pk


def test_moving_into_a_pipeline_asks_what_it_asks(alice: User, dana: User) -> None:
    online = pipelines.add("deal", {"en": "Online", "de": "Online"}, actor=dana)
    required_changes.save(item_types.get("deal"), online, {"comment": None}, actor=dana)
    deal = builders.deal(alice)
    assert refused(lambda: stages.change_pipeline(deal, online, actor=alice)) == REQUIRED
    assert stages.change_pipeline(deal, online, actor=alice, values={"comment": "Called"}).pipeline == online


@pytest.mark.parametrize("first", ["", "NEW", "PREPARATION", "EXECUTING", "FINAL_INVOICE", "WON"])
def test_who_goes_on_is_never_asked_for_less(dana: User, first: str) -> None:
    need(dana, first=first)
    ahead = [each for each in pipelines.stages(stage("NEW").pipeline) if each.semantics != "failure"]
    asked = ["comment" in required.names(item_types.get("deal"), each) for each in ahead]
    assert asked == sorted(asked)


def test_with_its_stage_a_requirement_goes(dana: User) -> None:
    need(dana, first="EXECUTING")
    pipelines.remove_stage(stage("EXECUTING"), actor=dana)
    assert not RequiredField.objects.exists()


def test_a_stage_that_moves_takes_its_requirement_along(dana: User) -> None:
    need(dana, first="EXECUTING")
    pipelines.move_stage(stage("EXECUTING"), -1, actor=dana)
    assert "comment" in required.names(item_types.get("deal"), stage("PREPAYMENT_INVOICE"))


def test_only_who_may_change_settings_chooses(alice: User) -> None:
    with pytest.raises(Forbidden):
        required_changes.save(item_types.get("deal"), stage("NEW").pipeline, {"comment": None}, actor=alice)


@pytest.mark.parametrize("name", ["owner", "currency", "open_to_all", "stage", "version", "nothing", "billing"])
def test_what_is_always_there_or_not_typed_cannot_be_required(dana: User, name: str) -> None:
    general = stage("NEW").pipeline
    with pytest.raises(ValidationError):
        required_changes.save(item_types.get("deal"), general, {name: None}, actor=dana)


def test_nobody_forces_a_type_into_the_pipeline_of_another(dana: User) -> None:
    with pytest.raises(ValidationError):
        required_changes.save(item_types.get("lead"), stage("NEW").pipeline, {"comment": None}, actor=dana)


def test_the_same_choice_again_writes_nothing(dana: User) -> None:
    need(dana)
    need(dana)
    assert AuditEntry.objects.filter(subject="requiredfields deal general").count() == 1
