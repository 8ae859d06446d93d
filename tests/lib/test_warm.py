"""Do requests that come one after the other stay with one thread, and those that come at once get one each?"""

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from segue.lib.warm import Warm

HERE = threading.get_ident


def asked(application: Warm, **environ: Any) -> Any:
    return application(environ, lambda *_: None)


def answering(environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
    """Say which thread answers; where a second request is to come meanwhile, let it."""
    if meanwhile := environ.get("meanwhile"):
        meanwhile()
    return [str(HERE()).encode()]


class Streamed:
    """An answer that says of each of its parts which thread makes it."""

    streaming = True

    def __init__(self) -> None:
        self.closed_by: list[int] = []

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(2):
            yield str(HERE()).encode()

    def close(self) -> None:
        self.closed_by.append(HERE())


def test_one_after_the_other_they_stay_with_one_thread() -> None:
    warm = Warm(answering)
    first = asked(warm)
    assert [asked(warm) for _ in range(5)] == [first] * 5
    assert first != [str(HERE()).encode()]


def test_at_once_each_gets_a_thread_and_the_last_at_work_is_the_next() -> None:
    warm, inner = Warm(answering), []
    outer = asked(warm, meanwhile=lambda: inner.append(asked(warm)))
    assert inner != [outer]
    assert asked(warm) == outer


def test_what_the_application_raises_is_raised_to_the_server_and_the_thread_goes_on() -> None:
    def failing(environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        if environ:
            raise KeyError("missing")
        return [str(HERE()).encode()]

    warm = Warm(failing)
    before = asked(warm)
    with pytest.raises(KeyError, match="missing"):
        asked(warm, wrong=True)
    assert asked(warm) == before


def test_what_is_made_while_it_is_sent_is_made_by_the_thread_that_began_it() -> None:
    made = Streamed()
    warm = Warm(lambda environ, _start: [str(HERE()).encode()] if environ else made)
    (began,) = asked(warm, plain=True)
    answer = asked(warm)
    assert list(answer) == [began] * 2
    answer.close()
    assert made.closed_by == [int(began)]


def test_nobody_else_is_answered_by_a_thread_that_still_sends() -> None:
    warm = Warm(lambda environ, _start: [str(HERE()).encode()] if environ else Streamed())
    answer = asked(warm)
    assert [next(answer)] != asked(warm, plain=True)
    answer.close()


def test_a_thread_is_free_again_where_the_server_forgets_an_answer() -> None:
    warm = Warm(lambda environ, _start: [str(HERE()).encode()] if environ else Streamed())
    before = asked(warm, plain=True)
    asked(warm)  # nobody reads it
    assert asked(warm, plain=True) == before
