"""How does a plan come true? In one transaction, exactly once: lock, key, gate, compare, make, link, tell."""

import logging
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from segue.core import item_types, outbox, permissions, records, tables, timeline
from segue.core.custom_fields.values import split
from segue.core.models import CustomField, Item, Link, User
from segue.core.prepared import at_once
from segue.core.travel import given_up_whole
from segue.crm import clients, communications, employments, rows
from segue.crm.models import Conversion, ConversionRecord
from segue.crm.models.conversion import APPLIED

from . import fingerprints, new_fields, pictures, stored, to_do
from .decisions import NEW, Decisions, Seen, hashed
from .plan import Plan, plan
from .reading import ahead
from .refusals import DecisionNeeded, KeyReused, NothingToDo, Stale, TotalsDiffer
from .slots import Record, client_of_run
from .table import EDGES, TAKEN_AGAIN, Variant

log = logging.getLogger(__name__)
CONVERTED = "conversion_applied"  # the kind in the outbox


def apply(  # noqa: PLR0913  the six things a conversion is made of
    source: Item, variant: Variant, *, decisions: Decisions, seen: Seen, actor: User, key: str
) -> Conversion:
    """Make the items of a variant from a source, link them and tell; or write nothing at all.

    Of the source only the id and the type need be known: it is read here, under the lock, and the actor's rights on it
    are asked before anything is told of it.
    The same request with the same key answers with the first result, however often and however parallel it comes.
    Raises Forbidden, DecisionNeeded, Stale, NothingToDo, TotalsDiffer (each with the plan as it is now), KeyReused,
    ValidationError by field, or Item.DoesNotExist when the source is gone or in the recycle bin.
    """
    request = request_hash(source, variant, decisions)
    try:
        with given_up_whole():
            conversion = _begin(source, variant, request, actor, key)
            ids = ids_to_lock(source, variant, decisions)
            with at_once(records.locking(ids), *ahead(source, variant), *actor.access_ahead):
                records.lock(ids)
                now = plan(source, variant, actor=actor, decisions=decisions)
                _refuse(now, seen)
                _carry_out(now, conversion)
            return conversion
    except IntegrityError as error:
        if not _is_key_clash(error):
            raise
        return _earlier(actor, key, request)


def request_hash(source: Item, variant: Variant, decisions: Decisions) -> str:
    """Name a request: two with the same hash ask for the same."""
    return hashed([source.pk, variant.code, decisions.facts()])


def _begin(source: Item, variant: Variant, request: str, actor: User, key: str) -> Conversion:
    """Insert the conversion before anything else: its key lets one of many equal requests through."""
    conversion = Conversion(
        actor=actor,
        key=key,
        request_hash=request,
        source_id=source.pk,
        source_type=source.type,
        source_ref=source.pk,
        source_version=0,  # until the source is read
        variant=variant.code,
        at=timezone.now(),
    )
    tables.insert(conversion, waits=False)  # its key first, and nobody waits for it alone
    return conversion


def ids_to_lock(source: Item, variant: Variant, decisions: Decisions) -> set[int]:
    """The source and every existing item that may be taken: all are locked in one statement, in the order of ids."""
    taken = [slot for slot in variant.targets if slot in TAKEN_AGAIN]
    ids = {source.pk, *(pk for slot in taken if (pk := decisions.use.get(slot, NEW)) > NEW)}
    if taken:
        made = ConversionRecord.objects.filter(conversion__source_id=source.pk, item_type__in=TAKEN_AGAIN)
        own = clients.read(source)
        ids |= {pk for pk in (*made.values_list("item_id", flat=True), own.company, *own.contacts) if pk}
    return ids


def _is_key_clash(error: IntegrityError) -> bool:
    return any(mark in str(error) for mark in ("conversion_once_per_key", "crm_conversion.key"))


def _earlier(actor: User, key: str, request: str) -> Conversion:
    conversion = Conversion.objects.get(actor=actor, key=key)
    if conversion.request_hash != request:
        raise KeyReused(key)
    return conversion


