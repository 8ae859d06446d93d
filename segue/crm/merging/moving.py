"""How do rows that refer to merged items come to refer to the main one, and how do they get back?

The journal says what was moved, dropped and marked, so that an undo takes back exactly that.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db.models import F, Q

from segue.core.models import CustomReference, Item, TimelineEntry
from segue.crm.models import Client, Employment

from .table import MOVES, RELATIONS, Relation

LINK, CLIENT, EMPLOYMENT = "core.Link", "crm.Client", "crm.Employment"
Journal = dict[str, list[Any]]


def run(main: int, others: Sequence[int]) -> Journal:
    """Let everything that moves refer to the item `main`, and return what an undo needs to know."""
    journal: Journal = {"moved": [], "dropped": [], "clients": [], "marked": [], "versions": [], "named": []}
    journal["named"] = _rename(main, others)
    entries = TimelineEntry.objects.filter(item__in=others)
    journal["versions"] = [list(pair) for pair in entries.values_list("pk", "version")]
    for (label, column), relation in RELATIONS.items():
        if relation.how == MOVES:
            for other in others:
                _Move(label, column, relation, main, other, others, journal).run()
    # Versions are those of the item that the entries were written for: none of them is younger than any of the main's.
    TimelineEntry.objects.filter(pk__in=[pk for pk, _version in journal["versions"]]).update(version=0)
    return journal


def back(journal: Journal, main: int) -> None:
    """Take back what was moved, as far as it is still there and refers to the main item."""
    for label, column, other, ids in reversed(journal["moved"]):
        apps.get_model(label)._base_manager.filter(pk__in=ids, **{column: main}).update(**{column: other})
    for label, pk, was in reversed(journal["marked"]):
        apps.get_model(label)._base_manager.filter(pk=pk).update(is_primary=was)
    for column, other, items in journal.get("clients", ()):  # merges of before have them among what moved
        Client.objects.filter(item__in=items, **{column: main}).update(**{column: other})
    for _label, row in journal["dropped"]:
        for stored in serializers.deserialize("python", row):
            _put_back(stored.object, main)
    for pk, version in journal["versions"]:
        TimelineEntry.objects.filter(pk=pk).update(version=version)
    _rename_back(journal["named"])


class _Move:
    """The rows of one relation that refer to one merged item."""

    def __init__(  # noqa: PLR0913, PLR0917  what is moved, where to, and who knows of it
        self,
        label: str,
        column: str,
        relation: Relation,
        main: int,
        other: int,
        others: Sequence[int],
        journal: Journal,
    ) -> None:
        self.label, self.column, self.relation, self.journal = label, column, relation, journal
        self.main, self.other, self.merged = main, other, {main, *others}
        self.all_rows = apps.get_model(label)._base_manager.all()
        self.rows = self.all_rows.filter(relation.only, **{column: other})

    def run(self) -> None:
        """Move them."""
        moving = self._apart() if self.relation.alike else list(self.rows.values_list("pk", flat=True))
        if not moving:
            return
        if self.label == EMPLOYMENT and self.column == "contact":
            self._leave_primary(moving)
        if self.label == CLIENT:  # by their items: whoever changes a client writes all rows of it anew
            items = list(self.all_rows.filter(pk__in=moving).values_list("item", flat=True))
            self.journal["clients"].append([self.column, self.other, items])
        else:
            self.journal["moved"].append([self.label, self.column, self.other, moving])
        self.all_rows.filter(pk__in=moving).update(**{self.column: self.main})

    def _apart(self) -> list[int]:
        """Leave out what the main item has already, and what would join it to itself."""
        there = {self._key(row): row for row in self.all_rows.filter(**{self.column: self.main})}
        moving = []
        for row in self.rows.order_by("pk"):
            key = self._key(row)
            if self.label == LINK and key[0] in self.merged:
                continue
            if key not in there:
                there[key] = row
                moving.append(row.pk)
            elif not self.relation.keeps:
                self._drop(row, there[key])
        return moving

    def _key(self, row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in self.relation.alike)

    def _drop(self, row: Any, kept: Any) -> None:
        self.journal["dropped"].append([self.label, _written(row)])
        was_primary = row.is_primary
        row.delete()
        if was_primary and not kept.is_primary:
            self._mark(kept.pk, is_primary=True, was=False)

    def _leave_primary(self, moving: list[int]) -> None:
        """A contact has one primary company: the main one's, where it has one."""
        primary = self.rows.filter(pk__in=moving, is_primary=True)
        if self.all_rows.filter(is_primary=True, **{self.column: self.main}).exists():
            for pk in list(primary.values_list("pk", flat=True)):
                self._mark(pk, is_primary=False, was=True)

    def _mark(self, pk: int, *, is_primary: bool, was: bool) -> None:
        self.journal["marked"].append([self.label, pk, was])
        self.all_rows.filter(pk=pk).update(is_primary=is_primary)


def _written(row: Client | Employment) -> Any:
    return serializers.serialize("python", [row])


def _put_back(row: Any, main: int) -> None:
    """Bring back a row that was dropped, where the main item still stands in its place; as the primary one unless
    somebody else became that meanwhile.
    """
    rows, columns = type(row)._base_manager.all(), ("company", "contact")
    named = {f"{column}_id": getattr(row, f"{column}_id") for column in columns}
    place = {"item_id": row.item_id} if isinstance(row, Client) else {}
    stands = Q()
    for column in (name for name in columns if named[f"{name}_id"]):
        stands |= Q(**place, **named | {f"{column}_id": main})
    if not rows.filter(stands).exists():
        return
    if row.is_primary:
        group = rows.filter(is_primary=True, **place or {"contact_id": row.contact_id})
        group.filter(stands).update(is_primary=False)
        row.is_primary = not group.exists()
    row.save()


def _rename(main: int, others: Sequence[int]) -> list[Any]:
    """Let custom values of other items name the main item; like other references, that raises no version of theirs."""
    rows = CustomReference.objects.filter(target__in=others).exclude(item__in=others).select_related("field", "item")
    named: list[Any] = []
    changed: dict[int, Item] = {}
    for row in rows.order_by("pk"):
        item = changed.setdefault(row.item_id, row.item)
        code, before = row.field.code, item.custom.get(row.field.code)
        item.custom = {**item.custom, code: _naming(before, others, main)}
        named.append([row.item_id, code, before, item.custom[code]])
    Item.objects.bulk_update(changed.values(), ["custom"])
    return named


def _naming(value: Any, others: Sequence[int], main: int) -> Any:
    if isinstance(value, list):
        return list(dict.fromkeys(main if each in others else each for each in value))
    return main if value in others else value


def _rename_back(named: list[Any]) -> None:
    """Bring back what the values named, where they were not changed since."""
    items = Item.objects.in_bulk([pk for pk, *_rest in named])
    for pk, code, before, after in reversed(named):
        item = items.get(pk)
        if item is not None and item.custom.get(code) == after:
            item.custom = {**item.custom, code: before}
    Item.objects.bulk_update(items.values(), ["custom"])


def naming(ids: Sequence[int]) -> list[int]:
    """Return the ids of the items that name one of these in a custom value."""
    rows = CustomReference.objects.filter(target__in=ids).filter(~Q(item=F("target")))
    return list(rows.order_by("item").values_list("item", flat=True).distinct())
