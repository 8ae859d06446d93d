"""Lineage: what came from what, up and down the chain?

Links between living items only: who lies in the recycle bin drops out with its links, and both return when it does.
Circles cannot be bound by hand, but a conversion may use a record that leads back to its source; so every walk here
remembers where it has been.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from segue.core import permissions, reading, records, timeline
from segue.core.models import Item, Link, User
from segue.core.models.link import BOUND, KINDS

MOST_LEVELS = 20  # of one piece of the tree; nobody reads deeper, and neither do templates

# All items that lead to one; the walk ends by itself, since UNION keeps each item once.
UP = """
WITH RECURSIVE
up(id) AS (
    SELECT CAST(%s AS bigint)
    UNION
    SELECT link.source_id FROM up JOIN core_link link ON link.target_id = up.id
      JOIN core_item item ON item.id = link.source_id AND item.deleted_at IS NULL
)
"""
ANCESTORS = f"{UP} SELECT id FROM up"  # noqa: S608  two texts of our own

# Everything that comes from those: the whole chain, as its links.
CHAIN = f"""{UP},
down(id) AS (
    SELECT id FROM up
    UNION
    SELECT link.target_id FROM down JOIN core_link link ON link.source_id = down.id
      JOIN core_item item ON item.id = link.target_id AND item.deleted_at IS NULL
)
SELECT link.source_id, link.target_id, link.kind FROM down JOIN core_link link ON link.source_id = down.id
  JOIN core_item item ON item.id = link.target_id AND item.deleted_at IS NULL
