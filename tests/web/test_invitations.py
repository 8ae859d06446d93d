"""Does the link of an invitation work once, for three days, and tell strangers nothing?"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.utils import timezone

from segue.core import invitations, people
from segue.core.models import AuditEntry, Department, OutboxEntry, User
from segue.core.permissions import Forbidden
from tests import builders

PASSWORD = "correct horse battery"
NEW = {"name": "Emil Novák", "email": "emil@segue.test", "language": "de"}
CHOSEN = {"new_password": PASSWORD, "repeated": PASSWORD}


@pytest.fixture
def admin(dana: User) -> Client:
    client = Client()
    client.force_login(dana)
    return client


def invite(admin: Client, callbacks: Any, **values: Any) -> User:
    """Somebody whom an administrator invited by the page, with the mail sent."""
    with callbacks(execute=True):
        answer = admin.post("/settings/people/new/", NEW | values)
    assert answer.status_code == 303, answer.content.decode()
    return User.objects.get(email="emil@segue.test")


def link() -> str:
    """The address in the mail that was sent last, without the host."""
    found = re.search(r"http://testserver(/invitation/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def follow(address: str) -> Any:
    return Client().get(address, follow=True)


def choose(address: str, **values: str) -> Any:
    client = Client()
    client.get(address)
    return client.post("/invitation/", CHOSEN | values)


def test_a_mail_in_the_persons_language_brings_the_link(
    admin: Client, django_capture_on_commit_callbacks: Any, sales: Department
) -> None:
    emil = invite(admin, django_capture_on_commit_callbacks, departments=[sales.pk])
    [sent] = mail.outbox
    assert sent.to == ["emil@segue.test"]
    assert "Wählen Sie hier Ihr Passwort:" in sent.body
    assert "Dana lädt Sie ein" in sent.body
    assert list(emil.departments.all()) == [sales]


def test_the_mail_speaks_english_to_others(admin: Client, django_capture_on_commit_callbacks: Any) -> None:
    invite(admin, django_capture_on_commit_callbacks, language="en")
    assert "Choose your password here:" in mail.outbox[0].body


def test_whoever_follows_the_link_chooses_a_password_and_signs_in(
    admin: Client, django_capture_on_commit_callbacks: Any
) -> None:
    invite(admin, django_capture_on_commit_callbacks)
    page = follow(link())
    assert "Wählen Sie Ihr Passwort" in page.content.decode()
    assert page.wsgi_request.path == "/invitation/"
    assert choose(link())["Location"] == "/invitation/done/"
    assert Client().login(username="emil@segue.test", password=PASSWORD)
    assert AuditEntry.objects.latest("pk").event == "invitation_accepted"


def test_the_link_works_once(admin: Client, django_capture_on_commit_callbacks: Any) -> None:
    invite(admin, django_capture_on_commit_callbacks)
    choose(link())
    assert follow(link()).status_code == 404
    assert choose(link(), password="another good one").status_code == 404
    assert Client().login(username="emil@segue.test", password=PASSWORD)


def test_two_who_have_it_open_do_not_both_choose(admin: Client, django_capture_on_commit_callbacks: Any) -> None:
    invite(admin, django_capture_on_commit_callbacks)
    first, second = Client(), Client()
    for client in (first, second):
        assert client.get(link()).status_code == 303
    assert first.post("/invitation/", CHOSEN).status_code == 303
    other = "another good one"
    assert second.post("/invitation/", {"new_password": other, "repeated": other}).status_code == 404


@pytest.mark.parametrize(("age", "status"), [(timedelta(days=3, minutes=-5), 200), (timedelta(days=3, minutes=5), 404)])
def test_the_link_works_for_three_days(
    admin: Client, django_capture_on_commit_callbacks: Any, age: timedelta, status: int
) -> None:
    emil = invite(admin, django_capture_on_commit_callbacks)
    emil.invited_at = timezone.now() - age
    emil.save()
    assert follow(invitations.link(emil, "")).status_code == status


def test_a_newer_invitation_replaces_the_former(admin: Client, django_capture_on_commit_callbacks: Any) -> None:
    emil = invite(admin, django_capture_on_commit_callbacks)
    former = link()
    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post(f"/settings/people/{emil.pk}/invite/").status_code == 303
    assert follow(former).status_code == 404
    assert follow(link()).status_code == 200


def test_a_deactivation_ends_the_link_for_good(
    admin: Client, dana: User, django_capture_on_commit_callbacks: Any
) -> None:
    emil = invite(admin, django_capture_on_commit_callbacks)
    people.deactivate(emil, actor=dana)
    assert follow(link()).status_code == 404
    people.activate(emil, actor=dana)
    assert follow(link()).status_code == 404


def test_strangers_learn_nothing_from_links_that_lead_nowhere(
    admin: Client, alice: User, django_capture_on_commit_callbacks: Any
) -> None:
    emil = invite(admin, django_capture_on_commit_callbacks)
    wrong = link()[:-2] + "x/"
    pages = {follow(each).content for each in (wrong, f"/invitation/{alice.pk}/abc-def/", "/invitation/99999/abc-def/")}
    assert len(pages) == 1
    assert emil.name.encode() not in pages.pop()
    assert Client().get("/invitation/").status_code == 404


def test_the_address_with_the_token_is_told_to_nobody(admin: Client, django_capture_on_commit_callbacks: Any) -> None:
    invite(admin, django_capture_on_commit_callbacks)
    for address in (link(), "/invitation/1/abc-def/"):
        answer = Client().get(address)
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"new_password": "short", "repeated": "short"}, "new_password"),
        ({"new_password": "", "repeated": ""}, "new_password"),
        ({"new_password": "emil@segue.test", "repeated": "emil@segue.test"}, "new_password"),
        ({"new_password": "1234567890", "repeated": "1234567890"}, "new_password"),
        ({"repeated": "otherwise"}, "repeated"),
    ],
)
def test_a_weak_password_or_a_slip_is_refused_at_its_field(
    admin: Client, django_capture_on_commit_callbacks: Any, typed: dict[str, str], field: str
) -> None:
    emil = invite(admin, django_capture_on_commit_callbacks)
    answer = choose(link(), **typed)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    emil.refresh_from_db()
    assert emil.is_invited


def test_a_form_without_its_token_chooses_nothing(admin: Client, django_capture_on_commit_callbacks: Any) -> None:
    invite(admin, django_capture_on_commit_callbacks)
    client = Client(enforce_csrf_checks=True)
    client.get(link())
    assert client.post("/invitation/", CHOSEN).status_code == 403


def test_no_token_and_no_password_is_written_down(admin: Client, django_capture_on_commit_callbacks: Any) -> None:
    emil = invite(admin, django_capture_on_commit_callbacks)
    token = link().rstrip("/").rsplit("/", 1)[1]
    choose(link())
    emil.refresh_from_db()
    told = str([(entry.subject, entry.data) for entry in AuditEntry.objects.all()])
    told += str(list(OutboxEntry.objects.values_list("payload", "dedupe_key", "error")))
    for secret in (token, PASSWORD, emil.password):
        assert secret not in told


def test_the_page_shows_the_link_only_where_mail_goes_nowhere(
    admin: Client, django_capture_on_commit_callbacks: Any, settings: LazySettings
) -> None:
    emil = invite(admin, django_capture_on_commit_callbacks)
    assert link() not in admin.get(f"/settings/people/{emil.pk}/").content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert f"http://testserver{link()}" in admin.get(f"/settings/people/{emil.pk}/").content.decode()


def test_without_a_mail_server_the_mail_is_printed(
    admin: Client, django_capture_on_commit_callbacks: Any, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    invite(admin, django_capture_on_commit_callbacks)
    assert "To: emil@segue.test" in capsys.readouterr().out


def test_a_mail_that_cannot_be_sent_is_told_with_the_link(
    admin: Client, django_capture_on_commit_callbacks: Any, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 5
    emil = invite(admin, django_capture_on_commit_callbacks)
    page = admin.get(f"/settings/people/{emil.pk}/").content.decode()
    assert "The mail could not be sent" in page
    assert "/invitation/" in page


def test_the_address_of_the_installation_stands_in_the_mail(
    admin: Client, django_capture_on_commit_callbacks: Any, settings: LazySettings
) -> None:
    settings.PUBLIC_URL = "https://crm.example"
    invite(admin, django_capture_on_commit_callbacks)
    assert "https://crm.example/invitation/" in mail.outbox[0].body


def test_only_administrators_invite_and_only_whoever_has_not_come(admin: Client, dana: User, alice: User) -> None:
    assert admin.post(f"/settings/people/{alice.pk}/invite/").status_code == 422
    with pytest.raises(Forbidden):
        invitations.send(builders.person("Bert"), actor=alice, root="")
    assert not mail.outbox
