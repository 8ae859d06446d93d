"""How do the custom fields that were ticked come to be, and what is put into them?"""

from typing import Any

from segue.core.custom_fields import changes, copies
from segue.core.models import CustomField
from segue.crm.models import Conversion

from . import custom
from .plan import Plan
from .slots import Record


def create(now: Plan, conversion: Conversion) -> dict[str, dict[str, CustomField]]:
    """Create the ticked custom fields, and note what is not to be offered again; answers the new ones by slot and code.

    Where somebody else created the same field at this moment, theirs is taken.
    """
    actor, created = now.reading.actor, {}
    for record in now.records:
        found = {
            offer.field.code: copies.create_on(offer.field, record.slot, actor=actor, conversion_id=conversion.pk)
            for offer in record.new_fields
        }
        created[record.slot] = {code: field for code, field in found.items() if field is not None}
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
    """Return the values for the fields that were created for this item; they take every value of the source."""
    held = {offer.field.code: offer for offer in record.new_fields if offer.value is not None}
    return {
        code: custom.turned(now.reading, held[code].field, held[code].value, field)
        for code, field in fields.items()
        if code in held
    }
