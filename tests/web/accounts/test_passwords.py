"""Can people change a password, and set a new one when they forgot theirs, and nobody else for them?"""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from segue.core.models import AuditEntry, User
from segue.web.accounts import mails
from tests.web.accounts.people import events, is_in, sign_in, with_app

NEW = "quite another sentence"
CHANGE = "/me/security/password/"


def change(client: Client, current: str = "segue-demo", new: str = NEW, repeated: str | None = None) -> Any:
    return client.post(CHANGE, {"current": current, "new_password": new, "repeated": repeated or new})


# Changing -----------------------------------------------------------------------------------------------------


def test_a_changed_password_signs_in_and_the_old_one_does_not(client: Client, alice: User) -> None:
    sign_in(client, alice)
    assert change(client)["Location"] == "/me/security/"
    assert sign_in(Client(), alice).status_code == 422
    assert sign_in(Client(), alice, NEW).status_code == 303
    assert "password_changed" in events()


def test_one_stays_signed_in_here_and_nowhere_else(client: Client, alice: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere, alice)
    sign_in(client, alice)
    before = client.session.session_key
    change(client)
    assert (is_in(client), is_in(elsewhere)) == (True, False)
    assert client.session.session_key != before
    assert [each["is_this"] for each in client.get("/me/security/").context["places"]] == [True]


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"current": "wrong"}, "current", "This is not your password."),
        ({"new": "short"}, "new_password", "at least 12 characters"),
        ({"new": "alice@segue.test"}, "new_password", "too similar to the email"),
        ({"new": "password1234"}, "new_password", "too common"),
        ({"repeated": "something else"}, "repeated", "This is not the same password."),
        ({"new": "a\0" + NEW}, "new_password", "Null characters are not allowed"),
        ({"new": "x" * 129}, "new_password", "at most 128"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    client: Client, alice: User, given: dict[str, str], field: str, said: str
) -> None:
    sign_in(client, alice)
    answer = change(client, **given)
    assert answer.status_code == 422
    assert re.search(said, str(answer.context["form"].errors[field]))
    assert alice.check_password("segue-demo")
    alice.refresh_from_db()
    assert alice.check_password("segue-demo")


def test_the_change_is_told_by_mail_without_the_password(client: Client, alice: User) -> None:
    sign_in(client, alice)
    change(client)
    assert mail.outbox[0].subject == "Your Segue account: Password changed"
    assert NEW not in mail.outbox[0].body


def test_wrong_present_passwords_have_to_wait_too(client: Client, alice: User) -> None:
    sign_in(client, alice)
    for _attempt in range(5):
        change(client, current="wrong")
    assert "Too many attempts." in change(client).content.decode()


def test_whoever_has_no_password_gets_one_by_mail_only(client: Client, alice: User) -> None:
    alice.set_unusable_password()
    alice.save()
    client.force_login(alice)
    assert "You have none; you sign in another way." in client.get("/me/security/").content.decode()
    sent = {"new_password": NEW, "repeated": NEW}
    assert client.post(CHANGE, sent)["Location"] == "/sign-in/forgotten/"
    ask(client, alice.email)
    set_new(client, link())
    assert sign_in(client, alice, NEW).status_code == 303


# Forgotten ----------------------------------------------------------------------------------------------------


def ask(client: Client, email: str) -> Any:
    return client.post("/sign-in/forgotten/", {"email": email})


def link() -> str:
    """The address in the last mail."""
    found = re.search(r"https?://\S+/sign-in/new-password/\S+", str(mail.outbox[-1].body))
    assert found
    return urlsplit(found[0]).path


def set_new(client: Client, address: str, password: str = NEW) -> Any:
    client.get(address)
    return client.post("/sign-in/new-password/", {"new_password": password, "repeated": password})


def test_the_link_in_the_mail_sets_a_new_password(client: Client, alice: User) -> None:
    assert ask(client, "Alice@SEGUE.test")["Location"] == "/sign-in/forgotten/?sent=1"
    assert set_new(client, link())["Location"] == "/sign-in/?said=password-set"
    assert "Your new password is set." in client.get("/sign-in/?said=password-set").content.decode()
    assert not is_in(client)
    assert sign_in(client, alice, NEW).status_code == 303


