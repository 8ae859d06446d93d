"""How does a new item come into being? One by one, or many at once with the same result; `records` is the door."""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from segue.core import changes, item_types, numbering, permissions, stage_moves, tables, timeline, writing
from segue.core.custom_fields import filed, stored
from segue.core.custom_fields import values as custom_values
from segue.core.custom_fields.definitions import Fields, of_type, seen_by
from segue.core.item_types import ItemType
from segue.core.models import Item, User
from segue.core.permissions import Forbidden
from segue.core.prepared import Question, steadily
from segue.core.validation import check

Values = Mapping[str, Any]  # column name -> value; references as objects that exist
Refusal = ValidationError | Forbidden  # why a new item is not stored

# What people can enter that the database alone knows to be taken: a mark in its message -> field.
TAKEN = {"one_item_per_number": "number", "core_item.number": "number"}


@dataclass(frozen=True)
class New:
    """What one of many new items is made of; `created_at` where it is older than today."""

    values: Values
    parts: Values = field(default_factory=dict)
    created_at: datetime | None = None


@dataclass
class _Made:
    """A new item that is fit to be stored, with its parts, and the files under its custom fields."""

    item: Any
    parts: dict[str, Any]
    files: dict[str, filed.Files] = field(default_factory=dict)
    is_counted: bool = False  # its number is that of a counter


def creating(code: str) -> list[Question]:
    """Return what `create` asks about the type of a new item, for `prepared.at_once`."""
    item_type = item_types.get(code)
    asked = [(stage_moves.first_of_default, code)] if item_type.has_stages else []
    return [*asked, (numbering.of_type, code)] if item_type.numbered else [*asked]


def starting_values(code: str, given: Values, *, actor: User) -> dict[str, Any]:
    """Return the values of a new item: what is given, laid over the defaults of its type."""
    beginning = item_types.Beginning(actor)
    defaults = item_types.get(code).defaults
    missing = {name: default(beginning) for name, default in defaults.items() if name not in given}
    if "currency" in given and "decimals" not in given:
        missing["decimals"] = given["currency"].decimals
    return {"owner": actor} | missing | dict(given)


def create(  # noqa: PLR0913  what an item is made of
    code: str,
    values: Values,
    *,
    actor: User,
    parts: Values | None = None,
    conversion_id: int | None = None,
    fields: Fields | None = None,
) -> Item:
    """Store a new item and return it. Raises Forbidden, or ValidationError with messages by field.

    `values` are laid over the defaults of type and custom fields, and `parts` are by part name. A conversion writes the
    entry of the creation itself, since it knows the source. `fields` are the custom fields, where the caller has them.
    """
    item_type = item_types.get(code)
    fields = of_type(code) if fields is None else fields
    made = _begun(item_type, New(values, parts or {}), fields, actor, by_conversion=bool(conversion_id))
    with transaction.atomic(savepoint=conversion_id is None):  # a conversion is given up whole
        _complete(made, item_type, fields, actor, by_conversion=bool(conversion_id))
        made.files = filed.take_out(made.item)
        while not _insert(made, savepoint=conversion_id is None):
            _count_on(made, item_type, fields, by_conversion=bool(conversion_id))
        filed.write_new(made.item, fields, made.files)
        _write_beside(made, item_type, fields, actor)
        if not conversion_id:
            changes.tell_new(made.item, made.parts, actor=actor)
    item: Item = made.item
    return item


def create_many(code: str, news: Iterable[New], *, actor: User, imported_by: int | None = None) -> list[Item | Refusal]:
    """Store new items of a type in one transaction, and return each in its place, or why it was refused.

    The rows are those that `create` would write for each. What an import brings, a job by its id, is told as such in
    the timeline, and nobody gets a notice of each.
    """
    item_type, fields = item_types.get(code), of_type(code)
    with transaction.atomic(), steadily():
        found = _with_free_numbers([_tried(item_type, new, fields, actor) for new in news], item_type, fields)
        made = [each for each in found if isinstance(each, _Made)]
        for each in made:
            each.files = filed.take_out(each.item)
        tables.insert_extended([each.item for each in made])
        with tables.gathered():
            for each in made:
                filed.write_new(each.item, fields, each.files)
                _write_beside(each, item_type, fields, actor)
            if imported_by:
                told = {"job": imported_by}
                timeline.record_many([timeline.entry(each.item, "imported", actor=actor, data=told) for each in made])
        for each in made if not imported_by else ():
            changes.tell_new(each.item, each.parts, actor=actor)
    return [each.item if isinstance(each, _Made) else each for each in found]


def taken(error: IntegrityError) -> Exception:
    """Turn a unique rule that people can break into a message at its field; others stay what they are."""
    for mark, name in TAKEN.items():
        if mark in str(error):
            return ValidationError({name: [_("This number is already taken.")]})
    return error


