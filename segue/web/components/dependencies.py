"""Which items hang together with this one? What c-dependencies takes: the chain, oldest first."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.core import item_types, links, permissions
from segue.core.links import Node
from segue.core.models import Item, User
from segue.web import http
from segue.web.components import drawing, values


def block(item: Item, reader: User) -> dict[str, Any]:
    """Describe the whole chain of an item, as far as the reader may see it."""
    tree = links.tree(item, reader)
    left_out = ngettext("%(count)s item you cannot see", "%(count)s items you cannot see", tree.hidden)
    return {
        "drawing": drawing.block(tree, item),
        "nodes": [_root(root, item) for root in tree.roots],
        "left_out": left_out % {"count": tree.hidden} if tree.hidden else "",
        "alone": tree.size == 1,
        "link_href": http.address(item, "links") if permissions.may(reader, "edit", item) else "",
    }


def _root(root: Node, present: Item) -> dict[str, Any]:
    """Describe a tree; one that goes on from another says so."""
    continued = {"again": _again(root) or _("continued from above")} if root.kind else {}
    return _node(root, present) | continued


def _again(node: Node) -> str:
    if node.again:
        return _("shown above")
    return _("continued below") if node.goes_on else ""


def _node(node: Node, present: Item) -> dict[str, Any]:
    """Describe one item and what came from it; of a hidden one only its place."""
    children = [_node(child, present) for child in node.children]
    if node.item is None:
        return {"hidden": True, "children": children}
    item, item_type = node.item, item_types.of(node.item)
    return {
        "type": item_type.label,
        "icon": item_type.icon,
        "number": item.number or f"#{item.pk}",
        "title": item_types.name(item),
        "href": http.address(item),
        "stage": {"label": item.stage.label, "colour": item.stage.colour} if item.stage else None,
        "amount": values.amount(item.amount, item.currency) if item_type.has("rows") else "",
        "owner": item.owner.name,
        "created": values.day_of(item.created_at),
        "kind": drawing.KINDS[node.kind],
        "current": item.pk == present.pk and not node.again,
        "again": _again(node),
        "children": children,
    }
