"""Does the second factor keep out who only knows the password, and let its owner in?"""

import base64
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client

from segue.core.models import AuditEntry, User
from tests import builders
from tests.web.accounts.people import (
    code,
    codes_on,
    events,
    is_in,
    secret_on,
    set_up_app,
    sign_in,
    with_app,
    wrong,
)

CHALLENGE = "/sign-in/second-factor/"


@pytest.fixture
def secret(alice: User) -> str:
    return with_app(alice)[0]


def test_the_password_alone_leads_to_the_second_question(client: Client, alice: User, secret: str) -> None:
    answer = sign_in(client, alice)
    assert (answer.status_code, answer["Location"]) == (303, CHALLENGE)
    assert not is_in(client)
    assert "authenticator app" in client.get(CHALLENGE).content.decode()


def test_the_code_lets_in_and_leads_where_one_wanted_to_go(client: Client, alice: User, secret: str) -> None:
    sign_in(client, alice, next="/deals/?q=shop")
    answer = client.post(CHALLENGE, {"code": code(secret)})
    assert (answer.status_code, answer["Location"]) == (303, "/deals/?q=shop")
    assert is_in(client)


def test_spaces_in_a_code_do_not_matter(client: Client, alice: User, secret: str) -> None:
    sign_in(client, alice)
    right = code(secret)
    assert client.post(CHALLENGE, {"code": f" {right[:3]} {right[3:]} "}).status_code == 303


def test_the_page_speaks_german(client: Client, alice: User, secret: str) -> None:
    sign_in(client, alice)
    client.post("/me/language/", {"language": "de"})
    assert "Zweiter Faktor" in client.get(CHALLENGE).content.decode()


@pytest.mark.parametrize("typed", ["", "12", "abcdef", "1" * 500, "\0", "٣٣٣٣٣٣", "🙂"])
def test_what_is_no_code_comes_back_beside_the_field(client: Client, alice: User, secret: str, typed: str) -> None:
    sign_in(client, alice)
    answer = client.post(CHALLENGE, {"code": typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]
    assert not is_in(client)


def test_a_wrong_code_is_refused_and_noted(client: Client, alice: User, secret: str) -> None:
    sign_in(client, alice)
    answer = client.post(CHALLENGE, {"code": wrong(secret)})
    assert "This code is not right." in answer.content.decode()
    assert not is_in(client)
    assert events()[-1] == "second_factor_failed"


def test_a_code_lets_in_once(alice: User, secret: str) -> None:
    first, second = Client(), Client()
    seen = code(secret)
    for browser in (first, second):
        sign_in(browser, alice)
        browser.post(CHALLENGE, {"code": seen})
    assert (is_in(first), is_in(second)) == (True, False)


@pytest.fixture
def spent(alice: User, secret: str) -> str:
    """A code that let Alice in half a minute ago, while clocks that differ may still show it."""
    shown, browser = code(secret), Client()
    sign_in(browser, alice)
    browser.post(CHALLENGE, {"code": shown})
    assert cache.delete(f"allauth.mfa.totp.used?user={alice.pk}&code={shown}")  # its mark holds for half a minute
    return shown


@pytest.mark.parametrize("between", ["", " ", "-", ".", "\u00a0"], ids=ascii)
def test_a_spent_code_lets_nobody_in_however_it_is_written(
    client: Client, alice: User, spent: str, between: str
) -> None:
    sign_in(client, alice)
    client.post(CHALLENGE, {"code": f"{spent[:3]}{between}{spent[3:]}"})
    assert not is_in(client)


def test_a_spent_code_forgives_no_wrong_ones(client: Client, alice: User, secret: str, spent: str) -> None:
    sign_in(client, alice)
    for typed in (*[wrong(secret)] * 4, spent, wrong(secret)):
        client.post(CHALLENGE, {"code": typed})
    answer = client.post(CHALLENGE, {"code": code(secret, later=1)})
    assert "Too many attempts." in answer.content.decode()


def test_five_wrong_codes_make_even_the_right_one_wait(client: Client, alice: User, secret: str) -> None:
    sign_in(client, alice)
    for _attempt in range(5):
        client.post(CHALLENGE, {"code": wrong(secret)})
    answer = client.post(CHALLENGE, {"code": code(secret)})
    assert "Too many attempts." in answer.content.decode()
    assert not is_in(client)


def test_without_the_password_there_is_no_second_question(client: Client, alice: User, secret: str) -> None:
    assert client.get(CHALLENGE)["Location"] == "/sign-in/?said=too-late"
    assert client.post(CHALLENGE, {"code": code(secret)})["Location"] == "/sign-in/?said=too-late"
    assert not is_in(client)


def test_somebody_deactivated_in_between_does_not_get_in(client: Client, alice: User, secret: str) -> None:
    sign_in(client, alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert client.post(CHALLENGE, {"code": code(secret)})["Location"] == "/sign-in/?said=too-late"
    assert events()[-1] != "signed_in"


def test_the_session_has_another_key_afterwards(client: Client, alice: User, secret: str) -> None:
    sign_in(client, alice)
    before = client.session.session_key
    client.post(CHALLENGE, {"code": code(secret)})
    assert client.session.session_key != before


def test_what_the_entry_says_is_how_somebody_came_in(client: Client, alice: User, secret: str) -> None:
    sign_in(client, alice)
    client.post(CHALLENGE, {"code": code(secret)})
    entry = AuditEntry.objects.filter(event="signed_in").latest("pk")
    assert entry.data == {"by": ["password", "totp"], "from": "127.0.0.1"}


# Setting it up ------------------------------------------------------------------------------------------------


def test_the_key_is_there_as_picture_and_as_text(client: Client, alice: User) -> None:
    sign_in(client, alice)
    page = client.get("/me/security/app/")
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page.content.decode())
    assert picture
    assert ElementTree.fromstring(base64.b64decode(picture[1])).tag.endswith("svg")  # noqa: S314  our own
    assert len(secret_on(page).replace(" ", "")) == 32
    assert "img-src 'self' data:" in page["Content-Security-Policy"]


def test_a_wrong_first_code_keeps_the_key(client: Client, alice: User) -> None:
    sign_in(client, alice)
    secret = secret_on(client.get("/me/security/app/"))
    answer = client.post("/me/security/app/", {"code": wrong(secret)})
    assert answer.status_code == 422
    assert secret_on(answer) == secret
    assert not Authenticator.objects.exists()


def test_the_secret_is_not_in_the_database_as_it_is(client: Client, alice: User) -> None:
    sign_in(client, alice)
    secret = set_up_app(client)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret.replace(" ", "") not in stored


def test_a_secret_of_another_installation_lets_nobody_in(alice: User, settings: Any) -> None:
    secret, codes = with_app(alice)
    settings.SECRET_KEY = "another"
    client = Client()
    sign_in(client, alice)
    for typed in (code(secret), codes[0], code("")):
        assert client.post(CHALLENGE, {"code": typed}).status_code == 422


def test_setting_up_is_noted_and_told_by_mail_without_secrets(client: Client, alice: User) -> None:
    sign_in(client, alice)
    secret = set_up_app(client)
    assert events() == ["signed_in", "second_factor_added", "recovery_codes_made"]
    (letter,) = mail.outbox
    assert letter.subject == "Your Segue account: Second factor added"
    told = letter.body + str(list(AuditEntry.objects.values_list("data", flat=True)))
    assert secret not in told
    assert secret.replace(" ", "") not in told


def test_the_mail_is_in_the_readers_language(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="de")
    sign_in(client, alice)
    set_up_app(client)
    assert mail.outbox[0].subject == "Ihr Segue-Konto: Zweiter Faktor hinzugefügt"
    assert "Guten Tag Alice," in mail.outbox[0].body


def test_removing_asks_then_lets_the_password_be_enough(client: Client, alice: User) -> None:
    sign_in(client, alice)
    set_up_app(client)
    assert "only second factor" in client.get("/me/security/app/remove/").content.decode()
    client.post("/me/security/app/remove/")
    assert not Authenticator.objects.exists()
    assert events()[-1] == "second_factor_removed"
    assert sign_in(Client(), alice)["Location"] == "/"


def test_what_is_not_there_cannot_be_removed(client: Client, alice: User) -> None:
    sign_in(client, alice)
    assert client.post("/me/security/app/remove/").status_code == 404
    assert client.post("/me/security/passkeys/1/remove/").status_code == 404


# Recovery codes -----------------------------------------------------------------------------------------------


def test_a_recovery_code_lets_in_once(alice: User) -> None:
    _secret, codes = with_app(alice)
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, alice)
        browser.post(CHALLENGE, {"code": codes[0]})
    assert (is_in(first), is_in(second)) == (True, False)
    assert events()[-3:] == ["signed_in", "recovery_code_used", "second_factor_failed"]


