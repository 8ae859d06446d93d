"""Does the one command set up, start, answer and stop, on the database under test?"""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from launch import server
from launch.postgres import free_port
from launch.programs import ROOT
from tests import databases

Environment = dict[str, str]


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """The environment of an installation of its own, with an administrator whose address is a demo account's."""
    home = tmp_path_factory.mktemp("start")
    clean = {name: value for name, value in os.environ.items() if name[:6] not in {"SEGUE_", "DJANGO"}}
    with databases.created(home) as name:
        own = clean | {"SEGUE_HOME": str(home / "home"), "DATABASE_URL": databases.url(name)}
        secret = {"SEGUE_ADMIN_PASSWORD": "a long sentence nobody knows"}
        run(own | secret, "admin", "--email", "dana@segue.test", "--name", "Dana").check_returncode()
        yield own


def run(env: Environment, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the one command to its end."""
    command = [sys.executable, "run", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)


def test_it_starts_answers_and_stops(env: Environment) -> None:
    command = [sys.executable, "run", "--port", str(free_port())]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        greeting = next(line for line in program.stdout if "running at" in line)
        answer = status(greeting.split()[4])
        parts = descendants(program.pid)
        program.send_signal(signal.SIGTERM)
        rest = program.stdout.read()
    assert answer < 500
    assert "dana@segue.test" in rest  # the sign-ins, since this is a demo database
    assert len(parts) >= 4  # web server, its two processes, job worker
    assert not [pid for pid in parts if Path(f"/proc/{pid}/cmdline").exists()]


def status(url: str) -> int:
    """What the server answers to a plain request."""
    with closing(HTTPConnection(urlsplit(url).netloc, timeout=20)) as door:
        door.request("GET", "/")
        return door.getresponse().status


def descendants(pid: int) -> list[int]:
    """The programs that a program started, and those that they started."""
    lines = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in lines.splitlines()]
    found = [child for child, parent in pairs if parent == pid]
    return found + [each for child in found for each in descendants(child)]


def test_nobody_else_reads_what_is_in_a_home_that_was_there_before(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there").chmod(0o755)
    for home in (tmp_path / "there", tmp_path / "new" / "home"):
        server.close(home)
        assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_demo_database_is_not_shown_to_others(env: Environment) -> None:
    done = run(env | {"SEGUE_HOSTS": "crm.example.com"}, "--host", "0.0.0.0", "--port", str(free_port()))
    assert done.returncode
    assert "only this machine may reach it" in done.stderr


def test_an_unknown_word_is_answered_with_the_known_ones(env: Environment) -> None:
    done = run(env, "nonsense")
    assert done.returncode
    assert "./run backup FILE" in done.stderr


def test_a_backup_is_written_where_the_person_stands(env: Environment, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "run"), "backup", "saved"]
    subprocess.run(command, cwd=tmp_path, env=env, check=True, timeout=120)
    assert (tmp_path / "saved").exists()
