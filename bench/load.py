"""Conversions over HTTP: the web server as `./run` starts it and the job worker, pressed by several clients at once."""

import re
import socket
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command

from launch.server import WEB
from segue.core.models import Item, User
from segue.core.sessions import SessionStore

WARM, REQUESTS = 80, 160
FOUND = 303


def over_http(actor: User, deals: Callable[[int], list[Item]], raw: Callable[[], None]) -> None:
    """Measure with 1, 4 and 8 clients, and the memory afterwards; with one, the raw transaction after each request."""
    call_command("collectstatic", verbosity=0, interactive=False)
    with server() as (port, processes):
        run(port, signed_in(actor), deals(WARM), 4)
        run(port, signed_in(actor), deals(REQUESTS), 1, raw)
        for clients in (4, 8):
            run(port, signed_in(actor), deals(REQUESTS), clients)
        print(f"  memory after it: {memory(processes):.0f} MB (sum of PSS: web server and job worker)")


def run(port: int, cookie: str, sources: list[Item], clients: int, raw: Callable[[], None] | None = None) -> None:
    """Let several clients convert these deals, one request after the other each."""
    times: list[float] = []
    limit: list[float] = []
    answers: list[int] = []
    waiting = iter(sources)
    lock = threading.Lock()

    def client() -> None:
        link = Link(port)
        token = csrf(link, cookie)
        while True:
            with lock:
                source = next(waiting, None)
            if source is None:
                return
            times.append(timed(lambda source=source: answers.append(press(link, cookie, token, source))))
            if raw is not None:
                limit.append(timed(raw))

    threads = [threading.Thread(target=client) for _ in range(clients)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tell(clients, times, limit, time.perf_counter() - begin)
    if wrong := [status for status in answers if status != FOUND]:
        print(f"    {len(wrong)} FAILED: {set(wrong)}")


def tell(clients: int, times: list[float], limit: list[float], seconds: float) -> None:
    """Print what came out of it."""
    rate = len(times) / (seconds - sum(limit) / 1000)
    middle, late = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"  HTTP, {clients} clients: {middle:.2f} ms median, {late:.2f} ms p95, {rate:.0f}/s")
    if limit:
        least = statistics.median(limit)
        print(f"    raw in turn with it {least:.2f} ms: {middle / least:.1f} x (to reach on PostgreSQL: 3 x)")
        print(f"    at best: {min(times):.2f} ms, raw {min(limit):.2f} ms: {min(times) / min(limit):.1f} x")


def timed(act: Callable[[], Any]) -> float:
    """Milliseconds of one call."""
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


def press(link: "Link", cookie: str, token: str, source: Item) -> int:
    """Press the Create button of a deal; the answer must lead to what was made."""
    body = urlencode({"csrfmiddlewaretoken": token, "key": uuid.uuid4().hex, "version": source.version})
    status, head, _page = link.ask("POST", f"/deals/{source.pk}/create/invoice/", f"{cookie}; csrftoken={token}", body)
    assert status != FOUND or re.search(r"\r\nlocation: /invoices/\d+/", head, re.IGNORECASE), head
    return status


def signed_in(actor: User) -> str:
    """A session of this person, as the sign-in makes it."""
    session = SessionStore()
    session[SESSION_KEY] = str(actor.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = actor.get_session_auth_hash()
    session.save()
    UserSession.objects.create(user=actor, session_key=session.session_key, ip="127.0.0.1", user_agent="bench")
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def csrf(link: "Link", cookie: str) -> str:
    """The token a page gives its forms."""
    _status, _head, page = link.ask("GET", "/leads/", cookie)
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, page[:500]
    return found[1]


class Link:
    """A connection that stays open. `http.client` takes a quarter of a millisecond to read the head of an answer, in
    the time that is measured; a browser, which is not written in Python, takes next to none.
    """

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.answers = self.socket.makefile("rb")

    def ask(self, method: str, path: str, cookie: str, form: str = "") -> tuple[int, str, str]:
        """Send a request and read its whole answer: status, head and page."""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: identity\r\nCookie: {cookie}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
        )
        self.socket.sendall((head + form).encode())
        lines = list(iter(self.answers.readline, b"\r\n"))
        told = next(line for line in lines if line.lower().startswith(b"content-length:"))
        page = self.answers.read(int(told.partition(b":")[2]))
        return int(lines[0].split()[1]), b"".join(lines).decode(), page.decode()


@contextmanager
def server() -> Iterator[tuple[int, list[subprocess.Popen[bytes]]]]:
    """The web server and the job worker; both are stopped afterwards."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    root = Path(__file__).resolve().parents[1]
    web = subprocess.Popen([sys.executable, *WEB, "--host", "127.0.0.1", "--port", str(port)], cwd=root)
    jobs = subprocess.Popen([sys.executable, "manage.py", "work", "--verbosity", "0"], cwd=root)
    try:
        until_open(port)
        yield port, [web, jobs]
    finally:
        for process in (web, jobs):
            process.terminate()
            process.wait(timeout=20)


def until_open(port: int) -> None:
    """Wait until the server answers."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError


def memory(processes: list[subprocess.Popen[bytes]]) -> float:
    """Megabytes of these processes and their children: the proportional set sizes that Linux keeps."""
    pids = {process.pid for process in processes}
    for status in Path("/proc").glob("[0-9]*/stat"):
        fields = status.read_text().rpartition(")")[2].split()
        if int(fields[1]) in pids:
            pids.add(int(status.parent.name))
    return sum(pss(pid) for pid in pids) / 1024


def pss(pid: int) -> int:
    """Kilobytes of one process."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1])  # type: ignore[index]