def _tried(item_type: ItemType, new: New, fields: Fields, actor: User) -> _Made | Refusal:
    """Make one of many ready; a number that was taken for one that is refused is given back."""
    try:
        made = _begun(item_type, new, fields, actor)
        with transaction.atomic() if item_type.numbered else nullcontext():
            _complete(made, item_type, fields, actor)
    except (ValidationError, Forbidden) as refused:
        return refused
    return made


def _with_free_numbers(found: list[_Made | Refusal], item_type: ItemType, fields: Fields) -> list[_Made | Refusal]:
    """Refuse each whose number, given by hand, another has, where two of them have one the second; count on where a
    counter met one.
    """
    numbered = [each.item for each in found if isinstance(each, _Made) and each.item.number]
    if not numbered:
        return found
    rows = Item.objects.filter(type=item_type.code).order_by().values_list("number_scope", "number")
    held = set(rows.filter(number__in=[item.number for item in numbered]))
    kept: list[_Made | Refusal] = []
    for each in found:
        if isinstance(each, _Made):
            while each.is_counted and _number_of(each) in held:
                _count_on(each, item_type, fields)
                held |= set(rows.filter(number=each.item.number))
        if isinstance(each, _Made) and each.item.number:
            if _number_of(each) in held:
                kept.append(ValidationError({"number": [_("This number is already taken.")]}))
                continue
            held.add(_number_of(each))
        kept.append(each)
    return kept


def _number_of(made: _Made) -> tuple[str, str]:
    return made.item.number_scope, made.item.number


def _begun(item_type: ItemType, new: New, fields: Fields, actor: User, *, by_conversion: bool = False) -> _Made:
    """Lay what is given over the defaults, find the stage, ask for the right, and clean the parts."""
    code, now = item_type.code, timezone.now()
    columns, custom = custom_values.split(new.values)
    item: Any = item_type.model(type=code, **starting_values(code, columns, actor=actor))
    item.custom = custom_values.starting(fields, custom, actor=None if by_conversion else actor)
    item.changed_at = item.last_activity_at = now
    item.created_at = new.created_at or now
    item.created_by = item.changed_by = item.last_activity_by = actor
    _place(item, item_type, actor)
    writing.require_add(actor, item)
    given = [part for part in item_type.parts if part.name in new.parts]
    return _Made(item, {part.name: part.clean(item, new.parts[part.name]) for part in given})


def _complete(made: _Made, item_type: ItemType, fields: Fields, actor: User, *, by_conversion: bool = False) -> None:
    """Take a number, derive what follows from the rest, and check it all."""
    made.is_counted = item_type.numbered and not made.item.number
    _finish(made, item_type, fields, by_conversion=by_conversion)
    own = _required_of(fields, actor, by_conversion=by_conversion)
    check(made.item, item_type, made.parts, own, asks=not by_conversion)


def _finish(made: _Made, item_type: ItemType, fields: Fields, *, by_conversion: bool) -> None:
    """Give a new item its number, and what follows from all else."""
    item = made.item
    if item_type.numbered:
        item.number, item.number_scope = (
            (item.number, numbering.scope_by_hand(item)) if item.number else numbering.take(item)
        )
    item_type.derive(item, made.parts, by_conversion)
    item.search_text = stored.search_text(item, fields)


def _count_on(made: _Made, item_type: ItemType, fields: Fields, *, by_conversion: bool = False) -> None:
    """Take the next number: somebody gave this one by hand."""
    made.item.number = ""
    _finish(made, item_type, fields, by_conversion=by_conversion)


def _write_beside(made: _Made, item_type: ItemType, fields: Fields, actor: User) -> None:
    """Write what an item has in other tables."""
    for name, value in made.parts.items():
        item_type.part(name).write(made.item, value)
    stored.write_rows(made.item, fields, made.item.custom)
    stage_moves.log(made.item, actor=actor, at=made.item.created_at, came_from=None)


def _required_of(fields: Fields, actor: User, *, by_conversion: bool) -> Fields:
    """A required field binds who can see it; a conversion cannot ask for a file, so its form asks when it opens."""
    seen = seen_by(actor, fields)
    return {code: field for code, field in seen.items() if field.kind != filed.KIND} if by_conversion else seen


def _place(item: Item, item_type: ItemType, actor: User) -> None:
    """Put a new item on the stage it names, or on the first of its pipeline, or of one in which the actor may begin."""
    if not item_type.has_stages:
        return
    stage = item.stage or stage_moves.first_stage(item_type.code, item.pipeline_id)
    if not (item.stage or item.pipeline_id or permissions.may_add(actor, item_type.code, stage)):
        stage = next(iter(stage_moves.beginnings(item_type.code, actor)), stage)
    if stage is not None:
        stage_moves.stand_in(item, stage, actor=actor, at=item.created_at)


def _insert(made: _Made, *, savepoint: bool) -> bool:
    """Store a new item; False where the number that a counter gave it is taken."""
    try:
        with transaction.atomic(savepoint=savepoint and bool(made.item.number) and not made.is_counted):
            return tables.insert(made.item, unless_taken=made.is_counted)
    except IntegrityError as error:
        raise taken(error) from error
