"""How do several programs run beside each other and all end together?"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

from launch.programs import ROOT

PATIENCE = 15.0  # seconds a program has to end by itself

Child = subprocess.Popen[bytes]


class Family:
    """Programs that run together: when one ends, the others have nothing left to do."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.children: list[Child] = []

    def start(self, *command: str | Path) -> None:
        """Start one more, in a session of its own: Ctrl+C reaches `./run` alone, which then stops them all."""
        child = subprocess.Popen([*map(str, command)], env=self.env, cwd=ROOT, start_new_session=True)
        self.children.append(child)

    def finish(self, *command: str | Path) -> int:
        """Start one and wait for its end; its exit code."""
        self.start(*command)
        return self.children[-1].wait()

    def wait(self, until: Callable[[], bool] = lambda: False) -> bool:
        """Wait until `until` holds; False when one of the programs ended before."""
        while not until():
            if any(child.poll() is not None for child in self.children):
                return False
            time.sleep(0.1)
        return True


@contextlib.contextmanager
def family(env: Mapping[str, str]) -> Iterator[Family]:
    """A family of programs; on the way out, whatever the reason, every one of them and of theirs has ended."""
    together = Family(env)
    try:
        yield together
    finally:
        with deaf():
            end(together.children)


def end(children: Sequence[Child]) -> None:
    """Ask them to end, wait, then make sure of them and of what they started."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, deadline - time.monotonic()))
    for child in children:
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
        child.kill()
        child.wait()


@contextlib.contextmanager
def deaf() -> Iterator[None]:
    """While things are being stopped, a second Ctrl+C changes nothing."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def stop_on_signals() -> None:
    """Let SIGTERM and a closed terminal stop `./run` as Ctrl+C does, so that everything is cleaned up."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), interrupt)
