"""Who may move what to which stage, and what follows?"""

from datetime import date

import pytest

from segue.core import pipelines, preferences, records
from segue.core.models import Item, Pipeline, Stage, StageChange, TimelineEntry, User
from segue.core.permissions import Forbidden
from segue.crm import stages
from segue.crm.models import Invoice
from segue.lib import dates
from tests import builders
from tests.crm.conversion.steps import convert


def stage(code: str, item_type: str = "deal") -> Stage:
    return Stage.objects.select_related("pipeline").get(
        pipeline__item_type=item_type, pipeline__is_default=True, code=code
    )


@pytest.fixture
def north(dana: User) -> Pipeline:
    return pipelines.add("deal", {"en": "North", "de": "Nord"}, actor=dana)


def test_a_move_says_who_and_when_and_is_told(alice: User) -> None:
    deal = stages.move(builders.deal(alice), stage("EXECUTING"), actor=alice)
    assert (deal.stage, deal.stage_changed_by, deal.version, deal.closed_at) == (stage("EXECUTING"), alice, 2, None)
    entry = TimelineEntry.objects.get(kind="stage_changed")
    assert [fact["label"]["en"] for fact in entry.data["changes"]["stage"]] == ["New", "In progress"]


def test_a_final_stage_closes_and_going_back_opens_again(alice: User) -> None:
    deal = stages.move(builders.deal(alice), stage("WON"), actor=alice)
    assert deal.closed_at is not None
    assert stages.move(deal, stage("NEW"), actor=alice).closed_at is None
    assert list(StageChange.objects.order_by("pk").values_list("event", flat=True)) == [1, 3, 2]


def test_the_present_stage_writes_nothing(alice: User) -> None:
    assert stages.move(builders.deal(alice), stage("NEW"), actor=alice).version == 1


def test_a_stage_of_another_pipeline_or_type_is_refused(alice: User, north: Pipeline) -> None:
    for other in (stage("S", "invoice"), north.stages.get(code="EXECUTING")):
        with pytest.raises(stages.StageNotInPipeline):
            stages.move(builders.deal(alice), other, actor=alice)


def test_a_lead_succeeds_by_conversion_only(alice: User) -> None:
    lead = builders.lead(alice)
    with pytest.raises(stages.OnlyByConversion):
        stages.move(lead, stage("CONVERTED", "lead"), actor=alice)
    assert stages.move(lead, stage("JUNK", "lead"), actor=alice).stage == stage("JUNK", "lead")


def test_a_converted_lead_goes_back_but_not_forth(alice: User) -> None:
    lead = builders.lead(alice)
    convert(lead, "deal", alice)
    won, new = stage("CONVERTED", "lead"), stage("NEW", "lead")
    assert stages.move(lead, won, actor=alice).stage == won  # it stands there
    assert stages.move(lead, new, actor=alice).stage == new
    with pytest.raises(stages.OnlyByConversion):
        stages.move(lead, won, actor=alice)


@pytest.mark.parametrize("right", ["edit", "move"])
def test_a_move_needs_edit_and_move(alice: User, right: str) -> None:
    deal = builders.deal(alice)
    builders.take_right_away(right, "deal")
    with pytest.raises(Forbidden) as refused:
        stages.move(deal, stage("WON"), actor=User.objects.get(pk=alice.pk))
    assert [missing.action for missing in refused.value.missing] == [right]


def test_a_stranger_may_not_move_it(alice: User, charlie: User) -> None:
    with pytest.raises(Forbidden):
        stages.move(builders.deal(alice), stage("WON"), actor=charlie)


def test_a_move_over_somebody_elses_is_stale(alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    stages.move(deal, stage("EXECUTING"), actor=bob, base_version=1)
    with pytest.raises(records.Stale):
        stages.move(deal, stage("WON"), actor=alice, base_version=1)


def test_a_change_of_other_fields_is_not_in_the_way(alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    records.change(deal, {"title": "Shop"}, actor=bob)
    assert stages.move(deal, stage("WON"), actor=alice, base_version=1).stage == stage("WON")


def test_an_invoice_remembers_the_stage_before_and_tells_of_the_move_only(alice: User) -> None:
    invoice = stages.move(builders.invoice(alice), stage("S", "invoice"), actor=alice)
    assert Invoice.objects.get(pk=invoice.pk).previous_stage == stage("N", "invoice")
    assert set(TimelineEntry.objects.values_list("kind", flat=True)) == {"created", "stage_changed"}


@pytest.mark.parametrize("chosen", [True, False])
def test_a_deal_closes_today_where_the_organisation_wants_it(alice: User, chosen: bool) -> None:
    preferences.save({"close_today": chosen})
    deal = builders.deal(alice, due_on=date(2030, 1, 1))
    closed = stages.move(deal, stage("LOSE"), actor=alice)
    assert closed.due_on == (dates.today("Europe/Berlin") if chosen else date(2030, 1, 1))


def test_another_pipeline_begins_with_its_first_stage(alice: User, north: Pipeline) -> None:
    deal = stages.move(builders.deal(alice), stage("EXECUTING"), actor=alice)
    moved = Item.objects.get(pk=stages.change_pipeline(deal, north, actor=alice).pk)
    assert (moved.pipeline, moved.stage) == (north, north.stages.get(code="NEW"))
    entry = TimelineEntry.objects.get(kind="pipeline_changed")
    assert [fact["label"]["en"] for fact in entry.data["changes"]["pipeline"]] == ["General", "North"]
    assert StageChange.objects.latest("pk").event == 5


def test_the_same_pipeline_writes_nothing(alice: User) -> None:
    deal = builders.deal(alice)
    assert stages.change_pipeline(deal, stage("NEW").pipeline, actor=alice).version == 1


def test_a_pipeline_of_another_type_is_refused(alice: User, north: Pipeline) -> None:
    for item, other in (
        (builders.deal(alice), Pipeline.objects.get(code="invoice")),
        (builders.lead(alice), Pipeline.objects.get(code="lead")),
    ):
        with pytest.raises(stages.StageNotInPipeline):
            stages.change_pipeline(item, other, actor=alice)


def test_another_pipeline_needs_edit_and_add(alice: User, north: Pipeline) -> None:
    deal = builders.deal(alice)
    builders.take_right_away("add", "deal")
    with pytest.raises(Forbidden):
        stages.change_pipeline(deal, north, actor=User.objects.get(pk=alice.pk))
