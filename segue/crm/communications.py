"""How are phones, e-mails, websites and messengers of an item read, checked, compared and written?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from segue.core import preferences, tables
from segue.core.models import Item
from segue.core.parts import Part, Piece
from segue.core.prepared import prepared
from segue.crm.models import ContactPoint
from segue.crm.models.contact_point import EMAIL, IM, KIND_NAMES, LABELS, PHONE, WEB
from segue.lib import phones, text

LONGEST = 255  # the column's length
USUAL = {IM: "OTHER"}  # the label of which nothing is said; of other kinds the first
MARKED = "!"  # before a value that nobody is to be contacted by
REACHED_BY = (PHONE, EMAIL)  # what an existing record gains when it is used


@dataclass(frozen=True)
class Communication:
    """One way to reach someone; a value marked `do_not_contact` is kept and shown, but offers no link."""

    kind: str
    value: str
    label: str = "WORK"
    do_not_contact: bool = False


def match_key(kind: str, value: str, country: str) -> str:
    """Return what two values of one kind are compared by: phones by digits, the rest by lower case (domain.md 2.3)."""
    if kind == PHONE:
        return phones.key(value, country)
    return value.strip().casefold()


def search_text(value: Sequence[Communication]) -> str:
    """Return what is searched to find these: as they are written, and numbers as digits, with the country's too."""
    country = preferences.load().country if any(each.kind == PHONE for each in value) else ""
    numbers = [text.digits(each.value) for each in value]
    numbers += [phones.key(each.value, country) for each in value if each.kind == PHONE]
    return " ".join(filter(None, [text.search_form(" ".join(each.value for each in value)), *dict.fromkeys(numbers)]))


def told(each: Communication) -> str:
    """Write one as a text: "030 1", "MOBILE: 0171 2", "!FAX: 030 3" where nobody is to be contacted by it."""
    plain = each.label == _usual(each.kind)
    bare = f"{MARKED if each.do_not_contact else ''}{each.value}"
    if plain and understood(each.kind, bare) == each:
        return bare
    return f"{MARKED if each.do_not_contact else ''}{each.label}: {each.value}"


def understood(kind: str, written: str, label: str = "") -> Communication:
    """Read what `told` wrote, or anybody; `label` is that of which the text says nothing."""
    is_marked = written.startswith(MARKED)
    bare = written.removeprefix(MARKED)
    before, mark, value = bare.partition(":")
    if mark and before.strip().upper() in LABELS[kind]:
        return Communication(kind, value.strip(), before.strip().upper(), is_marked)
    return Communication(kind, bare.strip(), label or _usual(kind), is_marked)


def _usual(kind: str) -> str:
    return USUAL.get(kind, LABELS[kind][0])


def merge(
    present: tuple[Communication, ...], added: tuple[Communication, ...], country: str
) -> tuple[Communication, ...]:
    """Append what is not there yet; where both have a value, the stricter do-not-contact mark stands."""
    merged = list(present)
    for each in added:
        key = (each.kind, match_key(each.kind, each.value, country))
        alike = [
            at for at, known in enumerate(merged) if (known.kind, match_key(known.kind, known.value, country)) == key
        ]
        if not alike:
            merged.append(each)
        elif each.do_not_contact:
            merged = [replace(known, do_not_contact=True) if at in alike else known for at, known in enumerate(merged)]
    return tuple(merged)


def with_added(present: tuple[Communication, ...], added: tuple[Communication, ...]) -> tuple[Communication, ...]:
    """Put in what `merge` found lacking: new ones at the end, those with a stricter mark in their place."""
    marked = {(each.kind, each.value): each for each in added}
    kept = [marked.pop((each.kind, each.value), each) for each in present]
    return (*kept, *marked.values())


def read(item: Item) -> tuple[Communication, ...]:
    """Return the communications of an item in order."""
    return tuple(Communication(*point) for point in _points(item.pk))


@prepared
def _points(item_id: int) -> QuerySet[ContactPoint, tuple[str, str, str, bool]]:
    points = ContactPoint.objects.filter(item_id=item_id).order_by("sort", "pk")
    return points.values_list("kind", "value", "label", "do_not_contact")


def clean(_item: Item, value: Any) -> tuple[Communication, ...]:
    """Drop blank values; raise ValidationError under "communications" for what cannot be one."""
    wanted = tuple(each for each in value if each.value.strip())
    errors = [message for each in wanted for message in _faults(each)]
    if errors:
        raise ValidationError({"communications": errors})
    return wanted


def write(item: Item, value: tuple[Communication, ...]) -> None:
    """Make the item's communications exactly these."""
    if not item.is_new:
        ContactPoint.objects.filter(item_id=item.pk).delete()
    if value:
        country = preferences.load().country if any(each.kind == PHONE for each in value) else ""
        tables.insert_many(_stored(item, each, country, sort) for sort, each in enumerate(value, 1))


def _stored(item: Item, each: Communication, country: str, sort: int) -> ContactPoint:
    return ContactPoint(
        item_id=item.pk,
        kind=each.kind,
        label=each.label,
        value=each.value.strip(),
        do_not_contact=each.do_not_contact,
        e164=(phones.parse(each.value, country) or "") if each.kind == PHONE else "",
        match_key=match_key(each.kind, each.value, country),
        sort=sort * 10,
    )


def _faults(each: Communication) -> list[str]:
    faults = []
    if each.kind not in LABELS or each.label not in LABELS[each.kind]:
        faults.append(_("This kind of communication does not exist."))
    if len(each.value) > LONGEST:
        faults.append(_("“%(value)s…” is longer than 255 characters.") % {"value": each.value[:40]})
    elif each.kind == EMAIL:
        try:
            validate_email(each.value.strip())
        except ValidationError:
            faults.append(_("“%(value)s” is not an e-mail address.") % {"value": each.value})
    return faults


def _facts(value: tuple[Communication, ...]) -> list[dict[str, Any]]:
    return [vars(each) for each in value]


def _piece(name: str, kind: str) -> Piece:
    return Piece(name, KIND_NAMES[kind], lambda value: any(each.kind == kind for each in value))


PIECES = {"phone": PHONE, "email": EMAIL, "web": WEB, "messenger": IM}
PART = Part(
    "communications",
    read,
    clean,
    write,
    _facts,
    ahead=_points,
    pieces=tuple(_piece(name, kind) for name, kind in PIECES.items()),
)
