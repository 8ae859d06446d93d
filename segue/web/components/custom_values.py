"""How does the value of a custom field read, to one reader? One row per kind, for pages, lists, plans and history."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from segue.core.custom_fields import filed, kinds, links, times
from segue.core.custom_fields import values as custom_values
from segue.core.custom_fields.kind import chosen
from segue.core.models import Attachment, CustomField, User
from segue.core.parts import File
from segue.lib import dates, formats
from segue.web.components import names, values
from segue.web.components.names import Name

MAP = "https://www.openstreetmap.org/"
Shown = dict[str, Any]  # what c-fields takes: value, or lines, with a label


class StoredFile(NamedTuple):
    """A file as it is kept: its name, what it is, and how many bytes it has."""

    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Known:
    """What values name, as one reader sees it: other items, people, and files."""

    items: Mapping[int, Name] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)
    files: Mapping[int, StoredFile] = field(default_factory=dict)


def known(pairs: Iterable[tuple[CustomField, Any]], reader: User) -> Known:
    """Look up at once what many values name: one query each for items, people and files, none where none is named."""
    ids: dict[str, set[int]] = {"user": set(), "item": set(), filed.KIND: set()}
    for each, value in pairs:
        if (naming := kinds.of(each.kind).names or each.kind) in ids:
            ids[naming].update(single for single in custom_values.each(each, value) if isinstance(single, int))
    return look_up(ids["item"], ids["user"], reader, ids[filed.KIND])


def look_up(items: Collection[int], people: Collection[int], reader: User, files: Collection[int] = ()) -> Known:
    """Name items, people and files by their ids, each with one query."""
    users = User.objects.filter(pk__in=people).values_list("pk", "name") if people else ()
    asked = Attachment.objects.filter(pk__in=files).values_list("pk", "name", "blob__media_type", "blob__size")
    stored = {pk: StoredFile(name, media_type, size) for pk, name, media_type, size in asked} if files else {}
    return Known(names.of(items, reader), dict(users), stored)


def shown(each: CustomField, value: Any, reader: User, named: Known | None = None) -> Shown:
    """Say how a field reads where it stands by itself, with its label; without value and lines it is blank."""
    lines = _lines(each, value, reader, named)
    label = {"label": each.label, "wide": len(lines) == 1 and "\n" in lines[0]["value"]}
    if any("parts" in line for line in lines):
        return label | {"lines": _places(lines)}
    if any(line.get("href") or line.get("note") for line in lines):
        return label | {"lines": lines}
    amount = {"amount": True} if kinds.of(each.kind).column in {"number", "money"} else {}
    return label | amount | {"value": _joined(lines)}


def plain(each: CustomField, value: Any, reader: User, named: Known | None = None) -> str:
    """Write a value in one text, several joined by a comma; "" for a blank one.

    Whoever writes many hands over what they name, as `known` finds it.
    """
    return _joined(_lines(each, value, reader, named))


def _joined(lines: Iterable[Shown]) -> str:
    return ", ".join(line["value"] for line in lines)


def _lines(each: CustomField, value: Any, reader: User, named: Known | None) -> list[Shown]:
    singles = custom_values.each(each, value)
    if singles and named is None:
        named = known([(each, value)], reader)
    return [WORDS[each.kind](each, single, named or Known()) for single in singles]


Words = Callable[[CustomField, Any, Known], Shown]


def _text(each: CustomField, value: Any, named: Known) -> Shown:
    return {"value": str(value)}


def _number(each: CustomField, value: Any, named: Known) -> Shown:
    return {"value": values.number(Decimal(str(value)))}


def money(offered: Mapping[Any, Any], value: Mapping[str, Any]) -> str:
    """Write an amount with its currency, one that is no longer offered too."""
    amount, code = Decimal(str(value["amount"])), value["currency"]
    if code not in offered:
        return formats.price(amount, formats.amount_format(code, values.language()))
    return values.price(amount, offered[code])


def switch(each: CustomField | None, value: bool) -> str:  # noqa: FBT001  the value itself
    """Write a yes or no in the words of the field."""
    own = each.settings.get("yes" if value else "no") if each is not None else ""
    return str(own or values.yes_no(value))


def choice(each: CustomField, value: Any) -> str:
    """Write an option or a directory value, one that is gone too."""
    return kinds.of(each.kind).words(each, value)


def address_of(link: str) -> str:
    """Write a link; an e-mail address as people write it."""
    return link.removeprefix("mailto:")


def _link(each: CustomField, value: Any, named: Known) -> Shown:
    in_new_tab = each.settings.get("new_tab", True) and not value.startswith("mailto:")
    return {"value": address_of(value), "href": value, "away": True, "new_tab": in_new_tab}


def _place(each: CustomField, value: Any, named: Known) -> Shown:
    map_of = _map(each, value) if each.settings.get("show_map", True) else ""
    return {"value": links.place_text(each, value), "parts": place_lines(value), "map": map_of}


def _places(lines: Sequence[Shown]) -> list[Shown]:
    """One address as a letter has it, several on a line each; a way to the map after each."""
    found: list[Shown] = []
    for line in lines:
        found += [{"value": part} for part in (line["parts"] if len(lines) == 1 else [line["value"]])]
        if line["map"]:
            found.append({"value": _("Show on a map"), "href": line["map"], "away": True, "new_tab": True})
    return found


def _map(each: CustomField, value: Mapping[str, str]) -> str:
    """Return the address of a map, by the coordinates where they are known. Nothing is asked before somebody clicks."""
    if value.get("latitude") and value.get("longitude"):
        return f"{MAP}?{urlencode({'mlat': value['latitude'], 'mlon': value['longitude']})}"
    return f"{MAP}search?{urlencode({'query': links.place_text(each, value)})}"


def place_lines(value: Mapping[str, str]) -> list[str]:
    """Return an address as a letter has it."""
    city = " ".join(filter(None, (value.get("postal_code"), value.get("city"))))
    text = [part for line in ("text", "address", "address_2") for part in value.get(line, "").splitlines()]
    return [line for line in (*text, city, value.get("region"), value.get("country")) if line]


def _person(each: CustomField, value: Any, named: Known) -> Shown:
    return {"value": named.people.get(value) or _("Deleted user")}


def _item(each: CustomField, value: Any, named: Known) -> Shown:
    return dict(named.items[value].line)


def _file(each: CustomField, value: Any, named: Known) -> Shown:
    """A file opens by its name; one that is not stored yet has only that."""
    if isinstance(value, File):
        return {"value": value.name}
    if value not in named.files:
        return {"value": _("Deleted file")}
    file = named.files[value]
    preview = filed.preview(each, file.media_type, file.size)
    shown_as = {"preview": preview} if preview != filed.NO_PREVIEW else {}
    return {"value": file.name, "href": reverse("file", args=[value, file.name])} | shown_as


WORDS: dict[str, Words] = {
    "string": _text,
    "integer": _number,
    "double": _number,
    "boolean": lambda each, value, named: {"value": switch(each, value)},
    "date": lambda each, value, named: {"value": values.day(date.fromisoformat(value))},
    "datetime": lambda each, value, named: {"value": instant(each, value)},
    "money": lambda each, value, named: {"value": money(each.offered, value)},
    "url": _link,
    "address": _place,
    "list": lambda each, value, named: {"value": choice(each, value)},
    "directory": lambda each, value, named: {"value": choice(each, value)},
    "employee": _person,
    "crm": _item,
    "file": _file,
}


def instant(each: CustomField | None, value: str) -> str:
    """Write day and time by the reader's clock, with seconds where the field has them.

    A field with a clock of its own is read by that, whose place is named where the reader has another.
    """
    at, seconds = times.instant(value), bool(each is not None and chosen(each, "seconds"))
    own = chosen(each, "time_zone") if each is not None else ""
    if not own or own == timezone.get_current_timezone_name():
        return values.instant(at, seconds=seconds)
    text = dates.format_instant(at, own, values.language(), seconds=seconds)
    return f"{text} ({dates.zone_place(own, values.language())})"
