"""How is the chain of an item drawn? What c-drawing takes: boxes that are links, and lines from what to what."""

import math
from collections.abc import Iterator
from typing import Any

from django.utils.translation import pgettext_lazy

from segue.core import item_types
from segue.core.item_types import Text
from segue.core.links import Node, Tree
from segue.core.models import Item
from segue.lib import graph, lettering
from segue.lib.graph import Box, Layout, Point
from segue.web import http
from segue.web.components import names, values

MOST = 200  # boxes; a longer chain is only told as a tree
KINDS: dict[str, Text] = {
    "": "",
    "created": pgettext_lazy("kind of link", "created"),
    "used": pgettext_lazy("kind of link", "used"),
    "bound": pgettext_lazy("kind of link", "linked by hand"),
}
PAD, DOT = 14, 15  # within a box: beside its texts, and what the dot of a stage takes
TITLE, SMALL = 14, 12  # sizes of its texts
ROUND = 10  # the corners of lines


def block(tree: Tree, present: Item) -> dict[str, Any] | None:
    """Draw a chain; None where there is nothing to draw, or too much."""
    if not 1 < tree.size <= MOST:
        return None
    nodes = sorted(_placed(tree.roots), key=lambda node: node.place)
    layout = graph.layout(tree.size, [(source, target) for source, target, _kind in tree.links])
    here = next(node.place for node in nodes if node.item and node.item.pk == present.pk)
    boxes = [_box(node, box) | {"current": node.place == here} for node, box in zip(nodes, layout.boxes, strict=True)]
    return {
        "width": str(layout.width),
        "height": str(layout.height),
        "boxes": [boxes[place] for place in _reading_order(layout)],
        "lines": sorted(_lines(tree, layout, here), key=lambda line: line["near"]),
        "legend": [
            {"kind": kind, "label": KINDS[kind]} for kind in KINDS if kind and kind in {link[2] for link in tree.links}
        ],
    }


def _placed(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Every item where it stands; not where it is only referred to."""
    for node in nodes:
        if not node.again:
            yield node
            yield from _placed(node.children)


def _reading_order(layout: Layout) -> list[int]:
    """Line by line, so that the cursor goes as the eye does."""
    return sorted(range(len(layout.boxes)), key=lambda place: (layout.boxes[place].y, layout.boxes[place].x))


def _box(node: Node, box: Box) -> dict[str, Any]:
    """Describe one box; of a hidden item nothing but that there is one."""
    where = {"at": f"translate({box.x} {box.y})"}
    if node.item is None:
        return where | {"hidden": True}
    item, item_type = node.item, item_types.of(node.item)
    title, room = item_types.name(item), graph.WIDTH - 2 * PAD
    amount = values.amount(item.amount, item.currency) if item_type.has("rows") else ""
    stage, colour = (item.stage.label, item.stage.colour) if item.stage else ("", "")
    rest = room - (lettering.width(amount, SMALL) + 8 if amount else 0)
    return where | {
        "href": http.address(item),
        "icon": item_type.icon,
        "name": ", ".join(filter(None, (f"{names.kind(item)}: {title}", stage, amount, str(KINDS[node.kind])))),
        "head": lettering.cut(names.kind(item), SMALL, room - DOT - 4),
        "lines": lettering.lines(title, TITLE, room, 2),
        "stage": {"label": lettering.cut(stage, SMALL, rest - DOT), "colour": colour} if stage else None,
        "owner": "" if stage else lettering.cut(item.owner.name, SMALL, rest),
        "amount": amount,
    }


def _lines(tree: Tree, layout: Layout, here: int) -> Iterator[dict[str, Any]]:
    """Draw what came from what, with an arrow at its end; what touches the present item is near."""
    for (source, target, kind), line in zip(tree.links, layout.lines, strict=True):
        x, y = line[-1]
        yield {
            "kind": kind,
            "label": KINDS[kind],
            "path": _path(line),
            "tip": f"translate({x} {y})",
            "near": here in (source, target),
        }


def _path(corners: tuple[Point, ...]) -> str:
    """Write a line for SVG, its corners rounded as far as there is room."""
    written = "M{} {}".format(*corners[0])
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        size = min(ROUND, math.dist(before, corner) // 2, math.dist(corner, after) // 2)
        (x, y), (to_x, to_y) = _toward(corner, before, size), _toward(corner, after, size)
        written += f"L{x} {y}Q{corner[0]} {corner[1]} {to_x} {to_y}"
    return written + "L{} {}".format(*corners[-1])


def _toward(start: Point, end: Point, length: float) -> Point:
    """Go some way along a line that is level or upright."""
    most, (x, y), (to_x, to_y) = int(length), start, end
    return x + max(-most, min(most, to_x - x)), y + max(-most, min(most, to_y - y))
