"""What happened to an item, and to what it came from, day by day? What c-timeline takes."""

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.core import agenda, comments, history, item_types
from segue.core.models import Activity, Item, TimelineEntry, User
from segue.core.models.activity import EMAIL, OPEN
from segue.crm import conversion
from segue.lib import dates
from segue.web import http
from segue.web.components import activities, activity_events, events, names, timeline_filter, values
from segue.web.components.events import Telling
from segue.web.components.timeline_filter import EVERYTHING, Wanted, mark

TAB = "timeline"
COMPOSER, HEADING = "comment-add", "timeline-title"  # ids, where the cursor goes on
OWN = "own"  # in the address: the entries of this item only
ADD = "add"  # in the address: which kind of activity the composer has its form for


def block(item: Item, params: QueryDict, *, reader: User, may_edit: bool) -> dict[str, Any]:
    """Describe one page of the timeline of an item, as its address asks for it."""
    sources = history.sources(item, reader)
    with_sources = params.get("entries") != OWN
    items = {item.pk: item} | (sources.seen if with_sources else {})
    before, wanted = mark(params.get("before", "")), timeline_filter.read(params)
    page = history.timeline(items, wanted.filter, before=before)
    is_top = before is None and not wanted
    pins = history.pinned(item, page) if is_top else ()
    hidden = history.left_out(sources.hidden) if with_sources and is_top else 0
    people = history.people(list(items), page if is_top else None)
    may_comment = may_edit or comments.may_add(reader, item)
    teller = _Teller(Telling((*pins, *page.entries), items, reader), item, may_pin=may_edit)
    here = partial(_address, item, with_sources=with_sources, wanted=wanted)
    return {
        "pinned": [teller.entry(entry) for entry in pins if teller.telling.is_for_reader(entry)],
        "planned": activities.planned(items, item, reader=reader) if is_top else [],
        "days": teller.days(page.entries),
        "more_href": here(before=page.older) if page.older else "",
        "left_out": _left_out(hidden),
        "switch": _switch(item, wanted, with_sources=with_sources) if sources else [],
        "newest_href": here() if before is not None else "",
        "filter": _filter(item, wanted, people, with_sources=with_sources),
        "may_comment": may_comment,
        "may_attach": may_edit,
        "comment_action": reverse("comment", args=[item_types.of(item).slug, item.pk]),
        "composer": _composer(item, params.get(ADD, "") if may_edit else "", may_plan=may_edit),
    }


def _composer(item: Item, chosen: str, *, may_plan: bool) -> dict[str, Any]:
    """Offer comment and activities as links, each to the page with its form; observers only comment."""
    kind = activities.BY_SLUG.get(chosen)
    home = http.address(item, TAB)
    entries = [{"label": _("Comment"), "href": home, "current": kind is None}]
    for number in activities.COMPOSED if may_plan else ():
        known = activities.KINDS[number]
        entries.append({"label": known.label, "href": f"{home}?{ADD}={known.slug}", "current": kind == number})
    if kind is None:
        return {"tabs": entries, "kind": None}
    return {"tabs": entries, "kind": kind} | activities.sending(item, kind)


def _filter(item: Item, wanted: Wanted, people: Iterable[User], *, with_sources: bool) -> dict[str, Any]:
    own = [] if with_sources else [{"name": "entries", "value": OWN}]
    return {
        "action": http.address(item, TAB),
        "selects": timeline_filter.selects(wanted, people),
        "days": wanted.period.inputs(),
        "hidden": own,
        "reset_href": _address(item, with_sources=with_sources) if wanted else "",
    }


def _address(item: Item, *, with_sources: bool, wanted: Wanted = EVERYTHING, before: int | None = None) -> str:
    said = ({} if with_sources else {"entries": OWN}) | wanted.params | ({"before": str(before)} if before else {})
    home = http.address(item, TAB)
    return f"{home}?{urlencode(said)}" if said else home


def _switch(item: Item, wanted: Wanted, *, with_sources: bool) -> list[dict[str, Any]]:
    here = partial(_address, item, wanted=wanted)
    return [
        {"label": _("This item"), "href": here(with_sources=False), "current": not with_sources},
        {"label": _("With sources"), "href": here(with_sources=True), "current": with_sources},
    ]


