"""Where does each box of a drawn chain stand, and which way do the lines between them run?

From left to right: a box stands in the column after the last of its sources, and what came from it begins in its own
row, the longest branch first, so that the main line of a chain is straight. Boxes are placed from the top down, so each
is free of all before it. Lines go up and down in the gaps between columns only. Lengths are in pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

WIDTH, HEIGHT = 216, 84  # of a box
ACROSS, DOWN = 48, 14  # between columns and between rows
LANE = 14  # below boxes, for a line that passes them
TURN = 40  # beside the outer columns, where a line turns back
OUT, IN = 20, 16  # how far from its source, and from its target, a line goes up and down

Edge = tuple[int, int]  # from which box to which
Point = tuple[int, int]


@dataclass(frozen=True)
class Box:
    """The upper left corner of a box."""

    x: int
    y: int


@dataclass(frozen=True)
class Layout:
    """Boxes, and lines by their corners, in the order in which they were given, and the room they take."""

    boxes: tuple[Box, ...]
    lines: tuple[tuple[Point, ...], ...]
    width: int
    height: int


def layout(count: int, edges: Sequence[Edge]) -> Layout:
    """Lay out the boxes 0 to count - 1. In a circle, one line runs back below all boxes."""
    return _Laying(count, edges).done()


class _Laying:
    """Places boxes as trees: each hangs on a source in the column before; other edges are passed around."""

    def __init__(self, count: int, edges: Sequence[Edge]) -> None:
        self.edges = edges
        self.columns = _columns(count, edges)
        self.tops = [0] * count
        self.bottoms = [0] * (max(self.columns, default=0) + 1)  # of each column so far
        self.lanes: dict[Edge, int] = {}
        self.children: list[list[int]] = [[] for _box in range(count)]
        self.passing: list[list[Edge]] = [[] for _box in range(count)]  # edges over more than one column
        self.back: list[Edge] = []
        self.roots = list(range(count))
        for edge in edges:
            self._sort(edge)

    def done(self) -> Layout:
        """Go from top to bottom: tree after tree, then the lines that run back."""
        for root in self._longest_first(self.roots):
            self._place(root, DOWN)
        bottom = max(self.bottoms) + DOWN
        for edge in self.back:
            self.lanes[edge] = bottom
            bottom += LANE
        return Layout(
            tuple(Box(self._left(column), top) for column, top in zip(self.columns, self.tops, strict=True)),
            tuple(self._line(edge) for edge in self.edges),
            self._left(max(self.columns, default=0)) + WIDTH + self._left(0),
            bottom,
        )

    def _sort(self, edge: Edge) -> None:
        source, target = edge
        distance = self.columns[target] - self.columns[source]
        if distance == 1 and target in self.roots:
            self.roots.remove(target)
            self.children[source].append(target)
        elif distance > 1:
            self.passing[source].append(edge)
        elif distance < 1:
            self.back.append(edge)

    @cached_property
    def depths(self) -> list[int]:
        """How many columns hang on each box."""
        depths = [0] * len(self.columns)
        for box in sorted(range(len(depths)), key=lambda box: -self.columns[box]):
            depths[box] = max((depths[child] + 1 for child in self.children[box]), default=0)
        return depths

    def _longest_first(self, boxes: list[int]) -> list[int]:
        return sorted(boxes, key=lambda box: -self.depths[box])

    def _place(self, box: int, top: int) -> None:
        """Place a box no higher than this, then what hangs on it.

        What has nothing right of it only needs its own column; all else what is right of it too, so that no two boxes
        of a column have their lines side by side.
        """
        column, is_last = self.columns[box], not self.children[box] and not self.passing[box]
        self.tops[box] = top = max(top, *(end + DOWN for end in self.bottoms[column : column + 1 if is_last else None]))
        self.bottoms[column] = top + HEIGHT
        for child in self._longest_first(self.children[box]):
            self._place(child, top)
        for edge in self.passing[box]:
            between = range(column + 1, self.columns[edge[1]])
            self.lanes[edge] = max(top + HEIGHT // 2, *(self.bottoms[each] + LANE for each in between))
            for each in between:
                self.bottoms[each] = self.lanes[edge]

    def _left(self, column: int) -> int:
        return (TURN if self.back else DOWN) + column * (WIDTH + ACROSS)

    def _line(self, edge: Edge) -> tuple[Point, ...]:
        """Go from the right side of a box to the left side of another; what hangs on a box shares one trunk."""
        (source, target), middle = edge, HEIGHT // 2
        x, y = self._left(self.columns[source]) + WIDTH, self.tops[source] + middle
        to_x, to_y = self._left(self.columns[target]), self.tops[target] + middle
        out, back = x + OUT, to_x - IN
        if edge in self.lanes:
            lane = self.lanes[edge]
            return (x, y), (out, y), (out, lane), (back, lane), (back, to_y), (to_x, to_y)
        if y == to_y:
            return (x, y), (to_x, to_y)
        trunk = out if target in self.children[source] else back
        return (x, y), (trunk, y), (trunk, to_y), (to_x, to_y)


def _columns(count: int, edges: Sequence[Edge]) -> list[int]:
    """Number the columns: after the last of all sources; in a circle the first box does not wait for the others."""
    sources: dict[int, set[int]] = {box: set() for box in range(count)}
    for source, target in edges:
        sources[target].add(source)
    columns: dict[int, int] = {}
    while len(columns) < count:
        waiting = [box for box in range(count) if box not in columns]
        free = [box for box in waiting if sources[box] <= columns.keys()] or waiting[:1]
        for box in free:
            columns[box] = max((columns[source] + 1 for source in sources[box] if source in columns), default=0)
    return [columns[box] for box in range(count)]
