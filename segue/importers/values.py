"""What is the value of one column in a cell? One reader per kind of column; it looks up for a whole batch."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from segue.core import item_types
from segue.core.custom_fields import kinds, links
from segue.core.custom_fields import values as custom_values
from segue.core.item_types import ItemType
from segue.core.models import Currency, CustomField, DirectoryValue, User
from segue.crm.exchange import Column
from segue.crm.models import Company
from segue.crm.types import DIRECTORIES
from segue.importers import cells, finding
from segue.importers.finding import Finder
from segue.lib.spreadsheets import Cell
from segue.lib.text import fold


@dataclass(frozen=True)
class Reader:
    """Reads one column: `read` a cell into a value, or raises ValidationError; `finder` is what it looks up in."""

    read: Callable[[Cell], Any]
    finder: Finder | None = None
    several: bool = False

    def texts(self, cell: Cell) -> list[str]:
        """Return what will be looked up for a cell."""
        if self.finder is None:
            return []
        return cells.texts(cell) if self.several else [cells.text(cell)]


def reader(item_type: ItemType, column: Column, style: str, actor: User) -> Reader:
    """Return the reader of a column of the item itself, or of a custom field."""
    if column.field is not None:
        return _custom(column.field, style, actor)
    found: Any = item_type.model._meta.get_field(column.name)
    if isinstance(found, models.ForeignKey):
        return _reference(found, actor)
    if isinstance(found, models.BooleanField):
        return Reader(cells.switch)
    if isinstance(found, models.DateField):
        return Reader(lambda cell: cells.day(cell, style))
    if isinstance(found, models.DecimalField):
        return Reader(lambda cell: cells.number(cell, style))
    if isinstance(found, models.IntegerField):
        return Reader(lambda cell: _whole(cell, style))
    return Reader(cells.long if isinstance(found, models.TextField) else cells.text)


def _reference(column: Any, actor: User) -> Reader:
    to: Any = column.related_model
    if issubclass(to, User):
        return _looked_up(finding.People())
    if issubclass(to, Currency):
        return _looked_up(finding.currencies())
    if issubclass(to, DirectoryValue):
        return _looked_up(finding.directory(DIRECTORIES[column.name]))
    if issubclass(to, Company):
        return _looked_up(finding.my_companies())
    items = finding.Items(actor, column.name)
    return Reader(lambda cell: item_types.child_of(items.find(cells.text(cell))), items)


def _looked_up(finder: Finder) -> Reader:
    return Reader(lambda cell: finder.find(cells.text(cell)), finder)


def several(finder: Finder) -> Reader:
    """Return the reader of a cell that names several things."""
    return Reader(lambda cell: tuple(finder.find(text) for text in cells.texts(cell)), finder, several=True)


def _whole(cell: Cell, style: str) -> int:
    value = cells.number(cell, style)
    if value % 1:
        raise ValidationError(_("Enter a whole number."))
    return int(value)


def _custom(field: CustomField, style: str, actor: User) -> Reader:
    finder = _finder(field, actor)
    several = field.multiple

    def read(cell: Cell) -> Any:
        singles: list[Any] = list(cells.texts(cell)) if several else [cell]
        typed = [_typed(field, single, style, finder) for single in singles]
        return custom_values.parse(field, typed)

    return Reader(read, finder, several)


def _finder(field: CustomField, actor: User) -> Finder | None:
    names = kinds.of(field.kind).names
    if names == "user":
        return finding.People()
    return finding.Items(actor, *links.allowed_types(field)) if names == "item" else None


def _typed(field: CustomField, cell: Cell, style: str, finder: Finder | None) -> Any:
    """Bring a cell into what the kind of field reads."""
    if finder is not None:
        return str(finder.find(cells.text(cell)).pk)
    make = _TYPED.get(field.kind)
    return make(field, cell, style) if make else cells.text(cell)


def _typed_number(_field: CustomField, cell: Cell, style: str) -> str:
    return cells.spoken(cells.number(cell, style))


def _typed_money(_field: CustomField, cell: Cell, style: str) -> dict[str, str]:
    amount, _mark, currency = cells.text(cell).replace("|", " ").strip().rpartition(" ")
    value = cells.number(amount if amount else cell, style)
    return {"amount": cells.spoken(value), "currency": currency if amount else ""}


def _typed_choice(field: CustomField, cell: Cell, _style: str) -> str:
    """An option is known by its text or external id, a value of a directory by its code or label; case is no matter."""
    told = cells.text(cell)
    for key, each in field.offered.items():
        names = [each.text, each.external_id] if field.kind == "list" else [each.code, *each.labels.values()]
        if told in names:
            return str(key)
    wanted = fold(told)
    for key, each in field.offered.items():
        names = [each.text] if field.kind == "list" else [each.code, *each.labels.values()]
        if wanted in map(fold, names):
            return str(key)
    return told


_TYPED: dict[str, Callable[[CustomField, Cell, str], Any]] = {
    "integer": _typed_number,
    "double": _typed_number,
    "money": _typed_money,
    "boolean": lambda _field, cell, _style: "1" if cells.switch(cell) else "0",
    "date": lambda _field, cell, style: cells.day(cell, style).isoformat(),
    "datetime": lambda _field, cell, style: cells.instant(cell, style).isoformat(),
    "list": _typed_choice,
    "directory": _typed_choice,
}
