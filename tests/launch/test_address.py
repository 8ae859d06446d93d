"""Who can reach a host, and is that said and refused where it must be?"""

import socket
from contextlib import closing

import pytest

from launch import address


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that names no address."""
    for name in ("SEGUE_URL", "SEGUE_HOSTS"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_loopback_is_private(host: str) -> None:
    assert address.is_private(host)
    assert address.names(host) == {}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "crm.example.com", ""])
def test_every_other_host_is_not(host: str) -> None:
    assert not address.is_private(host)


@pytest.mark.parametrize("name", ["SEGUE_URL", "SEGUE_HOSTS"])
def test_loopback_behind_a_proxy_is_not_private(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "https://crm.example.com")
    assert not address.is_private("127.0.0.1")


def test_a_named_host_may_be_called_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEGUE_HOSTS", "crm.example.com")
    assert address.names("192.168.1.5") == {"SEGUE_HOSTS": "crm.example.com,192.168.1.5"}


def test_listening_everywhere_needs_a_name() -> None:
    with pytest.raises(SystemExit, match="SEGUE_URL="):
        address.names("0.0.0.0")


def test_listening_everywhere_with_a_name_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEGUE_URL", "https://crm.example.com")
    assert address.names("0.0.0.0") == {}


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "http://127.0.0.1:8000/"),
        ("::", "http://[::1]:8000/"),
        ("crm.example.com", "http://crm.example.com:8000/"),
    ],
)
def test_what_to_type_into_a_browser(host: str, shown: str) -> None:
    assert address.url(host, 8000) == shown


def test_a_taken_port_is_named_with_another_choice() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        with pytest.raises(SystemExit, match=rf"Cannot listen on 127.0.0.1 port {port}.*--port {port + 1}"):
            address.refuse_if_taken("127.0.0.1", port)


def test_a_port_that_does_not_speak_http_does_not_answer() -> None:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        assert not address.answers("127.0.0.1", door.getsockname()[1])
