"""What does the file of an import hold: its head, its rows, and how is it read?"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import files
from segue.importers import heads
from segue.importers.cells import text
from segue.importers.drafts import Line
from segue.importers.models import Import
from segue.lib import spreadsheets
from segue.lib.spreadsheets import Notation

SHOWN = 5  # rows of the preview
REASONS = {
    "empty": gettext_lazy("The file is empty."),
    "old_excel": gettext_lazy("This is a workbook of an old Excel (.xls). Save it as .xlsx or CSV."),
    "no_workbook": gettext_lazy("This workbook cannot be opened. Save it anew as .xlsx or CSV."),
    "no_text": gettext_lazy("The file holds signs that this encoding does not have. Choose another encoding."),
    "too_large": gettext_lazy("The workbook is too large when it is unpacked. Save it as CSV."),
    "too_wide": gettext_lazy("A row has more than 500 columns."),
    "long_cell": gettext_lazy("A cell holds more than 65,536 characters. A quotation mark may be missing."),
    "broken": gettext_lazy("From here on the file cannot be read."),
    "quote": gettext_lazy("A quotation mark is missing here, or stands where none belongs: rows run into one another."),
    "no_sheet": gettext_lazy("There is no such sheet in the workbook."),
}


def notation(about: Import) -> Notation:
    """Return how the file of an import is read."""
    known = {name: value for name, value in about.notation.items() if name in Notation.__dataclass_fields__}
    return Notation(**known)


def has_head(about: Import) -> bool:
    """Say whether the first row names the columns."""
    return bool(about.notation.get("has_head", True))


def rows(about: Import) -> Iterator[Line]:
    """Give the rows of the file, without its head; raises Unreadable where it breaks off."""
    found = _all(about)
    if has_head(about):
        next(found, None)
    return found


def preview(about: Import) -> list[list[str]]:
    """Return the first rows as texts, all of one width; raises Unreadable."""
    first = _opening(about.blob.sha256, notation(about))[has_head(about) :][:SHOWN]
    found = [[text(cell) for cell in row] for _line, row in first]
    width = len(head(about))
    return [[*row[:width], *[""] * (width - len(row))] for row in found]


def head(about: Import) -> list[str]:
    """Return what stands above the columns, a number where nothing does; without our own column of reasons."""
    found = [[text(cell) for cell in row] for _line, row in _opening(about.blob.sha256, notation(about))[:SHOWN]]
    width = max((len(row) for row in found), default=0)
    names = found[0] if found and has_head(about) else []
    if names and heads.plain(names[-1]) in heads.REASON:
        names, width = names[:-1], len(names) - 1
    names = [*names, *[""] * (width - len(names))]
    return [name or _("Column %(number)s") % {"number": place} for place, name in enumerate(names, 1)]


def unreadable(fault: spreadsheets.Unreadable) -> str:
    """Say in words why a file, or its rest, cannot be read."""
    said = str(REASONS[fault.reason])
    return _("Line %(line)s: %(reason)s") % {"line": fault.line, "reason": said} if fault.line else said


@lru_cache(maxsize=8)  # a workbook holds its texts apart from its rows: all of them are read before the first row is
def _opening(sha256: str, notation: Notation) -> list[Line]:
    """Return the first rows of a file, which is called by what it holds: another one is called otherwise."""
    return [*islice(spreadsheets.rows(files.path_of(sha256), notation), SHOWN + 1)]


def _all(about: Import) -> Iterator[Line]:
    return spreadsheets.rows(files.path_of(about.blob.sha256), notation(about))
