"""Do the values of deleted fields and options go everywhere, no version raised, and is the code free then?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from segue.core import files, records
from segue.core.custom_fields import changes, definitions, removal, values
from segue.core.models import Attachment, AuditEntry, CustomField, CustomFieldOption, CustomReference, Item, User
from segue.core.parts import File
from tests import builders
from tests.core.custom_fields import fields

Committed = Callable[..., Any]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Committed) -> Committed:
    """What waits for the end of the transaction happens at the end of the block, the jobs too."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def custom(item: Item) -> dict[str, Any]:
    found: dict[str, Any] = Item.objects.get(pk=item.pk).custom
    return found


# Fields -------------------------------------------------------------------------------------------------------


def test_values_go_with_their_field_and_no_version_is_raised(dana: User, alice: User, committed: Committed) -> None:
    field, other = fields.stored(dana, "string", "FAIR"), fields.stored(dana, "string", "HALL")
    deal = builders.deal(alice, FAIR="Hanover", HALL="Seven")
    with committed():
        changes.delete(field, actor=dana)
    assert custom(deal) == {"HALL": "Seven"}
    assert Item.objects.get(pk=deal.pk).version == deal.version
    assert list(CustomField.objects.all()) == [other]


def test_the_code_is_free_afterwards(dana: User, committed: Committed) -> None:
    with committed():
        changes.delete(fields.stored(dana, "string", "FAIR"), actor=dana)
    assert fields.stored(dana, "list", "FAIR").code == "FAIR"


def test_search_forgets_the_words_of_a_deleted_field(dana: User, alice: User, committed: Committed) -> None:
    field = fields.stored(dana, "string", "FAIR")
    deal = builders.deal(alice, FAIR="Hanover")
    assert "hanover" in Item.objects.get(pk=deal.pk).search_text
    with committed():
        changes.delete(field, actor=dana)
    found = Item.objects.get(pk=deal.pk).search_text
    assert "hanover" not in found
    assert "website relaunch" in found


def test_items_in_the_recycle_bin_lose_the_value_and_other_types_keep_theirs(
    dana: User, alice: User, committed: Committed
) -> None:
    field = fields.stored(dana, "string", "FAIR")
    fields.stored(dana, "string", "FAIR", item_type="lead")
    deal, lead = builders.deal(alice, FAIR="Hanover"), builders.lead(alice, FAIR="Munich")
    records.delete(deal, actor=dana)
    with committed():
        changes.delete(field, actor=dana)
    assert (custom(deal), custom(lead)) == ({}, {"FAIR": "Munich"})


def test_what_a_value_names_is_named_no_more(dana: User, alice: User, bob: User, committed: Committed) -> None:
    field = fields.stored(dana, "employee", "EXPERT")
    builders.deal(alice, EXPERT=bob.pk)
    assert CustomReference.objects.count() == 1
    with committed():
        changes.delete(field, actor=dana)
    assert not CustomReference.objects.exists()


def test_files_go_with_their_field_and_those_of_the_item_stay(dana: User, alice: User, committed: Committed) -> None:
    field = fields.stored(dana, "file", "PHOTO")
    blob = files.store(SimpleUploadedFile("hall.png", b"picture"))
    file = File(blob.pk, "hall.png", alice.pk, timezone.now())
    deal = builders.deal(alice, PHOTO=file, files=(file,))
    assert Attachment.objects.filter(item_id=deal.pk).count() == 2
    with committed():
        changes.delete(field, actor=dana)
    assert custom(deal) == {}
    assert [each.field for each in Attachment.objects.filter(item_id=deal.pk)] == [None]


def test_many_items_go_batch_by_batch(
    dana: User, alice: User, committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "BATCH", 2)
    field = fields.stored(dana, "integer", "SEATS")
    deals = [builders.deal(alice, SEATS=number) for number in range(5)]
    with committed():
        changes.delete(field, actor=dana)
    assert [custom(deal) for deal in deals] == [{}] * 5
    told = AuditEntry.objects.latest("pk")
    assert (told.event, told.actor, told.data["items"]) == ("custom_field_values_removed", dana, 5)