def _refuse(now: Plan, seen: Seen) -> None:
    if now.missing:
        raise permissions.Forbidden(*now.missing)
    if now.source.deleted_at:
        raise Item.DoesNotExist
    if seen.version != now.source.version or not _is_as_seen(seen, now):
        raise Stale(now)
    if now.is_nothing_to_do:
        raise NothingToDo(now)
    if now.open:
        raise DecisionNeeded(now)


def _is_as_seen(seen: Seen, now: Plan) -> bool:
    """Whoever saw no plan has none to compare."""
    return not seen.fingerprint or fingerprints.agree(seen.fingerprint, now.fingerprint)


def _carry_out(now: Plan, conversion: Conversion) -> None:
    conversion.source_title, conversion.source_version = now.source.title, now.source.version
    fields = new_fields.create(now, conversion)
    made: dict[str, Item] = {}
    notes: list[ConversionRecord] = []
    for record in now.records:
        item, before = _make(record, made, now, conversion, fields)
        made[record.slot] = item
        notes.append(stored.record(conversion, record, item, before))
    _check_totals(now, made)
    before = _change_source(now, made, conversion) | {"fields": new_fields.digests(fields)}
    tables.insert_many(notes)
    conversion.just_made = now.source, notes
    _link(now, made, conversion)
    _tell(now, made, conversion)
    before |= to_do.move(now, made, conversion)
    _keep(now, conversion, before)
    outbox.put(CONVERTED, {"conversion": conversion.pk}, key=f"{CONVERTED}:{conversion.pk}")


def _keep(now: Plan, conversion: Conversion, before: dict[str, Any]) -> None:
    """Store the plan as applied, and what undo needs, with the conversion."""
    values = {
        "source_title": conversion.source_title,
        "source_version": conversion.source_version,
        "decisions": now.decisions.facts(),
        "plan": stored.plan(now),
        "before": before,
        "state": APPLIED,
    }
    for name, value in values.items():
        setattr(conversion, name, value)
    tables.update(Conversion, conversion.pk, values)


def _make(
    record: Record,
    made: dict[str, Item],
    now: Plan,
    conversion: Conversion,
    fields: dict[str, dict[str, CustomField]],
) -> tuple[Item, dict[str, Any]]:
    """Create or take one item; answers it and what undo needs to know of an existing one."""
    actor = now.reading.actor
    if record.item is None:
        parts = dict(record.parts)
        if record.slot == "contact" and "company" in made and _may_employ(now, "company"):
            parts["companies"] = (made["company"].pk,)
        if record.slot == "deal" and {"contact", "company"} & set(made):
            parts["client"] = client_of_run(parts.get("client"), made.get("company"), made.get("contact"))
        new = fields[record.slot]
        item = records.create(
            record.slot,
            record.values | new_fields.filled(record, now, new),
            actor=actor,
            parts=parts,
            conversion_id=conversion.pk,
            fields=now.reading.fields[record.slot] | new,
        )
        pictures.make_own(item, split(record.values)[0], now.reading.parts.get("files", ()))
        return item, {}
    return _take(record, made, now, conversion)


def _may_employ(now: Plan, slot: str) -> bool:
    """An existing record gets a new company or contact only from someone who may edit it."""
    record = now.record(slot)
    return record is None or record.may_edit


def _take(record: Record, made: dict[str, Item], now: Plan, conversion: Conversion) -> tuple[Item, dict[str, Any]]:
    """Add to an existing contact or company what it lacks: ways to reach it, and on a contact the company."""
    assert record.item is not None
    item = item_types.child_of(record.item)
    if not record.may_edit:
        return item, {}
    parts: dict[str, Any] = {}
    before: dict[str, Any] = {}
    if record.appended:
        present = communications.read(item)
        parts["communications"] = communications.with_added(present, record.appended)
        before["communications"] = stored.communications(present, parts["communications"])
    company = made.get("company")
    if record.slot == "contact" and company is not None:
        present_ids = employments.COMPANIES.read(item)
        if company.pk not in present_ids:
            parts["companies"] = (*present_ids, company.pk)
            before["company"] = company.pk
    item = records.adjust(item, {}, parts=parts, actor=now.reading.actor, conversion_id=conversion.pk)
    return item, before


