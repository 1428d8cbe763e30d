"""Rows of the first sheet of an Excel workbook, one by one. Unpacked size is checked before, the rest while reading.

A formula is its own text: it is neither evaluated nor is the value trusted that the file says it once had.
"""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from .limits import LIMITS, BadFile, Limits

Row = tuple[int, list[str]]
_DAMAGED: Final = "The workbook is cut off or damaged{where}. Save it again in Excel. Nothing was imported."
_HEAD: Final = 4096


def rows_of(path: Path, limits: Limits = LIMITS) -> Iterator[Row]:
    """(row number, cells as text)."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    line = 0
    try:
        with path.open("rb") as file:
            book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            for line, cells in enumerate(_cells(book), start=1):
                yield line, _as_text(cells, line, limits)
            book.close()
    except (
        zipfile.BadZipFile,
        ParseError,
        InvalidFileException,
        KeyError,
        ValueError,
        EOFError,
        OSError,
    ) as error:
        if isinstance(error, BadFile):
            raise
        where = f" after row {line}" if line else ""
        raise BadFile(_DAMAGED.format(where=where)) from error


def _cells(book: Any) -> Iterator[Sequence[Any]]:
    sheet = book.worksheets[0] if book.worksheets else None
    if sheet is None:
        raise BadFile("The workbook has no sheet with rows. Nothing was imported.")
    sheet.reset_dimensions()  # what the file says of its size may be wrong or a lie
    yield from sheet.iter_rows(values_only=True)


def guard(path: Path, limits: Limits = LIMITS) -> None:
    """Before anything is read as a workbook. The sizes that the archive states bind the unpacking: Python reads no further."""
    try:
        _guard(path, limits)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise BadFile(_DAMAGED.format(where="")) from error


def _guard(path: Path, limits: Limits) -> None:
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
        total = sum(part.file_size for part in parts)
        if total > limits.unpacked_bytes:
            raise BadFile(
                f"The workbook unpacks to {total // 1024 // 1024} MB; at most {limits.unpacked_bytes // 1024 // 1024} MB are read."
                " Save the sheet as CSV, or split it. Nothing was imported."
            )
        for part in parts:
            if part.flag_bits & 1:
                raise BadFile(
                    "The workbook is locked with a password. Save it without one. Nothing was imported."
                )
            if part.filename.lower().endswith("sharedstrings.xml") and part.file_size > limits.strings_bytes:
                raise BadFile(
                    "The workbook holds too much text to be read. Save the sheet as CSV. Nothing was imported."
                )
            if _is_sheet(part) and _count_rows(packed, part, limits.rows) > limits.rows + 1:
                raise BadFile(
                    f"The sheet has more than {limits.rows:,} rows. Split it into parts. Nothing was imported."
                )
            if part.filename.endswith(".xml") and _declares(packed, part):
                raise BadFile(
                    "The workbook holds XML declarations that Excel does not write. Save it again in Excel. Nothing was imported."
                )


def _is_sheet(part: zipfile.ZipInfo) -> bool:
    return part.filename.startswith("xl/worksheets/sheet")


def _count_rows(packed: zipfile.ZipFile, part: zipfile.ZipInfo, enough: int) -> int:
    """By their tags, without reading them as XML: a bomb of a million rows is known in a second."""
    count, tail = 0, b""
    with packed.open(part) as file:
        while count <= enough + 1 and (block := file.read(1 << 20)):
            text = tail + block
            count += text.count(b"<row ") + text.count(b"<row>")
            tail = text[-4:]
    return count


def _declares(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Entities are declared before the first element: no workbook needs one, and some grow without end."""
    with packed.open(part) as file:
        return b"<!doctype" in file.read(_HEAD).lower()


def _as_text(cells: Sequence[Any], line: int, limits: Limits) -> list[str]:
    texts = [_text(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    if len(texts) > limits.columns:
        raise BadFile(
            f"Row {line} has {len(texts)} columns; at most {limits.columns} are read. Leave out what is not needed."
            " Nothing was imported."
        )
    for number, text in enumerate(texts, start=1):
        if len(text) > limits.cell_chars:
            raise BadFile(
                f"Row {line}, column {number} holds {len(text):,} characters; at most {limits.cell_chars:,} are read."
                " Nothing was imported."
            )
    return texts


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, date):
        return _moment(value)
    return str(getattr(value, "text", value))  # an array formula is an object that holds its text


def _moment(value: date) -> str:
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(sep=" ")
    return value.isoformat()[:10]


def _number(value: float) -> str:
    """A phone number typed as a number is a float in the file: 35722123456.0."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def rows_in(path: Path) -> int | None:
    with zipfile.ZipFile(path) as packed:
        sheet = next((part for part in packed.infolist() if _is_sheet(part)), None)
        return max(1, _count_rows(packed, sheet, 10_000_000) - 1) if sheet else None