def test_there_are_ten_and_a_used_one_is_not_shown_any_more(client: Client, alice: User) -> None:
    _secret, codes = with_app(alice)
    assert len(set(codes)) == 10
    sign_in(client, alice)
    client.post(CHALLENGE, {"code": codes[3]})
    assert codes_on(client.get("/me/security/codes/")) == [each for each in codes if each != codes[3]]
    assert "9 left" in client.get("/me/security/").content.decode()


def test_new_codes_end_the_old_ones(client: Client, alice: User) -> None:
    sign_in(client, alice)
    set_up_app(client)
    before = codes_on(client.get("/me/security/codes/"))
    client.post("/me/security/codes/")
    assert not set(before) & set(codes_on(client.get("/me/security/codes/")))
    assert events()[-1] == "recovery_codes_made"


def test_codes_come_as_a_file_too(client: Client, alice: User) -> None:
    sign_in(client, alice)
    assert client.get("/me/security/codes/file/").status_code == 404
    set_up_app(client)
    file = client.get("/me/security/codes/file/")
    assert "attachment" in file["Content-Disposition"]
    assert all(each in file.content.decode() for each in codes_on(client.get("/me/security/codes/")))
    assert "no-store" in file["Cache-Control"]


def test_without_a_second_factor_there_are_no_codes(client: Client, alice: User) -> None:
    sign_in(client, alice)
    assert client.get("/me/security/codes/")["Location"] == "/me/security/"
    client.post("/me/security/codes/")
    assert not Authenticator.objects.exists()


def test_nobody_else_sees_ones_factors(alice: User, bob: User, client: Client) -> None:
    with_app(bob)
    client.post("/sign-in/", {"email": alice.email, "password": builders.PASSWORD})
    page = client.get("/me/security/").content.decode()
    assert "Set up" in page
    assert "Recovery codes" not in page
