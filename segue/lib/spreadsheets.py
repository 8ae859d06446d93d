"""How is a file of somebody else's read as a table: CSV in any usual notation, or one sheet of an XLSX workbook?

Row by row: no more of it is held than what is asked for. Cells of CSV are texts; those of XLSX texts, numbers, days,
instants or yes and no, as they were stored, never formulas.
"""

import codecs
import csv
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

Cell = str | bool | Decimal | date | datetime
Row = list[Cell]
CSV, XLSX = KINDS = ("csv", "xlsx")
ENCODINGS = ("utf-8-sig", "utf-16", "cp1252", "iso-8859-15")
SEPARATORS = (";", ",", "\t", "|")
SAMPLE = 64 * 1024  # bytes that are looked at to tell encoding and separator
LOOKED_AT = 200_000  # characters of a sample in which a separator is counted
MOST_COLUMNS = 500
LONGEST_CELL = 65_536
UNPACKED = 600 * 1024 * 1024  # bytes that a workbook may unfold into, all its sheets and texts together
SHARED = 200 * 1024 * 1024  # of which this many may be texts that all sheets share, which are held while it is read
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"
_OVERLONG = "\x00"
_BLANK = b'\xef\xbb\xbf\xff\xfe\0 \t\r\n";,|'  # what a file may be full of that holds nothing
_NAMED_SEPARATOR = re.compile(
    r'"?sep=([;,\t|])"?[\r\n]'
)  # Excel reads it in the first line, and other programs write it
_ZEROS = re.compile("00+")  # the format of a number that is written with leading zeros


