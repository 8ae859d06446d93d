"""What does every answer ask of a browser, and how much may a request bring?"""

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from segue.core import preferences
from segue.core.models import Attachment, User
from segue.lib.log_lines import Line
from tests import builders
from tests.web.form_data import typed

MEGABYTE = 1024 * 1024


@pytest.fixture
def web(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


# What a browser keeps -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/deals/", "/deals/{pk}/", "/deals/{pk}/history/", "/bin/", "/nothing/", "/"])
def test_no_browser_keeps_a_page(web: Client, alice: User, address: str) -> None:
    deal = builders.deal(alice)
    kept = web.get(address.format(pk=deal.pk))["Cache-Control"]
    assert {word.strip() for word in kept.split(",")} == {"private", "no-store"}


def test_no_browser_keeps_a_part_of_a_page(web: Client, alice: User) -> None:
    answer = web.get("/parts/client/search/?kind=company&company_q=x", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_a_view_that_says_itself_what_may_be_kept_is_left_alone(client: Client, alice: User) -> None:
    assert "max-age=0" in client.get("/sign-in/")["Cache-Control"]


# What a page may do -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/sign-in/", "/deals/", "/nothing/"])
def test_a_page_has_no_use_for_camera_microphone_or_place(web: Client, address: str) -> None:
    policy = web.get(address)["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(policy.split(", "))


@pytest.mark.parametrize("address", ["/sign-in/", "/deals/", "/nothing/"])
def test_every_page_says_what_it_is_and_tells_nobody_where_one_was(web: Client, address: str) -> None:
    answer = web.get(address)
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"


# What the log says --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "said"), [("/settings/", "Forbidden: /settings/"), ("/deals/{pk}/", "Not Found: /deals/{pk}/")]
)
def test_a_refusal_is_logged_with_who_was_refused(
    web: Client, alice: User, caplog: pytest.LogCaptureFixture, address: str, said: str
) -> None:
    pk = builders.deal(builders.person("Zoe")).pk
    builders.take_right_away("read", "deal")
    web.get(address.format(pk=pk))
    assert Line().format(caplog.records[-1]).endswith(f"{said.format(pk=pk)} (GET, person {alice.pk})")


@pytest.mark.parametrize("address", ["/deals/%0aforged/", "/deals/%1b%5b2J/"])
def test_an_address_forges_no_line(web: Client, caplog: pytest.LogCaptureFixture, address: str) -> None:
    web.get(address)
    assert [Line().format(record).isprintable() for record in caplog.records] == [True]


def test_a_refused_sign_in_leaves_no_password_in_the_log(
    client: Client, alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    client.post("/sign-in/", {"email": alice.email, "password": "a-wrong-secret"})
    assert caplog.records
    assert "a-wrong-secret" not in caplog.text


# How much a request may bring ---------------------------------------------------------------------------------


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The fields of which files are put aside on the disk while a form is read."""
    fields: list[Any] = []
    put_aside = TemporaryFileUploadHandler.new_file

    def noted(handler: TemporaryFileUploadHandler, *given: Any, **more: Any) -> None:
        fields.append(given[0])
        put_aside(handler, *given, **more)

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", noted)
    return fields


def test_a_stranger_fills_no_disk(db: None, written: list[Any]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    answer = browser.post("/sign-in/", {"file": SimpleUploadedFile("large", b"x" * 6 * MEGABYTE)})
    assert (answer.status_code, written) == (413, [])
    assert "Nothing was saved" in answer.content.decode()


def test_one_request_brings_no_more_than_ten_of_the_largest_files(web: Client, written: list[Any]) -> None:
    preferences.save({"upload_megabytes": 1})
    answer = web.post("/deals/new/", {"files": SimpleUploadedFile("large", b"x" * 16 * MEGABYTE)})
    assert (answer.status_code, written) == (413, [])


def test_ten_of_the_largest_files_come_together(web: Client, alice: User) -> None:
    preferences.save({"upload_megabytes": 1})
    address = f"/deals/{builders.deal(alice).pk}/edit/"
    files = [SimpleUploadedFile(f"{each}.bin", bytes([each]) * MEGABYTE) for each in range(10)]
    assert web.post(address, typed(web.get(address), files=files)).status_code == 303
    assert Attachment.objects.count() == 10
