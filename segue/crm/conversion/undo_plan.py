"""Can a conversion be undone, what would go, what would stay, and why? Reads only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from segue.core import timeline
from segue.core.custom_fields import copies
from segue.core.item_types import Text
from segue.core.models import CustomField, Item, Link, StageChange, TimelineEntry, User
from segue.core.permissions import Missing
from segue.core.prepared import Prepared, Question, at_once, prepared
from segue.crm.models import (
    Client,
    Company,
    Contact,
    Conversion,
    ConversionRecord,
    Deal,
    Employment,
    Estimate,
    Invoice,
    Merge,
    Merged,
)  # fmt: skip
from segue.crm.models.conversion import APPLIED

from .decisions import hashed
from .reading import whole, whole_ahead
from .undo_rights import missing

CONVERTED_ON, WORKED_ON, REFERRED_TO, MERGED = "converted_on", "worked_on", "referred_to", "merged"
REASONS: dict[str, Text] = {
    CONVERTED_ON: _("%(other)s was created from %(item)s. Undo that first."),
    WORKED_ON: _("Someone added a comment, an activity or a file to %(item)s, or moved it to a final stage."),
    REFERRED_TO: _("%(other)s refers to %(item)s."),
    MERGED: _("%(item)s was merged with another record. Undo that first."),
}
# Which columns of which types refer to an item, besides client and employment.
REFERENCES: tuple[tuple[type[Item], str], ...] = (
    (Deal, "lead"), (Deal, "estimate"), (Estimate, "deal"), (Estimate, "lead"), (Invoice, "deal"),
    (Invoice, "estimate"), (Invoice, "my_company"), (Estimate, "my_company"), (Contact, "lead"), (Company, "lead"),
)  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """Why a created item must stay; `other` is what depends on it."""

    code: str
    item: Item
    other: Item | None = None


@dataclass(frozen=True)
class UndoPlan:
    """What undoing would do: `goes` into the recycle bin, `gone` is there already, `used` stays; `changes`
    are the fields that people changed on what goes. Of the custom fields it created, `fields_go` are removed and
    `fields_stay`, in use or changed or for lack of the right. It can be done when nothing is `blocked` and no right
    `missing`.
    """

    conversion: Conversion
    source: Item | None
    goes: tuple[Item, ...]
    gone: tuple[Item, ...]
    used: tuple[ConversionRecord, ...]
    changes: tuple[TimelineEntry, ...]
    blocked: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    fields_go: tuple[CustomField, ...]
    fields_stay: tuple[CustomField, ...]
    fingerprint: str

    @property
    def stays(self) -> tuple[Item, ...]:
        """What was only used."""
        return tuple(record.item for record in self.used if record.item)

    @property
    def is_possible(self) -> bool:
        """Nothing stands against it."""
        return self.conversion.state == APPLIED and not self.blocked and not self.missing


def plan_undo(conversion: Conversion, *, actor: User) -> UndoPlan:
    """Compute what undoing a conversion would do for `actor`; writes nothing and takes no lock."""
    pk, source_type, source_id = conversion.pk, conversion.source_type, conversion.source_id or 0
    with at_once((_records, pk), (_fields, pk), whole_ahead(source_type, source_id)):
        records, fields, source = _records(pk), _fields(pk), whole(source_type, source_id)
    created = [each.item for each in records if each.item and each.action == "create"]
    goes = tuple(item for item in created if item.deleted_at is None)
    used = tuple(each for each in records if each.item and each.action != "create")
    with at_once(*_against(goes, created, conversion)):
        changes = tuple(_changed(_ids(goes), pk))
        blocked = (*_blocked(goes, conversion), *_merged(created))
    go = tuple(field for field in fields if _can_go(field, created, conversion, actor))
    concerned = (*goes, *(each.item for each in used), source)
    versions = [(item.pk, item.version) for item in concerned if item]
    return UndoPlan(
        conversion=conversion,
        source=source,
        goes=goes,
        gone=tuple(item for item in created if item.deleted_at is not None),
        used=used,
        changes=changes,
        blocked=blocked,
        missing=missing(source, goes, conversion, actor),
        fields_go=go,
        fields_stay=tuple(field for field in fields if field not in go),
        fingerprint=hashed([*versions, *(field.pk for field in go)])[:32],
    )


def _can_go(field: CustomField, created: Iterable[Item], conversion: Conversion, actor: User) -> bool:
    """Whether nobody else uses a field that the conversion created, and it looks as it did then (domain.md 4.8)."""
    if not actor.may_change_settings or conversion.before.get("fields", {}).get(str(field.pk)) != copies.digest(field):
        return False
    holders = Item.objects.filter(type=field.item_type, custom__has_key=field.code)
    return not holders.exclude(pk__in=[item.pk for item in created]).exists()


def _against(goes: Iterable[Item], created: Iterable[Item], conversion: Conversion) -> list[Question]:
    """Ask all that can stand against it, and what people changed on the items since: they are told of that."""
    ids, made, pk = _ids(goes), _ids(created), conversion.pk
    asked: list[Question] = [(_changed, ids, pk), (_later, ids, pk), (_told, ids, pk), (_closed, ids)]
    return [*asked, *((each, ids) for each in NAMING), (_used, pk), (_mains, made), (_parts_of_merges, made)]


def _ids(items: Iterable[Item]) -> tuple[int, ...]:
    return tuple(sorted(item.pk for item in items))


def _blocked(goes: Iterable[Item], conversion: Conversion) -> list[Reason]:
    by_id, ids = {item.pk: item for item in goes}, _ids(goes)
    reasons = [Reason(CONVERTED_ON, by_id[pk], other) for pk, other in _made_of(ids, conversion)]
    reasons += [Reason(WORKED_ON, by_id[pk]) for pk in sorted({*_told(ids, conversion.pk), *_closed(ids)})]
    told = {(reason.item.pk, reason.other.pk if reason.other else None) for reason in reasons}
    for pk, other in _referring(ids, conversion):
        if (pk, other.pk) not in told:
            told.add((pk, other.pk))
            reasons.append(Reason(REFERRED_TO, by_id[pk], other))
    return reasons


def _merged(created: Iterable[Item]) -> list[Reason]:
    """What was merged lies in the bin or holds what others brought: either way it is no longer what was made."""
    by_id, ids = {item.pk: item for item in created}, _ids(created)
    return [Reason(MERGED, by_id[pk]) for pk in sorted({*_mains(ids), *_parts_of_merges(ids)})]


def _made_of(ids: tuple[int, ...], conversion: Conversion) -> list[tuple[int, Item]]:
    """Items that a later conversion made from one of these."""
    found = _later(ids, conversion.pk)
    return [(each.conversion.source_id, each.item) for each in found if each.conversion.source_id and each.item]


def _referring(ids: tuple[int, ...], conversion: Conversion) -> list[tuple[int, Item]]:
    """Living items outside this conversion that name one of these: as client, employer, reference or by a link.

    Records that the conversion only used do not count: what it joined to them it takes away again.
    """
    pairs = {pair for naming in NAMING for pair in naming(ids)}
    outside = {pk for _target, pk in pairs} - {*ids, conversion.source_id, *_used(conversion.pk)}
    others = {item.pk: item for item in Item.objects.alive().filter(pk__in=outside)} if outside else {}
    return [(target, others[pk]) for target, pk in sorted(pairs) if pk in others]


@prepared
def _records(conversion_id: int) -> QuerySet[ConversionRecord]:
    return ConversionRecord.objects.filter(conversion=conversion_id).select_related("item__owner").order_by("pk")


@prepared
def _fields(conversion_id: int) -> QuerySet[CustomField]:
    return CustomField.objects.filter(conversion_id=conversion_id, deleted_at=None).order_by("pk")


@prepared
def _mains(ids: tuple[int, ...]) -> QuerySet[Merge, int]:
    return Merge.objects.filter(undone_at=None, main__in=ids).order_by().values_list("main_id", flat=True)


@prepared
def _parts_of_merges(ids: tuple[int, ...]) -> QuerySet[Merged, int]:
    standing = Merged.objects.filter(item__in=ids, merge__undone_at=None)
    return standing.order_by().values_list("item_id", flat=True)


@prepared
def _changed(ids: tuple[int, ...], conversion_id: int) -> QuerySet[TimelineEntry]:
    entries = TimelineEntry.objects.filter(item__in=ids, data__has_key="changes").exclude(conversion=conversion_id)
    return entries.select_related("actor", "item").order_by("at", "pk")


@prepared
def _later(ids: tuple[int, ...], conversion_id: int) -> QuerySet[ConversionRecord]:
    later = ConversionRecord.objects.filter(
        conversion__source__in=ids, conversion__state=APPLIED, item__isnull=False
    ).exclude(conversion=conversion_id)
    return later.select_related("conversion", "item").order_by("pk")


@prepared
def _told(ids: tuple[int, ...], conversion_id: int) -> QuerySet[TimelineEntry, int]:
    kinds = [kind.code for kind in timeline.KINDS.values() if kind.blocks_undo]
    told = TimelineEntry.objects.filter(item__in=ids, kind__in=kinds).exclude(conversion=conversion_id)
    return told.order_by().values_list("item_id", flat=True)


@prepared
def _closed(ids: tuple[int, ...]) -> QuerySet[StageChange, int]:
    closed = StageChange.objects.filter(item__in=ids).exclude(semantics="process").exclude(event=1)
    return closed.order_by().values_list("item_id", flat=True)


@prepared
def _used(conversion_id: int) -> QuerySet[ConversionRecord, int | None]:
    used = ConversionRecord.objects.filter(conversion=conversion_id).exclude(action="create")
    return used.order_by("pk").values_list("item_id", flat=True)


def _pairs(model: type[Model], column: str, named_in: str, condition: Q | None = None) -> "Prepared[..., Any]":
    """Ask which of the items stand in a column, and what names them there."""
    rows = model._default_manager.filter(condition or Q())
    return prepared(lambda ids: rows.filter(**{f"{column}__in": ids}).order_by().values_list(f"{column}_id", named_in))


BY_HAND = Q(conversion=None)
NAMING = (
    _pairs(Client, "contact", "item_id"),
    _pairs(Client, "company", "item_id"),
    _pairs(Employment, "company", "contact_id"),
    _pairs(Employment, "contact", "company_id"),
    _pairs(Link, "source", "target_id", BY_HAND),
    _pairs(Link, "target", "source_id", BY_HAND),
    *(_pairs(model, column, "pk") for model, column in REFERENCES),
)


def sentence(reason: Reason, called: Callable[[Item | None], str]) -> str:
    """Say why, naming items as they are `called`."""
    return str(REASONS[reason.code]) % {"item": called(reason.item), "other": called(reason.other)}
