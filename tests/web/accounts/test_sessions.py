"""Does somebody see where they are signed in, and can they end it?"""

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from segue.core.models import AuditEntry, User
from segue.core.sessions import SessionStore, person
from segue.web.accounts import sessions
from tests.web.accounts.people import events, is_in, sign_in, with_app

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1"


def browser(user: User, agent: str) -> Client:
    client = Client(headers={"User-Agent": agent})
    sign_in(client, user)
    return client


@pytest.fixture
def desk(alice: User) -> Client:
    return browser(alice, FIREFOX)


@pytest.fixture
def phone(alice: User) -> Client:
    return browser(alice, PHONE)


def row_of(client: Client) -> UserSession:
    return UserSession.objects.get(session_key=client.session.session_key)


def test_each_place_shows_device_and_address_and_this_one_comes_first(desk: Client, phone: Client) -> None:
    places = phone.get("/me/security/").context["places"]
    assert [(each["device"], each["is_this"]) for each in places] == [
        ("Safari, iPhone", True),
        ("Firefox, Windows", False),
    ]
    assert {each["address"] for each in places} == {"127.0.0.1"}


def test_one_place_can_be_ended(desk: Client, phone: Client) -> None:
    answer = desk.post(f"/me/security/sessions/{row_of(phone).pk}/end/")
    assert answer["Location"] == "/me/security/"
    assert (is_in(desk), is_in(phone)) == (True, False)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.event, entry.data["device"]) == ("session_ended", "Safari, iPhone")


def test_all_others_can_be_ended(desk: Client, phone: Client, alice: User) -> None:
    third = browser(alice, FIREFOX)
    desk.post("/me/security/sessions/end-others/")
    assert [is_in(each) for each in (desk, phone, third)] == [True, False, False]
    assert events()[-1] == "other_sessions_ended"


def test_a_stranger_gets_a_404_and_ends_nothing(desk: Client, bob: User) -> None:
    other = browser(bob, FIREFOX)
    assert other.post(f"/me/security/sessions/{row_of(desk).pk}/end/").status_code == 404
    assert is_in(desk)
    other.post("/me/security/sessions/end-others/")
    assert is_in(desk)


def test_the_place_one_is_in_is_left_by_signing_out(desk: Client) -> None:
    assert desk.post(f"/me/security/sessions/{row_of(desk).pk}/end/").status_code == 404
    desk.post("/sign-out/")
    assert not UserSession.objects.exists()


def test_a_session_that_ran_out_is_not_shown(desk: Client, phone: Client) -> None:
    Session.objects.filter(session_key=phone.session.session_key).update(expire_date=timezone.now() - timedelta(1))
    assert len(desk.get("/me/security/").context["places"]) == 1


def test_when_somebody_was_last_there_is_noted_now_and_then(desk: Client) -> None:
    long_ago = timezone.now() - timedelta(hours=3)
    UserSession.objects.update(last_seen_at=long_ago)
    desk.get("/deals/")
    assert row_of(desk).last_seen_at == long_ago
    _be_away(desk)
    desk.get("/deals/")
    assert row_of(desk).last_seen_at > long_ago + timedelta(hours=2)


def _be_away(client: Client) -> None:
    session = client.session
    session[sessions.SEEN] -= sessions.EVERY
    session.save()


@pytest.mark.parametrize("agent", ["", "x" * 5000, "\x01\x02<b>", "Mozilla/5.0 🙂"])
def test_any_browser_can_sign_in(alice: User, agent: str) -> None:
    client = browser(alice, agent)
    assert client.get("/me/security/").status_code == 200
    assert "Unknown device" in client.get("/me/security/").content.decode()