def test_the_job_may_run_twice_and_leaves_fields_that_live(dana: User, alice: User) -> None:
    field = fields.stored(dana, "string", "FAIR")
    deal = builders.deal(alice, FAIR="Hanover")
    assert removal.remove_field.call(field_id=field.pk, actor_id=dana.pk) == 0
    CustomField.objects.filter(pk=field.pk).update(deleted_at=timezone.now())
    assert [removal.remove_field.call(field_id=field.pk, actor_id=dana.pk) for _ in range(2)] == [1, 0]
    assert custom(deal) == {}


# Options ------------------------------------------------------------------------------------------------------


def sizes(dana: User, *, multiple: bool = False) -> dict[str, CustomFieldOption]:
    field = fields.stored(dana, "list", "SIZE", multiple=multiple, options=("Small", "Medium", "Large"))
    return {option.text: option for option in field.options.all()}


def test_an_option_is_replaced_everywhere(dana: User, alice: User, committed: Committed) -> None:
    options = sizes(dana)
    small, large = (builders.deal(alice, SIZE=options[text].pk) for text in ("Small", "Large"))
    with committed():
        changes.delete_option(options["Small"], actor=dana, replacement=options["Medium"])
    assert custom(small) == {"SIZE": options["Medium"].pk}
    assert custom(large) == {"SIZE": options["Large"].pk}
    assert "medium" in Item.objects.get(pk=small.pk).search_text
    assert not CustomFieldOption.objects.filter(pk=options["Small"].pk).exists()


def test_an_option_is_taken_away_everywhere(dana: User, alice: User, committed: Committed) -> None:
    options = sizes(dana)
    deal = builders.deal(alice, SIZE=options["Small"].pk)
    with committed():
        changes.delete_option(options["Small"], actor=dana)
    assert custom(deal) == {}
    told = AuditEntry.objects.latest("pk").data
    assert (told["option"], told["items"], told["replaced_by"]) == ("Small", 1, None)


@pytest.mark.parametrize(
    ("held", "replacement", "left"),
    [
        (("Small", "Large"), "Medium", ["Medium", "Large"]),
        (("Small", "Large"), "Large", ["Large"]),
        (("Small", "Large"), None, ["Large"]),
        (("Small",), None, None),
    ],
)
def test_of_several_values_one_goes(  # noqa: PLR0917  a row of the table
    dana: User, alice: User, committed: Committed, held: tuple[str, ...], replacement: str | None, left: Any
) -> None:
    options = sizes(dana, multiple=True)
    deal = builders.deal(alice, SIZE=[options[text].pk for text in held])
    with committed():
        other = options[replacement] if replacement else None
        changes.delete_option(options["Small"], actor=dana, replacement=other)
    assert custom(deal).get("SIZE") == (left and [options[text].pk for text in left])


def test_until_the_job_is_through_a_deleted_option_is_readable_and_not_offered(dana: User, alice: User) -> None:
    options = sizes(dana)
    builders.deal(alice, SIZE=options["Small"].pk)
    changes.delete_option(options["Small"], actor=dana)
    field = options["Small"].field
    field = definitions.attach(field)
    assert values.fact(field, options["Small"].pk)["label"] == "Small"
    assert options["Small"].pk not in field.offered


# Words of search ----------------------------------------------------------------------------------------------


def test_search_finds_a_renamed_option_by_its_new_name(dana: User, alice: User, committed: Committed) -> None:
    options = sizes(dana)
    deal = builders.deal(alice, SIZE=options["Small"].pk)
    with committed():
        changes.save_option(options["Small"], {"text": "Tiny"}, actor=dana)
    found = Item.objects.get(pk=deal.pk)
    assert ("tiny" in found.search_text, "small" in found.search_text) == (True, False)
    assert found.version == deal.version


def test_what_only_some_may_see_is_not_found_by_search(dana: User, alice: User, committed: Committed) -> None:
    field = fields.stored(dana, "string", "FAIR")
    deal = builders.deal(alice, FAIR="Hanover")
    for seen_by, found in (([dana], False), ([], True)):
        with committed():
            changes.restrict(field, seen_by, [], actor=dana)
        assert ("hanover" in Item.objects.get(pk=deal.pk).search_text) is found
