"""Does a browser get what it needs to install Segue, and is it told rightly what it may keep?"""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from segue.core import preferences
from segue.core.models import User
from segue.web.views import installed
from tests import builders
from tests.web.test_contrast import themes


def test_the_manifest_names_the_app_and_its_pictures(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    described = answer.json()
    assert (described["name"], described["start_url"], described["lang"]) == ("Segue", "/", "en")
    sizes = {(icon["sizes"], icon["purpose"]) for icon in described["icons"]}
    assert sizes == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}


def test_each_picture_is_there_in_its_size(client: Client) -> None:
    for icon in client.get("/manifest.webmanifest").json()["icons"]:
        found = finders.find(icon["src"].removeprefix("/static/"))
        assert isinstance(found, str)
        header = Path(found).read_bytes()[:24]
        width, height = (int.from_bytes(header[at : at + 4], "big") for at in (16, 20))
        assert icon["sizes"] == f"{width}x{height}"


def test_the_manifest_speaks_the_language_of_the_person(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="de")
    client.force_login(alice)
    assert client.get("/manifest.webmanifest").json()["lang"] == "de"


@pytest.mark.django_db
def test_the_frame_of_the_app_has_the_colours_of_the_themes(client: Client) -> None:
    colours = themes()
    page = client.get("/sign-in/").content.decode()
    for theme in ("light", "dark"):
        assert f'<meta name="theme-color" content="{colours[theme]["base-200"]}"' in page
    assert colours["light"]["base-200"] == installed.GROUND


def test_the_worker_is_a_script_for_the_whole_site(client: Client) -> None:
    answer = client.get("/service-worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_the_page_that_stands_in_says_nothing_of_anybody(web: Client, alice: User) -> None:
    page = web.get("/offline/").content.decode()
    assert "Segue cannot be reached." in page
    assert [word for word in (alice.name, alice.email, "csrf") if word in page] == []


# What may be kept ---------------------------------------------------------------------------------------------


def test_nothing_may_be_kept_unless_the_administrator_says_so(web: Client, alice: User) -> None:
    answer = web.get(f"/deals/{builders.deal(alice).pk}/")
    assert "Segue-Keep" not in answer
    assert "no-store" in answer["Cache-Control"]


def test_the_administrator_says_so_in_the_settings(admin: Client) -> None:
    page = admin.get("/settings/general/")
    sent = {name: value for name, value in page.context["form"].initial.items() if value not in {False, None}}
    assert admin.post("/settings/general/", sent | {"offline_items": "on"}).status_code == 303
    assert preferences.load().offline_items


@pytest.fixture
def allowed(db: None) -> None:
    """The administrator lets browsers keep items."""
    preferences.save({"offline_items": True})


@pytest.mark.usefixtures("allowed")
def test_then_they_are_kept_for_one_person(web: Client, alice: User) -> None:
    assert web.get(f"/deals/{builders.deal(alice).pk}/")["Segue-Keep"] == str(alice.pk)


@pytest.mark.usefixtures("allowed")
def test_a_stranger_is_told_to_keep_nothing(client: Client) -> None:
    assert "Segue-Keep" not in client.get("/sign-in/")


@pytest.mark.usefixtures("allowed")
def test_what_another_person_sees_is_not_kept(admin: Client, alice: User) -> None:
    admin.post(f"/view-as/{alice.pk}/")
    assert "Segue-Keep" not in admin.get("/deals/")


@pytest.mark.usefixtures("allowed")
def test_after_signing_out_nothing_is_kept_any_more(web: Client) -> None:
    assert "Segue-Keep" not in web.post("/sign-out/")
