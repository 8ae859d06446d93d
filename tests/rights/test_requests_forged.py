"""What if a request lies about where it comes from, where it goes, what it is?"""

from typing import Any

import pytest
from django.test import Client

from segue.core.models import Item, User
from tests import builders
from tests.rights import places
from tests.rights.doors import DOORS

HTMX = {"HX-Request": "true"}
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "////evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "\x00//evil.example",
    "//evil.example\r\nX-Forged: 1",
]


def goes_elsewhere(answer: Any) -> bool:
    """Whether a browser would leave our address."""
    to = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
    ours = to.startswith("/") and not to.startswith(("//", "/\\", "/\t"))
    return not (ours or to.startswith("http://testserver/") or not to)


@pytest.mark.parametrize("there", ELSEWHERE)
def test_nobody_is_sent_elsewhere_after_signing_in(client: Client, alice: User, there: str) -> None:
    page = client.get("/sign-in/", {"next": there})
    assert f'value="{there}"' not in page.content.decode()
    sent = {"email": alice.email, "password": builders.PASSWORD, "next": there}
    assert not goes_elsewhere(client.post("/sign-in/", sent))
    assert not goes_elsewhere(client.get("/sign-in/", {"next": there}))


@pytest.mark.parametrize("there", ELSEWHERE)
def test_nobody_is_sent_elsewhere_by_where_they_came_from(client: Client, alice: User, there: str) -> None:
    said = {"Referer": there, "HX-Current-URL": there}
    for more in ({}, HTMX):
        assert not goes_elsewhere(client.get("/deals/", headers=said | more))
        assert not goes_elsewhere(client.post("/me/theme/", {"theme": "dark"}, headers=said | more))
        assert not goes_elsewhere(client.post("/me/language/", {"language": "de"}, headers=said | more))
    client.force_login(alice)
    for address, sent in (("/me/theme/", {"theme": "dark"}), ("/me/language/", {"language": "de"})):
        assert not goes_elsewhere(client.post(address, sent, headers=said))


@pytest.mark.parametrize("there", ELSEWHERE)
def test_no_link_leads_back_elsewhere(client: Client, dana: User, there: str) -> None:
    client.force_login(dana)
    for name in ("back", "next", "return", "url", "to"):
        page = client.get("/settings/custom-fields/new/", {name: there, "type": "deal"})
        assert not goes_elsewhere(page)
        assert f'href="{there}' not in page.content.decode()


# Host -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "a b", ""])
@pytest.mark.parametrize("address", ["/sign-in/", "/deals/", "/nowhere/"])
def test_another_host_is_refused(client: Client, alice: User, host: str, address: str) -> None:
    client.force_login(alice)
    answer = client.get(address, headers={"Host": host})
    assert answer.status_code in ({400} if host else {200, 400, 404})
    assert "evil.example" not in answer.content.decode()


def test_a_host_that_a_proxy_is_said_to_have_seen_is_not_believed(client: Client, alice: User) -> None:
    client.force_login(alice)
    said = {"X-Forwarded-Host": "evil.example", "X-Host": "evil.example", "Forwarded": "host=evil.example"}
    for address in ("/", "/deals/", "/sign-in/"):
        answer = client.get(address, headers=said)
        assert "evil.example" not in answer.content.decode() + str(answer.headers)


# Headers and methods ----------------------------------------------------------------------------------------------


def test_no_line_break_gets_into_a_header(client: Client, alice: User, settings: Any, tmp_path: Any) -> None:
    settings.FILES_DIR = tmp_path
    deal = builders.deal(alice)
    file = places.attach(deal, alice, 'a"\r\nX-Forged: 1\r\n;.txt')
    client.force_login(alice)
    answer = client.get(f"/files/{file}/x")
    answer.getvalue()
    assert "X-Forged" not in answer.headers
    assert "\n" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("value", ["a\r\nX-Forged: 1", "a\nSet-Cookie: x=1", "%0d%0aX-Forged:%201"])
