"""Is what claims to be a passkey refused in words, whatever it is? (What passkeys do in a browser: tests/browser.)"""

import html
import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from segue.core.models import AuditEntry, User
from tests.web.accounts.key import PRESENT, VERIFIED, Key
from tests.web.accounts.people import events, is_in, sign_in, with_app

NOT_KNOWN = "/sign-in/?said=passkey"
PARTS = {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": "MQ"}
CLAIMS: list[Any] = [
    "",
    "no json",
    "null",
    "[]",
    "5",
    '"x"',
    "{}",
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": None}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": PARTS}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": PARTS | {"userHandle": None}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": PARTS | {"userHandle": "enp6enp6enp6"}}),
    json.dumps({"id": 1, "rawId": [], "type": {}, "response": PARTS}),
    json.dumps({"id": "é", "rawId": "é", "type": "public-key", "response": PARTS}),
]  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("asked", [True, False])
def test_no_claim_signs_in(client: Client, alice: User, claim: str, asked: bool) -> None:
    if asked:
        client.get("/sign-in/passkey/")
    assert client.post("/sign-in/passkey/", {"credential": claim})["Location"] == NOT_KNOWN
    assert not is_in(client)
    assert AuditEntry.objects.get().event == "sign_in_failed"


@pytest.mark.parametrize("claim", CLAIMS)
def test_no_claim_is_a_second_factor(client: Client, alice: User, claim: str) -> None:
    with_app(alice)
    sign_in(client, alice)
    assert client.post("/sign-in/second-factor/", {"credential": claim}).status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize("claim", CLAIMS)
def test_no_claim_is_added(client: Client, alice: User, claim: str) -> None:
    sign_in(client, alice)
    answer = client.post("/me/security/passkeys/new/", {"name": "Laptop", "credential": claim})
    assert answer.status_code == 422
    assert 'value="Laptop"' in answer.content.decode()


@pytest.mark.parametrize("claim", CLAIMS)
def test_no_claim_confirms(client: Client, alice: User, claim: str) -> None:
    client.force_login(alice)
    assert client.post("/me/security/confirm/", {"credential": claim}).status_code == 422


def test_what_to_sign_is_new_each_time_and_says_who_asks(client: Client, alice: User) -> None:
    asked = [client.get("/sign-in/passkey/").json() for _time in range(2)]
    assert asked[0]["challenge"] != asked[1]["challenge"]
    assert (asked[0]["rpId"], asked[0]["userVerification"]) == ("testserver", "required")


def test_nobody_learns_who_has_a_passkey(client: Client, alice: User) -> None:
    assert client.get("/sign-in/passkey/").json()["allowCredentials"] == []


# A device of software -----------------------------------------------------------------------------------------


@pytest.fixture
def desk(alice: User) -> Client:
    """Alice's browser, signed in, at an address that can have passkeys."""
    client = Client(SERVER_NAME="localhost")
    sign_in(client, alice)
    return client


def options(page: Any) -> dict[str, Any]:
    found = re.search(r'data-options="([^"]+)"', page.content.decode())
    assert found
    return json.loads(html.unescape(found[1]))


def add(client: Client, key: Key) -> Any:
    made = key.made(options(client.get("/me/security/passkeys/new/")))
    return client.post("/me/security/passkeys/new/", {"name": "Laptop", "credential": json.dumps(made)})


def use(key: Key, **other: Any) -> tuple[Client, str]:
    """Sign in with a passkey alone, in a new browser; where that leads."""
    client = Client(SERVER_NAME="localhost")
    claim = key.signed(client.get("/sign-in/passkey/").json(), **other)
    return client, client.post("/sign-in/passkey/", {"credential": json.dumps(claim)})["Location"]


def test_a_passkey_is_added_signs_in_and_is_noted(desk: Client, alice: User) -> None:
    key = Key()
    assert add(desk, key)["Location"] == "/me/security/codes/"
    client, there = use(key)
    assert (there, is_in(client)) == ("/", True)
    assert events() == ["signed_in", "second_factor_added", "recovery_codes_made", "signed_in"]
    assert AuditEntry.objects.latest("pk").data["by"] == ["webauthn"]


@pytest.mark.parametrize(
    "key", [Key(site="evil.example"), Key(origin="http://evil.example"), Key(flags=PRESENT), Key(flags=0)], ids=range(4)
)
def test_a_passkey_of_another_site_or_without_its_owner_is_not_added(desk: Client, key: Key) -> None:
    assert add(desk, key).status_code == 422


@pytest.mark.parametrize(("site", "origin", "flags"), [
    ("evil.example", "http://localhost", PRESENT | VERIFIED),
    ("localhost", "http://evil.example", PRESENT | VERIFIED),
    ("localhost", "http://localhost", PRESENT),
])  # fmt: skip
def test_a_passkey_used_elsewhere_or_by_nobody_lets_nobody_in(desk: Client, site: str, origin: str, flags: int) -> None:
    key = Key()
    add(desk, key)
    key.site, key.origin, key.flags = site, origin, flags
    assert use(key)[1] == NOT_KNOWN


