"""Is each fault found that SQL cannot refuse? Every test breaks one row behind the back of the product."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from segue.core import files, verify
from segue.core.models import Activity, Binding, Blob, Item, Notice, Pipeline, Stage, StageChange, User
from segue.core.models.activity import CALL
from tests import builders


def faults(name: str) -> list[str]:
    check = next(check for check in verify.CHECKS if check.name == name)
    return list(check.faults())


@pytest.mark.parametrize("name", [check.name for check in verify.CHECKS])
def test_nothing_is_wrong_with_what_the_product_wrote(alice: User, bob: User, name: str) -> None:
    for make in (builders.lead, builders.deal, builders.estimate, builders.contact, builders.company):
        item = make(alice)
        builders.activity(alice, item)
        builders.activity(alice, item, kind=CALL, done=True, responsible=bob, reminders=(10,))
        builders.activity(alice, item, responsible=bob, reminders=(10,))
    assert faults(name) == []


def test_an_item_of_an_unknown_type(alice: User) -> None:
    item = builders.deal(alice)
    Item.objects.filter(pk=item.pk).update(type="order")
    assert f"item {item.pk} is of the unknown type 'order'" in faults("types")


def test_an_item_whose_type_names_another_child(alice: User) -> None:
    item = builders.deal(alice)
    Item.objects.filter(pk=item.pk).update(type="lead")
    assert faults("types") == [
        f"lead {item.pk} has no row of its own type",
        f"item {item.pk} of type 'lead' has a row among the deals",
    ]


def test_an_item_without_a_stage(alice: User) -> None:
    item = builders.deal(alice)
    Item.objects.filter(pk=item.pk).update(stage=None, pipeline=None)
    assert faults("stages") == [f"deal {item.pk} stands in no stage"]
    assert faults("stage history") == [f"item {item.pk} stands in no stage, but its stage history has an open stay"]


def test_a_stage_of_another_pipeline(alice: User) -> None:
    item = builders.deal(alice)
    Item.objects.filter(pk=item.pk).update(stage=Stage.objects.get(code="DRAFT"))
    assert f"item {item.pk} stands in a stage of another pipeline" in faults("stages")


def test_a_pipeline_of_another_type(alice: User) -> None:
    item = builders.deal(alice)
    draft = Stage.objects.get(code="DRAFT")
    Item.objects.filter(pk=item.pk).update(stage=draft, pipeline=draft.pipeline)
    assert faults("stages") == [f"item {item.pk} is in a pipeline of another type"]


def test_closed_and_open_that_contradict_the_stage(alice: User) -> None:
    going, won = builders.deal(alice), builders.deal(alice, stage=Stage.objects.get(code="WON"))
    Item.objects.filter(pk=going.pk).update(closed_at=won.created_at)
    Item.objects.filter(pk=won.pk).update(closed_at=None)
    assert faults("stages") == [
        f"item {going.pk} is closed, but in progress",
        f"item {won.pk} is in a final stage, but not closed",
    ]


def test_a_stage_history_that_ends_elsewhere(alice: User) -> None:
    item = builders.deal(alice)
    StageChange.objects.filter(item=item).update(stage=Stage.objects.get(code="WON"))
    assert faults("stage history") == [f"item {item.pk}: the stage history ends elsewhere than in its stage"]


def test_a_pipeline_that_lost_its_stages_or_its_default(db: None) -> None:
    Stage.objects.filter(pipeline__code="estimate").delete()
    Pipeline.objects.filter(code="lead").update(is_default=False)
    assert faults("pipelines") == [
        "lead has no default pipeline",
        "pipeline estimate has no process stage",
        "pipeline estimate has no success stage",
    ]


def test_files_that_are_missing_or_hold_other_bytes(db: None) -> None:
    kept, lost, spoilt = (files.store(SimpleUploadedFile("a.txt", text)) for text in (b"one", b"two", b"three"))
    assert faults("files") == []
    files.path_of(lost.sha256).unlink()
    files.path_of(spoilt.sha256).write_bytes(b"THREE")
    assert faults("files") == [f"file {lost.sha256} is missing", f"file {spoilt.sha256} holds other bytes"]
    assert Blob.objects.filter(pk=kept.pk).exists()


def test_files_are_read_only_when_asked_for(db: None) -> None:
    stored = files.store(SimpleUploadedFile("b.txt", b"four"))
    files.path_of(stored.sha256).unlink()
    assert list(verify.run(verify.CHECKS)) == []
    assert list(verify.run(verify.CHECKS, with_files=True)) == [f"files: file {stored.sha256} is missing"]


def test_an_activity_about_nothing(alice: User) -> None:
    activity = builders.activity(alice, builders.deal(alice))
    Binding.objects.all().delete()
    assert faults("activities") == [f"activity {activity.pk} is about no item"]


def test_a_binding_that_repeats_another_deadline(alice: User) -> None:
    item = builders.deal(alice)
    activity, done = builders.activity(alice, item), builders.activity(alice, item, kind=CALL, done=True)
    Binding.objects.filter(activity=activity).update(open_at=None)
    Binding.objects.filter(activity=done).update(open_at=done.deadline)
    wrong = [f"activity {each.pk}: its item {item.pk} repeats another deadline" for each in (activity, done)]
    assert sorted(faults("activities")) == sorted(wrong)


def test_an_activity_that_is_done_and_would_still_remind(alice: User) -> None:
    done = builders.activity(alice, builders.deal(alice), kind=CALL, done=True)
    Activity.objects.filter(pk=done.pk).update(remind_at=done.deadline)
    assert faults("activities") == [f"activity {done.pk} is done, and would remind of itself"]


def test_a_notice_of_nothing_and_one_of_an_unknown_kind(alice: User, bob: User) -> None:
    for _ in range(3):
        builders.deal(alice, owner=bob)
    unknown, empty, _right = Notice.objects.order_by("pk")
    Notice.objects.filter(pk=unknown.pk).update(kind="rumour")
    Notice.objects.filter(pk=empty.pk).update(item=None)
    assert faults("notices") == [
        f"notice {unknown.pk} is of the unknown kind 'rumour'",
        f"notice {empty.pk} is about nothing",
    ]
