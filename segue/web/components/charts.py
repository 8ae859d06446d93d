"""How are a few numbers drawn as columns beside one another? An SVG of the server's, in its own units.

The numbers stand in a table beside it (c-figure); a column is a link where it has one, named by all that it shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any

WIDTH, HEIGHT, TOP, FOOT, RIGHT = 360, 190, 12, 22, 4
LETTER = 6  # how wide a letter is, at most
LABEL = 26  # how wide a label below the columns is, at least
LINES = 4  # at most, above the ground line
STEPS = (1, 2, 5)
WIDEST = 44


@dataclass(frozen=True)
class Bar:
    """A column: what stands below it, how high it is, what it is called when it is spoken; `part` of it is filled."""

    label: str
    value: Decimal
    spoken: str
    href: str = ""
    part: Decimal | None = None


def draw(bars: Sequence[Bar], write: Callable[[Decimal], str]) -> dict[str, Any]:
    """Describe the drawing as c-chart takes it; `write` writes a number at the side."""
    top = max((bar.value for bar in bars), default=Decimal(0))
    step = _step(top)
    count = max(1, ceil(top / step))
    marks = [step * number for number in range(count + 1)]
    left = 8 + LETTER * max(len(write(mark)) for mark in marks)
    frame = _Frame(left, (WIDTH - left - RIGHT) / max(1, len(bars)), marks[-1])
    every = -(-LABEL // max(1, int(frame.room))) if bars else 1
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": left,
        "ground": HEIGHT - FOOT,
        "lines": [{"y": frame.y(mark), "label": write(mark), "label_y": frame.y(mark) + 4} for mark in marks],
        "bars": [_bar(bar, number, frame, shown=number % every == 0) for number, bar in enumerate(bars)],
    }


@dataclass(frozen=True)
class _Frame:
    left: int
    room: float
    most: Decimal

    def y(self, value: Decimal) -> int:
        """Where a value stands: the ground line for nothing, and for what is below it."""
        share = max(Decimal(0), value) / self.most
        return round(HEIGHT - FOOT - share * (HEIGHT - FOOT - TOP))


def _bar(bar: Bar, number: int, frame: _Frame, *, shown: bool) -> dict[str, Any]:
    wide = min(WIDEST, max(2, round(frame.room * 0.68)))
    begin = frame.left + frame.room * number
    top, ground = frame.y(bar.value), HEIGHT - FOOT
    inner = ground if bar.part is None else frame.y(bar.part)
    return {
        "x": round(begin + (frame.room - wide) / 2),
        "y": top,
        "width": wide,
        "height": ground - top,
        "part": None if bar.part is None else {"y": inner, "height": ground - inner},
        "room": {"x": round(begin), "width": max(1, round(frame.room))},
        "middle": round(begin + frame.room / 2),
        "label": bar.label if shown else "",
        "label_y": HEIGHT - 7,
        "spoken": bar.spoken,
        "href": bar.href,
    }


def _step(most: Decimal) -> Decimal:
    """Return the distance of the lines: a round number, at least 1, so that at most so many suffice."""
    wanted = most / LINES
    if wanted <= 1:
        return Decimal(1)
    power = Decimal(10) ** wanted.adjusted()
    return next((power * step for step in STEPS if power * step >= wanted), power * 10)
