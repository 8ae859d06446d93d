"""Which rows were not taken, and why? A file like the one that came, with the reasons in a last column.

It can be mended and brought in again: what a spreadsheet would compute is made harmless, and read as it was meant.
"""

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path, PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from segue.core import files, jobs
from segue.core.models import Job
from segue.core.models.job import FAILED
from segue.importers import reading
from segue.importers.cells import spoken, spoken_point, text
from segue.importers.drafts import Drafting, Line
from segue.importers.models import Import
from segue.lib import sheets, spreadsheets

CHUNK = 2000


def give(job: Job, about: Import, reads: Drafting) -> None:
    """Let the page of the job offer the file, where anything failed."""
    if not job.results.filter(state=FAILED).exists():
        return
    folder = settings.FILES_DIR
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8", newline="") as out:
        head = [*reading.head(about), _("Reason")]
        out.writelines(sheets.lines(head, _rows(job, about, reads), _separator(about)))
    words = _("failed rows")
    name = f"{PurePath(about.file_name).stem[:200]}-{words}.csv"
    jobs.give_file(job, files.keep(Path(out.name), name), name)


def _separator(about: Import) -> str:
    """Return what parts the cells: as in the file that came; a workbook's numbers are written as they are spoken."""
    notation = reading.notation(about)
    return notation.separator if notation.kind == spreadsheets.CSV else sheets.separator_beside(spoken_point())


def _rows(job: Job, about: Import, reads: Drafting) -> Iterator[list[str]]:
    reasons = job.results.filter(state=FAILED).order_by("line").values_list("line", "reason").iterator(CHUNK)
    wanted, why = next(reasons, (0, ""))
    with suppress(spreadsheets.Unreadable):
        for record in reads.records(reading.rows(about)):
            if record[0][0] != wanted:
                continue
            yield from _with_reason(record, why, len(about.mapping))
            wanted, why = next(reasons, (0, ""))
            if not wanted:
                return


def _with_reason(record: list[Line], why: str, width: int) -> Iterator[list[str]]:
    """A row that failed twice has a reason in its last column already; the new one takes its place."""
    for _line, row in record:
        cells = [spoken(cell) if isinstance(cell, Decimal) else text(cell) for cell in row[:width]]
        yield [*cells, *[""] * (width - len(cells)), why]
