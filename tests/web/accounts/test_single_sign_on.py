"""Does whoever the organisation vouches for get in, and nobody else?"""

import http.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from segue.core.models import AuditEntry, User
from tests.web.accounts.people import events, is_in, with_app
from tests.web.accounts.provider import CLIENT, SECRET, Provider, key_of

BEGIN, BACK = "/sign-in/organisation/", "/sign-in/organisation/back/"
NO_ACCOUNT, FAILED = "/sign-in/?said=sso-no-account", "/sign-in/?said=sso-failed"
PARTS = ("/.well-known/openid-configuration", "/token", "/keys", "/userinfo")  # that Segue itself asks


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    found = Provider()
    settings.OIDC_URL, settings.OIDC_CLIENT, settings.OIDC_SECRET = found.url, CLIENT, SECRET
    settings.OIDC_NAME = "Brandt account"
    yield found
    found.close()


def go(address: str) -> str:
    """Follow the browser to the provider, which sends it back at once."""
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    line.request("GET", f"{parts.path}?{parts.query}")
    return line.getresponse().headers["Location"]


def come_back(client: Client, there: str = "") -> Any:
    """Sign in at the provider and come back."""
    back = urlsplit(go(client.get(BEGIN + there)["Location"]))
    return client.get(f"{back.path}?{back.query}")


def test_the_sign_in_page_names_it_where_there_is_one(client: Client, provider: Provider, alice: User) -> None:
    page = client.get("/sign-in/?next=/deals/").content.decode()
    assert "Brandt account" in page
    assert 'href="/sign-in/organisation/?next=/deals/"' in page


def test_without_a_provider_there_is_no_such_way(client: Client, alice: User) -> None:
    assert "organisation" not in client.get("/sign-in/").content.decode()
    assert {client.get(BEGIN).status_code, client.get(BACK).status_code} == {404}


def test_whoever_has_an_account_gets_in(client: Client, provider: Provider, alice: User) -> None:
    answer = come_back(client, "?next=/deals/")
    assert (answer.status_code, answer["Location"]) == (303, "/deals/")
    assert is_in(client)
    entry = AuditEntry.objects.get(event="signed_in")
    assert (entry.actor, entry.data["by"]) == (alice, ["single_sign_on"])


def test_the_case_of_the_address_does_not_matter(client: Client, provider: Provider, alice: User) -> None:
    provider.person["email"] = "Alice@SEGUE.test"
    assert come_back(client)["Location"] == "/"


