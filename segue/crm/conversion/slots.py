"""What happens in each slot of a variant: a new item with which values, or an existing one, and what is added to it?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from segue.core import item_types, preferences, records, writing
from segue.core.custom_fields import values
from segue.core.custom_fields.definitions import is_code
from segue.core.models import Item, Pipeline, Stage, User
from segue.crm import clients, communications
from segue.crm.clients import Clients
from segue.crm.communications import Communication

from . import custom, pictures, standard
from .decisions import Offer
from .reading import Reading
from .table import SELF, Edge

COPY, DEFAULT, ASKED, FIXED = "copy", "default", "asked", "fixed"


@dataclass(frozen=True)
class Carried:
    """One value of a new item and where it comes from; `source` names the source's column where there is one."""

    target: str
    value: Any
    rule: str
    source: str = ""


@dataclass(frozen=True)
class Record:
    """One slot of a plan. For `create`: the values (custom ones by code) and parts of the new item. For `use` and
    `reuse`: the item, the communications it gains, and whether the actor may edit it.
    """

    slot: str
    action: str
    fields: tuple[Carried, ...] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)
    item: Item | None = None
    appended: tuple[Communication, ...] = ()
    may_edit: bool = True
    new_fields: tuple[Offer, ...] = ()  # custom fields to create on the type, with the value to put in

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the new item."""
        return {each.target: each.value for each in self.fields}


def created(
    edge: Edge, reading: Reading, typed: Mapping[str, str], pipeline: Pipeline | None, *, is_main: bool
) -> Record:
    """Fill a new item from the source: carried values over defaults, then what was asked; parts as copies."""
    source, item_type = reading.item, item_types.get(edge.target)
    fields = [*_copied(edge, source, reading.actor), *_referred(edge, source)]
    fields += [Carried(name, text.strip(), ASKED) for name, text in typed.items() if name in edge.ask]
    asked = standard.answers(edge.target, reading, typed, but={each.target for each in fields})
    fields += [Carried(name, value, ASKED) for name, value in asked.values.items()]
    if pipeline is not None:
        fields.append(Carried("pipeline", pipeline, FIXED))
    fields += _custom(edge.target, reading, typed)
    given = {each.target: each.value for each in fields}
    columns, _codes = values.split(given)
    starting = records.starting_values(edge.target, columns, actor=reading.actor)
    starting |= custom.defaults(edge.target, reading, given)
    fields += [Carried(name, value, DEFAULT) for name, value in starting.items() if name not in given]
    parts = _parts(edge, reading, item_type, is_main=is_main)
    parts |= asked.parts(parts)
    if not is_main and (shown := pictures.shown_in(columns, reading.parts.get("files", ()))):
        parts["files"] = item_type.part("files").copy(shown)
    return Record(edge.target, "create", tuple(fields), parts)


def _custom(slot: str, reading: Reading, typed: Mapping[str, str]) -> list[Carried]:
    """Fill custom fields: from the field of the same code, then from what was asked."""
    taken = custom.carriage(slot, reading).values
    fields = [Carried(code, value, COPY, code) for code, value in taken.items()]
    asked = custom.askable(slot, reading)
    for code, text in typed.items():
        if code in asked and code not in taken and not wrong_text(code, text, slot, reading):
            value = custom.answer(reading, slot, code, text)
            fields += [Carried(code, value, ASKED)] if value is not None else []
    return fields


def taken(edge: Edge, reading: Reading, item: Item, action: str) -> Record:
    """Take an existing record: nothing on it is overwritten, what it lacks of phones and e-mails is added."""
    may_edit = writing.may(reading.actor, "edit", item)
    appended: tuple[Communication, ...] = ()
    if action == "use" and "communications" in edge.parts:
        appended = lacking(item, reading.parts["communications"])
    return Record(edge.target, action, item=item, appended=appended, may_edit=may_edit)


def lacking(item: Item, offered: tuple[Communication, ...]) -> tuple[Communication, ...]:
    """List the phones and e-mails that the item has not, or has without the do-not-contact mark."""
    present = communications.read(item)
    reach = tuple(each for each in offered if each.kind in communications.REACHED_BY)
    merged = communications.merge(present, reach, preferences.load().country)
    return tuple(each for each in merged if each not in present)


def blanks(record: Record, reading: Reading) -> list[str]:
    """Name the required columns and custom fields of a new item that are still blank."""
    item_type = item_types.get(record.slot)
    columns, given = values.split(record.values)
    draft: Any = _Draft(item_type.model, {"type": record.slot, **columns})
    stage = reading.begins(record.slot, columns.get("pipeline"))
    wrong = [name for name in item_type.check(draft) if not getattr(draft, name, None)]
    missing = standard.blanks(draft, stage, reading, record.parts)
    return [*wrong, *missing, *custom.blanks(record.slot, reading, given, stage)]


class _Draft:
    """A new item as far as it is known, for the rules of its type: a row with all its columns would take ten times as
    long to make.
    """

    def __init__(self, model: type[Item], values: Mapping[str, Any]) -> None:
        self._meta = model._meta
        vars(self).update(values)

    def __getattr__(self, name: str) -> Any:
        column: Any = self._meta.get_field(name)
        return column.get_default()


def _copied(edge: Edge, source: Item, actor: User) -> list[Carried]:
    carried = []
    for target, name in edge.carry.items():
        value = getattr(source, name)
        if name == "owner" and not value.is_active:
            carried.append(Carried(target, actor, FIXED, name))
        elif not _is_blank(value):
            carried.append(Carried(target, value, COPY, name))
    return carried


def _referred(edge: Edge, source: Item) -> list[Carried]:
    references = [(name, source if own == SELF else getattr(source, own)) for name, own in edge.refer.items()]
    return [Carried(name, value, FIXED) for name, value in references if value is not None]


def _parts(edge: Edge, reading: Reading, item_type: item_types.ItemType, *, is_main: bool) -> dict[str, Any]:
    names = {*edge.parts, "files"} if is_main else set(edge.parts) - {"files"}
    held = reading.parts | {"client": reading.client}
    return {
        part.name: part.copy(held[part.name])
        for part in item_type.parts
        if part.name in names and part.name in reading.parts and held[part.name] != part.empty
    }


def _is_blank(value: object) -> bool:
    """A blank value leaves the target's own default; no and zero are values."""
    return value is None or value == ""


