"""What happened to an item, and to what it came from? Reads the timeline in pages, newest first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from segue.core import links
from segue.core.models import Item, TimelineEntry, User
from segue.core.timeline import KINDS

PAGE = 50
IN_HISTORY = tuple(kind.code for kind in KINDS.values() if kind.in_history)
HISTORY_ONLY = ("comment_deleted", "activity_changed", "activity_removed")


@dataclass(frozen=True)
class Page:
    """Entries, newest first; `older` is where the next page begins, None on the last one."""

    entries: tuple[TimelineEntry, ...]
    older: int | None = None


@dataclass(frozen=True)
class Sources:
    """What an item came from: what the reader may see of it, and the ids of the rest."""

    seen: dict[int, Item] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.seen or self.hidden)


def sources(item: Item, reader: User) -> Sources:
    """Return all that an item came from, up the chain: two queries, one when it came from nothing."""
    ids = links.ancestors(item)
    if not ids:
        return Sources()
    seen = {source.pk: source for source in Item.objects.visible_to(reader).filter(pk__in=ids)}
    return Sources(seen, frozenset(ids) - set(seen))


def timeline(
    items: Collection[int], *, kinds: Collection[str] = (), author: int | None = None, before: int | None = None
) -> Page:
    """Return a page of what happened to these items, which the reader may see; `before` is the `older` of another.

    Perhaps only some kinds of events, or only what one author did.
    """
    rows = _told(items)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if author is not None:
        rows = rows.filter(actor=author)
    return _page(rows, before)


def pinned(item: Item, first: Page) -> tuple[TimelineEntry, ...]:
    """Return the entries that are pinned on an item; no query, where the first page of its timeline has everything."""
    if first.older is None:
        return tuple(entry for entry in first.entries if entry.item_id == item.pk and entry.pinned_at)
    found = TimelineEntry.objects.filter(item=item.pk, pinned_at__isnull=False)
    return tuple(_with_names(found).order_by("-at", "-pk"))


def people(items: Collection[int], first: Page | None = None) -> Iterable[User]:
    """List who did something on these items, by name; no query, where the `first` page has everything."""
    if first is not None and first.older is None:
        return sorted({entry.actor for entry in first.entries}, key=lambda user: (user.name, user.pk))
    acted = _told(items).order_by().values("actor")
    return User.objects.filter(pk__in=acted).order_by("name", "pk")


def left_out(items: Collection[int]) -> int:
    """Count what happened to items that the reader may not see."""
    return _told(items).count() if items else 0


def changes(item: Item, *, author: int | None = None, kind: str = "", before: int | None = None) -> Page:
    """Return a page of the history of an item, perhaps only what one author did, or only one kind of event."""
    rows = TimelineEntry.objects.filter(item=item, kind__in=IN_HISTORY)
    if author is not None:
        rows = rows.filter(actor=author)
    if kind:
        rows = rows.filter(kind=kind)
    return _page(rows, before)


def authors(item: Item) -> Iterable[User]:
    """List who has a line in the history of an item, by name."""
    acted = TimelineEntry.objects.filter(item=item, kind__in=IN_HISTORY).order_by().values("actor")
    return User.objects.filter(pk__in=acted).order_by("name", "pk")


def kinds(item: Item) -> list[str]:
    """List the kinds of events in the history of an item, in the order of the register."""
    found = set(TimelineEntry.objects.filter(item=item, kind__in=IN_HISTORY).values_list("kind", flat=True))
    return [kind for kind in IN_HISTORY if kind in found]


def _told(items: Collection[int]) -> "QuerySet[TimelineEntry]":
    return TimelineEntry.objects.filter(item__in=items).exclude(kind__in=HISTORY_ONLY)


def _with_names(rows: "QuerySet[TimelineEntry]") -> "QuerySet[TimelineEntry]":
    return rows.select_related("actor", "conversion__undone_by")


def _page(rows: "QuerySet[TimelineEntry]", before: int | None) -> Page:
    """Cut a page out of entries by key, so that an old page costs no more than the first."""
    if before is not None:
        mark = TimelineEntry.objects.filter(pk=before).values_list("at", flat=True).first()
        if mark is not None:
            rows = rows.filter(Q(at__lt=mark) | Q(at=mark, pk__lt=before))
    found = _with_names(rows).order_by("-at", "-pk")[: PAGE + 1]
    entries = tuple(found)
    return Page(entries[:PAGE], entries[PAGE - 1].pk if len(entries) > PAGE else None)
