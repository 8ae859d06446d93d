"""What is kept with a conversion: the plan as it was applied, and what undo needs to bring back?"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from segue.core import facts, item_types
from segue.core.custom_fields import values as custom_values
from segue.core.models import Item
from segue.crm import pricing
from segue.crm.clients import Clients
from segue.crm.communications import Communication
from segue.crm.models import Conversion, ConversionRecord

from .plan import Plan
from .slots import Record


def plan(now: Plan) -> dict[str, Any]:
    """Word the plan as JSON: per slot what went where, what stayed and why, the totals."""
    return {
        "records": [_slot(each) for each in now.records],
        "stays": [
            {"name": each.name, "value": _fact(now, each.name, each.value), "reason": each.reason,
             "targets": list(each.targets)} | _label(now, each.name)
            for each in now.stays
        ],
        "totals": _totals(now.totals),
    }  # fmt: skip


def record(conversion: Conversion, planned: Record, item: Item, before: dict[str, Any]) -> ConversionRecord:
    """Make the row of one slot, not stored yet."""
    return ConversionRecord(
        conversion=conversion,
        action=planned.action,
        item=item,
        item_type=item.type,
        item_ref=item.pk,
        item_title=item.title,
        before=before,
    )


def source(item: Item, values: Mapping[str, Any], parts: Mapping[str, Any], held: Mapping[str, Any]) -> dict[str, Any]:
    """Note what the source had where the conversion is about to write."""
    before: dict[str, Any] = {name: None for name in values if name != "stage"}
    if "stage" in values:
        before["stage"] = {
            "id": item.stage_id,
            "changed_by": item.stage_changed_by_id,
            "changed_at": item.stage_changed_at.isoformat() if item.stage_changed_at else None,
            "closed_at": item.closed_at.isoformat() if item.closed_at else None,
        }
    if "client" in parts:
        own: Clients = held["client"]
        before["client"] = {"company": own.company, "contacts": list(own.contacts), "primary": own.primary}
    return before


def communications(present: Iterable[Communication], after: Iterable[Communication]) -> dict[str, Any]:
    """Note the communications of an existing record before and after some were added."""
    return {"before": [asdict(each) for each in present], "after": [asdict(each) for each in after]}


def _slot(planned: Record) -> dict[str, Any]:
    return {
        "slot": planned.slot,
        "action": planned.action,
        "item": planned.item.pk if planned.item else None,
        "fields": [{"target": each.target, "source": each.source, "rule": each.rule} for each in planned.fields],
        "parts": sorted(planned.parts),
        "new_fields": [offer.field.code for offer in planned.new_fields],
        "appended": [asdict(each) for each in planned.appended],
    }


def _label(now: Plan, name: str) -> dict[str, Any]:
    """A custom field keeps the name it has now: it may be gone when somebody reads the plan."""
    field = now.reading.seen.get(name)
    return {"labels": field.labels} if field else {}


def _fact(now: Plan, name: str, value: Any) -> Any:
    item, item_type = now.source, item_types.of(now.source)
    if name in now.reading.seen:
        return custom_values.fact(now.reading.seen[name], value)
    if item_type.has(name):
        return item_type.part(name).facts(value) if not isinstance(value, Item) else {"id": value.pk}
    return facts.of_field(item, name)


def _totals(sums: pricing.Totals | None) -> dict[str, str] | None:
    return None if sums is None else {name: str(getattr(sums, name)) for name in ("net", "tax", "gross")}