def client_of_run(carried: Clients | None, company: Item | None, contact: Item | None) -> Clients:
    """Return the client of a deal made beside a contact and a company: they come first, then the source's own."""
    own = carried or clients.NOBODY
    if contact is None:
        return Clients(company.pk if company else own.company, own.contacts, own.primary)
    others = tuple(pk for pk in own.contacts if pk != contact.pk)
    return Clients(company.pk if company else own.company, (contact.pk, *others), contact.pk)


def source_blanks(reading: Reading, won: Stage | None) -> list[str]:
    """Name what the stage that the source moves to requires of the source itself, and that it has not."""
    if won is None:
        return []
    own = custom.blanks(reading.item.type, reading, reading.item.custom, won)
    return [*standard.blanks(reading.item, won, reading, reading.parts), *own]


def source_answers(reading: Reading, asked: Iterable[str], typed: Mapping[str, str]) -> standard.Answers:
    """Read what was typed for what the source lacks."""
    slot, given = reading.item.type, {name: typed[name] for name in asked if name in typed}
    found = standard.answers(slot, reading, given)
    own = {code: custom.answer(reading, slot, code, text) for code, text in given.items() if is_code(code)}
    return standard.Answers(found.values | own, found.reach)


def suggestion(edge: Edge, name: str, source: Item) -> str:
    """Return what a blank required field is offered: where the table says it stands."""
    return str(getattr(source, edge.ask.get(name, ""), "") or "")


def wrong_text(name: str, text: str, slot: str, reading: Reading) -> str:
    """Say what is wrong with a typed answer to a required question; empty when it can be stored."""
    if not text.strip():
        return _("This field is required.")
    return custom.wrong_answer(reading, slot, name, text) if is_code(name) else standard.wrong_answer(slot, name, text)
