"""How does an item stand on a board: what its card says, and what its reader may do with it?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext

from segue.core import agenda, cards, item_types
from segue.core.custom_fields.definitions import Fields
from segue.core.item_types import ItemType, Text
from segue.core.models import Activity, Item, User
from segue.lib import dates
from segue.web import http
from segue.web.components import activities, custom_values, deadlines, list_cells, list_values, shell, values
from segue.web.components.list_beside import Beside
from segue.web.components.list_cells import CELLS

Fact = dict[str, Any]
# What a fact of a card may lack; a template that asks a dictionary for what is not there waits long.
BLANK: Fact = {"label": "", "href": "", "icon": "", "tone": "", "note": ""}
USUAL = ("amount", "client", "next", "age", "owner", "created_at")


@dataclass(frozen=True)
class Place:
    """The board that cards stand on: how an address leads back to it, how its lanes are told, how cards are moved."""

    back: str
    lane_of: Callable[[Item], str]
    ask: str  # below an item: where one chooses whereto
    send: str  # below an item: what takes a move
    needs: tuple[str, ...]  # the actions that a move takes
    offers: tuple[str, ...]  # the actions that suffice for something to choose


class Around(Beside):
    """What the cards show beyond the items themselves, read once for all of them."""

    @cached_property
    def next(self) -> dict[int, Activity]:
        """What is to be done first about each item."""
        return agenda.next_of(self.ids)


def offered(item_type: ItemType, fields: Fields) -> dict[str, Text]:
    """Name what a card can show besides the title: some of what every item has, and fields of the company's own."""
    dated = deadlines.COLUMNS.get(item_type.code, "due_on" if item_type.code == "deal" else "")
    named: dict[str, Text] = {
        "amount": item_type.field_label("amount"),
        "client": item_type.field_label("client"),
        "next": gettext_lazy("Next activity"),
        "age": gettext_lazy("Time in this stage"),
        "owner": item_type.field_label("owner"),
        "created_at": item_type.field_label("created_at"),
        **({dated: item_type.field_label(dated)} if dated else {}),
        "last_activity_at": item_type.field_label("last_activity_at"),
        "number": item_type.field_label("number"),
    }
    if not item_type.numbered:
        named.pop("number")
    own = {code: each.list_label for code, each in fields.items() if each.kind in custom_values.WORDS}
    return named | own


def shown(item_type: ItemType, fields: Fields, reader: User, *, besides: Sequence[str] = ()) -> list[str]:
    """List what the cards show to this reader, in order; `besides` is what the board is about."""
    chosen = cards.chosen(reader, item_type.code)
    wanted = {*USUAL, *besides} if chosen is None else {*chosen}
    return [name for name in offered(item_type, fields) if name in wanted]


def describe(items: Sequence[Item], names: Sequence[str], fields: Fields, place: Place, reader: User) -> list[Fact]:
    """Describe items as components/cards.html takes them; `names` are the facts, `fields` the custom ones."""
    around = Around(items, reader, {name: fields[name] for name in names if name in fields})
    permitted = {action: around.permitting(action) for action in place.needs} if items else {}
    back = urlencode({"back": place.back})
    described = []
    for item in items:
        may = [action for action, found in permitted.items() if item.pk in found]
        described.append(_card(item, names, around, place) | _moves(item, may, place, back))
    return described


def _moves(item: Item, may: Sequence[str], place: Place, back: str) -> Fact:
    """Say where the card is moved: by dragging with all that it takes, by its menu where something is to choose."""
    home = http.address(item)
    return {
        "move_href": f"{home}{place.ask}/?{back}" if {*place.offers} <= {*may} else "",
        "send_href": f"{home}{place.send}/" if {*place.needs} <= {*may} else "",
    }


def _card(item: Item, names: Sequence[str], around: Around, place: Place) -> Fact:
    told = [name for name in names if name != "owner"]
    facts = [BLANK | {"name": name} | fact for name in told for fact in _facts(item, name, around) if fact["text"]]
    owner = item.owner.name if "owner" in names else ""
    return {
        "id": f"card-{item.pk}",
        "title": item_types.name(item),
        "href": http.address(item),
        "lane": place.lane_of(item),
        "version": item.version,
        "facts": facts,
        "owner": owner,
        "initials": shell.initials(owner),
    }


def _facts(item: Item, name: str, around: Around) -> list[Fact]:
    if name in around.fields:
        return [list_cells.custom(item, around.fields[name], around)]
    return FACTS[name](item, around)


def _when(name: str, icon: str = "") -> Callable[[Item, Around], list[Fact]]:
    """Say when something was: the time of today's events, the day of others."""
    return lambda item, around: [
        list_values.when(getattr(item, name), around) | {"label": item_types.of(item).field_label(name), "icon": icon}
    ]


def _day(name: str) -> Callable[[Item, Around], list[Fact]]:
    """Say a day that an item holds until; it is late while the item is open."""

    def fact(item: Item, around: Around) -> list[Fact]:
        day = getattr(item, name)
        late = bool(day and item.closed_at is None and day < around.today)
        label = item_types.of(item).field_label(name)
        return [{"text": values.day(day), "label": label, "tone": "late" if late else ""}]

    return fact


def _amount(item: Item, around: Around) -> list[Fact]:
    return [CELLS["amount"](item, around) if item.amount else {"text": ""}]


def _client(item: Item, around: Around) -> list[Fact]:
    """Link the company and the contact; what is typed into a lead is no item yet."""
    found = dict.fromkeys(around.clients.get(item.pk, ()))
    if not found:
        return [CELLS["client"](item, around)]
    return [{"text": name.text, "href": name.href, "icon": name.item.type if name.item else "hidden"} for name in found]


def _next(item: Item, around: Around) -> list[Fact]:
    activity = around.next.get(item.pk)
    if activity is None:
        return [{"text": ""}]
    return [
        {
            "text": activities.title(activity.kind, activity.title),
            "note": dates.ago(activity.deadline, values.language()),
            "icon": activities.KINDS[activity.kind].icon,
            "tone": "late" if activity.deadline < timezone.now() else "",
            "label": _("Next activity"),
        }
    ]


def _age(item: Item, around: Around) -> list[Fact]:
    """Say how many of the reader's days ago it came here."""
    if item.stage_changed_at is None:
        return [{"text": ""}]
    days = max((around.today - dates.today(around.zone, now=item.stage_changed_at)).days, 0)
    text = npgettext("age", "%(count)s day", "%(count)s days", days) % {"count": days} if days else _("today")
    return [{"text": text, "icon": "history", "label": _("In this stage")}]


def _number(item: Item, around: Around) -> list[Fact]:
    return [{"text": item.number}]


FACTS: Mapping[str, Callable[[Item, Around], list[Fact]]] = {
    "amount": _amount,
    "client": _client,
    "next": _next,
    "age": _age,
    "number": _number,
    "created_at": _when("created_at", "calendar"),
    "last_activity_at": _when("last_activity_at"),
    "due_on": _day("due_on"),
    "valid_until": _day("valid_until"),
}