def _left_out(count: int) -> str:
    text = ngettext("%(count)s entry you cannot see", "%(count)s entries you cannot see", count)
    return text % {"count": count} if count else ""


class _Teller:
    """Tells the entries of one page on the page of one item; what they need is read once for all."""

    def __init__(self, telling: Telling, item: Item, *, may_pin: bool) -> None:
        self.telling, self.item, self.may_pin = telling, item, may_pin
        own = [entry for entry in telling.entries if entry.item_id == item.pk]
        told = (entry.conversion for entry in own if events.is_undoable(entry))
        self.undoable = conversion.undoable({done for done in told if done}, actor=telling.reader)
        self.open_again = _done(own, telling.reader)

    def days(self, entries: Iterable[TimelineEntry]) -> list[dict[str, Any]]:
        """Tell entries by day."""
        zone = timezone.get_current_timezone_name()
        today = dates.today(zone)
        near = {0: _("Today"), -1: _("Yesterday")}
        seen = filter(self.telling.is_for_reader, entries)
        return [
            {
                "label": dates.day_heading(day, today=today, language=values.language(), words=near),
                "entries": [self.entry(entry) for entry in on_it],
            }
            for day, on_it in groupby(seen, key=lambda entry: dates.today(zone, now=entry.at))
        ]

    def entry(self, entry: TimelineEntry) -> dict[str, Any]:
        """Tell one entry, with what can be done about it."""
        zone = timezone.get_current_timezone_name()
        is_own = entry.item_id == self.item.pk
        has_undo = is_own and events.is_undoable(entry) and entry.conversion_id in self.undoable
        return self.telling.tell(entry) | {
            "id": f"said-{entry.pk}",
            "author": entry.actor.name,
            "time": dates.format_time(entry.at, zone, values.language()),
            "day": values.day_of(entry.at),
            "at": entry.at.isoformat(),
            "origin": None if is_own else _origin(self.telling.items, entry),
            "undone": events.undone(self.telling, entry),
            "undo": {"action": reverse("undo", args=[entry.conversion_id]), "hidden": []} if has_undo else None,
            "menu": self._menu(entry),
        }

    def _menu(self, entry: TimelineEntry) -> list[dict[str, Any]]:
        """Pin and reopen what belongs here; a comment can be taken back from wherever it is read."""
        found: list[dict[str, Any]] = []
        slug = self.telling.type_of(entry).slug
        if entry.item_id == self.item.pk and self.may_pin:
            name, label = ("unpin", _("Unpin")) if entry.pinned_at else ("pin", _("Pin"))
            found.append({"label": label, "icon": "pin", "action": reverse(name, args=[slug, entry.item_id, entry.pk])})
        if entry.pk in self.open_again:
            to = activities.address(self.item, "activity-reopen", entry.data["activity"])
            found.append({"label": _("Open again"), "icon": "undo", "action": to})
        if comments.may_delete(self.telling.reader, entry):
            to = reverse("comment-delete", args=[slug, entry.item_id, entry.pk])
            found.append({"label": _("Delete comment"), "icon": "bin", "action": to, "danger": True})
        return found


def _done(entries: Iterable[TimelineEntry], reader: User) -> set[int]:
    """Return the entries of activities that are done now and that the reader may open again: of each the newest."""
    last: dict[int, int] = {}
    for entry in entries:
        if entry.kind in activity_events.FINISHED and entry.data["as"] != EMAIL:
            last[entry.data["activity"]] = max(entry.pk, last.get(entry.data["activity"], 0))
    if not last:
        return set()
    done = Activity.objects.filter(pk__in=last).exclude(status=OPEN)
    return {last[pk] for pk in agenda.changeable(done, reader)}


def _origin(items: Mapping[int, Item], entry: TimelineEntry) -> dict[str, str]:
    """Mark an entry with the item up the chain it belongs to."""
    source = items[entry.item_id]
    return {"label": names.line(source), "href": http.address(source)}
