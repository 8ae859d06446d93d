"""What happened to an item, and to what it came from, day by day? What c-timeline takes."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.core import comments, history, item_types
from segue.core.models import Item, TimelineEntry, User
from segue.crm import conversion
from segue.lib import dates
from segue.web import http
from segue.web.components import events, names, values
from segue.web.components.events import Telling

TAB = "timeline"
COMPOSER, HEADING = "comment-add", "timeline-title"  # ids, where the cursor goes on
OWN = "own"  # in the address: the entries of this item only
MOST_ID_DIGITS = 18


def block(item: Item, params: QueryDict, *, reader: User, may_edit: bool) -> dict[str, Any]:
    """Describe one page of the timeline of an item, as its address asks for it."""
    sources = history.sources(item, reader)
    with_sources = params.get("entries") != OWN
    items = {item.pk: item} | (sources.seen if with_sources else {})
    before = mark(params.get("before", ""))
    page = history.timeline(items, before=before)
    told = (entry.conversion for entry in page.entries if entry.item_id == item.pk and events.is_undoable(entry))
    undoable = conversion.undoable({done for done in told if done}, actor=reader)
    hidden = history.left_out(sources.hidden) if with_sources and before is None else 0
    telling = Telling(page.entries, items, reader)
    return {
        "days": _days(telling, item, undoable),
        "more_href": _address(item, with_sources=with_sources, before=page.older) if page.older else "",
        "left_out": _left_out(hidden),
        "switch": _switch(item, with_sources=with_sources) if sources else [],
        "newest_href": _address(item, with_sources=with_sources) if before is not None else "",
        "may_comment": may_edit or comments.may_add(reader, item),
        "comment_action": reverse("comment", args=[item_types.of(item).slug, item.pk]),
    }


def mark(text: str) -> int | None:
    """Read from an address after which entry a page begins; what cannot be one is left out."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_ID_DIGITS else None


def _address(item: Item, *, with_sources: bool, before: int | None = None) -> str:
    said = ({} if with_sources else {"entries": OWN}) | ({"before": str(before)} if before else {})
    home = http.address(item, TAB)
    return f"{home}?{urlencode(said)}" if said else home


def _switch(item: Item, *, with_sources: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("This item"), "href": _address(item, with_sources=False), "current": not with_sources},
        {"label": _("With sources"), "href": _address(item, with_sources=True), "current": with_sources},
    ]


def _left_out(count: int) -> str:
    text = ngettext("%(count)s entry you cannot see", "%(count)s entries you cannot see", count)
    return text % {"count": count} if count else ""


def _days(telling: Telling, item: Item, undoable: set[int]) -> list[dict[str, Any]]:
    zone = timezone.get_current_timezone_name()
    today = dates.today(zone)
    near = {0: _("Today"), -1: _("Yesterday")}

    def heading(day: Any) -> str:
        return dates.day_heading(day, today=today, language=values.language(), words=near)

    seen = filter(telling.is_for_reader, telling.entries)
    by_day = groupby(seen, key=lambda entry: dates.today(zone, now=entry.at))
    return [
        {"label": heading(day), "entries": [_entry(telling, entry, item, undoable) for entry in entries]}
        for day, entries in by_day
    ]


def _entry(telling: Telling, entry: TimelineEntry, item: Item, undoable: set[int]) -> dict[str, Any]:
    zone = timezone.get_current_timezone_name()
    return telling.tell(entry) | {
        "author": entry.actor.name,
        "time": dates.format_time(entry.at, zone, values.language()),
        "at": entry.at.isoformat(),
        "origin": _origin(telling.items, entry) if entry.item_id != item.pk else None,
        "undone": events.undone(entry),
        "undo": _undo(entry) if _has_undo(entry, item, undoable) else None,
        "menu": _menu(telling, entry),
    }


def _origin(items: Mapping[int, Item], entry: TimelineEntry) -> dict[str, str]:
    """Mark an entry with the item up the chain it belongs to."""
    source = items[entry.item_id]
    title = f"{names.kind(source)} · {source.title}" if source.title else names.kind(source)
    return {"label": title, "href": http.address(source)}


def _has_undo(entry: TimelineEntry, item: Item, undoable: set[int]) -> bool:
    return entry.item_id == item.pk and events.is_undoable(entry) and entry.conversion_id in undoable


def _undo(entry: TimelineEntry) -> dict[str, Any]:
    return {"action": reverse("undo", args=[entry.conversion_id]), "hidden": []}


def _menu(telling: Telling, entry: TimelineEntry) -> list[dict[str, Any]]:
    if not comments.may_delete(telling.reader, entry):
        return []
    to = reverse("comment-delete", args=[telling.type_of(entry).slug, entry.item_id, entry.pk])
    return [{"label": _("Delete comment"), "icon": "bin", "action": to, "danger": True}]
