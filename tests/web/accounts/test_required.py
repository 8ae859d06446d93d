"""Is everyone led to a second factor where the administrator wants it, and can be let in again who lost theirs?"""

from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from segue.core import preferences
from segue.core.models import AuditEntry, User
from tests.web.accounts.people import events, is_in, set_up_app, sign_in, with_app

SETTING = "/settings/sign-in/"


@pytest.fixture
def required(db: None) -> None:
    preferences.save({"second_factor_required": True})


def test_an_administrator_demands_it_and_that_is_noted(client: Client, dana: User, alice: User) -> None:
    sign_in(client, dana)
    set_up_app(client)
    page = client.get(SETTING).content.decode()
    assert "1 person has none yet" in page
    client.post(SETTING, {"second_factor_required": "on"})
    assert preferences.load().second_factor_required
    entry = AuditEntry.objects.latest("pk")
    assert (entry.event, entry.data["changes"]) == ("setting_changed", {"second_factor_required": [False, True]})


def test_others_may_not(client: Client, alice: User) -> None:
    sign_in(client, alice)
    assert client.get(SETTING).status_code == 403
    assert client.post(SETTING, {"second_factor_required": "on"}).status_code == 403
    assert not preferences.load().second_factor_required


def test_whoever_has_none_is_led_to_set_one_up(client: Client, required: None, alice: User) -> None:
    sign_in(client, alice)
    assert {client.get(address)["Location"] for address in ("/", "/deals/", "/bin/")} == {"/me/security/"}
    assert "Set up a second factor to go on" in client.get("/me/security/").content.decode()


def test_nothing_can_be_written_before_that(client: Client, required: None, alice: User) -> None:
    sign_in(client, alice)
    assert client.post("/deals/new/", {"title": "x"})["Location"] == "/me/security/"


def test_a_part_of_a_page_leads_the_whole_page(client: Client, required: None, alice: User) -> None:
    sign_in(client, alice)
    answer = client.get("/deals/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/me/security/")


@pytest.mark.parametrize("address", ["/sign-out/", "/me/language/", "/me/theme/"])
def test_language_appearance_and_the_way_out_stay(client: Client, required: None, alice: User, address: str) -> None:
    sign_in(client, alice)
    assert client.post(address, {"language": "de", "theme": "dark"})["Location"] != "/me/security/"


def test_once_it_is_set_up_one_goes_on(client: Client, required: None, alice: User) -> None:
    sign_in(client, alice)
    set_up_app(client)
    assert client.get("/deals/").status_code == 200


def test_whoever_has_one_notices_nothing(required: None, alice: User) -> None:
    preferences.save({"second_factor_required": False})
    client = Client()
    sign_in(client, alice)
    set_up_app(client)
    preferences.save({"second_factor_required": True})
    assert client.get("/deals/").status_code == 200


def test_the_last_one_cannot_be_removed(client: Client, required: None, alice: User) -> None:
    sign_in(client, alice)
    set_up_app(client)
    client.post("/me/security/app/remove/")
    assert "Set up another one before" in client.get("/me/security/").content.decode()
    assert sign_in(Client(), alice)["Location"] == "/sign-in/second-factor/"


# Lost ---------------------------------------------------------------------------------------------------------


def test_the_command_line_takes_a_lost_factor_away_and_ends_all_sessions(alice: User, capsys: Any) -> None:
    with_app(alice)
    elsewhere = Client()
    sign_in(elsewhere, alice)
    call_command("admin", "--reset-second-factor", "Alice@segue.test")
    assert "can sign in by password alone" in capsys.readouterr().out
    assert not is_in(elsewhere)
    assert sign_in(Client(), alice)["Location"] == "/"
    assert "second_factor_reset" in events()


def test_its_owner_is_told_by_mail(alice: User, settings: Any) -> None:
    with_app(alice)
    settings.PUBLIC_URL = "https://crm.example.com"
    call_command("admin", "--reset-second-factor", alice.email)
    letter = mail.outbox[-1]
    assert letter.to == ["alice@segue.test"]
    assert letter.subject == "Your Segue account: Second factor taken away by an administrator"
    assert "https://crm.example.com/me/security/" in letter.body


def test_where_nobody_said_what_segue_is_called_the_mail_says_where_to_look(alice: User) -> None:
    with_app(alice)
    call_command("admin", "--reset-second-factor", alice.email)
    assert "under Me → Security" in mail.outbox[-1].body
    assert "/me/security/" not in mail.outbox[-1].body


def test_it_leaves_password_and_rights_alone(alice: User) -> None:
    with_app(alice)
    call_command("admin", "--reset-second-factor", alice.email)
    alice.refresh_from_db()
    assert (alice.is_admin, alice.check_password("segue-demo")) == (False, True)


def test_somebody_unknown_is_named(db: None) -> None:
    with pytest.raises(CommandError, match=r"Nobody has the address x@y\.de"):
        call_command("admin", "--reset-second-factor", "x@y.de")


def test_whoever_has_none_is_told_so(alice: User, capsys: Any) -> None:
    call_command("admin", "--reset-second-factor", alice.email)
    assert "has no second factor" in capsys.readouterr().out
