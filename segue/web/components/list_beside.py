"""What do the rows of a page of a list show beyond the items themselves? Read once a page, never once per row."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils import timezone

from segue.core import item_types, reading
from segue.core.custom_fields.definitions import Fields
from segue.core.models import Attachment, DirectoryValue, Item, Observer, Pipeline, User
from segue.core.prepared import by_page
from segue.crm import merging
from segue.crm.columns import Column
from segue.crm.models import Client, ContactPoint, Employment, ProductRow
from segue.lib import dates
from segue.web.components import custom_values, names
from segue.web.components.names import Name

PEOPLE = ("owner", "created_by", "changed_by", "last_activity_by", "stage_changed_by")
MODELS: dict[str, Any] = {"directory": DirectoryValue, "pipeline": Pipeline}


class Beside:
    """What the rows of one page show beside the items, for one reader; items of one type, where own columns show."""

    def __init__(self, items: Sequence[Item], reader: User, fields: Fields | None = None) -> None:
        self.reader, self.items, self.fields = reader, items, fields or {}
        self.ids = [item.pk for item in items]
        self.zone = timezone.get_current_timezone_name()
        self.today = dates.today(self.zone)
        self._read: dict[str, dict[Any, Any]] = {}

    @cached_property
    def own(self) -> dict[int, Any]:
        """The items with the columns of their type."""
        model: Any = item_types.of(self.items[0]).model if self.items else Item
        found: dict[int, Any] = model._default_manager.in_bulk(self.ids)
        return found

    def labelled(self, column: Column) -> dict[int, Any]:
        """The values of a directory, or the pipelines, that stand in a column."""
        if column.name not in self._read:
            self._read[column.name] = MODELS[column.kind].objects.in_bulk(self._keys(column))
        return self._read[column.name]

    def references(self, column: Column) -> dict[int, Name]:
        """The other items that a column names, as the reader sees them."""
        if column.name not in self._read:
            self._read[column.name] = names.of(self._keys(column), self.reader)
        return self._read[column.name]

    @cached_property
    def people(self) -> dict[int, str]:
        """The names of those who own, made and changed the items."""
        keys = {getattr(item, f"{name}_id") for item in self.items for name in PEOPLE} - {None}
        return dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))

    @cached_property
    def observers(self) -> dict[int, list[str]]:
        """The names of those who observe each item."""
        found: dict[int, list[str]] = {}
        rows = Observer.objects.filter(item_id__in=self.ids).order_by("user__name", "user_id")
        for item, person in rows.values_list("item_id", "user__name"):
            found.setdefault(item, []).append(person)
        return found

    @cached_property
    def files(self) -> dict[int, int]:
        """How many files each item has."""
        rows = Attachment.objects.filter(item_id__in=self.ids, field=None).order_by().values_list("item_id")
        return dict(rows.annotate(Count("pk")))

    @cached_property
    def clients(self) -> dict[int, list[Name]]:
        """The company, then the primary contact of each item."""
        return self._named((item, company or contact) for item, company, contact in _clients(tuple(self.ids)))

    @cached_property
    def employers(self) -> dict[int, list[Name]]:
        """The companies of each contact, or the contacts of each company, the primary one first."""
        is_firm = bool(self.items) and self.items[0].type == "company"
        own, other = ("company_id", "contact_id") if is_firm else ("contact_id", "company_id")
        rows = Employment.objects.filter(**{f"{own}__in": self.ids}).order_by(own, "-is_primary", "sort", "pk")
        return self._named(rows.values_list(own, other))

    @cached_property
    def survivors(self) -> dict[int, Name]:
        """What the merged ones among them went into."""
        into = merging.survivors(self.ids)
        named = names.of(into.values(), self.reader)
        return {pk: named[main] for pk, main in into.items()}

    @cached_property
    def reach(self) -> dict[tuple[int, str], ContactPoint]:
        """The first way of each kind to reach each item."""
        points = ContactPoint.objects.filter(item_id__in=self.ids).order_by("-sort", "-pk")
        return {(point.item_id, point.kind): point for point in points}

    @cached_property
    def named(self) -> custom_values.Known:
        """The people and items that custom values name."""
        pairs = [(field, item.custom.get(code)) for item in self.items for code, field in self.fields.items()]
        return custom_values.known(pairs, self.reader)

    @cached_property
    def following_rows(self) -> set[int]:
        """The items whose amount is the sum of their rows."""
        return set(_with_rows(tuple(item.pk for item in self.items if not item.amount_is_manual)))

    def permitting(self, action: str) -> set[int]:
        """The items the reader may do this to."""
        return reading.permitted(self.reader, action, self.items)

    def _keys(self, column: Column) -> set[int]:
        rows = self.own.values() if column.is_own else self.items
        return {getattr(row, f"{column.name}_id") for row in rows} - {None}

    def _named(self, pairs: Iterable[tuple[int, int | None]]) -> dict[int, list[Name]]:
        """Group (item, another item) by the first, the other with the name this reader may see."""
        found = [(item, other) for item, other in pairs if other]
        named = names.of([other for _item, other in found], self.reader)
        grouped: dict[int, list[Name]] = {}
        for item, other in found:
            grouped.setdefault(item, []).append(named[other])
        return grouped


@by_page
def _clients(items: tuple[int, ...]) -> "QuerySet[Client, tuple[int, int | None, int | None]]":
    rows = Client.objects.filter(item_id__in=items).exclude(contact__isnull=False, is_primary=False)
    rows = rows.order_by("item", F("company").asc(nulls_last=True))
    return rows.values_list("item_id", "company_id", "contact_id")


@by_page
def _with_rows(items: tuple[int, ...]) -> "QuerySet[ProductRow, int]":
    return ProductRow.objects.filter(item_id__in=items).order_by().values_list("item_id", flat=True).distinct()
