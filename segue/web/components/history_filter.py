"""Which entries of a history does its address ask for: which event, by whom, of which field, when?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from segue.core import history, item_types
from segue.core.custom_fields import definitions
from segue.core.history import Filter
from segue.core.item_types import ItemType
from segue.core.models import CustomField, Item, User
from segue.web.components import events, period
from segue.web.components.period import ALWAYS, Period
from segue.web.components.timeline_filter import mark, select


@dataclass(frozen=True)
class Wanted:
    """What an address asks for; blank and None for everything."""

    author: int | None = None
    event: str = ""
    field: str = ""
    period: Period = ALWAYS

    @property
    def params(self) -> dict[str, str]:
        """What an address says of it."""
        chosen = {"author": str(self.author or ""), "event": self.event, "field": self.field}
        return {name: value for name, value in chosen.items() if value} | self.period.params

    @property
    def filter(self) -> Filter:
        """The same for the history."""
        kinds = (self.event,) if self.event else ()
        begins_at, ends_before = self.period.begins_at, self.period.ends_before
        return Filter(kinds, self.author, self.field, begins_at, ends_before)

    def address(self, home: str, **more: str) -> str:
        """Return where it is shown."""
        said = self.params | more
        return f"{home}?{urlencode(said)}" if said else home


def read(params: Mapping[str, Any], fields: Mapping[str, str]) -> Wanted:
    """Read an address; what makes no sense there, and a field that is not offered, is left out."""
    event, field = params.get("event", ""), params.get("field", "")
    return Wanted(
        author=mark(params.get("author", "")),
        event=event if event in events.KINDS else "",
        field=field if field in fields else "",
        period=period.read(params),
    )


def fields(item: Item, reader: User) -> dict[str, str]:
    """Name the fields that ever changed on an item, by code, in the order of their names; none the reader may not see.

    A custom field that is gone is not offered, for nobody can say any more who might see it.
    """
    changed = history.fields(item)
    codes = {name for name in changed if definitions.is_code(name)}
    found = CustomField.objects.filter(item_type=item.type, code__in=codes) if codes else ()
    custom = definitions.seen_by(reader, {field.code: field for field in found})
    named = dict(_columns(item_types.of(item), changed - codes))
    named |= {code: field.label for code, field in custom.items()}
    return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))


def presets(wanted: Wanted, home: str, reader: User) -> list[dict[str, Any]]:
    """Offer what is asked for most, as c-segments does."""
    offered = {
        _("Everything"): Wanted(),
        _("Today"): Wanted(period=period.day(0)),
        _("Yesterday"): Wanted(period=period.day(-1)),
        _("By me"): Wanted(author=reader.pk),
    }
    return [
        {"label": label, "href": preset.address(home), "current": preset == wanted} for label, preset in offered.items()
    ]


def selects(item: Item, wanted: Wanted, named: Mapping[str, str]) -> list[dict[str, Any]]:
    """Offer the events, people and fields of this history, as c-filter-bar takes them."""
    authors = [(str(user.pk), user.name) for user in history.authors(item)]
    kinds = [(kind, event(kind, item)) for kind in history.kinds(item) if kind in events.KINDS]
    return [
        select("author", _("Author"), [("", _("All authors")), *authors], str(wanted.author or "")),
        select("event", _("Event"), [("", _("All events")), *kinds], wanted.event),
        select("field", _("Field"), [("", _("All fields")), *named.items()], wanted.field),
    ]


def event(kind: str, item: Item) -> str:
    """Return the name of a kind of event, as a filter and a heading have it."""
    return str(events.KINDS[kind].label) % {"type": item_types.of(item).label}


def _columns(item_type: ItemType, names: set[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        try:
            yield name, str(item_type.field_label(name))
        except FieldDoesNotExist:
            continue
