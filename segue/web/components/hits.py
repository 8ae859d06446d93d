"""How does a found item stand in a list of results: its name and what else matched, with what was searched for marked?

Only what one may see is shown: an item is read as its reader, a custom field only where it is open to them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from segue.core import item_types
from segue.core.custom_fields import definitions, kinds
from segue.core.custom_fields import values as custom_values
from segue.core.custom_fields.definitions import Fields
from segue.core.models import Item, User
from segue.core.search_terms import Wanted
from segue.crm.models import ContactPoint, Lead
from segue.crm.models.contact_point import KIND_NAMES
from segue.lib import ranking, text
from segue.lib.ranking import Piece
from segue.web import http
from segue.web.components import names

MOST_LINES = 2
OF_LEADS = ("first_name", "middle_name", "last_name", "company_name")

Hit = dict[str, Any]
Line = dict[str, Any]  # {label, pieces}


def described(items: Sequence[Item], wanted: Wanted, reader: User) -> list[Hit]:
    """Describe items as c-hits takes them."""
    beside = _Beside(items, wanted, reader)
    return [_hit(item, beside) for item in items]


def title(item: Item, wanted: Wanted) -> list[Piece]:
    """Return the name of an item in pieces, of which some were searched for."""
    return ranking.marked(item_types.name(item), wanted.marks)


def _hit(item: Item, beside: "_Beside") -> Hit:
    pieces = title(item, beside.wanted)
    stage = item.stage
    return {
        "pieces": pieces,
        "icon": item_types.of(item).icon,
        "href": http.address(item),
        "kind": names.kind(item),
        "stage": stage.label if stage else "",
        "hue": stage.colour if stage else "",
        "owner": item.owner.name,
        "lines": beside.lines(item) if not _tells_all(pieces, beside.wanted) else [],
    }


def _tells_all(pieces: list[Piece], wanted: Wanted) -> bool:
    """Say whether every word that was searched for stands in the name."""
    name = text.search_form("".join(piece for piece, _hit in pieces))
    return all(any(word in name for word in spellings) for spellings in wanted.words)


class _Beside:
    """What is read with the items: how they are reached, who a lead is about, and the custom fields one may see."""

    def __init__(self, items: Sequence[Item], wanted: Wanted, reader: User) -> None:
        ids, self.wanted = [item.pk for item in items], wanted
        self.points: dict[int, list[ContactPoint]] = {}
        for point in ContactPoint.objects.filter(item__in=ids).order_by("sort", "pk"):
            self.points.setdefault(point.item_id, []).append(point)
        leads = [item.pk for item in items if item.type == "lead"]
        people = Lead.objects.filter(pk__in=leads).values("pk", *OF_LEADS) if leads else ()
        self.people: dict[int, Mapping[str, str]] = {row["pk"]: row for row in people}
        of_types = definitions.of_types(*{item.type for item in items}) if items else {}
        self.fields: dict[str, Fields] = {code: definitions.seen_by(reader, of) for code, of in of_types.items()}

    def lines(self, item: Item) -> list[Line]:
        """Return what else of an item matched."""
        found = (line for line in self._all(item) if any(is_hit for _piece, is_hit in line["pieces"]))
        return [line for line, _place in zip(found, range(MOST_LINES), strict=False)]

    def _all(self, item: Item) -> Iterator[Line]:
        if item.number:
            yield self._line(item_types.of(item).field_label("number"), item.number)
        for name in OF_LEADS:
            if value := self.people.get(item.pk, {}).get(name):
                yield self._line(item_types.of(item).field_label(name), value)
        for point in self.points.get(item.pk, ()):
            yield self._reached(point)
        for code, field in self.fields[item.type].items():
            singles = custom_values.each(field, item.custom.get(code))
            words = filter(None, (kinds.of(field.kind).words(field, single) for single in singles))
            if shown := ", ".join(words):
                yield self._line(field.label, shown)

    def _line(self, label: Any, value: str) -> Line:
        return {"label": label, "pieces": ranking.marked(value, self.wanted.words)}

    def _reached(self, point: ContactPoint) -> Line:
        held = f"{text.digits(point.value)} {point.match_key}"
        if any(number in held for number in self.wanted.numbers):
            return {"label": KIND_NAMES[point.kind], "pieces": [(point.value, True)]}
        return self._line(KIND_NAMES[point.kind], point.value)
