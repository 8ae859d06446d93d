"""Does a spreadsheet compute nothing that people typed, and do numbers stay numbers?"""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from segue.lib import sheets


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 40", "-drop", "@SUM(A1)", "\t=1", "\r=1", "=", "-", "-1-1", "+5", "-1,5,5"]
)
def test_what_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert sheets.cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [-5, 0, "12", "-1234.50", "-0,5"])
def test_a_number_stays_one(value: object) -> None:
    assert sheets.cell(value) == str(value)


@pytest.mark.parametrize("text", ["Emil", "a=b", "1=1", "", "Größe „Ω“ 😀", " =1"])
def test_other_texts_stay_what_they_are(text: str) -> None:
    assert sheets.cell(text) == text


def test_a_table_reads_back_as_it_was_written() -> None:
    written = "".join(sheets.lines(["Who", "What"], [("Emil", 'a "b", c\nd'), (None, -5)]))
    assert written.startswith(sheets.BYTE_ORDER_MARK)
    read = list(csv.reader(io.StringIO(written.removeprefix(sheets.BYTE_ORDER_MARK))))
    assert read == [["Who", "What"], ["Emil", 'a "b", c\nd'], ["", "-5"]]


def test_days_that_spreadsheets_cannot_count_are_texts(tmp_path: Path) -> None:
    sheets.write_xlsx(tmp_path / "days.xlsx", ["Born"], [[date(1870, 4, 22)], [date(1970, 4, 22)]])
    _head, first, second = load_workbook(tmp_path / "days.xlsx").worksheets[0]["A"]
    assert (first.value, first.is_date, second.is_date) == ("1870-04-22", False, True)
