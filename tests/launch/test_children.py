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
