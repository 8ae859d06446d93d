"""Which requests can be read at all? Text is UTF-8; what is written otherwise is refused before it is read."""

from typing import Any

import pytest
from django.test import Client, RequestFactory

from segue.config.wsgi import application
from segue.core.models import Attachment, Item, TimelineEntry, User
from segue.crm import conversion
from segue.crm.models import Conversion
from tests import builders

STRANGE = ["raw_unicode_escape", "zlib", "utf-16", "utf-7", "idna", "undefined", "latin-1"]
FIELD = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n%b\r\n--x--\r\n'


@pytest.fixture
def deal(alice: User) -> Item:
    return builders.deal(alice)


def comment(web: Client, deal: Item, text: bytes, charset: str) -> int:
    kind = f"multipart/form-data; boundary=x; charset={charset}" if charset else "multipart/form-data; boundary=x"
    return web.generic("POST", f"/deals/{deal.pk}/comments/", FIELD % text, content_type=kind).status_code


@pytest.mark.parametrize("charset", STRANGE)
def test_a_form_in_another_alphabet_is_refused_and_nothing_is_stored(web: Client, deal: Item, charset: str) -> None:
    assert comment(web, deal, b"a\\ud800b", charset) == 400
    assert not TimelineEntry.objects.filter(kind="comment").exists()


def served(address: str, kind: str) -> str:
    """Return the status that the web server gets for an address."""
    statuses: list[str] = []

    def start(status: str, _headers: Any, _fault: Any = None) -> Any:
        statuses.append(status[:3])

    application(RequestFactory().get(address).environ | {"CONTENT_TYPE": kind}, start).close()
    return statuses[0]


@pytest.mark.parametrize("charset", STRANGE)
@pytest.mark.parametrize("address", ["/sign-in/?next=%5cud800", "/nowhere/?q=a"])
def test_an_address_in_another_alphabet_is_refused(db: None, charset: str, address: str) -> None:
    assert served(address, f"text/plain; charset={charset}") == "400"


def test_an_address_of_too_many_parts_is_refused_whatever_it_is_written_in(db: None) -> None:
    for kind in ("", "text/plain; charset=utf-8", "text/plain; charset=utf-16"):
        assert served(f"/sign-in/?{'a&' * 7000}", kind) == "413"


@pytest.mark.parametrize("charset", STRANGE)
def test_signing_in_in_another_alphabet_is_refused(client: Client, alice: User, charset: str) -> None:
    assert (
        client.generic("POST", "/sign-in/", "email=a", content_type=f"text/plain; charset={charset}").status_code == 400
    )


@pytest.mark.parametrize("charset", ["", "utf-8", "UTF8", "U8", "klingon"])
def test_a_form_in_utf_8_is_read(web: Client, deal: Item, charset: str) -> None:
    assert comment(web, deal, "Größe 😀".encode(), charset) == 303
    assert TimelineEntry.objects.get(kind="comment").data["text"] == "Größe 😀"


@pytest.mark.parametrize("bytes_", [b"\xed\xa0\x80", b"\xff\xfe", b"\xc0\x80"])
def test_bytes_that_are_no_utf_8_are_stored_as_marks(web: Client, deal: Item, bytes_: bytes) -> None:
    comment(web, deal, b"a" + bytes_, "")
    assert "\ufffd" in TimelineEntry.objects.get(kind="comment").data["text"]
    assert web.get(f"/deals/{deal.pk}/timeline/").status_code == 200


@pytest.mark.parametrize("name", ["klingon''a%20b", "zlib''a", "undefined''a", "idna''%80", "utf-8'a", "a'b'c'd"])
def test_a_file_name_in_another_alphabet_is_refused(web: Client, deal: Item, name: str) -> None:
    head = f'--x\r\nContent-Disposition: form-data; name="files"; filename*={name}\r\nContent-Type: text/plain'
    body = f"{head}\r\n\r\nhello\r\n--x--\r\n"
    sent = web.generic("POST", f"/deals/{deal.pk}/edit/", body, content_type="multipart/form-data; boundary=x")
    assert sent.status_code in {400, 422}
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("name", ["key", "repeat", "fingerprint", "pipeline", "use-contact", "field-invoice-title"])
def test_a_sign_that_no_database_keeps_does_no_harm_in_a_conversion(web: Client, deal: Item, name: str) -> None:
    sent = {"key": "k" * 32, "version": "1", name: "a\x00b"}
    assert web.post(f"/deals/{deal.pk}/create/invoice/", sent).status_code in {303, 409}


def test_a_key_is_the_same_without_signs_that_no_database_keeps(web: Client, deal: Item) -> None:
    for key in ("a\x00b", "ab"):
        web.post(f"/deals/{deal.pk}/create/invoice/", {"key": key, "version": "1"})
    done = Conversion.objects.get()
    shown = conversion.plan_undo(done, actor=done.actor).fingerprint
    web.post(f"/conversions/{done.pk}/undo/", {"key": "c\x00d", "fingerprint": shown})
    done.refresh_from_db()
    assert (done.key, done.undo_key, done.state) == ("ab", "cd", "undone")
