"""How is a list sorted by each column? One row per kind; what no index holds ready is sorted all the same."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Left, NullIf

from segue.core import permissions
from segue.core.as_read import AsRead
from segue.core.item_types import ItemType
from segue.core.models import Attachment, Item, ItemQuerySet, Observer, User
from segue.core.models.item import SORTED_LENGTH, SortedName
from segue.crm.columns import REACH, Column
from segue.crm.models import Client, ContactPoint, Employment
from segue.web.lists import paging
from segue.web.lists.walking import Order

LEAD = "lead"
FALLING = frozenset({"money", "number", "instant", "files"})  # of these the first click shows the largest
BY_NAME: dict[str, Order] = {
    "title": paging.words(SortedName()),
    "amount": paging.amount("base_amount"),
    "last_activity_at": paging.instant("last_activity_at"),
    "created_at": paging.instant("created_at"),
    "changed_at": paging.instant("changed_at"),
    "owner": paging.words(AsRead("owner__name")),
}


def of(column: Column, item_type: ItemType, reader: User) -> Callable[[], Order] | None:
    """Return what makes the order of a list by a standard column; None where it has none."""
    if column.name in BY_NAME:
        return partial(BY_NAME.__getitem__, column.name)
    make = KINDS.get(column.kind)
    return partial(_of_table, make, column, item_type, reader) if make else None


Make = Callable[[Column, ItemType, User], Order]


def _of_table(make: Make, column: Column, item_type: ItemType, reader: User) -> Order:
    order = make(column, item_type, reader)
    return replace(order, table=item_type.model) if column.is_own else order


def _words(expression: Combinable | str) -> Any:
    return NullIf(Left(AsRead(expression), SORTED_LENGTH), Value(""))


def _text(column: Column, item_type: ItemType, reader: User) -> Order:
    return paging.words(_words(column.name), nullable=True)


def _day(column: Column, item_type: ItemType, reader: User) -> Order:
    return paging.day(column.name)


def _instant(column: Column, item_type: ItemType, reader: User) -> Order:
    return paging.instant(column.name, nullable=True)


def _amount(column: Column, item_type: ItemType, reader: User) -> Order:
    return paging.amount(column.name)


def _number(column: Column, item_type: ItemType, reader: User) -> Order:
    return paging.number(column.name, nullable=True)


def _switch(column: Column, item_type: ItemType, reader: User) -> Order:
    return paging.number(Cast(column.name, IntegerField()))


def _sorted(column: Column, item_type: ItemType, reader: User) -> Order:
    """Directories, pipelines and stages have an order of their own."""
    return paging.number(f"{column.name}__sort", nullable=True)


def _person(column: Column, item_type: ItemType, reader: User) -> Order:
    return paging.words(_words(f"{column.name}__name"), nullable=True)


def _currency(column: Column, item_type: ItemType, reader: User) -> Order:
    return paging.words("currency_id")


def _titled(key: Any, reader: User) -> Order:
    """Sort by the name of the item of this key, if the reader sees it."""
    seen = Item.objects.visible_to(reader).filter(pk=key).order_by()
    return paging.words(Subquery(seen.values(sought=SortedName())), nullable=True)


def _item(column: Column, item_type: ItemType, reader: User) -> Order:
    return _titled(OuterRef(column.name), reader)


def _client(column: Column, item_type: ItemType, reader: User) -> Order:
    """By the company, else by the primary contact. Who sees them all is led along their names, but to leads, of which
    few have a client: those few are looked for.
    """
    rows = Client.objects.filter(item=OuterRef(OuterRef("pk")))
    first = rows.order_by(F("company").asc(nulls_last=True), "-is_primary", "sort", "pk")
    order = _titled(Subquery(first.values(sought=Coalesce("company", "contact"))[:1]), reader)
    if item_type.code == LEAD:
        return _of_few(order, Client.objects.all())
    sees_all = all(permissions.rule(reader, "read", code) == permissions.EVERYTHING for code in ("company", "contact"))
    return replace(order, walks=(_of_companies, _of_contacts)) if sees_all else order


def _of_few(order: Order, holders: QuerySet[Any]) -> Order:
    """Of very many the few that have something are looked for, instead of looking for what each has."""
    return replace(order, walks=(partial(_having, order, holders),))


def _having(order: Order, holders: QuerySet[Any], rows: ItemQuerySet) -> ItemQuerySet:
    having = rows.filter(pk__in=holders.order_by().values("item"))
    found: ItemQuerySet = having.annotate(sort_key=order.key())
    return found


def _of_companies(rows: ItemQuerySet) -> ItemQuerySet:
    return _of_clients(rows.filter(clients__company__type="company", clients__company__deleted_at=None), "company")


def _of_contacts(rows: ItemQuerySet) -> ItemQuerySet:
    """Those that are for no company."""
    alone = ~Exists(Client.objects.filter(item=OuterRef("pk"), company__isnull=False))
    primary = Q(clients__is_primary=True, clients__contact__type="contact", clients__contact__deleted_at=None)
    return _of_clients(rows.filter(alone, primary), "contact")


def _of_clients(rows: ItemQuerySet, kind: str) -> ItemQuerySet:
    found: ItemQuerySet = rows.annotate(sort_key=SortedName(f"clients__{kind}__search_text"))
    return found


def _items(column: Column, item_type: ItemType, reader: User) -> Order:
    own, other = ("contact", "company") if column.name == "companies" else ("company", "contact")
    rows = Employment.objects.filter(**{own: OuterRef(OuterRef("pk"))}).order_by("-is_primary", "sort", "pk")
    return _titled(Subquery(rows.values(other)[:1]), reader)


def _reach(column: Column, item_type: ItemType, reader: User) -> Order:
    points = ContactPoint.objects.filter(kind=REACH[column.name]).order_by("sort", "pk")
    first = points.filter(item=OuterRef("pk")).values(sought=_words("value"))[:1]
    return _of_few(paging.words(Subquery(first), nullable=True), points)


def _people(column: Column, item_type: ItemType, reader: User) -> Order:
    rows = Observer.objects.filter(item=OuterRef("pk")).order_by(AsRead("user__name"), "user__name")
    order = paging.words(Subquery(rows.values(sought=_words("user__name"))[:1]), nullable=True)
    return _of_few(order, Observer.objects.all())


def _files(column: Column, item_type: ItemType, reader: User) -> Order:
    rows = Attachment.objects.filter(item=OuterRef("pk"), field=None).order_by().values("item")
    order = paging.number(Subquery(rows.annotate(sought=Count("pk")).values("sought")), nullable=True)
    return _of_few(order, Attachment.objects.filter(field=None))


def _id(column: Column, item_type: ItemType, reader: User) -> Order:
    return paging.number(Cast("id", BigIntegerField()))


KINDS: dict[str, Make] = {
    "id": _id,
    "text": _text,
    "long": _text,
    "number": _number,
    "money": _amount,
    "day": _day,
    "instant": _instant,
    "switch": _switch,
    "person": _person,
    "directory": _sorted,
    "pipeline": _sorted,
    "stage": _sorted,
    "currency": _currency,
    "item": _item,
    "client": _client,
    "items": _items,
    "reach": _reach,
    "people": _people,
    "files": _files,
}
