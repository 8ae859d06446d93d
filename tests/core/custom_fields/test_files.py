"""Are files of a custom field kept apart, judged by its settings, told, carried, and gone when they should?"""

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from segue.core import bin as recycle_bin
from segue.core import files, item_types, records
from segue.core.custom_fields import filed, values
from segue.core.models import Attachment, Blob, CustomField, Item, TimelineEntry, User
from segue.core.parts import File
from tests import builders
from tests.core.custom_fields.fields import stored, unstored


def new(actor: User, name: str = "offer.pdf", content: bytes = b"words") -> File:
    """A file that was uploaded and belongs to nothing yet."""
    blob = files.store(SimpleUploadedFile(name, content))
    return File(blob.pk, name, actor.pk, timezone.now())


@pytest.fixture
def photo(dana: User) -> CustomField:
    return stored(dana, "file", "PHOTO")


@pytest.fixture
def papers(dana: User) -> CustomField:
    return stored(dana, "file", "PAPERS", multiple=True)


def refused(actor: User, **custom: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as wrong:
        builders.deal(actor, **custom)
    return wrong.value.message_dict


def names(kept: Iterable[File]) -> list[str]:
    return [file.name for file in kept]


def custom_of(item: Item) -> dict[str, Any]:
    custom: dict[str, Any] = Item.objects.get(pk=item.pk).custom
    return custom


# Kept


def test_a_new_item_holds_files_by_their_ids(alice: User, photo: CustomField, papers: CustomField) -> None:
    deal = builders.deal(alice, PHOTO=(new(alice, "a.png"),), PAPERS=[new(alice, "b.pdf"), new(alice, "c.pdf")])
    rows = {row.name: row for row in Attachment.objects.filter(item=deal)}
    assert custom_of(deal) == deal.custom == {"PHOTO": rows["a.png"].pk, "PAPERS": [rows["b.pdf"].pk, rows["c.pdf"].pk]}
    assert (rows["a.png"].field, rows["b.pdf"].field, rows["a.png"].added_by) == (photo, papers, alice)


def test_they_are_none_of_the_files_of_the_item(alice: User, photo: CustomField) -> None:
    deal = builders.deal(alice, PHOTO=(new(alice, "a.png"),), files=(new(alice, "own.txt"),))
    part = item_types.of(deal).part("files")
    assert names(part.read(deal)) == ["own.txt"]
    records.change(deal, {}, parts={"files": ()}, actor=alice)
    assert names(filed.held(deal, photo)) == ["a.png"]


def test_files_are_added_and_taken_away(alice: User, papers: CustomField) -> None:
    deal = builders.deal(alice, PAPERS=(new(alice, "a.pdf"), new(alice, "b.pdf")))
    first, second = filed.held(deal, papers)
    deal = records.change(deal, {"PAPERS": (second, new(alice, "c.pdf"))}, actor=alice)
    assert names(filed.held(deal, papers)) == ["b.pdf", "c.pdf"]
    assert second.id in custom_of(deal)["PAPERS"]
    assert not Attachment.objects.filter(pk=first.id or 0).exists()


def test_one_file_takes_the_place_of_another(alice: User, photo: CustomField) -> None:
    deal = builders.deal(alice, PHOTO=(new(alice, "a.png"),))
    deal = records.change(deal, {"PHOTO": new(alice, "b.png")}, actor=alice)
    assert names(filed.held(deal, photo)) == ["b.png"]
    assert Attachment.objects.filter(item=deal).count() == 1


@pytest.mark.parametrize("blank", [None, (), []])
def test_no_files_are_no_value(alice: User, photo: CustomField, blank: Any) -> None:
    deal = builders.deal(alice, PHOTO=(new(alice),))
    assert records.change(deal, {"PHOTO": blank}, actor=alice).custom == {}
    assert not Attachment.objects.exists()
    assert Blob.objects.count() == 1


def test_the_files_that_are_there_are_no_change(alice: User, papers: CustomField) -> None:
    deal = builders.deal(alice, PAPERS=(new(alice, "a.pdf"), new(alice, "b.pdf")))
    for same in (filed.held(deal, papers), filed.held(deal, papers)[::-1], deal.custom["PAPERS"]):
        assert records.change(deal, {"PAPERS": same}, actor=alice).version == 1


def test_a_change_of_something_else_keeps_files_without_a_query(
    alice: User, papers: CustomField, django_assert_num_queries: Any
) -> None:
    deal = builders.deal(alice, PAPERS=(new(alice, "a.pdf"),))
    assert records.change(deal, {"title": "Shop"}, actor=alice).custom == deal.custom
    with django_assert_num_queries(0):
        assert filed.held(Item(custom={}), papers) == ()


def test_a_required_file_must_be_there(alice: User, dana: User) -> None:
    stored(dana, "file", "PHOTO", mandatory=True)
    assert refused(alice) == {"PHOTO": ["This field is required."]}
    assert builders.deal(alice, PHOTO=(new(alice),)).pk


# Told


def test_history_tells_which_files_came_and_went(alice: User, papers: CustomField) -> None:
    deal = builders.deal(alice, PAPERS=(new(alice, "a.pdf"),))
    (first,) = filed.held(deal, papers)
    records.change(deal, {"PAPERS": (new(alice, "b.pdf"),), "title": "Shop"}, actor=alice)
    entry = TimelineEntry.objects.get(item=deal, kind="files_changed")
    before, after = entry.data["changes"]["PAPERS"]
    assert (before, [each["label"] for each in after]) == ([{"id": first.id, "label": "a.pdf"}], ["b.pdf"])


def test_two_savers_of_one_field_see_both_lists(alice: User, papers: CustomField) -> None:
    deal = builders.deal(alice, PAPERS=(new(alice, "a.pdf"),))
    records.change(deal, {"PAPERS": (new(alice, "b.pdf"),)}, actor=alice, base_version=1)
    with pytest.raises(records.Stale) as stale:
        records.change(deal, {"PAPERS": (new(alice, "c.pdf"),)}, actor=alice, base_version=1)
    theirs, yours = stale.value.conflicts["PAPERS"]
    assert [[each["label"] for each in side] for side in (theirs, yours)] == [["b.pdf"], ["c.pdf"]]


# Refused


@pytest.mark.parametrize("value", [5, "a.pdf", [5], {"id": 5}, ({"id": 5},), True])
def test_what_is_no_file_is_refused(alice: User, photo: CustomField, value: Any) -> None:
    assert refused(alice, PHOTO=value) == {"PHOTO": ["This value cannot be read."]}


def test_a_file_of_another_item_cannot_be_claimed_by_its_id(alice: User, photo: CustomField) -> None:
    theirs = filed.held(builders.deal(alice, PHOTO=(new(alice),)), photo)
    assert refused(alice, PHOTO=theirs) == {"PHOTO": ["What is named here no longer exists."]}
    mine = builders.deal(alice)
    with pytest.raises(ValidationError):
        records.change(mine, {"PHOTO": theirs}, actor=alice)


def test_bytes_that_never_came_are_refused(alice: User, photo: CustomField) -> None:
    ghost = File(999_999, "a.pdf", alice.pk, timezone.now())
    assert refused(alice, PHOTO=ghost) == {"PHOTO": ["What is named here no longer exists."]}


def test_one_file_means_one(alice: User, photo: CustomField) -> None:
    assert refused(alice, PHOTO=(new(alice), new(alice))) == {"PHOTO": ["Only one file can be kept here."]}


LIVE = ["a.html", "a.HTM", "a.svg", "a.xml", "a.xhtml", "a.svgz", "a.js", "a.svg ", ".svg"]


@pytest.mark.parametrize("name", LIVE)
def test_what_a_browser_would_run_is_refused(alice: User, photo: CustomField, name: str) -> None:
    assert refused(alice, PHOTO=new(alice, name)) == {
        "PHOTO": [f"“{name}” could run in a browser, so it is not taken here."]
    }


NAMES = [("a.pdf", True), ("a.PDF", True), ("a.tar.jpg", True), ("a.svg", False), ("pdf", False), ("a", False)]


@pytest.mark.parametrize(("name", "is_taken"), NAMES)
def test_only_chosen_kinds_of_files_are_taken(alice: User, name: str, is_taken: bool) -> None:
    field = unstored("file", extensions=".pdf, JPG")
    if is_taken:
        assert values.clean(field, (new(alice, name),))
        return
    with pytest.raises(ValidationError) as wrong:
        values.clean(field, (new(alice, name),))
    assert wrong.value.messages == [f"“{name}” is none of the kinds taken here: pdf, jpg."]


def test_a_field_that_names_svg_takes_it(alice: User) -> None:
    assert values.clean(unstored("file", extensions="svg"), (new(alice, "a.svg"),))


def test_a_file_above_the_limit_of_the_field_is_refused(alice: User, dana: User) -> None:
    stored(dana, "file", "PHOTO", settings={"largest": "1"})
    large = new(alice, "a.png", b"x" * 1_048_577)
    assert refused(alice, PHOTO=large) == {"PHOTO": ["“a.png” is larger than 1 MB."]}


def test_stricter_settings_leave_what_is_there(alice: User, papers: CustomField) -> None:
    deal = builders.deal(alice, PAPERS=(new(alice, "a.pdf"),))
    CustomField.objects.update(settings={"extensions": "png"})
    kept = filed.held(deal, papers)
    deal = records.change(deal, {"PAPERS": (*kept, new(alice, "b.png"))}, actor=alice)
    assert names(filed.held(deal, papers)) == ["a.pdf", "b.png"]


# Carried


def test_copies_belong_to_the_target_alone(alice: User, dana: User, papers: CustomField) -> None:
    of_leads = stored(dana, "file", "PAPERS", item_type="lead", multiple=True)
    lead = builders.lead(alice, PAPERS=(new(alice, "a.pdf"), new(alice, "b.pdf")))
    deal = builders.deal(alice, PAPERS=filed.copies(filed.held(lead, of_leads)))
    records.change(lead, {"PAPERS": None}, actor=alice)
    assert names(filed.held(deal, papers)) == ["a.pdf", "b.pdf"]
    assert Attachment.objects.filter(field=papers, item=deal).count() == 2
    assert Blob.objects.count() == 1


def test_a_purged_item_takes_its_files_along_and_leaves_the_bytes(alice: User, dana: User, papers: CustomField) -> None:
    deal = builders.deal(alice, PAPERS=(new(alice),))
    records.delete(deal, actor=dana)
    recycle_bin.purge(deal, actor=dana)
    assert (Attachment.objects.count(), Blob.objects.count()) == (0, 1)