def test_no_address_gets_into_a_header(client: Client, alice: User, value: str) -> None:
    client.force_login(alice)
    for address, sent in (("/me/language/", {"language": value}), ("/sign-in/", {"next": value})):
        answer = client.post(address, sent, headers={"Referer": f"http://testserver/{value}"})
        assert not {"X-Forged", "x"} & {*answer.headers, *answer.cookies}


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
def test_a_get_stays_a_get_whatever_it_says(client: Client, alice: User, name: str) -> None:
    deal = builders.deal(alice)
    client.force_login(alice)
    for method in ("POST", "DELETE", "PUT"):
        client.get(f"/deals/{deal.pk}/stage/?_method={method}&stage=WON", headers={name: method})
        client.get(f"/deals/{deal.pk}/create/invoice/?_method={method}&key=k&version=1", headers={name: method})
    assert list(Item.objects.values_list("pk", "version")) == [(deal.pk, 1)]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_other_methods_do_nothing(client: Client, dana: User, method: str) -> None:
    deal = builders.deal(dana)
    client.force_login(dana)
    for page in ("", "edit/", "delete/", "stage/", "create/invoice/", "history/"):
        assert client.generic(method, f"/deals/{deal.pk}/{page}").status_code == 405
    assert list(Item.objects.alive().values_list("pk", "version")) == [(deal.pk, 1)]


# Tokens -----------------------------------------------------------------------------------------------------------

TAKING = [name for name, door in DOORS.items() if door.takes]


@pytest.mark.parametrize("name", TAKING)
@pytest.mark.parametrize("more", [{}, {"Origin": "https://evil.example"}, HTMX])
def test_no_form_is_taken_without_its_token(
    name: str,
    more: dict[str, str],
    settled: places.Places,
    untouched: None,
) -> None:
    web, door = Client(enforce_csrf_checks=True), DOORS[name]
    web.force_login(User.objects.get(name="Dana"))
    of = settled.mine[door.types[0]]
    for forged in ({}, {"csrfmiddlewaretoken": "x" * 64}):
        where = places.address(name, door, of, settled.keys)
        answer = web.post(where, places.form(door, of) | forged, headers=more)
        assert answer.status_code == 403


# What a page allows ------------------------------------------------------------------------------------------------


def test_every_page_says_what_may_run_on_it(settled: places.Places, untouched: None) -> None:
    web, wrong = Client(), []
    web.force_login(User.objects.get(name="Dana"))
    for name, door in DOORS.items():
        of = settled.mine[door.types[0]]
        answer = web.get(places.address(name, door, of, settled.keys), {} if door.takes else places.form(door, of))
        if answer.streaming:
            answer.getvalue()
        policy = answer.headers.get("Content-Security-Policy", "")
        strict = "default-src 'self'" in policy or "default-src 'none'" in policy
        if not strict or "unsafe" in policy or "*" in policy or "http" in policy:
            wrong.append((name, policy))
        if answer.headers.get("X-Frame-Options") != "DENY" or answer.headers.get("X-Content-Type-Options") != "nosniff":
            wrong.append((name, str(answer.headers)))
    assert wrong == []


@pytest.mark.parametrize("address", ["/sign-in/", "/nowhere/", "/deals/999999/", "/deals/?a=%00"])
def test_pages_of_refusals_say_so_too(client: Client, alice: User, address: str) -> None:
    for signed_in in (False, True):
        if signed_in:
            client.force_login(alice)
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


def test_cookies_are_out_of_the_reach_of_scripts(client: Client, alice: User) -> None:
    client.post("/sign-in/", {"email": alice.email, "password": builders.PASSWORD})
    client.post("/me/language/", {"language": "de"})
    for name, cookie in client.cookies.items():
        assert cookie["samesite"] in {"Lax", "Strict"}, name
        assert cookie["httponly"] or name == "csrftoken", name


def test_a_session_begins_anew_with_signing_in(client: Client, alice: User) -> None:
    client.force_login(builders.person("Other"))
    before = client.cookies["sessionid"].value
    client.post("/sign-out/")
    client.post("/sign-in/", {"email": alice.email, "password": builders.PASSWORD})
    assert client.cookies["sessionid"].value != before


def test_pages_of_people_are_kept_by_no_cache(client: Client, alice: User) -> None:
    client.force_login(alice)
    for address in ("/deals/", "/", f"/deals/{builders.deal(alice).pk}/"):
        kept = client.get(address).headers
        assert "Cookie" in kept.get("Vary", "") or "no-store" in kept.get("Cache-Control", "")
