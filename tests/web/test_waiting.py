"""What waits for the next page: for whom, how much of it, and in which cookie?"""

from typing import Any

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from segue.core.models import User
from segue.core.sessions import SessionStore
from segue.web.components import toasts, waiting

BROWSERS_KEEP = 4096  # bytes of a cookie with its name and attributes


def asked(session: SessionBase, cookie: str = "") -> Any:
    request = RequestFactory().get("/")
    request.session = session
    if cookie:
        request.COOKIES[waiting.COOKIE] = cookie
    return request


def left(request: HttpRequest) -> Any:
    response = HttpResponse()
    waiting.leave(request, response)
    return response.cookies.get(waiting.COOKIE)


def told(session: SessionBase, *said: str) -> str:
    request = asked(session)
    for text in said:
        toasts.add(request, text)
    return str(left(request).value)


@pytest.fixture
def session(client: Client, alice: User) -> SessionBase:
    client.force_login(alice)
    return client.session


def read(session: SessionBase, cookie: str) -> list[str]:
    return [toast.text for toast in toasts.take(asked(session, cookie))]


def test_the_cookie_is_for_the_server_alone(session: SessionBase) -> None:
    request = asked(session)
    toasts.add(request, "Saved")
    cookie = left(request)
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "Lax", "/", "")


def test_over_https_the_cookie_travels_only_there(session: SessionBase, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    request = asked(session)
    toasts.add(request, "Saved")
    assert left(request)["secure"]


def test_nobody_else_on_the_same_browser_reads_it(session: SessionBase, bob: User) -> None:
    cookie, other = told(session, "Deal of Alice was saved."), Client()
    other.force_login(bob)
    assert read(session, cookie) == ["Deal of Alice was saved."]
    assert read(other.session, cookie) == []


def test_what_somebody_altered_is_not_read(session: SessionBase) -> None:
    cookie = told(session, "Saved")
    assert read(session, cookie[:-1] + ("a" if cookie[-1] != "a" else "b")) == []
    assert read(session, "nonsense") == []


def test_at_most_five_notices_wait_the_newest_ones(session: SessionBase) -> None:
    assert read(session, told(session, *"1234567")) == list("34567")


def test_of_long_notices_the_newest_have_room(session: SessionBase) -> None:
    said = [f"{number}{''.join(chr(0x4E00 + number * 997 + sign) for sign in range(400))}" for number in range(5)]
    cookie = told(session, *said)
    assert len(cookie) + 200 < BROWSERS_KEEP
    kept = read(session, cookie)
    assert kept
    assert kept == said[-len(kept) :]


def test_a_notice_without_end_is_cut_and_not_lost(session: SessionBase) -> None:
    endless = "".join(chr(0x4E00 + sign % 20000) for sign in range(20000))
    (kept,) = read(session, told(session, endless))
    assert kept.endswith("…")
    assert endless.startswith(kept[:-1].rstrip("…"))


def test_a_page_that_shows_nothing_sets_no_cookie(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert waiting.COOKIE not in client.get("/deals/").cookies


def test_a_notice_that_was_shown_takes_its_cookie_away(session: SessionBase) -> None:
    request = asked(session, told(session, "Saved"))
    assert len(toasts.take(request)) == 1
    assert (left(request).value, left(request)["max-age"]) == ("", 0)


def test_signing_out_takes_it_away(client: Client, alice: User) -> None:
    client.force_login(alice)
    client.cookies[waiting.COOKIE] = told(client.session, "Deal of Alice was saved.")
    answer = client.post("/sign-out/")
    assert answer.cookies[waiting.COOKIE]["max-age"] == 0


def test_a_stranger_leaves_nothing() -> None:
    request = asked(SessionStore())
    toasts.add(request, "Saved")
    assert left(request) is None
