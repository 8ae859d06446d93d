"""How do several programs run beside each other and all end together? One that shall last is started anew meanwhile."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from launch.programs import ROOT, say

PATIENCE = 15.0  # seconds a program has to end by itself
FIRST_PAUSE = 1.0  # seconds until what ended is started anew; each further time twice as long
OFTEN, WITHIN = 5, 60.0  # ends, and seconds: whatever ends as often as that does so again and again

Child = subprocess.Popen[bytes]


@dataclass
class Lasting:
    """A program that shall last: which it is, and when it ended lately; while it pauses, until when."""

    name: str
    command: Sequence[str | Path]
    child: Child | None
    ended: list[float] = field(default_factory=list)
    pauses_until: float = 0.0


class Family:
    """Programs that run together: when one ends, the others have nothing left to do, unless it is one that lasts."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.children: list[Child] = []
        self.lasting: list[Lasting] = []

    def start(self, *command: str | Path) -> None:
        """Start one more, in a session of its own: Ctrl+C reaches `./run` alone, which then stops them all."""
        child = subprocess.Popen([*map(str, command)], env=self.env, cwd=ROOT, start_new_session=True)
        self.children.append(child)

    def keep(self, name: str, *command: str | Path) -> None:
        """Start one that is started anew when it ends, unless it does so again and again."""
        self.start(*command)
        self.lasting.append(Lasting(name, command, self.children[-1]))

    def finish(self, *command: str | Path) -> int:
        """Start one and wait for its end; its exit code."""
        self.start(*command)
        return self.children[-1].wait()

    def wait(self, until: Callable[[], bool] = lambda: False) -> bool:
        """Wait until `until` holds; False when one of the programs ended for good before."""
        while not until():
            if not all(self._lasts(each) for each in self.lasting):
                return False
            if any(child.poll() is not None for child in self.children):
                return False
            time.sleep(0.1)
        return True

    def _lasts(self, one: Lasting) -> bool:
        """Start it anew where it ended and has paused; False when it ends again and again."""
        now = time.monotonic()
        if one.child is not None and one.child.poll() is not None:
            return self._pauses(one, one.child, now)
        if one.child is None and now >= one.pauses_until:
            self.start(*one.command)
            one.child = self.children[-1]
        return True

    def _pauses(self, one: Lasting, child: Child, now: float) -> bool:
        self.children.remove(child)
        end([child])  # what it had started may be there still
        one.child = None
        one.ended = [*(at for at in one.ended if at > now - WITHIN), now]
        how = f"was ended by signal {-child.returncode}" if child.returncode < 0 else f"ended ({child.returncode})"
        if len(one.ended) >= OFTEN:
            say(f"{one.name} {how}, for the {OFTEN}th time within a minute.")
            return False
        pause = FIRST_PAUSE * 2 ** (len(one.ended) - 1)
        say(f"{one.name} {how}. It is started anew in {pause:g} s.")
        one.pauses_until = now + pause
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
