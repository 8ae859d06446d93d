"""Which thread answers the next request? The one that was last at work: what it needs is still near its core."""

from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue
from threading import Thread
from typing import Any

Application = Callable[..., Iterable[bytes]]


class Warm:
    """A WSGI application whose requests are answered by as few threads as there are requests at once.

    The web server lets its threads take turns, and the system puts each where it ran before: so every request of one
    person went from core to core, and a seventh of its time was for fetching memory. A thread that waits for another
    costs next to nothing.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.idle: list[_Thread] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Answer as the application does, and raise what it raises."""
        try:
            thread = self.idle.pop()
        except IndexError:
            thread = _Thread()
        answer, lasts = None, False
        try:
            answer = thread.call(self.application, environ, start_response)
            lasts = getattr(answer, "streaming", False)
        finally:
            if not lasts:
                self.idle.append(thread)
        return _Streamed(answer, thread, self.idle) if lasts else answer


class _Streamed:
    """An answer that is made while it is sent: by the thread that began it, in its language and with its connection."""

    def __init__(self, answer: Any, thread: "_Thread", idle: "list[_Thread]") -> None:
        self.answer, self.thread, self.idle, self.is_open = answer, thread, idle, True
        self.parts: Iterator[bytes] = iter(answer)

    def __iter__(self) -> "_Streamed":
        return self

    def __next__(self) -> bytes:
        part: bytes | None = self.thread.call(next, self.parts, None)
        if part is None:
            raise StopIteration
        return part

    def close(self) -> None:
        """Let the thread go, once; also where the server forgot."""
        if self.is_open:
            self.is_open = False
            try:
                self.thread.call(self.answer.close)
            finally:
                self.idle.append(self.thread)

    __del__ = close


class _Thread(Thread):
    """Does what it is asked until the process ends."""

    def __init__(self) -> None:
        super().__init__(name="warm", daemon=True)
        self.asked: SimpleQueue[tuple[Any, ...]] = SimpleQueue()
        self.answered: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()
        self.start()

    def call(self, what: Callable[..., Any], *arguments: Any) -> Any:
        """Return what the call returns in this thread, or raise what it raises there."""
        self.asked.put((what, arguments))
        answer, problem = self.answered.get()
        if problem is not None:
            raise problem
        return answer

    def run(self) -> None:
        """Answer one call after the other."""
        while True:
            self.answered.put(_outcome(*self.asked.get()))


def _outcome(what: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, BaseException | None]:
    try:
        return what(*arguments), None
    except BaseException as problem:
        return None, problem
