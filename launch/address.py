"""Where does the server listen, and who can reach it there?"""

import contextlib
import http.client
import ipaddress
import os
import socket
import sys


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def is_private(host: str) -> bool:
    """Whether nobody else is meant to reach Segue: it listens on loopback and no proxy passes others on."""
    return is_loopback(host) and not os.environ.get("SEGUE_URL") and not os.environ.get("SEGUE_HOSTS")


def names(host: str) -> dict[str, str]:
    """The environment that says under which names the site may be called (Django refuses all others)."""
    if is_loopback(host):
        return {}
    known = os.environ.get("SEGUE_HOSTS", "")
    if host not in {"0.0.0.0", "::"}:  # noqa: S104  compared, not bound
        return {"SEGUE_HOSTS": f"{known},{host}"}
    if not known and not os.environ.get("SEGUE_URL"):
        sys.exit(
            f"Say under which address people will reach Segue: SEGUE_URL=https://crm.example.com ./run --host {host}"
        )
    return {}


def url(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    shown = reachable(host)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def refuse_if_taken(host: str, port: int) -> None:
    """Stop with a clear message when the server could not listen there."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(place)
    except OSError as problem:
        sys.exit(f"Cannot listen on {host} port {port}: {problem.strerror}. Choose another: ./run --port {port + 1}")


def answers(host: str, port: int) -> bool:
    """Whether a server there speaks HTTP, whatever it says."""
    door = http.client.HTTPConnection(reachable(host), port, timeout=10)
    with contextlib.closing(door), contextlib.suppress(OSError, http.client.HTTPException):
        door.request("HEAD", "/")
        return bool(door.getresponse().status)
    return False


def reachable(host: str) -> str:
    """Where this machine itself finds a server that listens everywhere."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  compared, not bound
