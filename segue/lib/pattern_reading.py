"""What does a regular expression consist of? Pieces that `segue.lib.pattern` can follow, or a refusal."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

DEEPEST = 30


class NotOffered(ValueError):
    """The pattern uses what is not offered, or is too large."""


class Repeated(NamedTuple):
    """A piece that may stand several times; without `most`, any number of times."""

    piece: Any
    least: int
    most: int | None


class Choice(NamedTuple):
    """One of several sequences of pieces."""

    sequences: list[list[Any]]


def read(pattern: str) -> Choice:
    """Take a pattern apart, which `re` has found to be one; raises NotOffered."""
    return _Reader(pattern).read()


class _Reader:
    """What is left of a pattern, and how deep in groups it stands."""

    def __init__(self, pattern: str) -> None:
        self.left, self.depth = pattern, 0

    def read(self) -> Choice:
        """Return everything."""
        choice = self._choice()
        if self.left:
            raise NotOffered(self.left)
        return choice

    def _take(self, expression: re.Pattern[str]) -> str:
        """Take what stands next if it has this form, else nothing."""
        found = expression.match(self.left)
        taken = found[0] if found else ""
        self.left = self.left[len(taken) :]
        return taken

    def _choice(self) -> Choice:
        sequences = [list(self._sequence())]
        while self._take(_BAR):
            sequences.append(list(self._sequence()))
        return Choice(sequences)

    def _sequence(self) -> Iterator[Any]:
        while self.left and self.left[0] not in "|)":
            yield self._repeated(self._piece())

    def _piece(self) -> Any:
        if self._take(_GROUP):
            return self._group()
        if mark := self._take(_MARK):
            return mark
        sign = self._take(_SET) or self._take(_ESCAPED) or self._take(_PLAIN)
        if not sign:
            raise NotOffered(self.left)
        return re.compile(sign if len(sign) > 1 or sign == "." else re.escape(sign)).fullmatch

    def _group(self) -> Choice:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotOffered("too deep")
        choice = self._choice()
        self.depth -= 1
        self.left = self.left[1:]  # the bracket that closes it
        return choice

    def _repeated(self, piece: Any) -> Any:
        how_often = self._take(_OFTEN)
        if not how_often:
            return piece
        self._take(_LAZY)
        if self.left.startswith("+"):
            raise NotOffered(self.left)
        if how_often in _MARKS:
            return Repeated(piece, *_MARKS[how_often])
        least, comma, most = how_often.strip("{}").partition(",")
        last = (int(most) if most else None) if comma else int(least)
        return Repeated(piece, int(least or 0), last)


_GROUP = re.compile(r"\((?!\?)|\(\?:|\(\?P<\w+>")
_BAR, _MARK, _LAZY = re.compile(r"\|"), re.compile(r"[$^]"), re.compile(r"\?")
_SET = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]", re.DOTALL)
_ESCAPED = re.compile(r"\\(?:[dDwWsStnrfv]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^a-zA-Z0-9])", re.DOTALL)
_PLAIN = re.compile(r"[^\\()\[|*+?^$]", re.DOTALL)
_OFTEN = re.compile(r"[*+?]|\{(?:\d+(?:,\d*)?|,\d+)\}", re.ASCII)
_MARKS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
