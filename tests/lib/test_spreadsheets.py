"""Tables of others are read: in which encoding, with which separator, and what is none is refused with a reason."""

import tracemalloc
import zipfile
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path

import openpyxl
import pytest

from segue.lib import spreadsheets
from segue.lib.spreadsheets import Notation, Unreadable

TEXT = "Name;Ort\nMüller;Köln\nŁukasz;Łódź\n"


def saved(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


def cells(path: Path, notation: Notation | None = None) -> list[list[object]]:
    return [list(row) for _line, row in spreadsheets.rows(path, notation or spreadsheets.told(path))]


def workbook(folder: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    for place, (name, rows) in enumerate(sheets):
        sheet = book.worksheets[0] if not place else book.create_sheet()
        sheet.title = name
        for row in rows:
            sheet.append(row)
    book.save(folder / "book.xlsx")
    return folder / "book.xlsx"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_told_with_and_without_a_mark(tmp_path: Path, encoding: str) -> None:
    assert cells(saved(tmp_path, TEXT.encode(encoding)))[2] == ["Łukasz", "Łódź"]


def test_windows_1252_is_told(tmp_path: Path) -> None:
    assert cells(saved(tmp_path, "Name;Preis\nMüller;5 €\n".encode("cp1252"))) == [["Name", "Preis"], ["Müller", "5 €"]]


@pytest.mark.parametrize("mark", spreadsheets.SEPARATORS)
def test_the_separator_is_told(tmp_path: Path, mark: str) -> None:
    text = f"Name{mark}City{mark}Note\nEva{mark}Bonn{mark}yes. no\nJan{mark}Ulm{mark}\n"
    assert spreadsheets.told(saved(tmp_path, text.encode())).separator == mark


def test_the_line_in_which_excel_names_the_separator_is_no_row(tmp_path: Path) -> None:
    assert cells(saved(tmp_path, "sep=;\r\nName;Preis,€\r\nMüller;5\r\n".encode("cp1252")))[0] == ["Name", "Preis,€"]


def test_the_first_umlaut_may_stand_far_behind(tmp_path: Path) -> None:
    path = saved(tmp_path, b"Name;City\n" + b"Meyer;Bonn\n" * 9000 + "Müller;Köln\n".encode("cp1252"))
    assert cells(path)[-1] == ["Müller", "Köln"]


def test_rows_that_a_quotation_mark_swallowed_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        cells(saved(tmp_path, b'a;b;c\nEva;"Adler;x\nJan;Born;says "yes" to\nIda;Cohn;y\n'))
    assert (refused.value.reason, refused.value.line) == ("quote", 2)


def test_commas_in_texts_do_not_mislead(tmp_path: Path) -> None:
    path = saved(tmp_path, b"Name;Note\nEva;one, two, three\nJan;four\nIda;five, six\n")
    assert cells(path)[1] == ["Eva", "one, two, three"]


def test_one_column_is_a_table_too(tmp_path: Path) -> None:
    assert cells(saved(tmp_path, b"E-mail\na@example.com\nb@example.com\n"))[1] == ["a@example.com"]


def test_quotes_hold_separators_quotes_and_lines(tmp_path: Path) -> None:
    path = saved(tmp_path, b'Name,Note\n"Smith, John","He said ""yes""\nand left"\nEva,x\n')
    assert list(spreadsheets.rows(path, spreadsheets.told(path)))[1:] == [
        (2, ["Smith, John", 'He said "yes"\nand left']),
        (4, ["Eva", "x"]),
    ]


def test_blank_lines_are_left_out_and_counted(tmp_path: Path) -> None:
    path = saved(tmp_path, b"Name;City\n\n;\nEva;Bonn\n")
    assert [line for line, _row in spreadsheets.rows(path, spreadsheets.told(path))] == [1, 4]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b'\xef\xbb\xbf;;\r\n ;"";\r\n', "empty"),
        (b" \n\n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"PK\x03\x04 broken", "no_workbook"),
        (b"a\0\0\0\1\2\3bcdefghijklmnopqrst", "no_text"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        spreadsheets.told(saved(tmp_path, content))
    assert refused.value.reason == reason


def test_a_text_that_is_not_of_its_encoding_is_refused_at_its_line(tmp_path: Path) -> None:
    path = saved(tmp_path, b"Name;City\n" * 20_000 + b"M\xfcller;Bonn\n")
    with pytest.raises(Unreadable) as refused:
        cells(path, Notation(encoding="utf-8-sig"))
    assert refused.value.reason == "no_text"


def test_a_cell_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        cells(saved(tmp_path, b"Name;Note\nEva;" + b"x" * 70_000))
    assert (refused.value.reason, refused.value.line) == ("long_cell", 2)


def test_an_open_quote_swallows_no_memory(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        cells(saved(tmp_path, b'Name;Note\nEva;"' + b"x;y\n" * 100_000))


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        cells(saved(tmp_path, b";".join([b"x"] * 501)))
    assert refused.value.reason == "too_wide"


def test_ten_megabytes_are_read_without_being_held(tmp_path: Path) -> None:
    path = saved(tmp_path, b"Name;City\n" + b"Eva Adler with a long name;Bonn\n" * 340_000)
    tracemalloc.start()
    count = sum(1 for _row in spreadsheets.rows(path, spreadsheets.told(path)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, peak < 5_000_000) == (340_001, True)


def test_a_workbook_gives_what_it_stores(tmp_path: Path) -> None:
    row: list[object] = ["Eva", 1234.5, 7, date(2026, 3, 1), datetime(2026, 3, 1, 9, 30), True, None]  # noqa: DTZ001
    path = workbook(tmp_path, ("People", [["a", "b", "c", "d", "e", "f"], row]))
    assert cells(path)[1] == ["Eva", Decimal("1234.5"), 7, datetime(2026, 3, 1), datetime(2026, 3, 1, 9, 30), True]  # noqa: DTZ001


def test_a_workbook_is_not_read_through_for_its_first_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Many")
    for place in range(5000):
        sheet.append([place])
    book.save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole, zipfile.ZipFile(tmp_path / "cut.xlsx", "w") as cut:
        for name in whole.namelist():
            content = whole.read(name)
            cut.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    path = tmp_path / "cut.xlsx"
    assert [row for _line, row in islice(spreadsheets.rows(path, spreadsheets.told(path)), 2)] == [[0], [1]]


def test_numbers_are_what_people_see(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for column, (value, shown) in enumerate(
        [(1067, "00000"), (0.19, "0%"), (0.075, "0.0 %"), (5, "0"), (7.5, "00")], 1
    ):
        book.worksheets[0].cell(1, column, value).number_format = shown
    book.save(tmp_path / "book.xlsx")
    assert cells(tmp_path / "book.xlsx") == [["01067", 19, Decimal("7.5"), 5, Decimal("7.5")]]


def test_a_sheet_can_be_chosen(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("One", [["x"]]), ("Two", [["y"]]))
    assert (spreadsheets.sheets(path), cells(path, Notation("xlsx", sheet="Two"))) == (["One", "Two"], [["y"]])


def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        cells(workbook(tmp_path, ("One", [["x"]])), Notation("xlsx", sheet="Three"))


def test_formulas_give_what_they_gave_last(tmp_path: Path) -> None:
    assert cells(workbook(tmp_path, ("One", [["Sum", "x"], ["=1+1", "y"]])))[1] == ["", "y"]


def test_a_bomb_is_not_unfolded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        with archive.open("xl/sharedStrings.xml", "w") as inside:
            for _megabyte in range(201):
                inside.write(b"\0" * 1024 * 1024)
    with pytest.raises(Unreadable) as refused:
        spreadsheets.told(path)
    assert refused.value.reason == "too_large"