@pytest.mark.parametrize("part", ["signature", "clientDataJSON", "authenticatorData", "userHandle"])
def test_a_passkey_with_a_part_made_up_lets_nobody_in(desk: Client, part: str) -> None:
    key = Key()
    add(desk, key)
    assert use(key, **{part: b"made up"})[1] == NOT_KNOWN


def asked_by(client: Client, page: str) -> str:
    """What the browser is told to ask of the owner of a passkey: finger, face or PIN, or nothing."""
    answer = client.get(page)
    told = answer.json() if answer["Content-Type"] == "application/json" else options(answer)
    return str((told.get("authenticatorSelection") or told)["userVerification"])


def test_the_owner_of_a_passkey_always_shows_finger_or_pin(desk: Client, alice: User) -> None:
    add(desk, Key())
    client = Client(SERVER_NAME="localhost")
    sign_in(client, alice)
    asked = [asked_by(desk, page) for page in ("/me/security/passkeys/new/", "/me/security/confirm/")]
    asked += [asked_by(client, page) for page in ("/sign-in/passkey/", "/sign-in/second-factor/")]
    assert asked == ["required"] * 4


@pytest.mark.parametrize("address", ["/sign-in/second-factor/", "/sign-in/passkey/"])
def test_what_the_second_question_asks_is_answered_by_no_passkey_without_its_owner(
    desk: Client, alice: User, address: str
) -> None:
    key, client = Key(), Client(SERVER_NAME="localhost")
    add(desk, key)
    sign_in(client, alice)
    key.flags = PRESENT
    claim = key.signed(options(client.get("/sign-in/second-factor/")))
    client.post(address, {"credential": json.dumps(claim)})
    assert not is_in(client)


def test_what_was_signed_for_another_time_lets_nobody_in(desk: Client) -> None:
    key, client = Key(), Client(SERVER_NAME="localhost")
    add(desk, key)
    claim = json.dumps(key.signed(client.get("/sign-in/passkey/").json()))
    client.get("/sign-in/passkey/")
    assert client.post("/sign-in/passkey/", {"credential": claim})["Location"] == NOT_KNOWN


def test_what_was_signed_lets_in_once(desk: Client) -> None:
    key, client = Key(), Client(SERVER_NAME="localhost")
    add(desk, key)
    claim = json.dumps(key.signed(client.get("/sign-in/passkey/").json()))
    assert client.post("/sign-in/passkey/", {"credential": claim})["Location"] == "/"
    client.post("/sign-out/")
    assert client.post("/sign-in/passkey/", {"credential": claim})["Location"] == NOT_KNOWN


def test_the_passkey_of_another_person_is_no_second_factor(desk: Client, alice: User, bob: User) -> None:
    mine, theirs = Key(), Key()
    add(desk, mine)
    other = Client(SERVER_NAME="localhost")
    sign_in(other, bob)
    add(other, theirs)
    client = Client(SERVER_NAME="localhost")
    sign_in(client, alice)
    claim = theirs.signed(options(client.get("/sign-in/second-factor/")))
    assert client.post("/sign-in/second-factor/", {"credential": json.dumps(claim)}).status_code == 422
    claim = mine.signed(options(client.get("/sign-in/second-factor/")))
    assert client.post("/sign-in/second-factor/", {"credential": json.dumps(claim)})["Location"] == "/"


def test_a_passkey_confirms_who_one_is(desk: Client, alice: User) -> None:
    key, client = Key(), Client(SERVER_NAME="localhost")
    add(desk, key)
    client.force_login(alice)
    claim = key.signed(options(client.get("/me/security/confirm/?next=/me/security/app/")))
    sent = {"credential": json.dumps(claim), "next": "/me/security/app/"}
    assert client.post("/me/security/confirm/", sent)["Location"] == "/me/security/app/"
    assert client.get("/me/security/app/").status_code == 200


def test_a_passkey_is_renamed_and_removed_by_its_owner_only(desk: Client, bob: User) -> None:
    add(desk, Key())
    pk = Authenticator.objects.get(type="webauthn").pk
    stranger = Client()
    sign_in(stranger, bob)
    for address in (f"/me/security/passkeys/{pk}/", f"/me/security/passkeys/{pk}/remove/"):
        assert stranger.post(address, {"name": "x"}).status_code == 404
    desk.post(f"/me/security/passkeys/{pk}/", {"name": "Desk"})
    assert "Desk" in desk.get("/me/security/").content.decode()
    desk.post(f"/me/security/passkeys/{pk}/remove/")
    assert events()[-2:] == ["passkey_renamed", "second_factor_removed"]
