"""What happened to an item, and to what it came from? Reads the timeline in pages, newest first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from segue.core import links
from segue.core.models import Item, TimelineEntry, User
from segue.core.timeline import KINDS

PAGE = 50
IN_HISTORY = tuple(kind.code for kind in KINDS.values() if kind.in_history)
# Each database takes the names out of JSON in its own way.
FIELDS = {
    "sqlite": "SELECT DISTINCT key FROM core_timelineentry, json_each(data, '$.changes') WHERE item_id = %s",
    "postgresql": "SELECT DISTINCT jsonb_object_keys(data->'changes') FROM core_timelineentry WHERE item_id = %s",
}
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


@dataclass(frozen=True)
class Filter:
    """Which entries are wanted; what is blank or None does not narrow them. `field` is the name of what changed."""

    kinds: Collection[str] = ()
    author: int | None = None
    field: str = ""
    begins_at: datetime | None = None
    ends_before: datetime | None = None

    def of(self, rows: "QuerySet[TimelineEntry]") -> "QuerySet[TimelineEntry]":
        """Keep the entries that are wanted."""
        wanted = {"kind__in": self.kinds, "actor": self.author, "data__changes__has_key": self.field}
        times = {"at__gte": self.begins_at, "at__lt": self.ends_before}
        return rows.filter(**{name: value for name, value in (wanted | times).items() if value})


EVERYTHING = Filter()


def sources(item: Item, reader: User) -> Sources:
    """Return all that an item came from, up the chain: two queries, one when it came from nothing."""
    ids = links.ancestors(item)
    if not ids:
        return Sources()
    seen = {source.pk: source for source in Item.objects.visible_to(reader).filter(pk__in=ids)}
    return Sources(seen, frozenset(ids) - set(seen))


def timeline(items: Collection[int], wanted: Filter = EVERYTHING, *, before: int | None = None) -> Page:
    """Return a page of what happened to these items, which the reader may see; `before` is the `older` of another."""
    return _page(wanted.of(_told(items)), before)


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


def changes(item: Item, wanted: Filter = EVERYTHING, *, before: int | None = None) -> Page:
    """Return a page of the history of an item."""
    return _page(wanted.of(_logged(item)), before)


def authors(item: Item) -> Iterable[User]:
    """List who has a line in the history of an item, by name."""
    acted = _logged(item).order_by().values("actor")
    return User.objects.filter(pk__in=acted).order_by("name", "pk")


def kinds(item: Item) -> list[str]:
    """List the kinds of events in the history of an item, in the order of the register."""
    found = set(_logged(item).values_list("kind", flat=True).distinct())
    return [kind for kind in IN_HISTORY if kind in found]


def fields(item: Item) -> set[str]:
    """Return the names of all that ever changed on an item: columns, parts and codes of custom fields."""
    with connection.cursor() as cursor:
        cursor.execute(FIELDS[connection.vendor], [item.pk])
        return {name for (name,) in cursor.fetchall()}


def _told(items: Collection[int]) -> "QuerySet[TimelineEntry]":
    return TimelineEntry.objects.filter(item__in=items).exclude(kind__in=HISTORY_ONLY)


def _logged(item: Item) -> "QuerySet[TimelineEntry]":
    return TimelineEntry.objects.filter(item=item, kind__in=IN_HISTORY)


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
