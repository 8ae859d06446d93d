"""What changed on an item, from what to what, by whom? What c-history takes: a row per changed field."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from segue.core import history, item_types
from segue.core.models import Item, TimelineEntry, User
from segue.web import http
from segue.web.components import activity_events, events, values
from segue.web.components.events import Telling
from segue.web.components.timeline_filter import mark

Row = dict[str, Any]


def block(item: Item, params: QueryDict, *, reader: User) -> dict[str, Any]:
    """Describe one page of the history of an item, with its filters, as its address asks for it."""
    author, kind = mark(params.get("author", "")), params.get("event", "")
    kind = kind if kind in events.KINDS else ""
    page = history.changes(item, author=author, kind=kind, before=mark(params.get("before", "")))
    telling = Telling(page.entries, {item.pk: item}, reader)
    home = http.address(item, "history")
    said = {name: str(value) for name, value in (("author", author), ("event", kind)) if value}
    return {
        "rows": [row for entry in page.entries if telling.is_for_reader(entry) for row in _rows(telling, entry)],
        "selects": [_authors(item, author), _events(item, kind)],
        "home": home,
        "reset_href": home if said else "",
        "next_href": f"{home}?{urlencode(said | {'before': str(page.older)})}" if page.older else "",
        "previous_href": f"{home}?{urlencode(said)}" if params.get("before") else "",
    }


def _label(kind: str, item: Item) -> str:
    """Return the name of a kind of event, as a filter and a heading have it."""
    return str(events.KINDS[kind].label) % {"type": item_types.of(item).label}


def _rows(telling: Telling, entry: TimelineEntry) -> Iterator[Row]:
    """A row per changed field and per changed product row, else one for the event."""
    head = {"date": values.instant(entry.at), "author": entry.actor.name, "event": _event(telling, entry)}
    changes = telling.changes(entry)
    for name, old, new in changes:
        yield head | {"changes": [{"label": name, "old": old, "new": new}]}
    if not changes:
        yield head | _description(telling, entry)


def _event(telling: Telling, entry: TimelineEntry) -> str:
    """Head a row: a conversion as in the timeline, the rest by the name of its kind."""
    if entry.kind in events.BY_CONVERSION:
        return str(telling.tell(entry)["headline"])
    return _label(entry.kind, telling.items[entry.item_id]) if entry.kind in events.KINDS else entry.kind


def _description(telling: Telling, entry: TimelineEntry) -> Row:
    """Name the other item, whose comment it was, and what was undone since."""
    if entry.kind in activity_events.TOLD:
        return {"text": activity_events.history(telling, entry)}
    other = telling.other(entry)
    told = [events.undone(entry)]
    if "author" in entry.data:
        told.append(_("Comment by %(who)s") % {"who": entry.data["author"]["label"]})
    if other is None:
        return {"text": " · ".join(filter(None, told))}
    told = [other.kind, other.note, *told]
    return {"text": " · ".join(filter(None, told)), "item": other.text, "href": other.href}


def _authors(item: Item, chosen: int | None) -> Row:
    people = [("", _("All authors")), *((str(user.pk), user.name) for user in history.authors(item))]
    return _select("author", _("Author"), people, "" if chosen is None else str(chosen))


def _events(item: Item, chosen: str) -> Row:
    kinds = [kind for kind in history.kinds(item) if kind in events.KINDS]
    return _select(
        "event", _("Event"), [("", _("All events")), *((kind, _label(kind, item)) for kind in kinds)], chosen
    )


def _select(name: str, spoken: str, options: list[tuple[str, str]], chosen: str) -> Row:
    return {
        "name": name,
        "label": spoken,
        "options": [{"value": value, "label": text, "selected": value == chosen} for value, text in options],
    }
