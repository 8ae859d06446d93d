"""How is a list filtered by what items hold in tables of their own: clients, ways to reach them, observers, files?"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from segue.core import search_terms
from segue.core.models import Attachment, Item, Observer
from segue.crm.columns import REACH, Column
from segue.crm.models import Client, ContactPoint, Employment
from segue.crm.models.contact_point import PHONE

from . import kinds, words
from .kinds import KINDS
from .subject import Context, Subject

PRESENT = ("filled", "blank")


def there(rows: Any, operator: str) -> Q:
    """Ask whether an item has any of these rows, which name it as `item`."""
    found = Exists(rows.filter(item=OuterRef("pk")))
    return ~Q(found) if operator == "blank" else Q(found)


def _parties(column: Column, held: Callable[[Any], Any]) -> Subject:
    """Clients and employers: by key, by what their names contain as far as the reader sees them, or at all."""

    def met(context: Context, operator: str, asked: Sequence[str]) -> Q:
        if operator in PRESENT:
            some = held(None)
            return ~Q(pk__in=some) if operator == "blank" else Q(pk__in=some)
        if operator == "is":
            return Q(pk__in=held([int(asked[0])]))
        named = Item.objects.visible_to(context.reader).filter(title__icontains=asked[0])
        return Q(pk__in=held(named.filter(type__in=("contact", "company")).order_by().values("pk")))

    def read(context: Context, operator: str, text: str) -> str:
        return kinds.read_id(context, operator, text) if operator == "is" else KINDS["text"].read(context, "", text)

    def typed(context: Context, operator: str, text: str) -> str:
        return kinds.typed_id(context, operator, text) if operator == "is" else text.strip()

    def shown(context: Context, operator: str, text: str) -> str:
        return kinds.shown_item(context, operator, text) if operator == "is" else text

    operators = ("contains", "is", *PRESENT)
    return Subject(column.name, column.label, operators, met, read, typed, shown, words=words.THERE_WORDS)


def _of_client(keys: Any) -> Any:
    rows = Client.objects.order_by().values("item")
    return rows if keys is None else rows.filter(Q(company__in=keys) | Q(contact__in=keys))


def _employer(column: Column) -> Subject:
    own, other = ("contact", "company") if column.name == "companies" else ("company", "contact")

    def held(keys: Any) -> Any:
        rows = Employment.objects.order_by().values(own)
        return rows if keys is None else rows.filter(**{f"{other}__in": keys})

    return _parties(column, held)


def _reach(column: Column) -> Subject:
    kind = REACH[column.name]

    def met(context: Context, operator: str, asked: Sequence[str]) -> Q:
        points = ContactPoint.objects.filter(kind=kind).order_by()
        if operator in PRESENT:
            return there(points, operator)
        found = Q(value__icontains=asked[0])
        for number in search_terms.read(asked[0]).numbers if kind == PHONE else ():
            found |= Q(e164__contains=number)  # 030 / 12 and +49 30 12 are one, as the search has it
        return Q(pk__in=points.filter(found).values("item"))

    read = KINDS["text"].read
    return Subject(column.name, column.label, ("contains", *PRESENT), met, read, words=words.THERE_WORDS)


def _people(column: Column) -> Subject:
    def met(context: Context, operator: str, asked: Sequence[str]) -> Q:
        if operator in PRESENT:
            return there(Observer.objects, operator)
        chosen = Q(pk__in=Observer.objects.filter(user__in=kinds.people(context, asked)).order_by().values("item"))
        return ~chosen if operator == "is_not" else chosen

    return Subject(
        column.name,
        column.label,
        ("is", "is_not", "among", *PRESENT),
        met,
        kinds.read_person,
        shown=kinds.shown_person,
        options=kinds.everybody,
        words=words.THERE_WORDS,
    )


def _files(column: Column) -> Subject:
    return Subject(
        column.name,
        column.label,
        PRESENT,
        lambda context, operator, asked: there(Attachment.objects.filter(field=None), operator),
        words=words.THERE_WORDS,
    )


PARTS: dict[str, Callable[[Column], Subject]] = {
    "client": lambda column: _parties(column, _of_client),
    "items": _employer,
    "reach": _reach,
    "people": _people,
    "files": _files,
}
