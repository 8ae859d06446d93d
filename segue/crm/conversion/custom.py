"""Which custom values travel into a new item, which fields could be created for them, and which stay, and why?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from segue.core import item_types
from segue.core.custom_fields import copies, filed, naming, values
from segue.core.custom_fields.definitions import Fields
from segue.core.custom_fields.lossless import OTHER_KIND, UNFITTING, NotCarried, carried
from segue.core.models import CustomField, Stage

from .decisions import ALL, Decisions, Group, MissingFields, Offer
from .reading import Reading

NOT_CREATED, RESTRICTED = "not_created", "restricted"


@dataclass(frozen=True)
class Carriage:
    """What became of the custom values of the source for one new item: those carried, and the reasons of the others."""

    values: Mapping[str, Any]
    reasons: Mapping[str, str]


def carriage(slot: str, reading: Reading) -> Carriage:
    """Carry what the target type has a field of the same code for."""
    fields, targets = reading.fields[reading.item.type], reading.fields[slot]
    taken: dict[str, Any] = {}
    reasons: dict[str, str] = {}
    for code, value in _held(reading).items():
        if code not in targets:
            reasons[code] = NOT_CREATED
            continue
        try:
            taken[code] = turned(reading, fields[code], value, targets[code])
        except NotCarried as stays:
            reasons[code] = stays.reason
    return Carriage(taken, reasons)


def question(slots: Iterable[str], reading: Reading) -> MissingFields | None:
    """Offer the fields that the types to be created lack; None where nothing is missing and nothing stands against."""
    groups = [group for slot in slots if (group := _group(slot, reading))]
    return MissingFields(tuple(groups), reading.actor.may_change_settings) if groups else None


def ticked(asked: MissingFields | None, slot: str, decisions: Decisions) -> tuple[Offer, ...]:
    """Return the offered fields that were ticked, by someone who may create them."""
    if asked is None or not asked.may_create:
        return ()
    wanted = (decisions.create_fields or {}).get(slot, ())
    return tuple(offer for offer in asked.offers(slot) if ALL in wanted or offer.field.code in wanted)


def defaults(slot: str, reading: Reading, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the defaults of the target's custom fields that nothing was given for."""
    found = {code: values.start(field) for code, field in reading.fields[slot].items() if code not in given}
    return {code: value for code, value in found.items() if value is not None}


def askable(slot: str, reading: Reading) -> Fields:
    """Return the custom fields a dialog may ask for: those that can be required, seen by this person, typed at all."""
    return {
        code: field
        for code, field in reading.target_fields(slot).items()
        if (field.mandatory or field.mandatory_from_id) and field.editable and field.kind != filed.KIND
    }


def blanks(slot: str, reading: Reading, given: Mapping[str, Any], stage: Stage | None) -> list[str]:
    """Name the required custom fields of an item that are blank on a stage."""
    fields = askable(slot, reading)
    draft = item_types.get(slot).model(type=slot, stage=stage)
    draft.custom = {code: value for code, value in given.items() if value is not None}
    return list(values.missing(draft, fields))


def answer(reading: Reading, slot: str, code: str, text: str) -> Any:
    """Return the value of a required field that was typed in the dialog; raises ValidationError."""
    field = askable(slot, reading)[code]
    typed = {"amount": text, "currency": reading.item.currency_id} if field.kind == "money" else text
    value = values.parse(field, [typed])
    if wrong := naming.unknown({code: set(values.each(field, value))}, {code: field}, reading.actor):
        raise ValidationError(wrong[code])
    return value


def wrong_answer(reading: Reading, slot: str, code: str, text: str) -> str:
    """Say what is wrong with what was typed for a required field; "" for nothing, and for what nobody asked."""
    if code not in askable(slot, reading):
        return ""
    try:
        answer(reading, slot, code, text)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def turned(reading: Reading, source: CustomField, value: Any, target: CustomField) -> Any:
    """Return a value of the source as the target field takes it; raises NotCarried."""
    found = _files(reading, source, target) if source.kind == filed.KIND else carried(source, value, target)
    if not copies.is_as_private(source, target):
        raise NotCarried(RESTRICTED)
    return found


def fits(reading: Reading, offer: Offer) -> bool:
    """Say whether the value goes into the field as it would be created: its limits may have changed since."""
    try:
        turned(reading, offer.field, offer.value, offer.field)
    except NotCarried:
        return False
    return True


def _files(reading: Reading, source: CustomField, target: CustomField) -> Any:
    """Return the files of a field as new ones, which do not depend on those of the source."""
    if target.kind != filed.KIND:
        raise NotCarried(OTHER_KIND)
    try:
        return filed.clean(target, filed.copies(filed.held(reading.item, source)))
    except ValidationError:
        raise NotCarried(UNFITTING) from None


def _held(reading: Reading) -> dict[str, Any]:
    fields: Fields = reading.fields[reading.item.type]
    return {code: reading.item.custom[code] for code in fields if reading.item.custom.get(code) is not None}


def _group(slot: str, reading: Reading) -> Group | None:
    fields, targets = reading.fields[reading.item.type], reading.fields[slot]
    known = reading.target_fields(slot)
    labels = {field.label for field in known.values()}
    lacking = [field for code, field in fields.items() if code not in targets and slot not in field.not_offered_on]
    offers = tuple(
        Offer(field, reading.item.custom.get(field.code), field.label in labels)
        for field in lacking
        if field.code in reading.seen
    )
    conflicts = tuple(
        (fields[code], known[code])
        for code in fields
        if code in reading.seen and code in known and _differ(fields[code], known[code])
    )
    hidden = len(lacking) - len(offers)
    return Group(slot, offers, conflicts, hidden) if offers or conflicts or hidden else None


def _differ(source: CustomField, target: CustomField) -> bool:
    return source.kind != target.kind
