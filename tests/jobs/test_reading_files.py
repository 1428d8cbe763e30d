"""What people upload is read as they meant it, or refused in a sentence that says where and what to do."""

import resource
from pathlib import Path

import pytest

from tenants.jobs.engine import tables
from tenants.jobs.engine.limits import LIMITS, BadFile, Limits
from tests.jobs import files
from tests.jobs.files import HEAD, PEOPLE, csv_bytes, workbook


def read(path: Path, name: str, data: bytes, limits: Limits = LIMITS) -> list[list[str]]:
    place = path / "input"
    place.write_bytes(data)
    table = tables.look(place, name, limits=limits)
    return [list(table.headings), *(cells for _, cells in tables.read(place, table, limits))]


LATIN = [HEAD, *PEOPLE[:2]]
CHINESE = [
    ["姓名", "邮箱", "电话", "国家"],
    ["张伟", "zhang@example.cn", "13812345678", "中国"],
    ["王芳", "wang@example.cn", "13912345678", "中国"],
]


@pytest.mark.parametrize(
    ("encoding", "rows"),
    [("utf-8", LATIN), ("utf-8-sig", LATIN), ("utf-16", LATIN), ("utf-16-le", LATIN), ("cp1252", LATIN), ("gb18030", CHINESE),
     ("utf-8", CHINESE)],
)  # fmt: skip
def test_each_encoding_is_recognised(tmp_path: Path, encoding: str, rows: list[list[str]]) -> None:
    assert read(tmp_path, "people.csv", csv_bytes(rows, encoding=encoding)) == rows


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_each_delimiter_and_line_end(tmp_path: Path, sign: str, end: str) -> None:
    assert read(tmp_path, "people.csv", csv_bytes(LATIN, sign=sign, end=end)) == LATIN


def test_excels_hint_and_blank_lines_are_no_rows(tmp_path: Path) -> None:
    assert read(tmp_path, "a.csv", b"sep=;\nName;Phone\n\nAnna;1\n;\n") == [["Name", "Phone"], ["Anna", "1"]]


def test_rows_know_the_line_they_stand_in(tmp_path: Path) -> None:
    place = tmp_path / "input"
    place.write_bytes(b'Name,Note\n"Anna\nof Berlin",x\nBen,y\n')
    table = tables.look(place, "a.csv")
    assert [line for line, _ in tables.read(place, table)] == [2, 4]


def test_a_workbook_gives_text_whatever_its_cells_are(tmp_path: Path) -> None:
    from datetime import date

    rows: list[list[object]] = [
        ["Name", "Phone", "Born", "Sum"],
        ["Anna", 35722123456, date(1990, 12, 31), "=1+1"],
        [None, None, None, 1.5],
    ]
    assert read(tmp_path, "a.xlsx", workbook(rows)) == [
        ["Name", "Phone", "Born", "Sum"],
        ["Anna", "35722123456", "1990-12-31", "=1+1"],
        ["", "", "", "1.5"],
    ]


MIXED = csv_bytes([HEAD, *PEOPLE]) + csv_bytes([["Jürgen", "j@example.com", "", ""]], encoding="cp1252")
BAD = {
    "empty": ("a.csv", b"", "“a.csv” is empty"),
    "blank": ("a.csv", b"\n \n", "holds no rows"),
    "header only": ("a.csv", csv_bytes([HEAD]), "has headings and no rows"),
    "header only in a workbook": ("a.xlsx", workbook([HEAD]), "has headings and no rows"),
    "mixed encodings": ("a.csv", MIXED, "Line 5 is not written in UTF-8 as other lines are"),
    "cut UTF-16": ("a.csv", csv_bytes(LATIN, encoding="utf-16")[:-1], "cannot be read as"),
    "zero byte": ("a.csv", b"Name,Mail\nAnna,a\nB\0en,b\n", "Line 3 holds a zero byte"),
    "open quotation mark": ("a.csv", b'Name,Mail\nAnna,a\n"Ben,b\nCarl,c\n', "begins in line 3"),
    "10 MB cell": ("a.csv", b'Name,Mail\nAnna,"' + b"x" * 10_000_000 + b'"\n', "Line 2"),
    "10 MB cell in a workbook": ("a.xlsx", files.with_sheet(
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c t="inlineStr"><is><t>Name'
        '</t></is></c></row><row><c t="inlineStr"><is><t>' + "x" * 10_000_000 + "</t></is></c></row></sheetData></worksheet>"),
        "Row 2, column 1 holds 10,000,000 characters"),
    "200 columns": ("a.csv", csv_bytes([[f"h{n}" for n in range(200)], ["1"] * 200]), "has 200 columns; at most 100"),
    "doubled heading": ("a.csv", csv_bytes([["Name", "Phone", "phone"], ["a", "b", "c"]]), "Columns 2 and 3 are both called"),
    "half a workbook": ("a.xlsx", workbook([HEAD, *PEOPLE])[:3000], "is cut off or damaged"),
    "half a sheet": ("a.xlsx", files.with_sheet("<worksheet><sheetData><row><c>"), "is cut off or damaged"),
    "a workbook called CSV": ("a.csv", workbook([HEAD, *PEOPLE]), "is a workbook or packed file by its content"),
    "text called a workbook": ("a.xlsx", csv_bytes(LATIN), "is no Excel workbook by its content"),
    "an old workbook": ("a.xls", b"\xd0\xcf\x11\xe0" + b"x" * 100, "old Excel workbook"),
    "a picture": ("a.csv", b"\x89PNG\r\n" + b"x" * 100, "is a picture"),
    "another ending": ("a.docx", b"hello", "neither CSV nor .xlsx"),
    "entities": ("a.xlsx", files.entities(), "XML declarations that Excel does not write"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_words(tmp_path: Path, case: str) -> None:
    name, data, words = BAD[case]
    with pytest.raises(BadFile) as refusal:
        read(tmp_path, name, data)
    assert words in str(refusal.value)
    assert "Nothing was imported." in str(refusal.value)


def test_a_bomb_of_a_million_rows_is_known_before_it_goes_off(tmp_path: Path) -> None:
    data = files.bomb(1_000_000)
    assert len(data) < 2_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadFile, match="more than 200,000 rows"):
        read(tmp_path, "a.xlsx", data)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


def test_a_bomb_in_bytes_is_not_unpacked(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="unpacks to"):
        read(tmp_path, "a.xlsx", files.bomb(20_000), Limits(unpacked_bytes=1_000_000))


def test_too_many_rows_of_text_are_refused_while_they_are_read(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="more than 3 rows"):
        read(tmp_path, "a.csv", csv_bytes([HEAD, *PEOPLE, *PEOPLE]), Limits(rows=3))