def test_it_is_asked_with_state_nonce_and_a_proof_of_the_code(client: Client, provider: Provider, alice: User) -> None:
    asked = parse_qs(urlsplit(client.get(BEGIN)["Location"]).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/sign-in/organisation/back/"]
    assert all(len(asked[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))


@pytest.mark.parametrize("way", ["client_secret_basic", "client_secret_post"])
def test_segue_says_who_it_is_the_way_the_provider_wants(
    client: Client, provider: Provider, alice: User, way: str
) -> None:
    provider.about["token_endpoint_auth_methods_supported"] = [way]
    assert come_back(client)["Location"] == "/"
    assert ("client_secret" in provider.exchanges[0]) == (way == "client_secret_post")


def test_an_address_that_only_the_page_of_the_person_tells_is_enough(
    client: Client, provider: Provider, alice: User
) -> None:
    provider.elsewhere = provider.person
    assert come_back(client)["Location"] == "/"


@pytest.mark.parametrize("elsewhere", [
    {"email": "mallory@segue.test", "email_verified": True},
    {"email_verified": True},
])  # fmt: skip
def test_that_an_address_is_confirmed_is_said_where_it_stands(
    client: Client, provider: Provider, alice: User, elsewhere: dict[str, Any]
) -> None:
    provider.statement = {"email": "alice@segue.test"}
    provider.elsewhere = {"sub": "4711"} | elsewhere
    come_back(client)
    assert not is_in(client)


def test_the_page_of_another_person_is_not(client: Client, provider: Provider, alice: User) -> None:
    provider.elsewhere = provider.person | {"sub": "somebody else"}
    assert come_back(client)["Location"] == FAILED


def test_whoever_has_no_account_does_not_get_one(client: Client, provider: Provider, alice: User) -> None:
    provider.person["email"] = "stranger@segue.test"
    assert come_back(client)["Location"] == NO_ACCOUNT
    assert "Nobody with your e-mail address may sign in here." in client.get(NO_ACCOUNT).content.decode()
    assert User.objects.count() == 1
    entry = AuditEntry.objects.latest("pk")
    assert (entry.event, entry.subject) == ("single_sign_on_refused", "s***@segue.test")


def test_a_deactivated_person_learns_what_a_stranger_learns(client: Client, provider: Provider, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert come_back(client)["Location"] == NO_ACCOUNT
    assert not is_in(client)


@pytest.mark.parametrize("verified", [False, "false", 0, None, "yes"])
def test_an_address_that_nobody_confirmed_is_refused(
    client: Client, provider: Provider, alice: User, verified: Any
) -> None:
    provider.person["email_verified"] = verified
    assert come_back(client)["Location"] == "/sign-in/?said=sso-unverified"
    assert not is_in(client)


@pytest.mark.parametrize("name", ["email_verified", "xms_edov"])
def test_providers_say_confirmed_in_their_own_ways(client: Client, provider: Provider, alice: User, name: str) -> None:
    del provider.person["email_verified"]
    provider.person[name] = "true"
    assert come_back(client)["Location"] == "/"


@pytest.mark.parametrize(
    "statement",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another client"},
        {"aud": None},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"sub": None},
    ],
    ids=str,
)
def test_a_statement_that_is_not_for_this_sign_in_is_refused(
    client: Client, provider: Provider, alice: User, statement: dict[str, Any]
) -> None:
    provider.statement = statement
    assert come_back(client)["Location"] == FAILED
    assert not is_in(client)
    assert events() == ["single_sign_on_refused"]


def test_a_statement_that_somebody_else_signed_is_refused(client: Client, provider: Provider, alice: User) -> None:
    provider.signs_with = key_of("somebody else")
    assert come_back(client)["Location"] == FAILED


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_statement_that_anybody_could_sign_is_refused(
    client: Client, provider: Provider, alice: User, algorithm: str
) -> None:
    provider.algorithm = algorithm
    assert come_back(client)["Location"] == FAILED


@pytest.fixture
def public(settings: Any) -> str:
    """The address that the provider sends people back to; cookies of another one do not come along."""
    settings.PUBLIC_URL, settings.PUBLIC_HOST = "https://crm.example.com", "crm.example.com"
    settings.ALLOWED_HOSTS = ["testserver", "crm.example.com"]
    return "https://crm.example.com"


def test_whoever_sets_out_under_another_address_first_goes_to_the_public_one(
    client: Client, provider: Provider, alice: User, public: str
) -> None:
    assert client.get(f"{BEGIN}?next=/deals/")["Location"] == f"{public}{BEGIN}?next=%2Fdeals%2F&sent=1"
    assert not Session.objects.exists()


def test_behind_a_proxy_that_changes_the_name_nobody_goes_in_circles(
    client: Client, provider: Provider, alice: User, public: str
) -> None:
    again = client.get(f"{BEGIN}?sent=1")["Location"]
    assert parse_qs(urlsplit(again).query)["redirect_uri"] == [f"{public}{BACK}"]


@pytest.mark.parametrize("host", ["crm.example.com", "CRM.example.com:8443"])
def test_whoever_is_at_the_public_address_sets_out_from_there(
    provider: Provider, alice: User, public: str, host: str
) -> None:
    asked = urlsplit(Client(headers={"Host": host}).get(BEGIN)["Location"])
    assert parse_qs(asked.query)["redirect_uri"] == [f"{public}{BACK}"]


def test_another_browser_cannot_come_back(client: Client, provider: Provider, alice: User) -> None:
    back = urlsplit(go(client.get(BEGIN)["Location"]))
    assert Client().get(f"{back.path}?{back.query}")["Location"] == "/sign-in/?said=too-late"


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x&code=y", "?state=%00&code=y", "?state=%F0%9F&code=y"])
def test_a_wrong_state_is_refused(client: Client, provider: Provider, alice: User, query: str) -> None:
    client.get(BEGIN)
    assert client.get(BACK + query)["Location"] == "/sign-in/?said=too-late"
    assert provider.exchanges == []


def test_one_comes_back_once(client: Client, provider: Provider, alice: User) -> None:
    back = urlsplit(go(client.get(BEGIN)["Location"]))
    address = f"{back.path}?{back.query}"
    assert client.get(address)["Location"] == "/"
    client.post("/sign-out/")
    assert client.get(address)["Location"] == "/sign-in/?said=too-late"


def test_coming_back_late_is_refused(client: Client, provider: Provider, alice: User) -> None:
    back = urlsplit(go(client.get(BEGIN)["Location"]))
    session = client.session
    session["single_sign_on"] |= {"at": session["single_sign_on"]["at"] - 601}
    session.save()
    assert client.get(f"{back.path}?{back.query}")["Location"] == "/sign-in/?said=too-late"


def test_whoever_breaks_off_is_told_so(client: Client, provider: Provider, alice: User) -> None:
    state = parse_qs(urlsplit(client.get(BEGIN)["Location"]).query)["state"][0]
    answer = client.get(f"{BACK}?error=access_denied&state={state}")
    assert answer["Location"] == "/sign-in/?said=sso-cancelled"
    assert events() == []


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_a_provider_that_is_not_what_it_says_is_not_used(
    client: Client, provider: Provider, alice: User, about: dict[str, Any]
) -> None:
    provider.about = about
    assert client.get(BEGIN)["Location"] == FAILED


@pytest.mark.parametrize("path", PARTS)
@pytest.mark.parametrize("fault", ["moved", "broken"])
def test_a_provider_that_sends_elsewhere_or_speaks_no_http_is_told_as_a_failure(
    client: Client, provider: Provider, alice: User, path: str, fault: str
) -> None:
    provider.elsewhere = provider.person
    back = urlsplit(go(client.get(BEGIN)["Location"]))
    setattr(provider, fault, path)
    assert client.get(f"{back.path}?{back.query}")["Location"] == FAILED
    assert not is_in(client)


def test_a_provider_that_is_away_leaves_the_password(client: Client, provider: Provider, alice: User) -> None:
    provider.close()
    answer = client.get(client.get(BEGIN)["Location"])
    assert "Single sign-on did not work." in answer.content.decode()
    assert 'name="password"' in answer.content.decode()


def test_setting_out_again_and_again_has_to_wait_and_keeps_nothing(
    provider: Provider, alice: User, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "3/m/ip"}
    there = [Client().get(BEGIN)["Location"] for _attempt in range(5)]
    assert [each.startswith(provider.url) for each in there] == [True] * 3 + [False] * 2
    assert there[3] == "/sign-in/?said=wait"
    assert Session.objects.count() == 3


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_afterwards(client: Client, provider: Provider, alice: User, elsewhere: str) -> None:
    assert come_back(client, f"?next={elsewhere}")["Location"] == "/"


def test_the_second_factor_is_asked_for_here_too(client: Client, provider: Provider, alice: User) -> None:
    with_app(alice)
    assert come_back(client)["Location"] == "/sign-in/second-factor/"
    assert not is_in(client)


def test_the_session_has_another_key_afterwards(client: Client, provider: Provider, alice: User) -> None:
    back = urlsplit(go(client.get(BEGIN)["Location"]))
    before = client.session.session_key
    client.get(f"{back.path}?{back.query}")
    assert client.session.session_key != before


# Bound --------------------------------------------------------------------------------------------------------

OTHER = "/sign-in/?said=sso-other"


@pytest.fixture
def bound(provider: Provider, alice: User) -> Provider:
    """A provider with an account that Alice has signed in with."""
    assert come_back(Client())["Location"] == "/"
    return provider


def test_the_first_sign_in_binds_an_account_and_the_next_does_not(bound: Provider, alice: User) -> None:
    come_back(Client())
    assert events() == ["single_sign_on_bound", "signed_in", "signed_in"]
    entry = AuditEntry.objects.get(event="single_sign_on_bound")
    assert (entry.subject, entry.data) == ("alice@segue.test", {"id": alice.pk})


@pytest.mark.parametrize("address", [{"email": "alice@elsewhere.example"}, {"email_verified": False}, {"email": None}])
def test_from_then_on_the_account_counts_not_its_address(client: Client, bound: Provider, address: Any) -> None:
    bound.person |= address
    assert come_back(client)["Location"] == "/"
    assert is_in(client)


def test_an_address_that_was_given_to_somebody_else_opens_nobodys_account(client: Client, bound: Provider) -> None:
    bound.person["sub"] = "4712"
    assert come_back(client)["Location"] == OTHER
    assert not is_in(client)
    assert "another account of your organisation" in client.get(OTHER).content.decode()
    entry = AuditEntry.objects.latest("pk")
    assert (entry.event, entry.subject, entry.data["why"]) == (
        "single_sign_on_refused", "alice@segue.test", "sso-other",
    )  # fmt: skip


def test_a_bound_account_lets_nobody_in_who_is_deactivated(client: Client, bound: Provider, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert come_back(client)["Location"] == NO_ACCOUNT
    assert not is_in(client)


def test_others_get_in_with_their_own_accounts(client: Client, bound: Provider, bob: User) -> None:
    bound.person = {"sub": "4712", "email": bob.email, "email_verified": True}
    assert come_back(client)["Location"] == "/"


def test_at_another_provider_one_is_bound_anew(client: Client, bound: Provider, settings: Any) -> None:
    other = Provider()
    other.person["sub"] = "0815"
    settings.OIDC_URL = other.url
    assert come_back(client)["Location"] == "/"
    other.close()


@pytest.mark.parametrize("subject", ["", "x" * 256])
def test_an_account_without_a_name_that_can_be_kept_is_refused(
    client: Client, provider: Provider, alice: User, subject: str
) -> None:
    provider.person["sub"] = subject
    assert come_back(client)["Location"] == FAILED


def test_what_an_administrator_forgets_is_bound_anew(client: Client, bound: Provider, dana: User, alice: User) -> None:
    admin, page = Client(), f"/settings/people/{alice.pk}/"
    admin.force_login(dana)
    bound.person["sub"] = "4712"
    assert f'href="{page}forget-single-sign-on/"' in admin.get(page).content.decode()
    assert "e-mail address" in admin.get(f"{page}forget-single-sign-on/").content.decode()
    assert admin.post(f"{page}forget-single-sign-on/")["Location"] == page
    assert "forget-single-sign-on" not in admin.get(page).content.decode()
    assert events()[-1] == "single_sign_on_forgotten"
    assert come_back(client)["Location"] == "/"
