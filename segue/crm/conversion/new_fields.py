"""How do the custom fields that were ticked come to be, and what is put into them?"""

from typing import Any

from segue.core.custom_fields import changes, copies
from segue.core.custom_fields.lossless import NotCarried
from segue.core.models import CustomField
from segue.crm.models import Conversion

from . import custom
from .decisions import Offer
from .plan import Plan
from .slots import Record


def create(now: Plan, conversion: Conversion) -> dict[str, dict[str, CustomField]]:
    """Create the ticked custom fields, and note what is not to be offered again; answers the new ones by slot and code.

    Where somebody else created the same field at this moment, theirs is taken. Raises ValidationError where one cannot
    be created.
    """
    actor, created = now.reading.actor, {}
    for record in now.records:
        created[record.slot] = {
            offer.field.code: copies.create_on(offer.field, record.slot, actor=actor, conversion_id=conversion.pk)
            for offer in record.new_fields
        }
    asked = now.missing_fields
    if asked is not None and asked.may_create:
        for slot in now.decisions.do_not_offer:
            for offer in asked.offers(slot):
                if offer.field.code not in created.get(slot, {}):
                    changes.do_not_offer(offer.field, slot, actor=actor)
    return created


def digests(fields: dict[str, dict[str, CustomField]]) -> dict[str, str]:
    """Note how the created fields look, so that an undo knows whether somebody changed them since."""
    return {str(field.pk): copies.digest(field) for each in fields.values() for field in each.values()}


def filled(record: Record, now: Plan, fields: dict[str, CustomField]) -> dict[str, Any]:
    """Return the values for the fields that were created for this item: those of the source, blank ones too, lest a
    default stand there. What does not fit stays on the source, as the plan says.
    """
    held = {offer.field.code: offer for offer in record.new_fields}
    return {code: _value(held[code], now, field) for code, field in fields.items()}


def _value(offer: Offer, now: Plan, field: CustomField) -> Any:
    if offer.value is None:
        return None
    try:
        return custom.turned(now.reading, offer.field, offer.value, field)
    except NotCarried:
        return None
