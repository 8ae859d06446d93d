"""Does a text have a form that somebody described? Regular expressions that no text can make slow.

Python's `re` tries one path after another, and for some patterns there are more of them than seconds to wait. Here all
paths are followed at once, so that the time grows with the text and the pattern alone. What cannot be had so is not
offered: references back, and looking ahead or behind.
"""

import re
from functools import lru_cache
from typing import Any

from segue.lib.pattern_reading import Choice, NotOffered, Repeated, read

LONGEST_PROGRAM = 2000  # steps, after repetitions are written out
LONGEST_TEXT = 2000
MOST_REMEMBERED = 200

__all__ = ["NotOffered", "check", "matches"]
START, END = "^", "$"
Step = Any  # a test of one sign, START, END, or a list of the steps that may follow


def check(pattern: str) -> None:
    """Raise NotOffered, or re.error for what is no regular expression."""
    try:
        re.compile(pattern)
    except (OverflowError, RecursionError):
        raise NotOffered("too large") from None
    _program(pattern)


def matches(pattern: str, text: str) -> bool:
    """Say whether the whole text has the form; a text of more than 2000 signs has not."""
    return len(text) <= LONGEST_TEXT and _program(pattern).matches(text)


class _Program:
    """The steps of a pattern. Where it stands is a set of steps; the one after the last is the goal."""

    def __init__(self, pattern: str) -> None:
        self.steps: list[Step] = []
        self._write(read(pattern))
        self.seen: dict[Any, frozenset[int]] = {}

    def matches(self, text: str) -> bool:
        """Follow all paths through the text, sign by sign."""
        at = self._reach({0}, is_start=True, is_end=not text)
        for place, sign in enumerate(text, 1):
            at = self._next(at, sign, is_end=place == len(text))
            if not at:
                return False
        return len(self.steps) in at

    def _next(self, at: frozenset[int], sign: str, *, is_end: bool) -> frozenset[int]:
        key = (at, sign, is_end)
        known = self.seen.get(key)
        if known is None:
            if len(self.seen) > MOST_REMEMBERED:
                self.seen = {}
            moved = {step + 1 for step in at if step < len(self.steps) and self.steps[step](sign)}
            known = self.seen[key] = self._reach(moved, is_start=False, is_end=is_end)
        return known

    def _reach(self, begin: set[int], *, is_start: bool, is_end: bool) -> frozenset[int]:
        """Return the steps that wait for a sign, and the goal, that can be reached from here without one."""
        waiting, visited, open_ones = set(), set(begin), list(begin)
        while open_ones:
            place = open_ones.pop()
            step = self.steps[place] if place < len(self.steps) else None
            if step is None or callable(step):
                waiting.add(place)
                continue
            holds = {START: is_start, END: is_end}
            after = step if isinstance(step, list) else [place + 1] if holds[step] else []
            open_ones += [each for each in after if each not in visited]
            visited.update(after)
        return frozenset(waiting)

    def _write(self, piece: Any) -> None:
        if len(self.steps) > LONGEST_PROGRAM:
            raise NotOffered("too large")
        if isinstance(piece, Choice):
            self._write_choice(piece)
        elif isinstance(piece, Repeated):
            self._write_repeated(piece)
        else:
            self.steps.append(piece)

    def _write_choice(self, choice: Choice) -> None:
        ends: list[list[int]] = []
        for sequence in choice.sequences[:-1]:
            fork = self._fork()
            for piece in sequence:
                self._write(piece)
            ends.append(self._fork())
            fork.append(len(self.steps))
        for piece in choice.sequences[-1]:
            self._write(piece)
        for end in ends:
            end[:] = [len(self.steps)]

    def _write_repeated(self, repeated: Repeated) -> None:
        for _ in range(repeated.least):
            self._write(repeated.piece)
        if repeated.most is None:
            back, fork = len(self.steps), self._fork()
            self._write(repeated.piece)
            self.steps.append([back])
            fork.append(len(self.steps))
            return
        forks = []
        for _ in range(repeated.most - repeated.least):
            forks.append(self._fork())
            self._write(repeated.piece)
        for fork in forks:
            fork.append(len(self.steps))

    def _fork(self) -> list[int]:
        """Begin a step from which the next one follows, and others that are added later."""
        fork = [len(self.steps) + 1]
        self.steps.append(fork)
        return fork


_program = lru_cache(maxsize=64)(_Program)