def test_a_deactivated_person_is_signed_out_at_once(desk: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert not is_in(desk)


def test_behind_a_proxy_the_callers_address_is_noted(alice: User, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client = Client(headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.9"})
    sign_in(client, alice)
    assert row_of(client).ip == "203.0.113.9"  # what the proxy saw, not what the caller claims


@pytest.mark.parametrize("claim", ["nonsense", "", ",", "1.2.3.4:80", "::1, [::1]:9", "x" * 3000])
def test_whatever_stands_in_its_header_people_can_sign_in(alice: User, settings: Any, claim: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client = Client(headers={"X-Forwarded-For": claim})
    assert sign_in(client, alice).status_code == 303


# Asking again -------------------------------------------------------------------------------------------------

ASKING = ["/me/security/app/", "/me/security/passkeys/new/", "/me/security/codes/", "/me/security/codes/file/"]


@pytest.fixture
def later(desk: Client) -> Client:
    """Alice's desk an hour after she signed in."""
    session = desk.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    return desk


@pytest.mark.parametrize("address", ASKING)
def test_long_after_the_sign_in_the_password_is_asked_for(later: Client, address: str) -> None:
    answer = later.get(address)
    assert answer["Location"] == f"/me/security/confirm/?next={address.replace('/', '%2F')}"
    assert "Is it you?" in later.get(answer["Location"]).content.decode()


def test_soon_after_the_sign_in_it_is_not(desk: Client) -> None:
    assert desk.get("/me/security/app/").status_code == 200


def test_the_right_password_goes_on(later: Client, alice: User) -> None:
    asked = later.get("/me/security/app/")["Location"]
    answer = later.post(asked, {"password": "segue-demo", "next": "/me/security/app/"})
    assert (answer.status_code, answer["Location"]) == (303, "/me/security/app/")
    assert later.get("/me/security/app/").status_code == 200


def test_a_wrong_one_does_not(later: Client) -> None:
    answer = later.post("/me/security/confirm/?next=/me/security/app/", {"password": "wrong"})
    assert answer.status_code == 422
    assert "This is not your password." in answer.content.decode()
    assert later.get("/me/security/app/").status_code == 303


def test_what_was_sent_is_done_after_the_password(later: Client, phone: Client) -> None:
    address = f"/me/security/sessions/{row_of(phone).pk}/end/"
    asked = later.post(address)["Location"]
    assert is_in(phone)
    later.post(asked, {"password": "segue-demo", "next": address})
    assert not is_in(phone)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "http://localhost/", "//127.0.0.1/"]
)
def test_confirming_sends_nobody_elsewhere(later: Client, elsewhere: str) -> None:
    answer = later.post("/me/security/confirm/", {"password": "segue-demo", "next": elsewhere})
    assert answer["Location"] == "/me/security/"


def test_whoever_was_signed_in_by_no_sign_in_page_is_asked_too(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "/confirm/" in client.get("/me/security/app/")["Location"]


# Through somebody's eyes --------------------------------------------------------------------------------------


def test_whoever_looks_through_somebodys_eyes_sees_how_their_own_account_is_protected(dana: User, alice: User) -> None:
    with_app(alice)
    client = Client()
    sign_in(client, dana)
    client.post(f"/view-as/{alice.pk}/")
    shown = client.get("/me/security/").context
    assert (shown["request"].user, shown["app_since"], shown["codes_left"]) == (dana, "", 0)
    assert client.get("/me/security/codes/")["Location"] == "/me/security/"  # Alice has codes, Dana has none


@pytest.mark.parametrize("address", ["/me/security/", *ASKING])
def test_whoever_looks_through_somebodys_eyes_gets_none_of_what_lets_them_in(
    dana: User, alice: User, address: str
) -> None:
    _secret, codes = with_app(alice)
    client = Client()
    sign_in(client, dana)
    client.post(f"/view-as/{alice.pk}/")
    answer = client.get(address)
    assert answer.wsgi_request.user == dana
    assert not [code for code in codes if code in answer.content.decode()]


def test_a_session_belongs_to_whom_it_says_whoever_is_noted_to_have_begun_it(desk: Client, bob: User) -> None:
    UserSession.objects.update(user=bob)
    assert "Alice" in desk.get("/").content.decode()


def test_who_may_no_longer_sign_in_is_out_at_once(desk: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert not is_in(desk)


def test_a_session_that_another_key_signed_goes_on_while_that_key_is_known(desk: Client, settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert is_in(desk)
    settings.SECRET_KEY_FALLBACKS = []
    assert is_in(desk)  # it was signed anew


def test_session_person_and_settings_are_read_in_three_queries(desk: Client, alice: User) -> None:
    session = SessionStore(desk.session.session_key)
    with CaptureQueriesContext(connection) as asked:
        assert person(session) == alice
    assert len(asked) == 3
