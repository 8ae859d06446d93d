"""Conversions over HTTP: the real server with two workers and the job worker, pressed by several clients at once."""

import http.client
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

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command

from segue.core.models import Item, User
from segue.core.sessions import SessionStore

WARM, REQUESTS = 80, 160
FOUND = 303
SERVER = (
    *("granian", "segue.config.wsgi:application", "--interface", "wsgi", "--no-ws", "--log-level", "warning"),
    *("--workers", "2", "--blocking-threads", "2"),
)


def over_http(actor: User, deals: Callable[[int], list[Item]], raw: Callable[[], None]) -> None:
    """Measure with 1, 4 and 8 clients, and the memory afterwards; with one, the raw transaction after each request."""
    call_command("collectstatic", verbosity=0, interactive=False)
    with server() as (port, processes):
        run(port, signed_in(actor), deals(WARM), 4)
        run(port, signed_in(actor), deals(REQUESTS), 1, raw)
        for clients in (4, 8):
            run(port, signed_in(actor), deals(REQUESTS), clients)
        print(f"  memory after it: {memory(processes):.0f} MB (sum of PSS: two web workers and the job worker)")


def run(port: int, cookie: str, sources: list[Item], clients: int, raw: Callable[[], None] | None = None) -> None:
    """Let several clients convert these deals, one request after the other each."""
    times: list[float] = []
    limit: list[float] = []
    answers: list[int] = []
    waiting = iter(sources)
    lock = threading.Lock()

    def client() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
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


def press(link: http.client.HTTPConnection, cookie: str, token: str, source: Item) -> int:
    """Press the Create button of a deal."""
    body = urlencode({"csrfmiddlewaretoken": token, "key": uuid.uuid4().hex, "version": source.version})
    headers = {"Cookie": f"{cookie}; csrftoken={token}", "Content-Type": "application/x-www-form-urlencoded"}
    link.request("POST", f"/deals/{source.pk}/create/invoice/", body, headers)
    answer = link.getresponse()
    answer.read()
    return answer.status


def signed_in(actor: User) -> str:
    """A session of this person, as the sign-in makes it."""
    session = SessionStore()
    session[SESSION_KEY] = str(actor.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = actor.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def csrf(link: http.client.HTTPConnection, cookie: str) -> str:
    """The token a page gives its forms."""
    link.request("GET", "/leads/", headers={"Cookie": cookie})
    page = link.getresponse().read().decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, page[:500]
    return found[1]


@contextmanager
def server() -> Iterator[tuple[int, list[subprocess.Popen[bytes]]]]:
    """The web server and the job worker; both are stopped afterwards."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    root = Path(__file__).resolve().parents[1]
    web = subprocess.Popen([sys.executable, "-m", *SERVER, "--host", "127.0.0.1", "--port", str(port)], cwd=root)
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