def test_a_known_and_an_unknown_address_get_the_same_answer(client: Client, alice: User) -> None:
    answers = [ask(client, email) for email in (alice.email, "nobody@segue.test")]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1
    assert [letter.to for letter in mail.outbox] == [["alice@segue.test"]]


def test_asking_is_a_job_for_both_so_that_nobody_learns_from_waiting(
    client: Client, alice: User, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    jobs: Any = mails.send_reset_link.get_backend()
    for email in (alice.email, "nobody@segue.test"):
        ask(client, email)
    assert [result.args[0] for result in jobs.results] == ["alice@segue.test", "nobody@segue.test"]
    assert mail.outbox == []


def test_a_deactivated_person_gets_no_mail(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    ask(client, alice.email)
    assert mail.outbox == []


def test_the_mail_is_in_german_for_germans(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="de")
    ask(client, alice.email)
    assert mail.outbox[0].subject == "Neues Passwort für Segue setzen"


def test_a_link_holds_once(client: Client, alice: User) -> None:
    ask(client, alice.email)
    address = link()
    set_new(client, address)
    assert client.get(address)["Location"] == "/sign-in/forgotten/?old=1"
    assert "used already" in client.get("/sign-in/forgotten/?old=1").content.decode()


def test_a_link_that_is_too_old_does_not_hold(client: Client, alice: User, settings: Any) -> None:
    ask(client, alice.email)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert client.get(link())["Location"] == "/sign-in/forgotten/?old=1"


@pytest.mark.parametrize("key", ["MQ/a-b", "x/y", "_/_", "9999/abc-def", "LTE/a-b", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5/a-b"])
def test_a_made_up_link_does_not_hold(client: Client, alice: User, key: str) -> None:
    assert client.get(f"/sign-in/new-password/{key}/")["Location"] == "/sign-in/forgotten/?old=1"


def test_without_a_link_no_password_is_set(client: Client, alice: User) -> None:
    answer = client.post("/sign-in/new-password/", {"new_password": NEW, "repeated": NEW})
    assert answer["Location"] == "/sign-in/forgotten/?old=1"


def test_the_key_stands_in_no_address_once_the_link_was_followed(client: Client, alice: User) -> None:
    ask(client, alice.email)
    assert client.get(link())["Location"] == "/sign-in/new-password/"


def test_a_program_that_looks_the_link_over_writes_no_key_into_the_log(
    client: Client, alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    ask(client, alice.email)
    assert client.head(link())["Location"] == "/sign-in/new-password/"
    assert link() not in caplog.text


def test_a_refused_password_can_be_typed_anew(client: Client, alice: User) -> None:
    ask(client, alice.email)
    answer = set_new(client, link(), "short")
    assert answer.status_code == 422
    assert "at least 12 characters" in answer.content.decode()
    assert client.post("/sign-in/new-password/", {"new_password": NEW, "repeated": NEW}).status_code == 303


def test_a_reset_ends_all_sessions_and_lets_nobody_past_the_second_factor(client: Client, alice: User) -> None:
    with_app(alice)
    elsewhere = Client()
    elsewhere.force_login(alice)
    ask(client, alice.email)
    set_new(client, link())
    assert not is_in(elsewhere)
    assert sign_in(client, alice, NEW)["Location"] == "/sign-in/second-factor/"


def test_whoever_set_a_new_password_need_not_wait_after_wrong_ones(client: Client, alice: User) -> None:
    for _attempt in range(6):
        sign_in(client, alice, "wrong")
    ask(client, alice.email)
    set_new(client, link())
    assert sign_in(client, alice, NEW).status_code == 303


def test_both_are_noted_and_an_unknown_address_is_masked(client: Client, alice: User) -> None:
    ask(client, "jeremy@elsewhere.example")
    ask(client, alice.email)
    set_new(client, link())
    told = [(each.event, each.subject) for each in AuditEntry.objects.order_by("pk")]
    assert told == [
        ("password_reset_asked", "j***@elsewhere.example"),
        ("password_reset_asked", "alice@segue.test"),
        ("password_reset_done", "alice@segue.test"),
    ]


def test_the_link_leads_to_the_public_address(client: Client, alice: User, settings: Any) -> None:
    settings.PUBLIC_URL = "https://crm.example.com"
    ask(client, alice.email)
    assert "https://crm.example.com/sign-in/new-password/" in mail.outbox[0].body
