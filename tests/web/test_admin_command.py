"""Can the first administrator be made from the command line, and a locked-out one be let in again?"""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from segue.core.models import AuditEntry, User

SECRET = "a long sentence nobody knows"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEGUE_ADMIN_PASSWORD", SECRET)


def test_the_first_administrator_can_sign_in() -> None:
    call_command("admin", "--email", "Dana@Example.com", "--name", "Dana")
    dana = User.objects.get()
    assert (dana.email, dana.name, dana.is_admin) == ("dana@example.com", "Dana", True)
    answer = Client().post("/sign-in/", {"email": "dana@example.com", "password": SECRET})
    assert answer.status_code == 303


def test_somebody_who_is_locked_out_becomes_an_administrator_with_a_new_password(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    call_command("admin", "--email", alice.email)
    alice.refresh_from_db()
    assert (alice.name, alice.is_admin, alice.is_active) == ("Alice", True, True)
    assert alice.check_password(SECRET)


def test_whoever_has_an_account_is_told_by_mail(alice: User) -> None:
    call_command("admin", "--email", alice.email)
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["alice@segue.test"], "Your Segue account: Made an administrator from the command line")
    ]


def test_it_is_noted_in_the_audit_log_without_the_password() -> None:
    call_command("admin", "--email", "dana@example.com", "--name", "Dana")
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.subject, entry.actor) == ("administrator_made", "dana@example.com", None)
    assert SECRET not in str(entry.data)


@pytest.mark.parametrize("weak", ["short", "1234567890123", "password1234", "dana@example.com"])
def test_a_weak_password_is_refused(weak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEGUE_ADMIN_PASSWORD", weak)
    with pytest.raises(CommandError, match=r"password|short|numeric|common"):
        call_command("admin", "--email", "dana@example.com", "--name", "Dana")
    assert not User.objects.exists()


def test_what_is_no_e_mail_is_refused() -> None:
    with pytest.raises(CommandError, match="valid email"):
        call_command("admin", "--email", "dana", "--name", "Dana")


def test_without_a_terminal_nothing_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEGUE_ADMIN_PASSWORD")
    with pytest.raises(CommandError, match="SEGUE_ADMIN_PASSWORD"):
        call_command("admin", "--email", "dana@example.com", "--name", "Dana")
