"""Which product rows does a table hold that somebody copied from a spreadsheet?"""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import ValidationError

from segue.core.typed import read_number
from segue.crm.models import Measure
from segue.lib import text as texts
from segue.web.forms import row_text
from segue.web.forms.offers import Offers
from segue.web.forms.row_text import RowText

Cells = list[str]
# What the columns mean where nothing above them says so; the unit is there or not.
USUAL = ("name", "quantity", "price", "discount", "tax_rate")
WITH_UNIT = ("name", "quantity", "measure", "price", "discount", "tax_rate")
HEADINGS = {
    "name": ("product", "name", "article", "item", "description", "position",
             "produkt", "bezeichnung", "artikel", "beschreibung", "leistung"),
    "quantity": ("quantity", "qty", "menge", "anzahl"),
    "measure": ("unit", "einheit"),
    "price": ("price", "unit price", "preis", "einzelpreis", "stückpreis"),
    "discount": ("discount", "rabatt"),
    "tax_rate": ("tax", "vat", "steuer", "mwst", "ust"),
}  # fmt: skip
FIELD_OF = {texts.search_form(heading): field for field, headings in HEADINGS.items() for heading in headings}
# How tables write what is taken off, and amounts without cents; and what may stand around a number: a currency, "%".
BELOW_ZERO = re.compile(r"^\D*\((.*\d.*)\)\D*$|^(.*\d)\s*[-\u2212]$", re.ASCII)
NO_CENTS = re.compile(r"[.,][-\u2013]$")
BEFORE = re.compile(r"^[^\d+-]*?(?=[+-]?[.,]?\d)", re.ASCII)
AFTER = re.compile(r"\D+$", re.ASCII)
NOTHING = " -\u2013\u2212"


def read(pasted: str, offers: Offers, most: int) -> list[RowText]:
    """Return at most `most` rows, as if somebody had typed them. Cells are parted by tabs, or else by semicolons.

    A first row of headings that we know, in English or German, says which column is which; columns it does not name
    are left out.
    """
    table = _table(pasted)
    fields = _headings(table[0]) if table else ()
    body = table[1:] if fields else table
    fields = fields or (WITH_UNIT if _has_units(body, offers) else USUAL)
    return [_row(dict(zip(fields, cells, strict=False)), offers) for cells in body[:most]]


def _table(pasted: str) -> list[Cells]:
    mark = "\t" if "\t" in pasted else ";"
    try:
        rows = [*csv.reader(io.StringIO(pasted.replace("\0", ""), newline=""), delimiter=mark)]
    except csv.Error:  # a cell beyond 128 kB
        return []
    stripped = ([" ".join(cell.split()) for cell in row] for row in rows)
    return [row for row in stripped if any(row)]


def _headings(cells: Cells) -> tuple[str, ...]:
    """Return the fields that the first row names; none unless the product is among them, and each but once."""
    fields = tuple(FIELD_OF.get(texts.search_form(cell), "") for cell in cells)
    named = [field for field in fields if field]
    return fields if "name" in named and len(named) > 1 and len(named) == len(set(named)) else ()


def _has_units(table: Iterable[Cells], offers: Offers) -> bool:
    third = [row[2] for row in table if len(row) > 2 and row[2]]  # noqa: PLR2004  where the unit would stand
    return bool(third) and all(_is_unit(cell, offers) for cell in third)


def _is_unit(cell: str, offers: Offers) -> bool:
    is_word = any(map(str.isalpha, cell)) and not any(map(str.isdecimal, cell))
    return is_word or bool(_measure(cell, offers))


def _row(cells: dict[str, str], offers: Offers) -> RowText:
    """What a cell does not say is as in a row that was added."""
    row = replace(row_text.blank(offers), focus=False, name=cells.get("name", ""))
    for field in ("quantity", "price", "discount"):
        if found := _number(cells.get(field, "")):
            setattr(row, field, found)
    if unit := cells.get("measure", ""):
        row.measure = _measure(unit, offers) or unit  # one that is none stands there to be refused
    if rate := cells.get("tax_rate", ""):
        row.tax_rate = _rate(rate, offers)
    return row


def _number(cell: str) -> str:
    """Return the number as somebody would type it; what is none, as it is."""
    signed = BELOW_ZERO.sub(r"-\1\2", NO_CENTS.sub("", cell))
    return AFTER.sub("", BEFORE.sub("", signed, count=1)) or cell.strip(NOTHING)


def _measure(cell: str, offers: Offers) -> str:
    """The key of the unit that is called so, "" for none."""
    unit = texts.search_form(cell)
    return next((key for key, each in offers.measures.items() if unit and unit in _names(each)), "")


def _names(measure: Measure) -> set[str]:
    return {texts.search_form(name) for names in (measure.symbols, measure.titles) for name in names.values()}


def _rate(cell: str, offers: Offers) -> str:
    """The key of the tax rate, by its name or its percentage; what is none stands there to be refused."""
    for key, rate in offers.rates.items():
        if rate.active and texts.search_form(cell) == texts.search_form(rate.name):
            return key
    try:
        wanted = read_number(_number(cell))
    except ValidationError:
        return cell
    return next((key for key, rate in offers.rates.items() if rate.active and rate.rate == wanted), cell)
