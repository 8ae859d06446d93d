"""Are files kept once, refused in words, shown only to whom they belong, and never run as pages of ours?"""

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from segue.core import files, preferences, records
from segue.core.models import Attachment, Blob, Item, User
from tests import builders
from tests.web.form_data import errors, typed

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def deal(alice: User) -> Item:
    return builders.deal(alice)


def upload(name: str = "offer.txt", content: bytes = b"words") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def save(web: Client, deal: Item, **changes: Any) -> Any:
    address = f"/deals/{deal.pk}/edit/"
    return web.post(address, typed(web.get(address), **changes))


def attached(web: Client, deal: Item, name: str, content: bytes) -> str:
    """Attach a file in the form and return its address."""
    save(web, deal, files=[upload(name, content)])
    file = Attachment.objects.get(item=deal)
    return f"/files/{file.pk}/{file.name}"


def opened(web: Client, address: str, **headers: str) -> tuple[Any, bytes]:
    """Open a file and return the answer and the bytes."""
    response: Any = web.get(address, headers=headers)
    content = b"".join(response.streaming_content)
    response.close()
    return response, content


@pytest.mark.parametrize("slug", ["leads", "deals", "contacts", "companies", "estimates", "invoices"])
def test_several_files_are_attached_to_a_new_item(web: Client, slug: str) -> None:
    sent = typed(web.get(f"/{slug}/new/"), title="A", last_name="A", files=[upload("a.txt"), upload("b.png", PNG)])
    assert web.post(f"/{slug}/new/", sent).status_code == 303
    assert [file.name for file in Item.objects.get().attachments.all()] == ["a.txt", "b.png"]


def test_the_same_bytes_are_kept_once(web: Client, deal: Item) -> None:
    save(web, deal, files=[upload("a.txt"), upload("b.txt")])
    assert (deal.attachments.count(), Blob.objects.count()) == (2, 1)
    assert files.path_of(Blob.objects.get().sha256).read_bytes() == b"words"


def test_files_are_taken_away_by_a_box_and_others_stay(web: Client, deal: Item) -> None:
    save(web, deal, files=[upload("a.txt"), upload("b.txt")])
    first = deal.attachments.get(name="a.txt")
    save(web, deal, remove_files=[str(first.pk)])
    assert [file.name for file in deal.attachments.all()] == ["b.txt"]


def test_saving_without_touching_files_changes_nothing(web: Client, deal: Item) -> None:
    save(web, deal, files=[upload()])
    save(web, deal)
    deal.refresh_from_db()
    assert deal.version == 2


def test_an_upload_survives_an_error_elsewhere(web: Client, deal: Item) -> None:
    page = save(web, deal, files=[upload("a.txt"), upload("b.txt")], probability="999")
    assert (page.status_code, deal.attachments.count()) == (422, 0)
    web.post(f"/deals/{deal.pk}/edit/", typed(page, probability="10"))
    assert {file.name for file in deal.attachments.all()} == {"a.txt", "b.txt"}


@pytest.mark.parametrize("slug", ["leads", "deals", "contacts", "companies", "estimates", "invoices"])
def test_an_upload_stays_listed_over_every_refused_save(web: Client, slug: str) -> None:
    page = web.get(f"/{slug}/new/")
    for name in ("a.txt", "b.txt"):
        page = web.post(f"/{slug}/new/", typed(page, title="x" * 300, last_name="x" * 300, files=[upload(name)]))
    assert page.status_code == 422
    assert all(text in page.content.decode() for text in ("a.txt", "b.txt", "not saved yet"))
    web.post(f"/{slug}/new/", typed(page, title="A", last_name="A"))
    assert {file.name for file in Item.objects.get().attachments.all()} == {"a.txt", "b.txt"}


def test_an_upload_stays_listed_while_both_values_of_another_field_are_shown(
    web: Client, deal: Item, bob: User
) -> None:
    form = typed(web.get(f"/deals/{deal.pk}/edit/"))
    records.change(deal, {"title": "Bob's shop"}, actor=bob)
    page = web.post(f"/deals/{deal.pk}/edit/", form | {"title": "Alice's portal", "files": [upload("a.txt")]})
    assert (page.status_code, "not saved yet" in page.content.decode()) == (409, True)
    web.post(f"/deals/{deal.pk}/edit/", typed(page, keep_title="theirs"))
    assert [file.name for file in deal.attachments.all()] == ["a.txt"]


