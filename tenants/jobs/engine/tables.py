"""A file as a table: headings and rows, whatever kind of file it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from . import csv_rows, encodings, kinds, xlsx_rows
from .limits import LIMITS, BadFile, Limits

Row = tuple[int, list[str]]
SAMPLE_ROWS = 20


@dataclass(frozen=True, slots=True)
class Table:
    """What is known of a file before its rows are read."""

    kind: str
    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    sample: tuple[Row, ...]


def look(path: Path, name: str, *, encoding: str = "", limits: Limits = LIMITS) -> Table:
    """Headings and the first rows, or BadFile: the sentence that a person gets."""
    kind = kinds.kind_of(path, name, limits)
    found = encodings.encoding_of(path, encoding) if kind == kinds.CSV else ""
    delimiter = csv_rows.delimiter_of(path, found) if kind == kinds.CSV else ""
    if kind == kinds.XLSX:
        xlsx_rows.guard(path, limits)
    rows = _filled(_rows(path, kind, found, delimiter, limits))
    first = next(rows, None)
    if first is None:
        raise BadFile(f"“{name}” holds no rows, only blanks. Nothing was imported.")
    headings = _headings(first)
    sample = tuple(islice(rows, SAMPLE_ROWS))
    if not sample:
        raise BadFile(f"“{name}” has headings and no rows below them. Nothing was imported.")
    return Table(kind, found, delimiter, headings, sample)


def read(path: Path, table: Table, limits: Limits = LIMITS) -> Iterator[Row]:
    """The rows below the headings that hold anything."""
    rows = _filled(_rows(path, table.kind, table.encoding, table.delimiter, limits))
    next(rows, None)
    for count, row in enumerate(rows, start=1):
        if count > limits.rows:
            raise BadFile(
                f"The file has more than {limits.rows:,} rows. Split it into parts. Nothing was imported."
            )
        yield row


def _rows(path: Path, kind: str, encoding: str, delimiter: str, limits: Limits) -> Iterator[Row]:
    if kind == kinds.XLSX:
        return xlsx_rows.rows_of(path, limits)
    return csv_rows.rows_of(path, encoding, delimiter, limits)


def _filled(rows: Iterator[Row]) -> Iterator[Row]:
    return (row for row in rows if any(cell.strip() for cell in row[1]))


def _headings(row: Row) -> tuple[str, ...]:
    line, cells = row
    headings = [cell.strip() for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    seen: dict[str, int] = {}
    for number, heading in enumerate(headings, start=1):
        key = heading.casefold()
        if key and key in seen:
            raise BadFile(
                f"Columns {seen[key]} and {number} are both called “{heading}”. Rename one of them in line {line}."
                " Nothing was imported."
            )
        seen[key] = number
    return tuple(heading or f"({number})" for number, heading in enumerate(headings, start=1))


def about(path: Path, table: Table) -> int | None:
    """How many rows there may be, for showing progress: line ends are counted, texts of several lines too."""
    if table.kind == kinds.XLSX:
        return xlsx_rows.rows_in(path)
    wide = table.encoding.startswith("utf-16")
    with path.open("rb") as file:
        ends = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    return max(1, ends - (0 if wide else 1))
