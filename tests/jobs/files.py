"""Files as people send them: good ones, and each kind of bad one."""

import io
import zipfile
from collections.abc import Sequence

HEAD = ["Name", "E-mail", "Phone", "Country"]
PEOPLE = [
    ["José Muñoz", "jose@example.com", "+34 612 345 678", "Spain"],
    ["Müller, Anna", "anna@example.com", "+49 151 23456789", "DE"],
    ["Łukasz", "lukasz@example.com", "+48 512 345 678", "Polska"],
]


def csv_bytes(
    rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", sign: str = ",", end: str = "\n"
) -> bytes:
    text = end.join(sign.join(f'"{cell}"' for cell in row) for row in rows) + end
    return text.encode(encoding)


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_sheet(text: str) -> bytes:
    """A workbook whose first sheet is this text."""
    source, file = zipfile.ZipFile(io.BytesIO(workbook([HEAD]))), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            packed.writestr(name, text if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return file.getvalue()


def bomb(rows: int) -> bytes:
    row = '<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return with_sheet(f'<worksheet xmlns="{space}"><sheetData>{row * rows}</sheetData></worksheet>')


def entities() -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return with_sheet(
        f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa">]><worksheet xmlns="{space}"><sheetData/></worksheet>'
    )
