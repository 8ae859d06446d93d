"""What changed on an item, from what to what, by whom? What c-history takes: a row per changed field."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from segue.core import history
from segue.core.models import Item, TimelineEntry, User
from segue.web import http
from segue.web.components import activity_events, events, history_filter, values
from segue.web.components.events import Telling
from segue.web.components.timeline_filter import mark

Row = dict[str, Any]


def block(item: Item, params: QueryDict, *, reader: User) -> dict[str, Any]:
    """Describe one page of the history of an item, with its filters, as its address asks for it."""
    home, fields = http.address(item, "history"), history_filter.fields(item, reader)
    wanted = history_filter.read(params, fields)
    page = history.changes(item, wanted.filter, before=mark(params.get("before", "")))
    telling = Telling(page.entries, {item.pk: item}, reader)
    told = (entry for entry in page.entries if telling.is_for_reader(entry))
    return {
        "rows": [row for entry in told for row in _rows(telling, entry, wanted.field)],
        "presets": history_filter.presets(wanted, home, reader),
        "selects": history_filter.selects(item, wanted, fields),
        "days": wanted.period.inputs(),
        "home": home,
        "reset_href": home if wanted.params else "",
        "next_href": wanted.address(home, before=str(page.older)) if page.older else "",
        "previous_href": wanted.address(home) if params.get("before") else "",
    }


def _rows(telling: Telling, entry: TimelineEntry, field: str) -> Iterator[Row]:
    """A row per changed field and per changed product row, else one for the event; perhaps of one field only."""
    head = {"date": values.instant(entry.at), "author": entry.actor.name, "event": _event(telling, entry)}
    changes = telling.changes(entry, field)
    for name, old, new in changes:
        yield head | {"changes": [{"label": name, "old": old, "new": new}]}
    if not changes and not field:
        yield head | _description(telling, entry)


def _event(telling: Telling, entry: TimelineEntry) -> str:
    """Head a row: a conversion as in the timeline, the rest by the name of its kind."""
    if entry.kind in events.BY_CONVERSION:
        return str(telling.tell(entry)["headline"])
    return history_filter.event(entry.kind, telling.items[entry.item_id]) if entry.kind in events.KINDS else entry.kind


def _description(telling: Telling, entry: TimelineEntry) -> Row:
    """Name the other item, whose comment it was, and what was undone since."""
    if entry.kind in activity_events.TOLD:
        return {"text": activity_events.history(telling, entry)}
    other = telling.other(entry)
    told = [events.undone(telling, entry)]
    if "author" in entry.data:
        told.append(_("Comment by %(who)s") % {"who": entry.data["author"]["label"]})
    if other is None:
        return {"text": " · ".join(filter(None, told))}
    told = [other.kind, other.note, *told]
    return {"text": " · ".join(filter(None, told)), "item": other.text, "href": other.href}
