"""Who gets in, who does not, and what does each learn?"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from segue.core.models import AuditEntry, User
from tests import builders


def sign_in(client: Client, email: str, password: str = builders.PASSWORD, **more: str) -> Any:
    return client.post("/sign-in/", {"email": email, "password": password} | more)


def test_signing_in_leads_to_the_start_page(client: Client, alice: User) -> None:
    answer = sign_in(client, alice.email)
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert "My day" in client.get("/").content.decode()


def test_the_case_of_an_email_does_not_matter(client: Client, alice: User) -> None:
    assert sign_in(client, "Alice@SEGUE.test").status_code == 303


def test_the_page_asked_for_comes_after_signing_in(client: Client, alice: User) -> None:
    asked = client.get("/deals/?q=shop")
    assert asked["Location"] == "/sign-in/?next=/deals/%3Fq%3Dshop"
    assert 'name="next" value="/deals/?q=shop"' in client.get(asked["Location"]).content.decode()
    assert sign_in(client, alice.email, next="/deals/?q=shop")["Location"] == "/deals/?q=shop"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil", "x" * 9]
)
def test_nobody_is_sent_elsewhere(client: Client, alice: User, elsewhere: str) -> None:
    location = sign_in(client, alice.email, next=elsewhere)["Location"]
    assert location == "/" or not location.startswith(("http", "//", "java", "\\"))


def test_wrong_password_unknown_person_and_deactivated_person_learn_the_same(
    client: Client, alice: User, bob: User
) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)
    answers = [
        sign_in(client, alice.email, "wrong"),
        sign_in(client, "nobody@segue.test"),
        sign_in(client, bob.email),
    ]
    said = {tuple(answer.context["form"].non_field_errors()) for answer in answers}
    assert {answer.status_code for answer in answers} == {422}
    assert said == {("E-mail and password do not match.",)}


def test_a_refused_sign_in_keeps_the_email_and_forgets_the_password(client: Client, alice: User) -> None:
    page = sign_in(client, alice.email, "wrong-secret").content.decode()
    assert 'value="alice@segue.test"' in page
    assert "wrong-secret" not in page
    assert [field for field in ("email", "password") if _has_cursor(page, field)] == ["password"]


def _has_cursor(page: str, field: str) -> bool:
    """Whether the cursor is in this input when the page opens."""
    return " autofocus" in page.partition(f'name="{field}"')[2].partition(">")[0]


@pytest.mark.parametrize(
    ("email", "password"), [("", ""), ("no address", "x"), ("a\0@b.de", "x\0"), ("🙂@x.de", "\u202e"), ("<b>", "<b>")]
)
def test_bad_input_comes_back_beside_the_field(client: Client, alice: User, email: str, password: str) -> None:
    answer = sign_in(client, email, password)
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"]


@pytest.mark.parametrize(("length", "status"), [(128, 303), (129, 422)])
def test_a_password_has_at_most_128_characters(client: Client, alice: User, length: int, status: int) -> None:
    alice.set_password("ü" * length)
    alice.save()
    assert sign_in(client, alice.email, "ü" * length).status_code == status


def test_a_password_of_ten_megabytes_is_too_much(client: Client, alice: User) -> None:
    assert sign_in(client, alice.email, "x" * 10_000_000).status_code == 413


def test_signing_in_and_out_and_failing_are_audited_without_the_password(client: Client, alice: User) -> None:
    sign_in(client, alice.email, "wrong-secret")
    sign_in(client, alice.email)
    client.post("/sign-out/")
    entries = list(AuditEntry.objects.order_by("pk"))
    assert [entry.event for entry in entries] == ["sign_in_failed", "signed_in", "signed_out"]
    assert [entry.actor for entry in entries] == [None, alice, alice]
    assert {entry.subject for entry in entries} == {"alice@segue.test"}
    assert [entry.data.get("by") for entry in entries] == [None, ["password"], None]
    assert not any("secret" in str(entry.data) for entry in entries)


def test_signing_out_is_a_post(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/deals/").status_code == 302


def test_who_is_signed_in_needs_no_sign_in_page(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/sign-in/?next=/deals/")["Location"] == "/deals/"


def test_signing_in_gives_a_new_session(client: Client, alice: User) -> None:
    client.get("/sign-in/")
    client.post("/me/language/", {"language": "de"})
    before = client.session.session_key
    sign_in(client, alice.email)
    assert client.session.session_key != before


def test_a_sign_in_ends_when_it_is_due_though_somebody_works_on(client: Client, alice: User, settings: Any) -> None:
    sign_in(client, alice.email)
    ends = client.session.get_expiry_date()
    assert abs(ends - timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)) < timedelta(minutes=1)
    session = client.session
    session["something"] = "written later"
    session.save()
    assert client.session.get_expiry_date() == ends
    assert client.get("/deals/").status_code == 200


def test_a_sign_in_that_ended_lets_nobody_in(client: Client, alice: User) -> None:
    sign_in(client, alice.email)
    session = client.session
    session.set_expiry(timezone.now() - timedelta(seconds=1))
    session.save()
    assert client.get("/deals/").status_code == 302


def test_an_empty_system_says_how_the_first_administrator_is_made(client: Client, db: None) -> None:
    page = client.get("/", follow=True)
    assert page.status_code == 200
    assert "./run admin" in page.content.decode()


def test_a_demonstration_names_its_accounts_and_an_installation_does_not(
    client: Client, alice: User, settings: Any
) -> None:
    assert alice.email not in client.get("/sign-in/").content.decode()
    settings.DEMO = True
    assert alice.email in client.get("/sign-in/").content.decode()


def test_somebody_without_a_role_is_told_so(client: Client, alice: User) -> None:
    builders.take_roles_away()
    client.force_login(alice)
    page = client.get("/").content.decode()
    assert "You have no access yet" in page
    assert "/deals/" not in page


def test_a_session_that_ended_sends_the_whole_page_to_sign_in(client: Client, alice: User) -> None:
    here = {"HX-Request": "true", "HX-Current-URL": "http://testserver/deals/?stage=open"}
    answer = client.get("/deals/?q=x", headers=here)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["HX-Redirect"] == "/sign-in/?next=/deals/%3Fstage%3Dopen"


def test_one_can_ask_whether_one_is_still_there_and_gets_the_token_for_a_form(client: Client, alice: User) -> None:
    assert client.head("/me/").status_code == 302
    client.force_login(alice)
    answer = client.head("/me/")
    assert (answer.status_code, len(answer["X-CSRFToken"])) == (204, 64)
    assert "no-store" in answer["Cache-Control"]


def test_after_a_form_that_came_too_late_one_returns_to_its_page(client: Client, alice: User) -> None:
    answer = client.post("/me/theme/", {"theme": "dark"}, headers={"Referer": "http://testserver/deals/"})
    assert answer["Location"] == "/sign-in/?lost=1&next=/deals/"
    assert "What you typed was not saved." in client.get(answer["Location"]).content.decode()
    elsewhere = client.post("/me/theme/", {"theme": "dark"}, headers={"Referer": "https://evil.example/"})
    assert elsewhere["Location"] == "/sign-in/?lost=1&next=/"


def test_every_page_speaks_the_language_one_chose_and_one_stays_where_one_was(client: Client, alice: User) -> None:
    client.force_login(alice)
    answer = client.post("/me/language/", {"language": "de"}, headers={"Referer": "http://testserver/deals/?q=x"})
    assert (answer.status_code, answer["Location"]) == (303, "http://testserver/deals/?q=x")
    assert '<html lang="de"' in client.get("/deals/").content.decode()
    assert '<html lang="de"' in client.get("/deals/", headers={"Accept-Language": "en"}).content.decode()


def test_behind_tls_the_choice_of_a_stranger_is_kept_over_tls_only(client: Client, db: None, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    client.post("/me/language/", {"language": "de"}, secure=True)
    kept = client.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (kept["secure"], kept["httponly"], kept["samesite"]) == (True, True, "Lax")


def test_a_stranger_may_choose_a_language_too(client: Client, alice: User) -> None:
    client.post("/me/language/", {"language": "de"})
    assert '<html lang="de"' in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize(("chosen", "stored"), [("dark", "dark"), ("light", "light"), ("", "system")])
def test_appearance_is_remembered(client: Client, alice: User, chosen: str, stored: str) -> None:
    client.force_login(alice)
    client.post("/me/theme/", {"theme": chosen})
    alice.refresh_from_db()
    assert alice.theme == stored
    assert ('data-theme="dark"' in client.get("/deals/").content.decode()) == (chosen == "dark")


@pytest.mark.parametrize(
    ("address", "data"), [("/me/language/", {"language": "xx"}), ("/me/theme/", {"theme": "pink"})]
)
def test_a_choice_that_does_not_exist_is_refused(
    client: Client, alice: User, address: str, data: dict[str, str]
) -> None:
    client.force_login(alice)
    assert client.post(address, data).status_code == 400


def test_choices_are_posts(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert {client.get(address).status_code for address in ("/me/language/", "/me/theme/")} == {405}
