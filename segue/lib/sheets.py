"""How is a table written as CSV, so that no spreadsheet takes what people typed for a formula?"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?", re.ASCII)
BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets take the letters beyond ASCII for others


def cell(value: Any) -> str:
    """Write one value; a text that a spreadsheet would compute gets an apostrophe before it, a number stays one."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(BEGINNINGS) and not NUMBER.fullmatch(text) else text


def lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Write a table line by line: nothing is held that has been written."""
    yield BYTE_ORDER_MARK + _line(head)
    yield from map(_line, rows)


def _line(values: Sequence[Any]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([cell(value) for value in values])
    return written.getvalue()
