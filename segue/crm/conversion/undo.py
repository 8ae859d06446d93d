"""How is a conversion taken back? In one transaction, once: the former state returns, as far as it still can."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from segue.core import item_types, outbox, permissions, records, timeline
from segue.core.custom_fields import changes
from segue.core.models import Item, Link, Stage, User
from segue.crm import communications, employments
from segue.crm.clients import Clients
from segue.crm.communications import Communication
from segue.crm.models import Conversion, ConversionRecord
from segue.crm.models.conversion import UNDONE

from . import to_do
from .reading import conversions_left
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
        with transaction.atomic():
            return _undo(conversion, actor, key, fingerprint)
    except IntegrityError as error:
        if any(mark in str(error) for mark in ("undo_once_per_key", "crm_conversion.undo_key")):
            raise KeyReused(key) from error
        raise


def _undo(conversion: Conversion, actor: User, key: str, fingerprint: str | None) -> Conversion:
    stored = Conversion.objects.select_for_update(of=("self",), no_key=True).get(pk=conversion.pk)
    if stored.state == UNDONE:
        return stored
    ids = set(stored.records.values_list("item_id", flat=True)) | {stored.source_id}
    records.lock(pk for pk in ids if pk)
    now = plan_undo(stored, actor=actor)
    if now.missing:
        raise permissions.Forbidden(*now.missing)
    if not now.is_possible or fingerprint not in {None, now.fingerprint}:
        raise UndoRefused(now)
    _take_back(now, actor)
    stored.state, stored.undone_at, stored.undone_by, stored.undo_key = UNDONE, timezone.now(), actor, key
    stored.save(update_fields=["state", "undone_at", "undone_by", "undo_key", "undo_result"])
    outbox.put(UNDONE_KIND, {"conversion": stored.pk}, key=f"{UNDONE_KIND}:{stored.pk}")
    return stored


def _take_back(now: UndoPlan, actor: User) -> None:
    conversion = now.conversion
    Link.objects.filter(conversion=conversion).delete()
    for record in conversion.records.select_related("item"):
        if record.item is not None and record.action != "create":
            _give_back(record, conversion, actor)
    to_do.give_back(conversion, now.goes, actor=actor)
    for item in now.goes:
        _put_away(item, now, actor)
    for field in now.fields_go:
        changes.delete(field, actor=actor)
    kept: list[str] = []
    if conversion.source is not None:
        kept = _restore_source(conversion.source, now, actor)
    conversion.undo_result = {"kept": kept}
    if now.fields_stay:
        conversion.undo_result["fields"] = [
            {"id": field.pk, "labels": field.labels, "restricted": field.is_restricted} for field in now.fields_stay
        ]
    touched = [item for item in (conversion.source, *now.goes, *now.stays) if item is not None]
    fresh = Item.objects.in_bulk([item.pk for item in touched])
    timeline.record_many(
        [timeline.entry(fresh[item.pk], UNDONE_KIND, actor=actor, conversion_id=conversion.pk) for item in touched]
    )


def _put_away(item: Item, now: UndoPlan, actor: User) -> None:
    """Cut a created item's references to the source and to companies that were used, take the values of custom fields
    that go, and put it into the bin.
    """
    child, pk = item_types.child_of(item), now.conversion.pk
    references = EDGES[now.conversion.source_type, item.type].refer
    fields = (field.code for field in now.fields_go if field.item_type == item.type)
    parts = {"companies": _own_companies(child, now)} if item.type == "contact" else {}
    cut = records.adjust(child, dict.fromkeys((*references, *fields)), parts=parts, actor=actor, conversion_id=pk)
    records.delete(cut, actor=actor, conversion_id=pk)


def _own_companies(contact: Item, now: UndoPlan) -> tuple[int, ...]:
    """A used company loses the contact that was created beside it."""
    used = {item.pk for item in now.stays}
    return tuple(pk for pk in employments.COMPANIES.read(contact) if pk not in used)


def _give_back(record: ConversionRecord, conversion: Conversion, actor: User) -> None:
    """Take from a used contact or company what was added, where it still stands as it was added."""
    assert record.item is not None
    item, parts = item_types.child_of(record.item), {}
    if "communications" in record.before:
        before, after = (_communications(record.before["communications"][when]) for when in ("before", "after"))
        parts["communications"] = _without(communications.read(item), before, after)
    if "company" in record.before:
        present = employments.COMPANIES.read(item)
        parts["companies"] = tuple(pk for pk in present if pk != record.before["company"])
    records.adjust(item, {}, parts=parts, actor=actor, conversion_id=conversion.pk)


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


def _restore_source(source: Item, now: UndoPlan, actor: User) -> list[str]:
    """Bring back what the conversion overwrote where its value still stands; names what had to be kept."""
    item, conversion = item_types.child_of(source), now.conversion
    before, kept = dict(conversion.before), []
    values: dict[str, Any] = {}
    created = {each.pk for each in (*now.goes, *now.gone)}
    for slot in conversion.variant.split("-"):
        name = EDGES[source.type, slot].fill
        if name in before:
            stands = getattr(item, f"{name}_id") in created
            values |= {name: None} if stands else {}
            kept += [] if stands else [name]
    values |= _stage_before(item, conversion, kept)
    parts = {"client": _client_before(item, before["client"], conversion)} if "client" in before else {}
    records.adjust(item, values, parts=parts, actor=actor, conversion_id=conversion.pk)
    return kept


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
    movers = Conversion.objects.filter(source_id=item.pk, before__has_key="stage").order_by("-at", "-pk")
    mover = movers.first()
    if mover is None:
        return {}
    stands = item.stage_changed_at is not None and item.stage_changed_at.isoformat() == mover.before["moved_at"]
    if not stands:
        kept += ["stage"] if mover.pk == conversion.pk else []
        return {}
    return _stage_values(item, mover.before["stage"])


def _stage_values(item: Item, was: dict[str, Any]) -> dict[str, Any]:
    """Word the former stage as columns; a stage deleted meanwhile is replaced by the first process stage."""
    stages = Stage.objects.filter(pipeline=item.pipeline_id or 0).select_related("pipeline")
    stage = stages.filter(pk=was["id"]).first() or stages.filter(semantics="process").order_by("sort", "pk").first()
    return {
        "stage": stage,
        "stage_changed_by": User.objects.filter(pk=was["changed_by"]).first(),
        "stage_changed_at": _instant(was["changed_at"]),
        "closed_at": _instant(was["closed_at"]),
    }


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
