"""How is a conversion taken back? In one transaction, once: the former state returns, as far as it still can."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from segue.core import item_types, outbox, permissions, records, tables, timeline
from segue.core.custom_fields import changes
from segue.core.models import Item, Link, Stage, User
from segue.core.prepared import prepared
from segue.core.travel import given_up_whole
from segue.crm import communications, employments
from segue.crm.clients import Clients
from segue.crm.communications import Communication
from segue.crm.models import Conversion, ConversionRecord
from segue.crm.models.conversion import UNDONE

from . import to_do
from .reading import conversions_left, whole
from .refusals import KeyReused, UndoRefused
from .table import EDGES
from .undo_plan import UndoPlan, plan_undo

UNDONE_KIND = "conversion_undone"  # in the outbox and the timeline


def undo(conversion: Conversion, *, actor: User, key: str, fingerprint: str | None) -> Conversion:
    """Take back what a conversion did, as it was shown; the answer is the same however often it is asked.

    Raises Forbidden; KeyReused when this actor undid another conversion with the key; or UndoRefused with the plan as
    it is now: an item it made is in use, or something has changed since `fingerprint`, which is None where nobody was
    shown anything. Nothing is written then.
    """
    try:
        with given_up_whole():
            return _undo(conversion, actor, key, fingerprint)
    except IntegrityError as error:
        if any(mark in str(error) for mark in ("undo_once_per_key", "crm_conversion.undo_key")):
            raise KeyReused(key) from error
        raise


def _undo(conversion: Conversion, actor: User, key: str, fingerprint: str | None) -> Conversion:
    stored = next(iter(_locked(conversion.pk)), None)
    if stored is None:
        raise Conversion.DoesNotExist
    if stored.state == UNDONE:
        return stored
    records.lock(pk for pk in {*_taking_part(stored.pk), stored.source_id} if pk)
    now = plan_undo(stored, actor=actor)
    if now.missing:
        raise permissions.Forbidden(*now.missing)
    if not now.is_possible or fingerprint not in {None, now.fingerprint}:
        raise UndoRefused(now)
    values = {"state": UNDONE, "undone_at": timezone.now(), "undone_by": actor, "undo_key": key}
    values["undo_result"] = _take_back(now, actor)
    tables.update(Conversion, stored.pk, values)
    for name, value in values.items():
        setattr(stored, name, value)
    outbox.put(UNDONE_KIND, {"conversion": stored.pk}, key=f"{UNDONE_KIND}:{stored.pk}")
    return stored


@prepared
def _locked(pk: int) -> QuerySet[Conversion]:
    return Conversion.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk)


@prepared
def _taking_part(conversion_id: int) -> QuerySet[ConversionRecord, int | None]:
    return ConversionRecord.objects.filter(conversion=conversion_id).order_by().values_list("item_id", flat=True)


def _take_back(now: UndoPlan, actor: User) -> dict[str, Any]:
    """Write it all, and return what there is to say of it."""
    conversion, source = now.conversion, now.source
    Link.objects.filter(conversion=conversion).delete()
    touched = [_give_back(record, conversion, actor) for record in now.used]
    to_do.give_back(conversion, now.goes, actor=actor)
    gone = [_cut(item, now, actor) for item in now.goes]
    records.delete_many(gone, actor=actor, conversion_id=conversion.pk)
    for field in now.fields_go:
        changes.delete(field, actor=actor)
    result: dict[str, Any] = {"kept": []}
    if source is not None:
        source, result["kept"] = _restore_source(source, now, actor)
    if now.fields_stay:
        result["fields"] = [
            {"id": field.pk, "labels": field.labels, "restricted": field.is_restricted} for field in now.fields_stay
        ]
    touched = [*([source] if source else []), *gone, *touched]
    timeline.record_many(
        [timeline.entry(item, UNDONE_KIND, actor=actor, conversion_id=conversion.pk) for item in touched]
    )
    return result


def _cut(item: Item, now: UndoPlan, actor: User) -> Item:
    """Cut a created item's references to the source and to companies that were used, and take the values of custom
    fields that go.
    """
    child, pk, source = whole(item.type, item.pk), now.conversion.pk, now.source
    assert child is not None
    references = EDGES[now.conversion.source_type, item.type].refer
    for name in references:
        if source is not None and getattr(child, f"{name}_id") == source.pk:
            setattr(child, name, source)  # it is known: its name goes into the history
    fields = (field.code for field in now.fields_go if field.item_type == item.type)
    parts = {"companies": _own_companies(child, now)} if item.type == "contact" else {}
    return records.adjust(child, dict.fromkeys((*references, *fields)), parts=parts, actor=actor, conversion_id=pk)


def _own_companies(contact: Item, now: UndoPlan) -> tuple[int, ...]:
    """A used company loses the contact that was created beside it."""
    used = {item.pk for item in now.stays}
    return tuple(pk for pk in employments.COMPANIES.read(contact) if pk not in used)


def _give_back(record: ConversionRecord, conversion: Conversion, actor: User) -> Item:
    """Take from a used contact or company what was added, where it still stands as it was added."""
    assert record.item is not None
    item, parts = item_types.child_of(record.item), {}
    if "communications" in record.before:
        before, after = (_communications(record.before["communications"][when]) for when in ("before", "after"))
        parts["communications"] = _without(communications.read(item), before, after)
    if "company" in record.before:
        present = employments.COMPANIES.read(item)
        parts["companies"] = tuple(pk for pk in present if pk != record.before["company"])
    return records.adjust(item, {}, parts=parts, actor=actor, conversion_id=conversion.pk)


def _communications(rows: list[dict[str, Any]]) -> tuple[Communication, ...]:
    return tuple(Communication(**row) for row in rows)


def _without(
    present: tuple[Communication, ...], before: tuple[Communication, ...], after: tuple[Communication, ...]
) -> tuple[Communication, ...]:
    """Drop what was added and bring back what only got a mark; whatever a person changed since stays."""
    if present == after:
        return before
    added = set(after) - set(before)
    unmarked = {(each.kind, each.value): each for each in before}
    kept = (unmarked.get((each.kind, each.value)) if each in added else each for each in present)
    return tuple(each for each in kept if each is not None)


def _restore_source(item: Item, now: UndoPlan, actor: User) -> tuple[Item, list[str]]:
    """Bring back what the conversion overwrote where its value still stands; names what had to be kept."""
    conversion = now.conversion
    before, kept = dict(conversion.before), []
    values: dict[str, Any] = {}
    created = {each.pk for each in (*now.goes, *now.gone)}
    for slot in conversion.variant.split("-"):
        name = EDGES[item.type, slot].fill
        if name in before:
            stands = getattr(item, f"{name}_id") in created
            values |= {name: None} if stands else {}
            kept += [] if stands else [name]
    values |= _stage_before(item, conversion, kept)
    parts = {"client": _client_before(item, before["client"], conversion)} if "client" in before else {}
    return records.adjust(item, values, parts=parts, actor=actor, conversion_id=conversion.pk), kept


def _client_before(item: Item, before: dict[str, Any], conversion: Conversion) -> Clients:
    """Take out of the client what the conversion put in; what was chosen since stays."""
    was = Clients(before["company"], tuple(before["contacts"]), before["primary"])
    now: Clients = item_types.of(item).part("client").read(item)
    added = set(conversion.records.values_list("item_id", flat=True)) - {was.company, *was.contacts}
    contacts = tuple(pk for pk in now.contacts if pk not in added)
    company = None if now.company in added else now.company
    if (company, contacts) == (was.company, was.contacts):
        return was
    return Clients(company, contacts, now.primary)


def _stage_before(item: Item, conversion: Conversion, kept: list[str]) -> dict[str, Any]:
    """Move a lead back, if it still stands where a conversion put it and no other conversion of it remains.

    The one that moved it may have been undone before this one, which then left the stage to this one to restore.
    """
    if conversions_left(item.pk, but=conversion):
        kept += ["stage"] if "stage" in conversion.before else []
        return {}
    mover = next(iter(_movers(item.pk)), None)
    if mover is None:
        return {}
    stands = item.stage_changed_at is not None and item.stage_changed_at.isoformat() == mover.before["moved_at"]
    if not stands:
        kept += ["stage"] if mover.pk == conversion.pk else []
        return {}
    return _stage_values(item, mover.before["stage"])


@prepared
def _movers(source_id: int) -> QuerySet[Conversion]:
    """Find the last conversion that moved its source."""
    return Conversion.objects.filter(source_id=source_id, before__has_key="stage").order_by("-at", "-pk")[:1]


@prepared
def _stage(pk: int, pipeline_id: int) -> QuerySet[Stage]:
    return Stage.objects.filter(pk=pk, pipeline=pipeline_id).select_related("pipeline")


@prepared
def _person(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)


def _stage_values(item: Item, was: dict[str, Any]) -> dict[str, Any]:
    """Word the former stage as columns; a stage deleted meanwhile is replaced by the first process stage."""
    stage = next(iter(_stage(was["id"], item.pipeline_id or 0)), None) or _first_process(item)
    return {
        "stage": stage,
        "stage_changed_by": next(iter(_person(was["changed_by"])), None),
        "stage_changed_at": _instant(was["changed_at"]),
        "closed_at": _instant(was["closed_at"]),
    }


def _first_process(item: Item) -> Stage | None:
    stages = Stage.objects.filter(pipeline=item.pipeline_id or 0, semantics="process").select_related("pipeline")
    return stages.order_by("sort", "pk").first()


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
