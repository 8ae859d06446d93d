"""Are files of a custom field typed, kept over errors, refused in words, shown by name, and opened by right alone?"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from segue.core import preferences, records
from segue.core.custom_fields import changes, definitions, filed
from segue.core.models import Attachment, CustomField, Item, User
from segue.core.parts import File
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.web.form_data import errors, typed

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def papers(dana: User) -> CustomField:
    return stored(dana, "file", "PAPERS", multiple=True, labels={"en": "Papers"})


@pytest.fixture
def photo(dana: User) -> CustomField:
    return stored(dana, "file", "PHOTO", labels={"en": "Photo"})


@pytest.fixture
def deal(alice: User, papers: CustomField, photo: CustomField) -> Item:
    return builders.deal(alice)


def upload(name: str = "offer.pdf", content: bytes = b"words") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def save(web: Client, deal: Item, **sent: Any) -> Any:
    address = f"/deals/{deal.pk}/edit/"
    return web.post(address, typed(web.get(address), **sent))


def names(deal: Item, code: str = "PAPERS") -> list[str]:
    deal.refresh_from_db()
    return [file.name for file in held(deal, code)]


def held(deal: Item, code: str = "PAPERS") -> tuple[File, ...]:
    return filed.held(deal, definitions.of_type("deal")[code])


def address(deal: Item, code: str = "PAPERS") -> str:
    """Where the file of a deal is opened."""
    deal.refresh_from_db()
    file = held(deal, code)[0]
    return f"/files/{file.id}/{file.name}"


# Typed


@pytest.mark.parametrize("slug", ["leads", "deals", "contacts", "companies", "estimates", "invoices"])
def test_a_new_item_of_any_type_takes_files(web: Client, dana: User, slug: str) -> None:
    singular = {"companies": "company"}.get(slug, slug[:-1])
    stored(dana, "file", "PAPERS", item_type=singular, multiple=True)
    files = [upload("a.pdf"), upload("b.png", PNG)]
    sent = typed(web.get(f"/{slug}/new/"), title="A", last_name="A", **{"PAPERS-files": files})
    assert web.post(f"/{slug}/new/", sent).status_code == 303
    found = Attachment.objects.filter(field__code="PAPERS")
    assert [file.name for file in found] == ["a.pdf", "b.png"]


def test_files_are_added_and_taken_away_by_a_box(web: Client, deal: Item) -> None:
    save(web, deal, **{"PAPERS-files": [upload("a.pdf"), upload("b.pdf")]})
    first = Attachment.objects.get(name="a.pdf")
    save(web, deal, **{"PAPERS-remove": [str(first.pk)], "PAPERS-files": [upload("c.pdf")]})
    assert names(deal) == ["b.pdf", "c.pdf"]


def test_a_new_file_takes_the_place_of_the_only_one(web: Client, deal: Item) -> None:
    save(web, deal, **{"PHOTO-files": [upload("a.png", PNG)]})
    save(web, deal, **{"PHOTO-files": [upload("b.png", PNG)]})
    assert names(deal, "PHOTO") == ["b.png"]


def test_files_of_the_item_and_of_a_field_do_not_meet(web: Client, deal: Item) -> None:
    save(web, deal, files=[upload("own.txt")], **{"PAPERS-files": [upload("a.pdf")]})
    own, of_field = (str(Attachment.objects.get(name=name).pk) for name in ("own.txt", "a.pdf"))
    save(web, deal, **{"PAPERS-remove": [own], "remove_files": [of_field]})
    assert names(deal) == ["a.pdf"]
    assert [file.name for file in deal.attachments.filter(field=None)] == ["own.txt"]


def test_a_save_of_something_else_changes_no_files(web: Client, deal: Item) -> None:
    save(web, deal, **{"PAPERS-files": [upload("a.pdf")]})
    save(web, deal)
    deal.refresh_from_db()
    assert (deal.version, names(deal)) == (2, ["a.pdf"])


def test_an_upload_survives_an_error_elsewhere(web: Client, deal: Item) -> None:
    files = {"PAPERS-files": [upload("a.pdf"), upload("b.pdf")], "PHOTO-files": [upload("c.png", PNG)]}
    page = save(web, deal, probability="999", **files)
    assert (page.status_code, Attachment.objects.count()) == (422, 0)
    web.post(f"/deals/{deal.pk}/edit/", typed(page, probability="10"))
    assert (names(deal), names(deal, "PHOTO")) == (["a.pdf", "b.pdf"], ["c.png"])


def test_an_upload_survives_a_conflict_elsewhere(web: Client, deal: Item, alice: User) -> None:
    sent = typed(web.get(f"/deals/{deal.pk}/edit/"), title="Mine", files=[upload("own.txt")])
    records.change(deal, {"title": "Theirs"}, actor=alice)
    page = web.post(f"/deals/{deal.pk}/edit/", sent | {"PAPERS-files": [upload("a.pdf")]})
    assert page.status_code == 409
    web.post(f"/deals/{deal.pk}/edit/", typed(page, keep_title="yours"))
    assert (names(deal), deal.title) == (["a.pdf"], "Mine")
    assert deal.attachments.filter(field=None, name="own.txt").exists()


def test_two_people_who_add_a_file_see_both_lists(web: Client, deal: Item) -> None:
    sent = typed(web.get(f"/deals/{deal.pk}/edit/"))
    save(web, deal, **{"PAPERS-files": [upload("theirs.pdf")]})
    page = web.post(f"/deals/{deal.pk}/edit/", sent | {"PAPERS-files": [upload("mine.pdf")]})
    assert page.status_code == 409
    assert {"theirs.pdf", "mine.pdf"} <= set(page.content.decode().replace("<", " ").replace(">", " ").split())
    web.post(f"/deals/{deal.pk}/edit/", typed(page, keep_PAPERS="yours"))
    assert names(deal) == ["theirs.pdf", "mine.pdf"]


def test_an_upload_of_somebody_else_cannot_be_claimed(web: Client, deal: Item, bob: User) -> None:
    page = save(web, deal, probability="999", **{"PAPERS-files": [upload("a.pdf")]})
    token = typed(page)["PAPERS-uploaded"]
    web.force_login(bob)
    for forged in (token, "abc", "", "\x00"):
        save(web, deal, **{"PAPERS-uploaded": forged})
    assert names(deal) == []


def test_a_required_file_is_asked_for(web: Client, deal: Item) -> None:
    CustomField.objects.filter(code="PHOTO").update(mandatory=True)
    assert errors(save(web, deal)) == ["This field is required."]
    assert save(web, deal, **{"PHOTO-files": [upload("a.png", PNG)]}).status_code == 303


# Refused

WRONG = [
    ("nothing.pdf", b"", "“nothing.pdf” is empty."),
    ("film.mp4", b"x" * 1_100_000, "“film.mp4” is larger than 1 MB."),
    ("page.html", b"<script>", "“page.html” could run in a browser, so it is not taken here."),
    ("drawing.svg", b"<svg/>", "“drawing.svg” could run in a browser, so it is not taken here."),
]


@pytest.mark.parametrize(("name", "content", "message"), WRONG)
def test_what_is_refused_stands_beside_the_field(
    web: Client, deal: Item, name: str, content: bytes, message: str
) -> None:
    preferences.save({"upload_megabytes": 1})
    page = save(web, deal, **{"PAPERS-files": [upload(name, content), upload("fine.pdf")]})
    assert (page.status_code, errors(page)) == (422, [message])
    web.post(f"/deals/{deal.pk}/edit/", typed(page))
    assert names(deal) == ["fine.pdf"]


def test_the_limits_of_the_field_stand_in_the_form(web: Client, deal: Item, dana: User) -> None:
    field = CustomField.objects.get(code="PAPERS")
    changes.save(field, {"settings": {"extensions": "pdf", "largest": "3"}}, actor=dana)
    page = web.get(f"/deals/{deal.pk}/edit/").content.decode()
    assert 'accept=".pdf"' in page
    assert "pdf · Several at once, up to 3 MB each." in page
    assert errors(save(web, deal, **{"PAPERS-files": [upload("a.txt")]})) == [
        "“a.txt” is none of the kinds taken here: pdf."
    ]


# Shown and opened


def test_files_are_shown_by_name_and_lead_to_the_bytes(web: Client, deal: Item) -> None:
    save(web, deal, **{"PAPERS-files": [upload("<b>a.pdf", b"%PDF-1.7")]})
    page = web.get(f"/deals/{deal.pk}/").content.decode()
    assert "&lt;b&gt;a.pdf" in page
    assert f'href="/files/{held(Item.objects.get(pk=deal.pk))[0].id}/' in page


@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_a_picture_is_seen_in_the_size_that_the_field_has(web: Client, deal: Item, dana: User, size: str) -> None:
    changes.save(CustomField.objects.get(code="PAPERS"), {"settings": {"preview": size}}, actor=dana)
    save(web, deal, **{"PAPERS-files": [upload("a.png", PNG)]})
    picture = f'<img class="preview is-{size}" src="{address(deal)}" alt="" loading="lazy">'
    assert picture in web.get(f"/deals/{deal.pk}/").content.decode()


NOT_SEEN: dict[str, tuple[str, bytes, dict[str, Any]]] = {
    "a field without previews": ("a.png", PNG, {"preview": "none"}),
    "no picture": ("a.pdf", b"%PDF-1.7", {}),
    "one that calls itself a picture": ("a.png", b"words", {}),
    "a large one": ("a.png", PNG + bytes(filed.PREVIEWED), {}),
}


@pytest.mark.parametrize("name", NOT_SEEN)
def test_what_is_no_small_picture_is_only_named(web: Client, deal: Item, dana: User, name: str) -> None:
    called, content, settings = NOT_SEEN[name]
    changes.save(CustomField.objects.get(code="PAPERS"), {"settings": settings}, actor=dana)
    save(web, deal, **{"PAPERS-files": [upload(called, content)]})
    page = web.get(f"/deals/{deal.pk}/").content.decode()
    assert called in page
    assert "<img" not in page


def test_the_timeline_tells_what_came_and_went(web: Client, deal: Item) -> None:
    save(web, deal, **{"PAPERS-files": [upload("a.pdf")]})
    page = web.get(f"/deals/{deal.pk}/").content.decode()
    assert "Files changed" in page
    assert "Papers: a.pdf" in page


def opened(web: Client, where: str) -> Any:
    response: Any = web.get(where)
    if response.status_code == 200:
        response.body = b"".join(response.streaming_content)
        response.close()
    return response


@pytest.mark.parametrize(("name", "is_shown"), [("a.png", True), ("a.txt", False)])
def test_a_file_comes_back_with_safe_headers(web: Client, deal: Item, name: str, is_shown: bool) -> None:
    save(web, deal, **{"PAPERS-files": [upload(name, PNG if is_shown else b"words")]})
    response = opened(web, address(deal))
    assert response["Content-Disposition"].startswith("inline" if is_shown else "attachment")
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize("ending", ["html", "svg", "xml"])
def test_what_could_run_is_downloaded_where_a_field_takes_it(web: Client, deal: Item, dana: User, ending: str) -> None:
    changes.save(CustomField.objects.get(code="PAPERS"), {"settings": {"extensions": ending}}, actor=dana)
    save(web, deal, **{"PAPERS-files": [upload(f"a.{ending}", b"<svg xmlns='http://www.w3.org/2000/svg'/>")]})
    response = opened(web, address(deal))
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_file_is_opened_with_the_rights_of_the_item(web: Client, deal: Item, bob: User, charlie: User) -> None:
    save(web, deal, **{"PAPERS-files": [upload()]})
    Item.objects.update(open_to_all=False)
    web.force_login(charlie)
    assert opened(web, address(deal)).status_code == 404
    web.force_login(bob)
    assert opened(web, address(deal)).body == b"words"


@pytest.fixture
def people(alice: User, bob: User, dana: User) -> dict[str, User]:
    return {"alice": alice, "bob": bob, "dana": dana}


@pytest.mark.parametrize(("person", "status"), [("alice", 404), ("bob", 200), ("dana", 200)])
def test_a_file_is_opened_with_the_rights_of_the_field(
    web: Client, deal: Item, people: dict[str, User], person: str, status: int
) -> None:
    save(web, deal, **{"PAPERS-files": [upload()]})
    changes.restrict(CustomField.objects.get(code="PAPERS"), [people["bob"]], [], actor=people["dana"])
    web.force_login(people[person])
    assert opened(web, address(deal)).status_code == status
