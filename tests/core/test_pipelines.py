"""How do pipelines and their stages change, and what about them never does?"""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from segue.core import pipelines, records
from segue.core.models import AuditEntry, Pipeline, Stage, StageChange, User
from segue.core.permissions import Forbidden
from segue.core.settings_changes import InUse
from tests import builders

LABELS = {"en": "Wholesale", "de": "Großhandel"}


@pytest.fixture
def general(db: None) -> Pipeline:
    return Pipeline.objects.get(code="general")


@pytest.fixture
def wholesale(dana: User) -> Pipeline:
    return pipelines.add("deal", LABELS, actor=dana)


def codes(pipeline: Pipeline) -> list[str]:
    return [stage.code for stage in pipelines.stages(pipeline)]


def values(**more: Any) -> dict[str, Any]:
    labels = {"en": "Waiting", "de": "Wartet"}
    return {"labels": labels, "semantics": "process", "colour": "pink", "is_analysis": False} | more


def stage(pipeline: Pipeline, code: str) -> Stage:
    return pipeline.stages.get(code=code)


def test_a_new_pipeline_has_a_copy_of_the_stages_of_general(general: Pipeline, wholesale: Pipeline) -> None:
    assert (wholesale.code, wholesale.exchange_id, wholesale.is_default) == ("wholesale", 1, False)
    assert codes(wholesale) == codes(general)
    assert not wholesale.stages.filter(system=True).exists()


def test_a_second_pipeline_of_the_same_name_has_its_own_code(dana: User, wholesale: Pipeline) -> None:
    second = pipelines.add("deal", LABELS, actor=dana)
    assert (second.code, second.exchange_id) == ("wholesale_2", 2)


def test_only_one_pipeline_is_the_default(dana: User, general: Pipeline, wholesale: Pipeline) -> None:
    pipelines.change(wholesale, LABELS, is_default=True, actor=dana)
    general.refresh_from_db()
    assert not general.is_default
    assert Pipeline.objects.get(item_type="deal", is_default=True) == wholesale


def test_general_and_the_default_and_the_hidden_ones_stay(dana: User, general: Pipeline, wholesale: Pipeline) -> None:
    pipelines.change(wholesale, LABELS, is_default=True, actor=dana)
    for pipeline in (general, wholesale, Pipeline.objects.get(code="lead")):
        with pytest.raises(InUse):
            pipelines.remove(pipeline, actor=dana)


def test_a_pipeline_with_a_deal_in_the_recycle_bin_stays(alice: User, dana: User, wholesale: Pipeline) -> None:
    records.delete(builders.deal(alice, stage=stage(wholesale, "NEW")), actor=dana)
    with pytest.raises(InUse):
        pipelines.remove(wholesale, actor=dana)


def test_an_empty_pipeline_goes_with_its_stages(dana: User, wholesale: Pipeline) -> None:
    pipelines.remove(wholesale, actor=dana)
    assert not Stage.objects.filter(pipeline_id=wholesale.pk).exists()


def test_a_pipeline_that_deals_only_passed_through_goes(
    alice: User, dana: User, general: Pipeline, wholesale: Pipeline
) -> None:
    deal = builders.deal(alice, stage=stage(wholesale, "NEW"))
    records.change(deal, {"stage": stage(general, "NEW")}, actor=alice)
    pipelines.remove(wholesale, actor=dana)
    assert list(StageChange.objects.order_by("pk").values_list("pipeline", "semantics")) == [
        (None, "process"),
        (general.pk, "process"),
    ]


def test_pipelines_move(dana: User, general: Pipeline, wholesale: Pipeline) -> None:
    pipelines.move(wholesale, -1, actor=dana)
    assert pipelines.of_type("deal") == [wholesale, general]


def test_a_new_stage_stands_last_of_its_kind_with_a_code_of_its_label(dana: User, general: Pipeline) -> None:
    pipelines.add_stage(general, values(), actor=dana)
    pipelines.add_stage(general, values(semantics="failure"), actor=dana)
    order = codes(general)
    assert order[order.index("WAITING") + 1] == "WON"
    assert order[-1] == "WAITING_2"


def test_a_code_has_at_most_21_signs(dana: User, general: Pipeline) -> None:
    long = {"en": "Waiting for the answer of the customer", "de": "Wartet"}
    assert pipelines.add_stage(general, values(labels=long), actor=dana).code == "WAITING_FOR_THE_ANSWE"


def test_a_second_success_stage_is_refused(dana: User, general: Pipeline) -> None:
    with pytest.raises(ValidationError):
        pipelines.add_stage(general, values(semantics="success"), actor=dana)
    assert general.stages.filter(semantics="success").count() == 1


def test_a_renamed_stage_keeps_code_and_meaning_and_is_told(dana: User, general: Pipeline) -> None:
    new = pipelines.change_stage(stage(general, "NEW"), {"labels": {"en": "Fresh", "de": "Frisch"}}, actor=dana)
    assert (new.code, new.semantics, new.label) == ("NEW", "process", "Fresh")
    entry = AuditEntry.objects.get()
    assert entry.data["changes"]["labels"] == [{"en": "New", "de": "Neu"}, {"en": "Fresh", "de": "Frisch"}]


def test_a_stage_that_holds_an_item_stays_even_if_that_is_in_the_bin(
    alice: User, dana: User, general: Pipeline
) -> None:
    records.delete(builders.deal(alice), actor=dana)
    with pytest.raises(InUse):
        pipelines.remove_stage(stage(general, "NEW"), actor=dana)


def test_a_stage_that_items_only_passed_through_goes(alice: User, dana: User, general: Pipeline) -> None:
    records.change(builders.deal(alice), {"stage": stage(general, "EXECUTING")}, actor=alice)
    pipelines.remove_stage(stage(general, "NEW"), actor=dana)
    assert list(StageChange.objects.order_by("pk").values_list("stage__code", flat=True)) == [None, "EXECUTING"]


def test_the_success_stage_and_the_last_process_stage_stay(dana: User, general: Pipeline) -> None:
    for each in general.stages.filter(semantics="process").exclude(code="NEW"):
        pipelines.remove_stage(each, actor=dana)
    for code in ("NEW", "WON"):
        with pytest.raises(InUse):
            pipelines.remove_stage(stage(general, code), actor=dana)


def test_stages_move_among_their_kind_only(dana: User, general: Pipeline) -> None:
    before = codes(general)
    pipelines.move_stage(stage(general, "FINAL_INVOICE"), 1, actor=dana)
    pipelines.move_stage(stage(general, "LOSE"), -1, actor=dana)
    assert codes(general) == before
    pipelines.move_stage(stage(general, "LOSE"), 1, actor=dana)
    assert codes(general)[-2:] == ["APOLOGY", "LOSE"]


def test_without_the_settings_right_nothing_changes(alice: User, general: Pipeline) -> None:
    first = stage(general, "PREPARATION")
    for refused in (
        lambda: pipelines.add("deal", LABELS, actor=alice),
        lambda: pipelines.change(general, LABELS, is_default=True, actor=alice),
        lambda: pipelines.add_stage(general, values(), actor=alice),
        lambda: pipelines.change_stage(first, {"colour": "red"}, actor=alice),
        lambda: pipelines.remove_stage(first, actor=alice),
        lambda: pipelines.move_stage(first, 1, actor=alice),
    ):
        with pytest.raises(Forbidden):
            refused()
