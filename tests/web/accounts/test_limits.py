"""Do guesses have to wait, in all processes together, and does nobody learn who is here?"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from segue.core.models import AuditEntry, User
from tests import databases
from tests.web.accounts.people import events, is_in, sign_in, with_app

WAIT = "Too many attempts."


def fail(client: Client, user: User, times: int) -> Any:
    return [sign_in(client, user, "wrong") for _attempt in range(times)][-1]


def test_after_five_wrong_passwords_the_right_one_waits_too(client: Client, alice: User) -> None:
    assert WAIT not in fail(client, alice, 5).content.decode()
    answer = sign_in(client, alice)
    assert WAIT in answer.content.decode()
    assert not is_in(client)


def test_from_another_address_the_account_waits_as_well(client: Client, alice: User) -> None:
    fail(client, alice, 5)
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    assert WAIT in sign_in(elsewhere, alice).content.decode()


def test_another_name_of_the_host_does_not_begin_anew(alice: User) -> None:
    for port in range(5):
        sign_in(Client(headers={"Host": f"localhost:{8000 + port}"}), alice, "wrong")
    assert WAIT in sign_in(Client(), alice).content.decode()


def test_others_need_not_wait(client: Client, alice: User, bob: User) -> None:
    fail(client, alice, 5)
    assert sign_in(client, bob).status_code == 303


def test_an_unknown_address_waits_like_a_known_one(client: Client, alice: User) -> None:
    nobody = User(email="nobody@segue.test")
    answers = [[sign_in(client, who, "wrong").content.decode() for _ in range(6)] for who in (alice, nobody)]
    assert [[WAIT in page for page in pages] for pages in answers] == [[False] * 5 + [True]] * 2


def test_one_address_may_not_try_all_accounts(client: Client, alice: User) -> None:
    for number in range(20):
        sign_in(client, User(email=f"guess{number}@segue.test"), "wrong")
    assert WAIT in sign_in(client, alice).content.decode()
    assert sign_in(Client(REMOTE_ADDR="203.0.113.7"), alice).status_code == 303


def test_signing_in_rightly_does_not_make_one_wait(alice: User) -> None:
    assert {sign_in(Client(), alice).status_code for _attempt in range(12)} == {303}


def test_asking_for_mails_has_to_wait(client: Client, alice: User) -> None:
    for _attempt in range(3):
        client.post("/sign-in/forgotten/", {"email": alice.email})
    answer = client.post("/sign-in/forgotten/", {"email": alice.email})
    assert answer.status_code == 422
    assert WAIT in answer.content.decode()


@pytest.fixture
def few(settings: Any) -> None:
    """Three attempts a minute from one address."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "3/m/ip"}


def test_asking_what_a_passkey_has_to_sign_has_to_wait_and_keeps_nothing(few: None, alice: User) -> None:
    assert [Client().get("/sign-in/passkey/").status_code for _attempt in range(5)] == [200] * 3 + [429] * 2
    assert Session.objects.count() == 3


def test_second_proofs_have_to_wait_before_they_are_noted(few: None, client: Client, alice: User) -> None:
    with_app(alice)
    sign_in(client, alice)
    answers = [client.post("/sign-in/second-factor/", {"code": "x"}) for _attempt in range(3)]
    assert [answer.status_code for answer in answers] == [422, 303, 303]
    assert answers[2]["Location"] == "/sign-in/?said=wait"
    assert events().count("second_factor_failed") == 1


CONFIRM = "/me/security/confirm/"


def test_asking_again_who_one_is_has_to_wait(client: Client, alice: User) -> None:
    client.force_login(alice)
    for _attempt in range(5):
        client.post(CONFIRM, {"password": "wrong"})
    answer = client.post(CONFIRM, {"password": "segue-demo"})
    assert [str(error) for error in answer.context["form"].errors["password"]] == [
        f"{WAIT} Wait five minutes, then try again."
    ]
    assert client.get("/me/security/app/")["Location"].startswith(CONFIRM)


def test_confirming_rightly_does_not_make_one_wait(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert {client.post(CONFIRM, {"password": "segue-demo"}).status_code for _attempt in range(12)} == {303}


GUESS = """
import django; django.setup()
from django.test import Client
client = Client(SERVER_NAME="localhost")
for _ in range(3): client.post("/sign-in/", {"email": "alice@segue.test", "password": "wrong"})
"""


def test_guesses_of_several_processes_count_together(home: Path) -> None:
    alice = User.objects.create_user("alice@segue.test", "segue-demo", name="Alice")
    name = str(connection.settings_dict["NAME"])
    env = os.environ | {"DATABASE_URL": databases.url(name), "DJANGO_SETTINGS_MODULE": "segue.config.settings_test"}
    command = [sys.executable, "-c", GUESS]
    others = [subprocess.Popen(command, cwd=configured.BASE_DIR, env=env) for _process in range(2)]  # noqa: S603  our own words
    assert [other.wait(timeout=120) for other in others] == [0, 0]
    assert WAIT in sign_in(Client(), alice).content.decode()


# Who is here? ------------------------------------------------------------------------------------------------


class Counting(MD5PasswordHasher):
    """Counts how often a password is computed, which is what takes the time."""

    algorithm = "counting"
    made = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.made += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("case", ["wrong password", "unknown", "deactivated"])
def test_every_refusal_computes_one_password(client: Client, alice: User, settings: Any, case: str) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    alice.set_password("segue-demo")
    alice.is_active = case != "deactivated"
    alice.save()
    Counting.made = 0
    email = "nobody@segue.test" if case == "unknown" else alice.email
    answer = client.post("/sign-in/", {"email": email, "password": "wrong"})
    assert "E-mail and password do not match." in answer.content.decode()
    assert Counting.made == 1


def test_there_is_no_way_to_make_an_account_oneself(client: Client, alice: User) -> None:
    for address in ("/sign-up/", "/signup/", "/accounts/signup/", "/register/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("email", "subject"), [("geheim-passwort@x.de", "g***@x.de"), ("alice@segue.test", "alice@segue.test")]
)
def test_the_log_names_only_addresses_that_somebody_has(client: Client, alice: User, email: str, subject: str) -> None:
    client.post("/sign-in/", {"email": email, "password": "wrong-secret"})
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.subject, entry.data) == ("sign_in_failed", subject, {"from": "127.0.0.1"})


def test_sign_in_needs_its_token(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    for address in ("/sign-in/", "/sign-in/passkey/", "/sign-in/second-factor/", "/sign-in/forgotten/"):
        assert client.post(address, {"email": alice.email, "password": "segue-demo"}).status_code == 403
