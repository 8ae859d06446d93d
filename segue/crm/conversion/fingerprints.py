"""What does a plan rest on? A hash of the ids, codes and values that would be written and of the choices offered, so
that what a person saw and what would happen now can be compared. No labels, titles, or dates that default to today.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from segue.core.models import Item

from .decisions import Question, Repeat, WhichPipeline, WhichRecord, hashed
from .reading import Reading
from .slots import DEFAULT, Record
from .table import Variant

_WHICH, _GAIN = 6, 8  # digits that tell records, and gains, apart


def of(reading: Reading, variant: Variant, questions: Iterable[Question], records: Mapping[str, Record]) -> str:
    """Return the fingerprint: of what no decision changes, so that it serves before and after one, then, apart, of what
    each existing record that is used gains.
    """
    source = reading.item
    base = hashed(
        {
            "source": [source.pk, variant.code, source.stage_id],
            "earlier": {slot: [item.pk for item in items] for slot, items in reading.earlier.items()},
            "held": {name: _plain(value) for name, value in reading.parts.items()},
            "carried": [
                _plain(getattr(source, name)) for edge in variant.edges for name in sorted(edge.carry.values())
            ],
            "custom": _custom(reading),
            "defaults": _defaults(records),
            "offered": [offer for question in questions if (offer := _offered(question)) is not None],
        }
    )[:32]
    return ".".join([base, *(_gain(record) for record in records.values() if record.item)])


def agree(seen: str, now: str) -> bool:
    """Say whether what was seen still holds; a record chosen later was not seen."""
    (base, *gains), (base_now, *gains_now) = seen.split("."), now.split(".")
    known = {gain[:_WHICH]: gain for gain in gains}
    return base == base_now and all(known.get(gain[:_WHICH], gain) == gain for gain in gains_now)


def _gain(record: Record) -> str:
    """Which record is used, and what it gains."""
    which = hashed([record.slot, record.item and record.item.pk])[:_WHICH]
    return which + hashed([_plain(record.appended), record.may_edit])[:_GAIN]


def _custom(reading: Reading) -> Any:
    """The custom values, and the fields of the types: a field that somebody creates meanwhile is what was wanted."""
    fields = {slot: {code: field.kind for code, field in each.items()} for slot, each in reading.fields.items()}
    source = fields[reading.item.type]
    differing = {slot: {code: kind for code, kind in each.items() if source.get(code, kind) != kind}
                 for slot, each in fields.items()}  # fmt: skip
    return [{code: str(value) for code, value in sorted(reading.item.custom.items())}, source, differing]


def _defaults(records: Mapping[str, Record]) -> dict[str, Any]:
    """The default values that are no dates; of a slot that may be decided either way they do not count."""
    return {
        record.slot: {
            each.target: _plain(each.value)
            for each in record.fields
            if each.rule == DEFAULT and not isinstance(each.value, date)
        }
        for record in records.values()
        if record.slot not in {"contact", "company"}
    }


def _offered(question: Question) -> Any:
    """What can be chosen, none of it dependent on what was; a blank shows in the values already."""
    match question:
        case Repeat():
            return question.digest
        case WhichPipeline():
            return [pipeline.pk for pipeline in question.pipelines]
        case WhichRecord() if question.matches or question.has_hidden:
            return [*(match.item.pk for match in question.matches), question.has_hidden]
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(each) for name, each in asdict(value).items()}
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Item) or hasattr(value, "pk"):
        return value.pk
    return value if value is None or isinstance(value, bool | int | str) else str(value)
