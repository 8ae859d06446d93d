"""Do programs that were started together end together, with all that they started?"""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from launch import children

# Starts a program that does not listen to SIGTERM, writes down its number, and does not listen either.
STUBBORN = """
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(60)
"""


def test_what_does_not_listen_is_made_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "PATIENCE", 0.2)
    note = tmp_path / "pid"
    with children.family(os.environ) as programs:
        programs.start(sys.executable, "-c", STUBBORN, note)
        assert programs.wait(until=lambda: note.exists() and note.read_text() != "")
    assert programs.children[0].poll() is not None
    assert is_gone(int(note.read_text()))


def is_gone(pid: int) -> bool:
    """Whether a program has ended within a second; one that nobody has asked for its result has ended too."""
    for _ in range(100):
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.01)
    return False


def test_when_one_ends_the_waiting_ends() -> None:
    with children.family(os.environ) as programs:
        programs.start(sys.executable, "-c", "import time; time.sleep(60)")
        programs.start(sys.executable, "-c", "pass")
        assert not programs.wait()


def test_an_error_ends_them_too() -> None:
    with suppress(KeyboardInterrupt), children.family(os.environ) as programs:
        programs.start(sys.executable, "-c", "import time; time.sleep(60)")
        raise KeyboardInterrupt
    assert programs.children[0].poll() is not None


def test_the_exit_code_is_handed_on() -> None:
    with children.family(os.environ) as programs:
        assert programs.finish(sys.executable, "-c", "raise SystemExit(3)") == 3


# Programs that last ---------------------------------------------------------------------------------------------

LASTING = """
import pathlib, sys, time
note = pathlib.Path(sys.argv[1])
note.write_text(note.read_text() + "." if note.exists() else ".")
time.sleep(60)
"""


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "FIRST_PAUSE", 0.01)


def times(note: Path) -> int:
    """How often a program was started that notes it."""
    return len(note.read_text()) if note.exists() else 0


@pytest.mark.usefixtures("at_once")
def test_what_lasts_is_started_anew_when_it_is_killed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = tmp_path / "starts"
    with children.family(os.environ) as programs:
        programs.start(sys.executable, "-c", "import time; time.sleep(60)")
        programs.keep("The worker", sys.executable, "-c", LASTING, note)
        assert programs.wait(until=lambda: times(note) == 1)
        programs.children[1].kill()
        assert programs.wait(until=lambda: times(note) == 2)
        assert programs.children[0].poll() is None
        last = programs.children[1]
    assert last.poll() is not None
    assert capsys.readouterr().out == "The worker was ended by signal 9. It is started anew in 0.01 s.\n"


@pytest.mark.usefixtures("at_once")
def test_what_ends_at_once_again_and_again_ends_the_waiting(capsys: pytest.CaptureFixture[str]) -> None:
    with children.family(os.environ) as programs:
        programs.start(sys.executable, "-c", "import time; time.sleep(60)")
        programs.keep("The worker", sys.executable, "-c", "raise SystemExit(3)")
        assert not programs.wait()
    told = capsys.readouterr().out.splitlines()
    assert [line.rpartition(" in ")[2] for line in told[:4]] == ["0.01 s.", "0.02 s.", "0.04 s.", "0.08 s."]
    assert told[4:] == ["The worker ended (3), for the 5th time within a minute."]


@pytest.mark.usefixtures("at_once")
def test_what_ended_long_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(children, "WITHIN", 0.0)
    note = tmp_path / "starts"
    with children.family(os.environ) as programs:
        programs.keep("The worker", sys.executable, "-c", LASTING.replace("60", "0"), note)
        assert programs.wait(until=lambda: times(note) > children.OFTEN)


@pytest.mark.usefixtures("at_once")
def test_another_that_ends_ends_the_waiting_while_what_lasts_pauses() -> None:
    with children.family(os.environ) as programs:
        programs.start(sys.executable, "-c", "import time; time.sleep(1)")
        programs.keep("The worker", sys.executable, "-c", "import time; time.sleep(0.3)")
        assert not programs.wait()
        assert len(programs.lasting[0].ended) < children.OFTEN
