"""How is a table written as CSV or XLSX, so that no spreadsheet takes what people typed for a formula?"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?", re.ASCII)
_ENDS = re.compile(r"(\\*)([;\n]|\Z)")
UNWRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # signs that XML, of which an XLSX is made, does not know
MOST_SIGNS = 32_767  # that a spreadsheet takes into one cell
FIRST_DAY = date(1900, 3, 1)  # spreadsheets count the days before it wrongly, or not at all
WIDTH = 14  # of a column, in digits: room for a day, which else is shown as ####
BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets take the letters beyond ASCII for others


def cell(value: Any) -> str:
    """Write one value; a text that a spreadsheet would compute gets an apostrophe before it, a number stays one."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip("'").startswith(BEGINNINGS) and not NUMBER.fullmatch(text) else text


def plain(text: str) -> str:
    """Read back what `cell` wrote: without the apostrophe before a formula."""
    return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(BEGINNINGS) else text


def joined(texts: Iterable[str]) -> str:
    """Write several texts into one cell: "a; b", with a backslash before what else would part them."""
    return "; ".join(
        _ENDS.sub(lambda found: found[1] * 2 + ("\\" + found[2] if found[2] else ""), text) for text in texts
    )


def parted(text: str) -> list[str]:
    """Read back what `joined` wrote; line breaks part too. A backslash counts only before those, and at the end."""
    found, at = [""], 0
    for mark in _ENDS.finditer(text):
        slashes, sign = mark[1], mark[2]
        found[-1] += text[at : mark.start()] + "\\" * ((len(slashes) + (not sign)) // 2)
        if sign and len(slashes) % 2:
            found[-1] += sign
        elif sign:
            found.append("")
        at = mark.end()
    return [each.strip() for each in found if each.strip()]


def separator_beside(point: str) -> str:
    """Return what parts the cells of CSV: spreadsheets with a decimal comma expect no comma between them."""
    return ";" if point == "," else ","


def lines(
    head: Sequence[str], rows: Iterable[Sequence[Any]], separator: str = ",", *, point: str = "."
) -> Iterator[str]:
    """Write a table line by line: nothing is held that has been written."""
    yield BYTE_ORDER_MARK + _line(head, separator, point)
    yield from (_line(row, separator, point) for row in rows)


def write_csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[Any]], *, point: str = ".") -> None:
    """Write a table as CSV into a file, for spreadsheets that have this decimal point."""
    with path.open("w", encoding="utf-8", newline="") as written:
        written.writelines(lines(head, rows, separator_beside(point), point=point))


def write_xlsx(path: Path, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a table as XLSX into a file, row by row: numbers and days as such, all else as text, never as a formula."""
    from openpyxl import Workbook  # noqa: PLC0415  a quarter of a second that no start shall take
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  the same

    book = Workbook(write_only=True)
    table = book.create_sheet()
    table.freeze_panes = "A2"
    for number in range(1, len(head) + 1):
        table.column_dimensions[get_column_letter(number)].width = WIDTH
    for values in chain([head], rows):
        table.append([_typed(value) for value in values])
    book.save(path)


def _typed(value: Any) -> Any:
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, date) and value >= FIRST_DAY:
        return value
    return cell(UNWRITTEN.sub("", "" if value is None else str(value)))[:MOST_SIGNS]


def _line(values: Sequence[Any], separator: str, point: str) -> str:
    told = [str(value).replace(".", point) if isinstance(value, Decimal) else value for value in values]
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerow([cell(value) for value in told])
    return written.getvalue()
