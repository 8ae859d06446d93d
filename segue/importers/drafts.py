"""What does a record of the file say: values, parts, which item it means, and what is wrong with it?

A record is one row, or consecutive rows with the same ID that hold several products of one item.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from segue.core import currencies, item_types
from segue.core.custom_fields.definitions import Fields, of_type, seen_by
from segue.core.item_types import ItemType
from segue.core.models import Currency, Item, User
from segue.core.parts import Part
from segue.crm import columns
from segue.crm.columns import Column
from segue.crm.communications import Communication
from segue.importers import cells, finding, parts, values
from segue.importers.options import Options
from segue.importers.parts import Given
from segue.importers.rows import RowReader
from segue.importers.wanted import Wanted
from segue.lib.spreadsheets import Cell, Row

APART = ("id", "created_at", "created_from", "stage", "pipeline")  # read here, each in its own way
Line = tuple[int, Row]


@dataclass
class Draft:
    """A record as it is understood; `found` is the item that it updates, `errors` are by column.

    `wanted` are the companies and contacts that it names and nobody knows, `made` those of them that came with it.
    """

    line: int
    lines: int
    values: dict[str, Any] = field(default_factory=dict)
    given: dict[str, Given] = field(default_factory=dict)
    created_at: datetime | None = None
    source: Item | None = None
    key: str = ""
    found: Item | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)
    wanted: list[Wanted] = field(default_factory=list)
    made: list[Wanted] = field(default_factory=list)

    def parts(self, item_type: ItemType) -> dict[str, Any]:
        """Return the parts of a new item."""
        return {name: given.over(item_type.part(name).empty) for name, given in self.given.items()}

    def laid_over(self, part: Part, present: Any, *, fills: bool) -> Any:
        """Return a part of an item that exists as it is wanted."""
        given = self.given[part.name]
        return given.into(present) if fills else given.over(present)


def targets(item_type: ItemType, actor: User) -> dict[str, Column]:
    """Return the columns that somebody may fill, by name: custom fields they may not see or edit are none of them."""
    fields = {code: each for code, each in seen_by(actor, of_type(item_type.code)).items() if each.editable}
    return columns.coming(item_type, fields)


class Drafting:
    """Reads records of one import, batch by batch, with the rights of the actor."""

    def __init__(self, item_type: ItemType, mapping: list[str], options: Options, actor: User) -> None:
        self.item_type, self.options, self.actor = item_type, options, actor
        self.columns = targets(item_type, actor)
        self.lost = [name for name in mapping if name and name not in self.columns]
        self.mapping = [(place, name) for place, name in enumerate(mapping) if name in self.columns]
        named = {name for _place, name in self.mapping}
        self.rows = RowReader(options)
        plain = [name for name in named if not self.columns[name].part and name not in APART]
        self.readers = {name: values.reader(item_type, self.columns[name], options, actor) for name in plain}
        self.readers |= {name: found for name, found in self._of_parts.items() if name in named}
        self.own, self.sources = finding.Items(actor, item_type.code), finding.Items(actor, *_types())
        self.stages, self.pipelines = finding.stages(item_type.code), finding.pipelines(item_type.code)

    @property
    def is_grouped(self) -> bool:
        """Say whether several rows may be one record."""
        names = {name for _place, name in self.mapping}
        return "id" in names and any(name.startswith("row_") for name in names)

    def records(self, rows: Iterable[Line]) -> Iterator[list[Line]]:
        """Put rows together into records."""
        id_at = next((place for place, name in self.mapping if name == "id"), -1)
        record: list[Line] = []
        for line in rows:
            own = _at(line[1], id_at)
            if record and not (self.is_grouped and own != "" and own == _at(record[0][1], id_at)):
                yield record
                record = []
            record.append(line)
        if record:
            yield record

    def read(self, records: list[list[Line]]) -> list[Draft]:
        """Understand a batch of records; few queries, however many there are."""
        found = [(Draft(record[0][0], len(record)), [self._cells(row) for _line, row in record]) for record in records]
        self._prepare([lines for _draft, lines in found])
        for draft, lines in found:
            self._understand(draft, lines)
        self.find([draft for draft, _lines in found])
        return [draft for draft, _lines in found]

    def find(self, drafts: list[Draft]) -> None:
        """Find the items that records update, as they are now."""
        wanted = {draft.key for draft in drafts if draft.key}
        if not wanted:
            return
        finder = finding.Items(self.actor, self.item_type.code)
        finder.prepare(wanted)
        for draft in drafts:
            if draft.key:
                self._find(draft, finder)

    def _find(self, draft: Draft, finder: finding.Items) -> None:
        draft.found = None
        marks = {"id": "#", "number": "n", "email": "@", "origin_id": "x"}
        mark = marks[self.options.key]
        for key in finder.keys(draft.key):
            if key.startswith(mark) and (things := finder.found.get(key)):
                if len(things) > 1:
                    message = _("Several are called “%(name)s”.") % {"name": draft.key[:80]}
                    draft.errors.setdefault(self.options.key, []).append(message)
                else:
                    draft.found = next(iter(things.values()))
                return

    def _cells(self, row: Row) -> dict[str, list[Cell]]:
        """Sort the cells of a row by column, without blank ones."""
        found: dict[str, list[Cell]] = {}
        for place, name in self.mapping:
            cell = _at(row, place)
            if cell != "":
                found.setdefault(name, []).append(cell)
        return found

    def _prepare(self, records: list[list[dict[str, list[Cell]]]]) -> None:
        """Let every finder read what the cells name."""
        wanted: dict[str, set[str]] = {}
        for name, found in ((name, found) for lines in records for line in lines for name, found in line.items()):
            if ask := self._asked.get(name):
                wanted.setdefault(name, set()).update(text for cell in found for text in ask(cell))
        finders = self._finders
        for name, texts in wanted.items():
            finders[name].prepare(texts)

    @cached_property
    def _finders(self) -> dict[str, finding.Finder]:
        found: dict[str, finding.Finder] = {}
        found |= {name: reader.finder for name, reader in self.readers.items() if reader.finder is not None}
        found |= {"stage": self.stages, "pipeline": self.pipelines, "created_from": self.sources}
        return found | self.rows.finders

    @cached_property
    def _asked(self) -> dict[str, Any]:
        plain = {name: lambda cell: [cells.text(cell)] for name in self._finders}
        return plain | {name: reader.texts for name, reader in self.readers.items() if reader.finder is not None}

    @cached_property
    def _of_parts(self) -> dict[str, values.Reader]:
        makes = self.options.makes
        company, contact = (finding.Items(self.actor, code, makes=makes) for code in ("company", "contact"))
        return {
            "client": values.several(finding.Items(self.actor, "company", "contact")),
            "client_company": values.Reader(lambda cell: company.find(cells.text(cell)), company),
            "client_contacts": values.several(contact),
            "companies": values.several(company),
            "contacts": values.several(contact),
            "observers": values.several(finding.People()),
        }

    def _understand(self, draft: Draft, lines: list[dict[str, list[Cell]]]) -> None:
        head = lines[0]
        for name in self.lost:
            draft.errors[name] = [_("There is no such field any more.")]
        for name, reader in self.readers.items():
            if name in head:
                value = self._read(draft, name, lambda reader=reader, found=head[name]: reader.value(found))
                if value is not None:
                    draft.values[name] = value
        self._place(draft, head)
        self._take_parts(draft, head)
        if any(name.startswith("row_") for line in lines for name in line):
            self._take_rows(draft, lines)
        self._take_time_and_source(draft, head)
        self._key(draft, head)

    def _read(self, draft: Draft, name: str, read: Any) -> Any:
        try:
            return read()
        except ValidationError as refused:
            by_name = refused.message_dict if hasattr(refused, "error_dict") else {name: refused.messages}
            for column, messages in by_name.items():
                draft.errors.setdefault(column, []).extend(messages)
            return None

    def _place(self, draft: Draft, head: Mapping[str, list[Cell]]) -> None:
        """Find pipeline and stage; a stage is one of the pipeline that the row names."""
        pipeline = None
        if "pipeline" in head:
            text = cells.text(head["pipeline"][0])
            pipeline = self._read(draft, "pipeline", lambda: self.pipelines.find(text))
        if "stage" in head:
            text = cells.text(head["stage"][0])
            stage = self._read(draft, "stage", lambda: self.stages.within(text, pipeline))
            if stage is not None:
                draft.values["stage"] = stage
        elif pipeline is not None:
            draft.values["pipeline"] = pipeline

    def _take_parts(self, draft: Draft, head: Mapping[str, list[Cell]]) -> None:
        taken = {name: draft.values.pop(name) for name in self._of_parts if name in draft.values}
        reached: tuple[Communication, ...] = ()
        for name in (name for name in head if self.columns[name].part == "communications"):
            reached += self._read(draft, name, lambda name=name: parts.reached(name, head[name])) or ()
        if reached:
            draft.given["communications"] = parts.reach(reached)
        lines = {name: cells.text(head[name][0]) for name in head if self.columns[name].part == "billing"}
        if lines:
            own = {name.removeprefix("billing_"): text for name, text in lines.items()}
            draft.given["billing"] = parts.billing(own)
        for name in {"companies", "contacts"} & set(taken):
            draft.given[name] = parts.others(taken[name], self.actor)
        if "observers" in taken:
            draft.given["observers"] = parts.people(taken["observers"])
        both = taken.get("client", ())
        company = taken.get("client_company") or next((each for each in both if each.type == "company"), None)
        contacts = taken.get("client_contacts") or tuple(each for each in both if each.type == "contact")
        if company or contacts:
            draft.given["client"] = parts.client(company, contacts, self.actor)
        named = (company, *contacts, *taken.get("companies", ()), *taken.get("contacts", ()))
        draft.wanted = [each for each in named if isinstance(each, Wanted)]

    def _take_rows(self, draft: Draft, lines: list[dict[str, list[Cell]]]) -> None:
        found, currency = [], draft.values.get("currency") or self._base
        for place, line in enumerate(lines, 1):
            own = {name: several[0] for name, several in line.items() if name.startswith("row_")}
            row = self._read(draft, "row_name", lambda own=own: self.rows.row(own, currency)) if own else None
            if row is not None:
                found.append(row)
            elif own and len(lines) > 1:
                draft.errors.setdefault("row_name", []).append(_("Row %(row)s") % {"row": place})
        draft.given["rows"] = parts.products(tuple(found))

    @cached_property
    def _base(self) -> Currency:
        return currencies.base()

    @cached_property
    def fields(self) -> Fields:
        """The custom fields that the actor may see."""
        return seen_by(self.actor, of_type(self.item_type.code))

    @cached_property
    def blank(self) -> dict[str, Any]:
        """What is blank in an export of ours is so on a new item, which would begin with something else."""
        if not self.options.is_ours:
            return {}
        custom = {name: None for name in self.readers if self.columns[name].field is not None}
        begun = [name for name in self.item_type.defaults if name in self.readers and self.columns[name].may_be_blank]
        return custom | dict.fromkeys(begun)

    @cached_property
    def owner(self) -> User | None:
        """Who gets the items of which the file names nobody."""
        return User.objects.active().filter(pk=self.options.owner).first() if self.options.owner else None

    def _take_time_and_source(self, draft: Draft, head: Mapping[str, list[Cell]]) -> None:
        if "created_at" in head:
            cell = head["created_at"][0]
            draft.created_at = self._read(draft, "created_at", lambda: cells.instant(cell, self.options.language))
            if draft.created_at and draft.created_at > timezone.now():
                draft.errors["created_at"] = [_("Nothing was created in the future.")]
        if "created_from" in head:
            text = cells.text(head["created_from"][0])
            draft.source = self._read(draft, "created_from", lambda: self.sources.find(text))

    def _key(self, draft: Draft, head: Mapping[str, list[Cell]]) -> None:
        key = self.options.key
        if key and key in head:
            told = next(iter(cells.texts(head[key][0])), "")
            draft.key = parts.mail(told) if key == "email" else told


def _at(row: Row, place: int) -> Cell:
    return row[place] if 0 <= place < len(row) else ""


def _types() -> list[str]:
    return [each.code for each in item_types.all_types()]