def _check_totals(now: Plan, made: dict[str, Item]) -> None:
    """The sums of source and new item are equal to the cent, or nothing is written (domain.md 4.6, step 8)."""
    source = now.source
    for record in now.records:
        if "rows" not in record.parts:
            continue
        item, new = made[record.slot], record.parts["rows"]
        paid = item.currency_id == source.currency_id and item.amount == source.amount
        alike = _priced_by(item, new) == _priced_by(source, now.reading.parts["rows"])  # they come to the same then
        if not paid or not (alike or rows.totals(item, new) == now.totals):
            log.error("conversion of %s %s: the sums differ from %s", source.type, source.pk, now.totals)
            raise TotalsDiffer(now)


def _priced_by(item: Item, entered: Iterable[rows.Row]) -> tuple[Any, ...]:
    """All that totals are computed from."""
    return item.rounding_mode, item.decimals, *(row.line for row in entered)


def _change_source(now: Plan, made: dict[str, Item], conversion: Conversion) -> dict[str, Any]:
    """Set the blank references, the client and the success stage of the source; answers what undo needs."""
    source, actor = now.source, now.reading.actor
    values: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    for slot, item in made.items():
        name = EDGES[source.type, slot].fill
        if name and getattr(source, name) is None:
            values[name] = item
    if now.won is not None:
        values["stage"] = now.won
    if {"contact", "company"} & set(made):
        parts["client"] = _joined_client(now, made)
    before = stored.source(source, values, parts, now.reading.parts)
    known, answered = now.reading.fields[source.type], now.of_source
    parts |= answered.parts(now.reading.parts)
    changed = records.adjust(
        source, values | answered.values, parts=parts, actor=actor, conversion_id=conversion.pk, fields=known
    )
    if changed.version == conversion.source_version:
        records.touch([source.pk], actor=actor)
    if now.won is not None and changed.stage_changed_at is not None:
        before["moved_at"] = changed.stage_changed_at.isoformat()
    return before


def _joined_client(now: Plan, made: dict[str, Item]) -> clients.Clients:
    """The source's client with the run's contact added, and its company where none was."""
    own: clients.Clients = now.reading.parts["client"]
    contact, company = made.get("contact"), made.get("company")
    contacts = own.contacts if contact is None or contact.pk in own.contacts else (*own.contacts, contact.pk)
    return clients.Clients(own.company or (company.pk if company else None), contacts, own.primary)


def _link(now: Plan, made: dict[str, Item], conversion: Conversion) -> None:
    kinds = {"create": "created", "use": "used"}
    links = [
        {
            "source_id": now.source.pk,
            "target_id": made[record.slot].pk,
            "kind": kinds[record.action],
            "conversion_id": conversion.pk,
            "created_by_id": now.reading.actor.pk,
            "created_at": conversion.at,
        }
        for record in now.records
        if record.action in kinds
    ]
    tables.insert_values(Link, links)


def _tell(now: Plan, made: dict[str, Item], conversion: Conversion) -> None:
    """Write one entry per item on the source, and one on each item that names the source."""
    entries = []
    for record in now.records:
        if record.action == "reuse":
            continue
        item = made[record.slot]
        is_new = record.action == "create"
        entries.append(_entry(now, now.source, "made" if is_new else "used_existing", item, conversion))
        entries.append(_entry(now, item, "created_from" if is_new else "used_existing", now.source, conversion))
    timeline.record_many(entries)


def _entry(now: Plan, item: Item, kind: str, other: Item, conversion: Conversion) -> timeline.Entry:
    """Name the other item as it is called now; pages show its present title."""
    end = "source" if kind == "created_from" or item.pk != now.source.pk else "target"
    data = {end: other.pk, "type": other.type, "label": other.title, "number": other.number}
    return timeline.entry(item, kind, actor=now.reading.actor, data=data, conversion_id=conversion.pk, at=conversion.at)
