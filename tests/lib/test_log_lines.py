"""Is one event one line, whatever people send, with the moment by the same clock everywhere and who it was?"""

import logging
import re
from types import SimpleNamespace
from typing import Any

import pytest

from segue.lib.log_lines import Line


def written(message: str, *values: Any, **more: Any) -> str:
    record = logging.LogRecord("segue", logging.WARNING, "", 1, message, values, None)
    vars(record).update(more)
    return Line().format(record)


def test_an_event_is_one_line_with_the_moment_in_utc() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z WARNING segue: All is well", written("All is well"))


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[2J", "\x00", "\x85", "\u2028", "\x7f"])
def test_what_people_send_begins_no_line_and_moves_no_cursor(sign: str) -> None:
    line = written("Not found: %s", f"a{sign}2026-01-01 INFO forged")
    assert line.isprintable()
    assert "a\\" in line


def test_letters_of_any_language_stay() -> None:
    assert written("ä, ねこ, %s", "O'Hara 😀").endswith("ä, ねこ, O'Hara 😀")


def test_a_request_says_whose_it_was_and_what_it_wanted() -> None:
    request = SimpleNamespace(method="POST", _cached_user=SimpleNamespace(pk=7))
    assert written("Forbidden: /bin/", request=request).endswith("Forbidden: /bin/ (POST, person 7)")


@pytest.mark.parametrize("user", [{}, {"_cached_user": None}, {"_cached_user": SimpleNamespace(pk=None)}])
def test_of_a_stranger_it_says_so(user: dict[str, Any]) -> None:
    request = SimpleNamespace(method="GET", **user)
    assert written("Not Found: /x/", request=request).endswith("Not Found: /x/ (GET, nobody signed in)")


def failed(said: str) -> list[str]:
    """What stands in the log of a fault that says something."""
    try:
        raise ValueError(said)
    except ValueError as problem:
        told = (type(problem), problem, problem.__traceback__)
    return written("Failed", exc_info=told).split("\n")


def test_where_a_fault_of_ours_lies_still_stands_below() -> None:
    lines = failed("no number")
    assert lines[0].endswith("Failed")
    assert lines[-1] == "  ValueError: no number"


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[2J", "\x85", "\u2028"])
def test_what_a_fault_says_begins_no_line_and_moves_no_cursor(sign: str) -> None:
    lines = failed(f"no number: a{sign}2026-01-01T00:00:00.000Z INFO segue: forged")
    assert all(line.startswith("  ") and line.isprintable() for line in lines[1:])
