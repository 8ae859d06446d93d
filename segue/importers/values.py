"""What is the value of one column in a cell? One reader per kind of column; it looks up for a whole batch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from segue.core import currencies, item_types
from segue.core.custom_fields import kinds, links
from segue.core.custom_fields import values as custom_values
from segue.core.item_types import ItemType
from segue.core.models import CustomField, Item, User
from segue.crm.columns import Column
from segue.crm.models import Company
from segue.crm.types import DIRECTORIES
from segue.importers import cells, finding
from segue.importers.finding import Finder
from segue.importers.options import Options
from segue.lib.spreadsheets import Cell
from segue.lib.text import fold


@dataclass(frozen=True)
class Reader:
    """Reads one column: `read` a cell into a value, or raises ValidationError; `finder` is what it looks up in.

    `read_called` reads a cell of IDs beside one of names, in which an ID counts only for what is called so.
    """

    read: Callable[[Cell], Any]
    finder: Finder | None = None
    several: bool = False
    read_called: Callable[[Cell, Cell], Any] | None = None

    def texts(self, cell: Cell) -> list[str]:
        """Return what will be looked up for a cell."""
        if self.finder is None:
            return []
        return cells.texts(cell) if self.several else [cells.text(cell)]

    def value(self, found: Sequence[Cell]) -> Any:
        """Return the value of the cells of a row that are this column: one, or names and then IDs."""
        if len(found) > 1 and self.read_called:
            return self.read_called(found[-1], found[0])
        return self.read(found[0])


def reader(item_type: ItemType, column: Column, options: Options, actor: User) -> Reader:
    """Return the reader of a column of the item itself, or of a custom field."""
    style = options.language
    if column.field is not None:
        return _custom(column.field, style, actor)
    if column.kind == "item":
        return _item(item_type, column, actor)
    if column.kind in _FOUND:
        return _looked_up(_FOUND[column.kind](column))
    currency = currencies.base().code if column.kind == "money" else ""
    plain: dict[str, Callable[[Cell], Any]] = {
        "switch": cells.switch,
        "text": cells.text if options.is_ours else cells.line,
        "day": lambda cell: (cells.birthday if column.name == "birth_on" else cells.day)(cell, style),
        "money": lambda cell: cells.amount(cell, style, currency),
        "number": lambda cell: _whole(cell, style),
        "long": lambda cell: cells.long(cell, is_ours=options.is_ours),
    }
    return Reader(plain.get(column.kind, cells.text))


_FOUND: dict[str, Callable[[Column], Finder]] = {
    "person": lambda _column: finding.People(),
    "currency": lambda _column: finding.currencies(),
    "directory": lambda column: finding.directory(DIRECTORIES[column.name]),
}


def _item(item_type: ItemType, column: Column, actor: User) -> Reader:
    model: Any = item_type.model._meta.get_field(column.name).related_model
    if issubclass(model, Company):
        return one(finding.my_companies())
    return one(finding.Items(actor, column.name))


def _looked_up(finder: Finder) -> Reader:
    return Reader(lambda cell: finder.find(cells.text(cell)), finder)


def one(finder: Finder) -> Reader:
    """Return the reader of a cell that names an item."""

    def called(cell: Cell, name: Cell) -> Any:
        return _child(finder.find_called(cells.text(cell), cells.text(name)))

    return Reader(lambda cell: _child(finder.find(cells.text(cell))), finder, read_called=called)


def _child(found: Any) -> Any:
    return item_types.child_of(found) if isinstance(found, Item) else found


def several(finder: Finder) -> Reader:
    """Return the reader of a cell that names several things."""

    def called(cell: Cell, name: Cell) -> tuple[Any, ...]:
        return tuple(finder.find_called(*each) for each in _pairs(cell, name))

    return Reader(
        lambda cell: tuple(finder.find(text) for text in cells.texts(cell)), finder, several=True, read_called=called
    )


def _pairs(cell: Cell, name: Cell) -> list[tuple[str, str]]:
    ids, names = cells.texts(cell), cells.texts(name)
    if len(ids) != len(names):
        raise ValidationError(_("There are not as many names as IDs."))
    return [*zip(ids, names, strict=True)]


def _whole(cell: Cell, style: str) -> int:
    value = cells.number(cell, style)
    if value % 1:
        raise ValidationError(_("Enter a whole number."))
    return int(value)


def _custom(field: CustomField, style: str, actor: User) -> Reader:
    finder = _finder(field, actor)
    several = field.multiple

    def read(cell: Cell) -> Any:
        singles = cells.texts(cell) if several else _singles(cell)
        return custom_values.parse(field, [_typed(field, single, style, finder) for single in singles])

    def called(cell: Cell, name: Cell) -> Any:
        assert finder is not None
        pairs = _pairs(cell, name) if several else [(cells.text(cell), cells.text(name))]
        return custom_values.parse(field, [str(finder.find_called(*each).pk) for each in pairs])

    return Reader(read, finder, several, called if finder else None)


def _singles(cell: Cell) -> list[Cell]:
    """A text is taken as it was meant once, whether it stands alone or among several."""
    return [cells.text(cell) if isinstance(cell, str) else cell]


def _finder(field: CustomField, actor: User) -> Finder | None:
    names = kinds.of(field.kind).names
    if names == "user":
        return finding.People()
    return finding.Items(actor, *links.allowed_types(field)) if names == "item" else None


def _typed(field: CustomField, cell: Cell, style: str, finder: Finder | None) -> Any:
    """Bring a cell into what the kind of field reads."""
    if finder is not None:
        return str(finder.find(_text(cell)).pk)
    make = _TYPED.get(field.kind)
    return make(field, cell, style) if make else _text(cell)


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cells.text(cell)


def _typed_number(_field: CustomField, cell: Cell, style: str) -> str:
    return cells.spoken(cells.number(cell, style))


def _typed_money(_field: CustomField, cell: Cell, style: str) -> dict[str, str]:
    amount, _mark, currency = _text(cell).replace("|", " ").strip().rpartition(" ")
    if amount and currency.isalpha():
        return {"amount": cells.spoken(cells.number(amount, style)), "currency": currency}
    base = currencies.base().code
    return {"amount": cells.spoken(cells.amount(cell, style, base)), "currency": base}


def _typed_choice(field: CustomField, cell: Cell, _style: str) -> str:
    """An option is known by its text or external id, a value of a directory by its code or label; case is no matter."""
    told = _text(cell)
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