class Unreadable(ValueError):
    """The file is no table that we read; `reason` is one of REASONS."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


REASONS = (
    "empty",
    "old_excel",
    "no_workbook",
    "no_text",
    "too_large",
    "too_wide",
    "long_cell",
    "broken",
    "no_sheet",
    "quote",
)


@dataclass(frozen=True)
class Notation:
    """How a file is read. A workbook has sheets, of which one is read; a text has an encoding and a separator."""

    kind: str = CSV
    encoding: str = "utf-8-sig"
    separator: str = ";"
    sheet: str = ""


def told(path: Path) -> Notation:
    """Tell how a file is to be read, by its bytes; raises Unreadable where it is no table at all."""
    with path.open("rb") as stored:
        start = stored.read(SAMPLE)
    if not start.strip(_BLANK):
        raise Unreadable("empty")
    if start.startswith(_OLD_EXCEL):
        raise Unreadable("old_excel")
    if start.startswith(_ZIP):
        return Notation(XLSX, sheet=sheets(path)[0])
    encoding = _encoding(path, start)
    sample = start.decode(encoding, errors="ignore")
    named = _NAMED_SEPARATOR.match(sample)
    return Notation(CSV, encoding, named[1] if named else _separator(sample))


def sheets(path: Path) -> list[str]:
    """Name the sheets of a workbook."""
    with _opened(path, names_only=True) as names:
        if not names:
            raise Unreadable("no_sheet")
        return list(names)


def rows(path: Path, notation: Notation) -> Iterator[tuple[int, Row]]:
    """Give the rows of a file with the numbers of their lines, from 1; rows without anything in them are left out.

    Raises Unreadable at the line that cannot be read.
    """
    found = _of_sheet(path, notation.sheet) if notation.kind == XLSX else _of_text(path, notation)
    for line, row in found:
        if len(row) > MOST_COLUMNS:
            raise Unreadable("too_wide", line)
        if any(cell != "" for cell in row):
            yield line, row


def _of_text(path: Path, notation: Notation) -> Iterator[tuple[int, Row]]:
    """A line is counted as people see it: a cell with line breaks in it takes several."""
    with path.open(encoding=notation.encoding, errors="strict", newline="") as text:
        reader = csv.reader(_without_nul(text), delimiter=notation.separator, strict=False)
        first, width = 1, 0
        try:
            for row in reader:
                _refuse_swallowed(row, notation.separator, width, first)
                if first > 1 or notation.separator.join(row) != f"sep={notation.separator}":
                    width = width or len(row)
                    yield first, [cell.strip() for cell in row]
                first = reader.line_num + 1
        except UnicodeError as fault:
            raise Unreadable("no_text", first) from fault
        except csv.Error as fault:
            raise Unreadable("long_cell" if "field larger" in str(fault) else "broken", first) from fault


def _refuse_swallowed(row: list[str], separator: str, width: int, line: int) -> None:
    """Refuse a row that a quotation mark made too long: to the end of the file, or over the rows behind it."""
    if any(len(cell) > LONGEST_CELL for cell in row):
        raise Unreadable("long_cell", line)
    if len(row) < width and any("\n" in cell and separator in cell for cell in row):
        raise Unreadable("quote", line)


def _without_nul(lines: IO[str]) -> Iterator[str]:
    for line in lines:
        yield line.replace(_OVERLONG, "") if _OVERLONG in line else line


def _of_sheet(path: Path, name: str) -> Iterator[tuple[int, Row]]:
    with _opened(path) as book:
        if name not in book.sheetnames or not hasattr(book[name], "iter_rows"):
            raise Unreadable("no_sheet")
        sheet = book[name]
        line = 0
        try:
            for line, row in enumerate(sheet.iter_rows(), 1):
                cells = [_cell(cell) for cell in row[: MOST_COLUMNS + 1]]
                while cells and cells[-1] == "":
                    cells.pop()
                yield line, cells
        except Unreadable:
            raise
        except Exception as fault:  # what a broken workbook raises is anything
            raise Unreadable("broken", line + 1) from fault


def _cell(stored: Any) -> Cell:
    value = stored.value
    if value is None:
        return ""
    if isinstance(value, bool | datetime | date):
        return value
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)), stored.number_format)
    text = str(value).strip().replace(_OVERLONG, "")
    if len(text) > LONGEST_CELL:
        raise Unreadable("long_cell")
    return text


def _number(number: Decimal, shown: str) -> Cell:
    """Give a number as people see it: 0.19 shown as 19 % is 19, and 1067 shown as 01067 begins with the zero."""
    if not number.is_finite():
        return ""
    if _ZEROS.fullmatch(shown) and number >= 0 and number == number.to_integral():
        return f"{number:0{len(shown)}.0f}"
    return number * 100 if "%" in shown else number


@contextmanager
def _opened(path: Path, *, names_only: bool = False) -> Iterator[Any]:
    """Open a workbook that does not unfold into more than we hold, or read the names of its sheets alone."""
    from segue.lib import workbooks  # noqa: PLC0415  a quarter of a second that no start shall take

    _refuse_bomb(path)
    with path.open("rb") as stored:  # of a path the library wants an ending, which stored files have not
        try:
            found: Any = workbooks.names(stored) if names_only else workbooks.opened(stored)
        except Exception as fault:  # what a broken workbook raises is anything
            raise Unreadable("no_workbook") from fault
        try:
            yield found
        finally:
            with suppress(Exception):
                found.close()


def _refuse_bomb(path: Path) -> None:
    """What the archive says of itself is checked by zipfile while it unpacks: it reads no byte beyond."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise Unreadable("no_workbook") from fault
    shared = sum(each.file_size for each in inside if not each.filename.startswith("xl/worksheets/"))
    if sum(each.file_size for each in inside) > UNPACKED or shared > SHARED:
        raise Unreadable("too_large")


def _encoding(path: Path, start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start[1::2].count(0) > len(start) // 4:
        return "utf-16-le"
    if start[0::2].count(0) > len(start) // 4:
        return "utf-16-be"
    if b"\0" in start:
        raise Unreadable("no_text")
    if _is_unicode(path):
        return "utf-8-sig"
    return "cp1252" if not set(start) & {0x81, 0x8D, 0x8F, 0x90, 0x9D} else "iso-8859-15"


def _is_unicode(path: Path) -> bool:
    """Look at the whole file: the first letter that is not ASCII may stand far behind its start."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stored:
        try:
            while some := stored.read(SAMPLE):
                decoder.decode(some)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _separator(sample: str) -> str:
    """Choose what parts most lines into the same number of cells, and into more than one."""
    best, chosen = (0.0, 0), SEPARATORS[0]
    for mark in SEPARATORS:
        widths: list[int] = []
        with suppress(csv.Error):
            widths.extend(len(row) for row in csv.reader(sample[:LOOKED_AT].splitlines(), delimiter=mark) if row)
        if not widths:
            continue
        width, lines = Counter(widths).most_common(1)[0]
        if width > 1 and (score := (lines / len(widths), width)) > best:
            best, chosen = score, mark
    return chosen