def test_an_upload_of_somebody_else_cannot_be_claimed(client: Client, alice: User, bob: User, deal: Item) -> None:
    client.force_login(alice)
    token = typed(save(client, deal, files=[upload("secret.txt")], probability="999"))["uploaded_files"]
    client.force_login(bob)
    for forged in (token, "abc", "", "\x00"):
        save(client, deal, uploaded_files=forged)
    assert deal.attachments.count() == 0


def test_an_empty_file_is_refused_in_words(web: Client, deal: Item) -> None:
    response = save(web, deal, files=[upload("nothing.txt", b"")])
    assert (response.status_code, errors(response)) == (422, ["“nothing.txt” is empty."])


def test_a_file_above_the_limit_is_refused_in_words(web: Client, deal: Item) -> None:
    preferences.save({"upload_megabytes": 1})
    response = save(web, deal, files=[upload("film.mp4", b"x" * 1_100_000), upload("fine.txt")])
    assert (response.status_code, errors(response)) == (422, ["“film.mp4” is larger than 1 MB."])
    assert "fine.txt" in response.content.decode()
    assert not list(settings.FILES_DIR.rglob("*.part"))


@pytest.mark.parametrize(
    "name", ["<b>.txt", "👩‍🚀.txt", "שלום.txt", "it's; rm -rf.txt", "a" * 300 + ".txt", "a\\b.txt"]
)
def test_any_name_comes_back_as_text(web: Client, deal: Item, name: str) -> None:
    assert save(web, deal, files=[upload(name)]).status_code == 303
    page = web.get(f"/deals/{deal.pk}/edit/")
    assert "<b>.txt" not in page.content.decode()
    file = deal.attachments.get()
    assert opened(web, f"/files/{file.pk}/x")[1] == b"words"


# Coming back


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", PNG, "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.pdf", b"%PDF-1.7", "application/pdf"),
    ],
)
def test_pictures_and_pdf_open_in_the_browser(web: Client, deal: Item, name: str, content: bytes, kind: str) -> None:
    response, sent = opened(web, attached(web, deal, name, content))
    assert (response["Content-Type"], sent) == (kind, content)
    assert response["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.png", b"<script>alert(1)</script>"),
        ("a.pdf", b"<html>"),
        ("a.txt", b"words"),
        ("a", b"<?xml version='1.0'?>"),
    ],
)
def test_anything_else_is_downloaded(web: Client, deal: Item, name: str, content: bytes) -> None:
    response, sent = opened(web, attached(web, deal, name, content))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] not in files.OPENS_IN_BROWSER
    assert sent == content


@pytest.mark.parametrize("name", ["a.svg", "a.png"])
def test_a_file_cannot_act_as_a_page_of_ours(web: Client, deal: Item, name: str) -> None:
    response, _sent = opened(web, attached(web, deal, name, PNG))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_file_travels_as_it_lies_with_its_length(web: Client, deal: Item) -> None:
    words = b"words " * 1000
    response, content = opened(web, attached(web, deal, "words.txt", words), **{"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response
    assert response["Content-Length"] == str(len(words))
    assert content == words


def test_a_colleague_may_open_it(web: Client, deal: Item, bob: User) -> None:
    address = attached(web, deal, "a.txt", b"words")
    web.force_login(bob)
    assert opened(web, address)[1] == b"words"


def test_a_stranger_does_not_find_it(web: Client, deal: Item, charlie: User) -> None:
    address = attached(web, deal, "a.txt", b"words")
    Item.objects.update(open_to_all=False)
    web.force_login(charlie)
    assert web.get(address).status_code == 404


def test_a_file_of_a_deleted_item_is_gone(web: Client, deal: Item) -> None:
    address = attached(web, deal, "a.txt", b"words")
    Item.objects.update(deleted_at="2026-01-01T00:00Z", deleted_by=deal.owner)
    assert web.get(address).status_code == 404


def test_nobody_comes_without_signing_in(web: Client, deal: Item) -> None:
    address = attached(web, deal, "a.txt", b"words")
    web.logout()
    assert web.get(address).status_code == 302


def test_bytes_that_are_lost_are_not_found(web: Client, deal: Item) -> None:
    address = attached(web, deal, "a.txt", b"lost words")
    files.path_of(Blob.objects.get().sha256).unlink()
    assert web.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/files/999999/a.txt", f"/files/{'9' * 30}/a.txt", "/files/0/a.txt"])
def test_a_file_that_never_was_is_not_found(web: Client, address: str) -> None:
    assert web.get(address).status_code == 404
