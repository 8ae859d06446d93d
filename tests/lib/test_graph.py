"""Do boxes of a drawing stand apart, in the order of their chain, and do lines keep out of them?"""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from segue.lib.graph import ACROSS, DOWN, HEIGHT, WIDTH, Box, Edge, Layout, Point, layout

Graph = tuple[int, list[Edge]]


@st.composite
def trees(draw: st.DrawFn) -> Graph:
    """Everything comes from one thing, each from something before it."""
    count = draw(st.integers(1, 60))
    return count, [(draw(st.integers(0, box - 1)), box) for box in range(1, count)]


@st.composite
def tangles(draw: st.DrawFn) -> Graph:
    """Anything may come from anything, in circles too."""
    count = draw(st.integers(1, 25))
    ends = st.integers(0, count - 1)
    edges = draw(st.lists(st.tuples(ends, ends).filter(lambda edge: edge[0] != edge[1]), unique=True, max_size=50))
    return count, edges


def overlap(one: Box, other: Box) -> bool:
    return abs(one.x - other.x) < WIDTH and abs(one.y - other.y) < HEIGHT


def apart(drawing: Layout) -> bool:
    return not any(overlap(one, other) for one, other in combinations(drawing.boxes, 2))


def crosses(box: Box, one: Point, other: Point) -> bool:
    """Does a piece of a line go through a box? At its sides lines begin and end."""
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(one, other, strict=True))
    return left < box.x + WIDTH and right > box.x and top <= box.y + HEIGHT and bottom >= box.y


@given(trees())
def test_boxes_of_a_tree_stand_apart_and_its_lines_stay_between_the_columns(made: Graph) -> None:
    drawing = layout(*made)
    assert apart(drawing)
    assert all(line[-1][0] - line[0][0] == ACROSS for line in drawing.lines)


@given(tangles())
def test_boxes_of_any_tangle_stand_apart_and_no_line_runs_through_one(made: Graph) -> None:
    drawing = layout(*made)
    assert apart(drawing)
    pieces = [piece for line in drawing.lines for piece in pairwise(line)]
    assert not any(crosses(box, *piece) for box in drawing.boxes for piece in pieces)


@given(tangles())
def test_every_line_joins_the_boxes_of_its_edge(made: Graph) -> None:
    count, edges = made
    drawing = layout(count, edges)
    for (source, target), line in zip(edges, drawing.lines, strict=True):
        left, right = drawing.boxes[source], drawing.boxes[target]
        assert line[0] == (left.x + WIDTH, left.y + HEIGHT // 2)
        assert line[-1] == (right.x, right.y + HEIGHT // 2)
        assert all(one[0] == other[0] or one[1] == other[1] for one, other in pairwise(line))


@given(tangles())
def test_everything_lies_within_the_drawing(made: Graph) -> None:
    drawing = layout(*made)
    assert all(DOWN <= box.x <= drawing.width - WIDTH - DOWN for box in drawing.boxes)
    assert all(DOWN <= box.y <= drawing.height - HEIGHT for box in drawing.boxes)
    assert all(0 < x < drawing.width and 0 < y < drawing.height for line in drawing.lines for x, y in line)


@given(trees())
def test_what_came_of_something_stands_right_of_it(made: Graph) -> None:
    drawing = layout(*made)
    assert all(drawing.boxes[target].x > drawing.boxes[source].x for source, target in made[1])


def test_the_longest_branch_goes_on_in_a_straight_line() -> None:
    boxes = layout(5, [(0, 1), (0, 2), (2, 3), (3, 4)]).boxes
    assert len({boxes[number].y for number in (0, 2, 3, 4)}) == 1
    assert boxes[1].y == boxes[0].y + HEIGHT + DOWN


def test_what_leads_no_further_stands_right_below() -> None:
    boxes = layout(6, [(0, 1), (0, 2), (1, 3), (1, 4), (1, 5)]).boxes
    assert boxes[2].y == boxes[1].y + HEIGHT + DOWN
    assert len({boxes[number].y for number in (3, 4, 5)}) == 3


def test_two_sources_of_a_column_do_not_have_their_lines_side_by_side() -> None:
    boxes = layout(6, [(0, 1), (0, 2), (1, 3), (1, 4), (2, 5)]).boxes
    assert boxes[2].y == boxes[5].y > boxes[4].y


def test_a_line_over_a_column_passes_below_what_stands_there() -> None:
    drawing = layout(3, [(0, 1), (1, 2), (0, 2)])
    assert max(y for _x, y in drawing.lines[2]) > drawing.boxes[1].y + HEIGHT


def test_a_circle_runs_back_below_everything() -> None:
    drawing = layout(3, [(0, 1), (1, 2), (2, 0)])
    assert [box.x for box in drawing.boxes] == sorted(box.x for box in drawing.boxes)
    assert max(y for _x, y in drawing.lines[2]) > max(box.y + HEIGHT for box in drawing.boxes)


def test_two_hundred_in_a_row_are_laid_out() -> None:
    drawing = layout(200, [(box, box + 1) for box in range(199)])
    assert len({box.y for box in drawing.boxes}) == 1
