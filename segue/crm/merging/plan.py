"""What would merging items come to? Value by value: whose stands, what is united, what moves. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from segue.core import facts, item_types, preferences, writing
from segue.core.custom_fields import definitions, filed
from segue.core.custom_fields import values as custom_values
from segue.core.item_types import ItemType, Text
from segue.core.models import Item, User
from segue.core.permissions import Missing
from segue.crm import communications
from segue.crm.conversion.decisions import hashed

MOST = 5  # items that are merged at once
UNITED = ("communications", "observers")
MOVED = ("companies", "contacts", "files")
KEPT = ("number",)  # the main item's, as its stage and its id
# Columns that no form shows; what the main item lacks is filled in.
FILLED = (
    "lead", "deal", "estimate", "photo", "logo", "document_logo", "stamp", "director_signature", "accountant_signature",
    "originator", "origin_id", "web_form",
)  # fmt: skip
ALWAYS_SET = ("currency", "amount_is_manual", "country_code")
RESTRICTED, SETTING, TYPES, FEW, MANY, GONE = "restricted", "setting", "types", "few", "many", "gone"
REASONS: dict[str, Text] = {
    RESTRICTED: _("These items hold something that you may not see. Somebody who may see everything can merge them."),
    SETTING: _("Your own companies are part of the settings and cannot be merged."),
    TYPES: _("Only items of one type can be merged."),
    FEW: _("Merging takes at least two items."),
    MANY: _("At most five items can be merged at once."),
    GONE: _("One of these items is not there any more."),
}


@dataclass(frozen=True)
class Unit:
    """What is chosen as one: the names of columns, a part or a custom field, and whose value stands.

    `told` are the values of each item, as facts by name.
    """

    name: str
    names: tuple[str, ...]
    label: Text
    told: Mapping[int, Mapping[str, Any]]
    chosen: int
    is_equal: bool


@dataclass(frozen=True)
class Plan:
    """What merging would do. It can be done where nothing is `blocked` and no right `missing`."""

    main: Item
    others: tuple[Item, ...]
    units: tuple[Unit, ...]
    values: Mapping[str, Any]
    parts: Mapping[str, Any]
    missing: tuple[Missing, ...]
    blocked: str
    fingerprint: str

    @property
    def items(self) -> tuple[Item, ...]:
        """The main item and the others."""
        return (self.main, *self.others)

    @property
    def is_possible(self) -> bool:
        """Nothing stands against it."""
        return not self.blocked and not self.missing


def plan(items: Sequence[Item], main: int, choices: Mapping[str, int], *, actor: User) -> Plan:
    """Compute what merging these items, with the columns of their type, into the one with the id `main` would do.

    `choices` says by the name of a unit whose value stands; else it is that of the first item, the main one before the
    others, which has any.
    """
    ordered = sorted(items, key=lambda item: (item.pk != main, item.pk))
    first, others = ordered[0], tuple(ordered[1:])
    item_type, fields = item_types.of(first), definitions.of_type(first.type)
    blocked = _blocked(ordered, fields, actor)
    held = _Held(ordered, item_type, fields) if blocked in {"", RESTRICTED} else None
    units = tuple(held.units(choices)) if held else ()
    values, parts = held.result(units) if held else ({}, {})
    lacking = [Missing("edit", first.type, first.pk)] if not writing.may(actor, "edit", first) else []
    lacking += [Missing("delete", each.type, each.pk) for each in others if not writing.may(actor, "delete", each)]
    return Plan(
        main=first,
        others=others,
        units=units,
        values=values,
        parts=parts,
        missing=tuple(lacking),
        blocked=blocked,
        fingerprint=hashed(
            [first.pk, *((each.pk, each.version) for each in ordered), *((unit.name, unit.chosen) for unit in units)]
        )[:32],
    )


def _blocked(items: Sequence[Item], fields: definitions.Fields, actor: User) -> str:
    if len(items) < 2:  # noqa: PLR2004  two
        return FEW
    if len(items) > MOST:
        return MANY
    if len({item.type for item in items}) > 1:
        return TYPES
    if any(item_types.of(item).is_setting(item) for item in items):
        return SETTING
    seen = definitions.seen_by(actor, fields)
    hidden = [code for code in fields if code not in seen]
    return RESTRICTED if any(item.custom.get(code) is not None for item in items for code in hidden) else ""


class _Held:
    """What the items hold, unit by unit."""

    def __init__(self, items: Sequence[Item], item_type: ItemType, fields: definitions.Fields) -> None:
        self.items, self.item_type, self.fields = items, item_type, fields
        self.read: dict[tuple[int, str], Any] = {
            (item.pk, part.name): part.read(item) for item in items for part in item_type.parts
        }

    def units(self, choices: Mapping[str, int]) -> Iterable[Unit]:
        """Return everything of which one value stands."""
        for name in self.item_type.units:
            if name not in (*UNITED, *MOVED, *KEPT):
                names = self.item_type.with_others(name)
                yield self._unit(
                    (*names, "rows") if name == "amount" and self.item_type.has("rows") else names, choices
                )
        if self.item_type.has("billing"):
            yield self._unit(("billing",), choices)
        for code, field in self.fields.items():
            if field.kind != filed.KIND:
                yield self._unit((code,), choices)

    def result(self, units: Iterable[Unit]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the values and parts that the main item has afterwards."""
        by_id = {item.pk: item for item in self.items}
        values: dict[str, Any] = {}
        parts: dict[str, Any] = {}
        for unit in units:
            item = by_id[unit.chosen]
            for name in unit.names:
                if self.item_type.has(name):
                    value = self.read[item.pk, name]
                    copied = item.pk != self.items[0].pk
                    parts[name] = self.item_type.part(name).copy(value) if copied else value
                else:
                    values[name] = item.custom.get(name) if name in self.fields else getattr(item, name)
        return values | self._filled() | self._files(), parts | self._united()

    def _unit(self, names: tuple[str, ...], choices: Mapping[str, int]) -> Unit:
        told = {item.pk: {name: self._fact(item, name) for name in names} for item in self.items}
        filled = [item.pk for item in self.items if any(self._is_filled(item, name) for name in names)]
        chosen = choices.get(names[0])
        default = next(iter(filled), self.items[0].pk)
        label = self.fields[names[0]].label if names[0] in self.fields else self.item_type.field_label(names[0])
        return Unit(
            name=names[0],
            names=names,
            label=label,
            told=told,
            chosen=chosen if chosen in told else default,
            is_equal=all(each == told[self.items[0].pk] for each in told.values()),
        )

    def _value(self, item: Item, name: str) -> Any:
        if name in self.fields:
            return item.custom.get(name)
        if self.item_type.has(name):
            return self.read[item.pk, name]
        column = item._meta.get_field(name)
        assert isinstance(column, models.Field)
        return getattr(item, column.attname)

    def _is_filled(self, item: Item, name: str) -> bool:
        return name not in ALWAYS_SET and bool(self._value(item, name))

    def _fact(self, item: Item, name: str) -> Any:
        if name in self.fields:
            return custom_values.fact(self.fields[name], item.custom.get(name))
        if self.item_type.has(name):
            return self.item_type.part(name).facts(self.read[item.pk, name])
        return facts.of_field(item, name)

    def _filled(self) -> dict[str, Any]:
        """Fill what no form shows, where the main item has nothing."""
        main, values = self.items[0], {}
        columns = {column.name for column in main._meta.concrete_fields}
        for name in (name for name in FILLED if name in columns and name not in self.item_type.fields):
            value = next((held for held in (getattr(item, name) for item in self.items) if held), None)
            if value and not getattr(main, name) and getattr(value, "pk", None) not in {i.pk for i in self.items}:
                values[name] = value
        return values

    def _united(self) -> dict[str, Any]:
        """Unite what holds several; where two have one phone or e-mail, the stricter mark stands."""
        united: dict[str, Any] = {}
        if self.item_type.has("communications"):
            country = preferences.load().country
            reach: tuple[Any, ...] = ()
            for item in self.items:
                reach = communications.merge(reach, self.read[item.pk, "communications"], country)
            united["communications"] = reach
        if self.item_type.has("observers"):
            united["observers"] = tuple(
                dict.fromkeys(user for item in self.items for user in self.read[item.pk, "observers"])
            )
        return united

    def _files(self) -> dict[str, Any]:
        """Unite the files of custom fields; where one fits, that of the first item which has any."""
        found: dict[str, Any] = {}
        for code, field in self.fields.items():
            if field.kind != filed.KIND:
                continue
            held = [(item, filed.held(item, field)) for item in self.items]
            given = [file for item, files in held for file in (files if item is self.items[0] else filed.copies(files))]
            if given and held[0][1] != tuple(given):
                found[code] = tuple(given if field.multiple else given[:1])
        return found
