"""How is an XLSX workbook opened, without reading through it first?

openpyxl asks every sheet for its size, which many programs do not write: then it reads the sheet to its end.
"""

from collections.abc import Iterator
from typing import IO, Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet


def opened(stored: IO[bytes]) -> Any:
    """Return the workbook in a file, whose sheets give their rows one by one, with values in the place of formulas."""
    reader = _reader(stored)
    reader.read()
    return reader.wb


def names(stored: IO[bytes]) -> list[str]:
    """Name the sheets that have rows; charts have none."""
    reader = _reader(stored)
    reader.read_manifest()
    reader.read_workbook()
    return [name for name, _place in reader.tables()]


def _reader(stored: IO[bytes]) -> "_Reader":
    return _Reader(stored, read_only=True, data_only=True, keep_links=False)


class _Sheet(ReadOnlyWorksheet):
    def _get_size(self) -> None:
        """Nobody asks for it."""


class _Reader(ExcelReader):
    def tables(self) -> Iterator[tuple[str, str]]:
        """Give the names of sheets, with where in the archive each is."""
        for sheet, where in self.parser.find_sheets():
            if where.target in self.valid_files and "chartsheet" not in where.Type:
                yield sheet.name, where.target

    def read_worksheets(self) -> None:
        """Open each sheet as it is, without looking into it."""
        book: Any = self.wb
        sheets = [_Sheet(book, name, target, self.shared_strings) for name, target in self.tables()]
        book._sheets.extend(sheets)  # noqa: SLF001  that is where a workbook holds them
