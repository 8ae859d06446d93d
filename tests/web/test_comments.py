"""Can one comment on a page and take it back, with everything kept that was typed?"""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from segue.core import attached, comments, records
from segue.core.models import Blob, Item, TimelineEntry, User
from segue.core.parts import FILES, File
from segue.web.forms import files
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.core.test_required import need
from tests.web.form_data import errors


def say(client: Client, item: Item, text: str) -> Any:
    return client.post(f"/deals/{item.pk}/comments/", {"text": text})


def said() -> list[str]:
    return [entry.data["text"] for entry in TimelineEntry.objects.filter(kind="comment")]


def test_a_comment_stands_in_the_timeline_as_rich_text(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    client.force_login(alice)
    answer = say(client, deal, "Call **back**")
    assert (answer.status_code, answer["Location"]) == (303, f"/deals/{deal.pk}/#comment-add")
    assert "Call <strong>back</strong>" in client.get(answer["Location"]).content.decode()


def test_from_the_tab_of_the_phone_one_comes_back_to_it(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    client.force_login(alice)
    there = f"/deals/{deal.pk}/timeline/"
    assert 'name="tab" value="timeline"' in client.get(there).content.decode()
    answer = client.post(f"/deals/{deal.pk}/comments/", {"text": "Call back", "tab": "timeline"})
    assert answer["Location"] == f"{there}#comment-add"


def test_on_the_desk_the_timeline_belongs_to_general(client: Client, alice: User) -> None:
    client.force_login(alice)
    tabs = client.get(f"/deals/{builders.deal(alice).pk}/timeline/").context["tabs"]
    desk = [tab["label"] for tab in tabs if tab["current"] and not tab.get("phone_only")]
    phone = [tab["label"] for tab in tabs if tab["current"] and not tab.get("desk_only")]
    assert (desk, phone) == (["General"], ["Timeline"])


def test_a_colleague_comments_too(client: Client, alice: User, bob: User) -> None:
    client.force_login(bob)
    assert say(client, builders.deal(alice), "Seen").status_code == 303


def test_who_observes_sees_the_form_and_may_use_it(client: Client, alice: User, charlie: User) -> None:
    deal = builders.deal(alice, observers=(charlie.pk,))
    client.force_login(charlie)
    assert 'name="text"' in client.get(f"/deals/{deal.pk}/").content.decode()
    assert say(client, deal, "Seen").status_code == 303


def test_for_a_stranger_there_is_nothing_to_comment(client: Client, alice: User, charlie: User) -> None:
    client.force_login(charlie)
    assert say(client, builders.deal(alice), "Hello").status_code == 404


def test_without_the_right_it_is_refused(client: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    builders.take_right_away("edit", "deal")
    client.force_login(bob)
    assert say(client, deal, "Hello").status_code == 403
    assert said() == []


@pytest.mark.parametrize("text", ["", "   ", "\0", "long " * 5000])
def test_a_refused_comment_comes_back_as_it_was_typed(client: Client, alice: User, text: str) -> None:
    client.force_login(alice)
    answer = say(client, builders.deal(alice), text)
    assert answer.status_code == 422
    assert answer.context["comment"]["value"] == text
    assert answer.context["comment"]["error"]
    assert said() == []


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202eabc 🙂 \ud7ff", "[x](javascript:alert(1))"])
def test_odd_text_is_kept_and_harmless(client: Client, alice: User, text: str) -> None:
    deal = builders.deal(alice)
    client.force_login(alice)
    assert say(client, deal, text).status_code == 303
    page = client.get(f"/deals/{deal.pk}/").content.decode()
    assert said() == [text]
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_too_much_at_once_is_a_page_that_says_so(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert say(client, builders.deal(alice), "x" * 10_000_000).status_code in {400, 413}


def test_the_author_takes_a_comment_back(client: Client, alice: User) -> None:
    deal = builders.deal(alice)
    entry = comments.add(deal, "Oops", actor=alice)
    client.force_login(alice)
    address = f"/deals/{deal.pk}/comments/{entry.pk}/delete/"
    assert address in client.get(f"/deals/{deal.pk}/").content.decode()
    assert client.post(address).status_code == 303
    assert said() == []


def test_others_see_no_way_to_delete_it_and_have_none(client: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice)
    entry = comments.add(deal, "Mine", actor=alice)
    client.force_login(bob)
    address = f"/deals/{deal.pk}/comments/{entry.pk}/delete/"
    assert address not in client.get(f"/deals/{deal.pk}/").content.decode()
    assert client.post(address).status_code == 403
    assert said() == ["Mine"]


def test_a_comment_of_another_item_or_none_is_not_found(client: Client, alice: User, charlie: User) -> None:
    deal, theirs = builders.deal(alice), builders.deal(charlie)
    entry = comments.add(theirs, "Theirs", actor=charlie)
    client.force_login(alice)
    assert client.post(f"/deals/{deal.pk}/comments/{entry.pk}/delete/").status_code == 404
    assert client.post(f"/deals/{theirs.pk}/comments/{entry.pk}/delete/").status_code == 404
    assert client.post(f"/deals/{deal.pk}/comments/999999999999999999/delete/").status_code == 404


# Files -----------------------------------------------------------------------------------------------------------


def file(name: str = "plan.pdf", content: bytes = b"%PDF-1.7") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def put(client: Client, item: Item, *files: SimpleUploadedFile, text: str = "", **kept: Any) -> Any:
    return client.post(f"/deals/{item.pk}/comments/", {"text": text, "files": files} | kept)


def held(item: Item) -> list[str]:
    return list(item.attachments.order_by("pk").values_list("name", flat=True))


@pytest.fixture
def deal(alice: User) -> Item:
    return builders.deal(alice)


def test_files_come_with_a_comment(web: Client, deal: Item) -> None:
    assert put(web, deal, file("a.pdf"), file("b.pdf"), text="As agreed").status_code == 303
    assert (held(deal), said()) == (["a.pdf", "b.pdf"], ["As agreed"])


def test_files_come_alone(web: Client, deal: Item) -> None:
    assert put(web, deal, file()).status_code == 303
    assert (held(deal), said()) == (["plan.pdf"], [])


def test_files_that_are_there_stay(web: Client, deal: Item) -> None:
    put(web, deal, file("a.pdf"))
    put(web, deal, file("b.pdf"))
    assert held(deal) == ["a.pdf", "b.pdf"]


def test_the_timeline_leads_to_a_file_as_long_as_it_is_there(web: Client, deal: Item) -> None:
    put(web, deal, file("<b>.pdf"))
    page = web.get(f"/deals/{deal.pk}/").content.decode()
    address = f'href="/files/{deal.attachments.get().pk}/%3Cb%3E.pdf"'
    assert "Files added" in page
    assert page.count(address) == 2  # in the timeline, and among the fields
    records.change(deal, {}, parts={"files": ()}, actor=deal.owner)
    page = web.get(f"/deals/{deal.pk}/").content.decode()
    assert address not in page
    assert "Removed: &lt;b&gt;.pdf" in page


def test_files_of_one_name_are_told_apart(web: Client, deal: Item) -> None:
    for content in (b"one", b"two"):  # pasted pictures are all called so
        put(web, deal, file("image.png", content))
    timeline = web.get(f"/deals/{deal.pk}/").content.decode().partition('id="timeline-title"')[2]
    second, first = re.findall(r'href="/files/(\d+)/image.png"', timeline)
    assert (int(first), int(second)) == tuple(deal.attachments.order_by("pk").values_list("pk", flat=True))
    records.change(deal, {}, parts={"files": FILES.read(deal)[1:]}, actor=deal.owner)
    timeline = web.get(f"/deals/{deal.pk}/").content.decode().partition('id="timeline-title"')[2]
    assert re.findall(r'href="/files/(\d+)/image.png"', timeline) == [second]
    assert "Added: image.png" in timeline


def test_a_refused_file_loses_neither_words_nor_other_files(web: Client, deal: Item) -> None:
    answer = put(web, deal, file("a.pdf"), file("empty.pdf", b""), text="As agreed")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“empty.pdf” is empty." in page
    assert ">As agreed</textarea>" in page
    assert (held(deal), said()) == ([], [])
    [token] = re.findall(r'name="uploaded_files" value="([^"]+)"', page)
    put(web, deal, text="As agreed", uploaded_files=[token])
    assert (held(deal), said()) == (["a.pdf"], ["As agreed"])


def test_files_of_a_refused_comment_are_not_stored_yet(web: Client, deal: Item) -> None:
    assert put(web, deal, file(), text="x" * (comments.LONGEST + 1)).status_code == 422
    assert held(deal) == []


def test_a_file_of_somebody_else_cannot_be_claimed(web: Client, deal: Item, bob: User) -> None:
    token, _blob, _name = files.keep(file(), bob)
    assert put(web, deal, uploaded_files=[token]).status_code == 422
    assert held(deal) == []


def test_who_may_only_comment_is_offered_no_files_and_adds_none(web: Client, alice: User, charlie: User) -> None:
    deal = builders.deal(alice, observers=(charlie.pk,))
    web.force_login(charlie)
    assert 'name="files"' not in web.get(f"/deals/{deal.pk}/").content.decode()
    assert put(web, deal, file(), text="See this").status_code == 403
    assert (held(deal), said(), Blob.objects.count()) == ([], [], 0)


def test_what_the_item_lacks_for_files_to_be_added_is_named(web: Client, deal: Item, dana: User) -> None:
    need(dana, "comment")
    stored(dana, "string", "CONTRACT", mandatory=True)
    page = put(web, deal, file(), text="As agreed")
    assert page.status_code == 422
    assert errors(page) == ["Contract: This field is required. Comment: This field is required."]


def test_what_two_people_add_at_the_same_time_both_stays(deal: Item, alice: User, bob: User) -> None:
    for person in (alice, bob):  # both opened the deal before either added anything
        _token, blob, _name = files.keep(file(person.name), person)
        attached.add(deal, [File(blob, person.name, person.pk, timezone.now())], actor=person)
    assert held(deal) == ["Alice", "Bob"]


# Whom an @ calls --------------------------------------------------------------------------------------------------


def names(client: Client, q: str) -> list[str]:
    return re.findall(r"</?[^>]+>([^<]+)</button>", client.get("/names/", {"q": q}).content.decode())


@pytest.fixture
def people() -> None:
    builders.person("Anna Berg")
    builders.person("Tom Annacker")
    builders.person("Jörg Weiß")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ann", ["Anna Berg", "Tom Annacker"]),
        ("anna b", ["Anna Berg"]),
        ("JORG", ["Jörg Weiß"]),
        ("erg", []),
    ],
)
def test_names_are_found_by_the_beginning_of_a_word(web: Client, people: None, typed: str, found: list[str]) -> None:
    assert names(web, typed) == found


def test_at_first_a_few_are_offered(web: Client) -> None:
    for number in range(20):
        builders.person(f"Anna {number:02}")
    assert names(web, "")[:3] == ["Alice", "Anna 00", "Anna 01"]
    assert len(names(web, "anna")) == 8


def test_who_left_is_not_called(web: Client, people: None) -> None:
    User.objects.filter(name="Anna Berg").update(is_active=False)
    assert names(web, "ann") == ["Tom Annacker"]