"""  # noqa: S608  two texts of our own


@dataclass(frozen=True)
class Node:
    """One place in the tree: an item, or None where the reader may not see it; `kind` is how it came from above.

    `again` refers to an item that stands elsewhere in the tree, with its children; `goes_on` says that its children
    stand further down, as roots that have a `kind`. `place` counts the items in the order in which they stand.
    """

    item: Item | None
    place: int
    kind: str = ""
    again: bool = False
    goes_on: bool = False
    children: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Tree:
    """The chain from the oldest ancestors down, in pieces of at most MOST_LEVELS levels.

    `hidden` counts the items the reader may not see. `links` join places: source, target and kind, which is blank
    where the target may not be seen.
    """

    roots: tuple[Node, ...]
    hidden: int
    size: int
    links: tuple[tuple[int, int, str], ...]


def ancestors(item: Item) -> list[int]:
    """Return the ids of all living items this one came from, however far up. One query."""
    with connection.cursor() as cursor:
        cursor.execute(ANCESTORS, [item.pk])
        return sorted({pk for (pk,) in cursor.fetchall()} - {item.pk})


def tree(item: Item, reader: User) -> Tree:
    """Return the whole chain an item belongs to, as the reader may see it. Two queries, however large."""
    kinds = _chain(item)
    ids = {item.pk}.union(*kinds)
    items = Item.objects.filter(pk__in=ids).select_related("stage", "currency", "owner").in_bulk()
    seen = reading.permitted(reader, "read", items.values())
    planting = _Planting({pk: item if pk in seen else None for pk, item in items.items()}, kinds)
    return Tree(planting.roots(), len(items) - len(seen), len(items), planting.links(kinds))


def bind(source: Item, target: Item, *, actor: User) -> Link:
    """Link two items by hand: needs Edit on one of them and Read on the other. Raises Forbidden or ValidationError."""
    with transaction.atomic():
        records.lock([source.pk, target.pk])
        _require_both(source, target, actor)
        if source.pk == target.pk or target.pk in ancestors(source):
            raise ValidationError(_("This would close a circle: one already came from the other."))
        link, is_new = Link.objects.get_or_create(
            source=source,
            target=target,
            conversion=None,
            defaults={"kind": BOUND, "created_by": actor, "created_at": timezone.now()},
        )
        if is_new:
            _tell("link_added", source, target, actor)
    return link


def by_hand(item: Item, reader: User) -> list[tuple[Link, Item]]:
    """Return the links of an item that were set by hand, each with its other end, as far as the reader may see that."""
    ends = Q(source=item) | Q(target=item)
    found = Link.objects.filter(ends, conversion=None, kind=BOUND).order_by("created_at", "pk")
    others = {link: link.target_id if link.source_id == item.pk else link.source_id for link in found}
    seen = Item.objects.visible_to(reader).select_related("stage").in_bulk(others.values())
    return [(link, seen[pk]) for link, pk in others.items() if pk in seen]


def unbind(link: Link, *, actor: User) -> None:
    """Remove a link that was set by hand; what a conversion made is removed by its undo. Raises as `bind`."""
    if link.conversion_id is not None:
        raise ValidationError(_("This link belongs to a conversion. Undo the conversion to remove it."))
    with transaction.atomic():
        records.lock([link.source_id, link.target_id])
        _require_both(link.source, link.target, actor)
        if Link.objects.filter(pk=link.pk).delete()[0]:
            _tell("link_removed", link.source, link.target, actor)


def _chain(item: Item) -> dict[tuple[int, int], str]:
    """Return the links of the chain, of each pair the strongest kind."""
    with connection.cursor() as cursor:
        cursor.execute(CHAIN, [item.pk])
        found = sorted(cursor.fetchall(), key=lambda row: KINDS.index(row[2]), reverse=True)
    return {(source, target): kind for source, target, kind in found}


class _Planting:
    """Makes the tree: every item stands once, under the first of its sources that is reached; None for hidden ones."""

    def __init__(self, items: dict[int, Item | None], kinds: dict[tuple[int, int], str]) -> None:
        self.items = items
        self.below: dict[int, list[tuple[int, str]]] = {}
        for (source, target), kind in sorted(kinds.items(), key=lambda pair: (KINDS.index(pair[1]), pair[0])):
            self.below.setdefault(source, []).append((target, kind))
        self.standing: dict[int, int] = {}  # at which place
        self.further: deque[tuple[int, str]] = deque()  # below the deepest level, to be planted next
        self.targets = {target for _source, target in kinds}

    def roots(self) -> tuple[Node, ...]:
        """The oldest ancestors first; in a circle, where everything has a source, the item with the lowest number."""
        return tuple(self._roots(sorted(self.items, key=lambda pk: (pk in self.targets, pk))))

    def links(self, kinds: dict[tuple[int, int], str]) -> tuple[tuple[int, int, str], ...]:
        """The links between what stands, by place; to be asked for after the roots."""
        joined = ((self.standing[one], self.standing[two], kind, self.items[two]) for (one, two), kind in kinds.items())
        return tuple(sorted((one, two, kind if shown else "") for one, two, kind, shown in joined))

    def _roots(self, order: Iterable[int]) -> Iterator[Node]:
        for pk in order:
            if pk not in self.standing:
                yield self._node(pk, "")
            while self.further:
                yield self._node(*self.further.popleft())

    def _node(self, pk: int, kind: str, level: int = 1) -> Node:
        item = self.items[pk]
        if pk in self.standing:
            return Node(item, self.standing[pk], kind, again=True)
        place = self.standing[pk] = len(self.standing)
        below = self.below.get(pk, [])
        if below and level == MOST_LEVELS:
            self.further.extend(below)
            return Node(item, place, kind, goes_on=True)
        return Node(item, place, kind, children=tuple(self._node(child, how, level + 1) for child, how in below))


def _require_both(source: Item, target: Item, actor: User) -> None:
    """Edit on one of the two is enough, and Read on both."""
    for item in (source, target):
        permissions.require(actor, "read", item)
    if not permissions.may(actor, "edit", target):
        permissions.require(actor, "edit", source)


def _tell(kind: str, source: Item, target: Item, actor: User) -> None:
    timeline.record_many(
        [
            timeline.entry(source, kind, actor=actor, data=_end("target", target)),
            timeline.entry(target, kind, actor=actor, data=_end("source", source)),
        ]
    )
    records.touch([source.pk, target.pk], actor=actor)


def _end(name: str, item: Item) -> dict[str, object]:
    """Name the other end as it is called now."""
    return {name: item.pk, "type": item.type, "label": item.title, "number": item.number}
