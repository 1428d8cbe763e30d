"""Rows of a CSV file, one by one, each with the line it begins in."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .limits import LIMITS, BadFile, Limits

DELIMITERS: Final = (",", ";", "\t", "|")
_LOOK_AT: Final = 64 * 1024
Row = tuple[int, list[str]]


def rows_of(path: Path, encoding: str, delimiter: str = "", limits: Limits = LIMITS) -> Iterator[Row]:
    """(line, cells). Text stays text: nothing is evaluated, trimmed or turned into numbers."""
    csv.field_size_limit(max(limits.cell_chars * 4, 131_072))
    with path.open(encoding=encoding, newline="") as file:
        delimiter = delimiter or delimiter_of(path, encoding)
        reader = csv.reader(_clean(file), delimiter=delimiter, strict=True)
        line = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise BadFile(_explained(error, line)) from None
            _measure(cells, line, limits)
            if not (line == 1 and _is_excels_hint(cells)):
                yield line, cells
            line = reader.line_num + 1


def delimiter_of(path: Path, encoding: str) -> str:
    """The sign that parts most lines into the same number of cells, more than one."""
    with path.open(encoding=encoding, newline="") as file:
        text = file.read(_LOOK_AT)
    hint = text[:8].lower()
    if hint.startswith("sep=") and len(hint) > 4:
        return text[4]
    return max(DELIMITERS, key=lambda sign: _evenness(text, sign))


def _evenness(text: str, sign: str) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    widths: Counter[int] = Counter()
    try:
        for cells in reader:
            if len(cells) > 1:
                widths[len(cells)] += 1
    except csv.Error:
        pass
    return max(widths.values(), default=0)


def _clean(lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if "\0" in line:
            raise BadFile(
                f"Line {number} holds a zero byte: the file is damaged, or is no text. Save it again as CSV UTF-8."
                " Nothing was imported."
            )
        yield line


def _explained(error: csv.Error, line: int) -> str:
    said = str(error)
    if "field larger" in said:
        return f"Line {line} has a cell that is far too long. Perhaps a quotation mark is missing there. Nothing was imported."
    if "unexpected end of data" in said:
        return (
            f"The file ends in the middle of a text that begins in line {line}: a quotation mark is open, or the file is only"
            " half written. Save or download it again. Nothing was imported."
        )
    return (
        f"Line {line} cannot be read: {said}. Put quotation marks inside a text twice. Nothing was imported."
    )


def _measure(cells: list[str], line: int, limits: Limits) -> None:
    if len(cells) > limits.columns:
        raise BadFile(
            f"Line {line} has {len(cells)} columns; at most {limits.columns} are read. Leave out what is not needed."
            " Nothing was imported."
        )
    for number, cell in enumerate(cells, start=1):
        if len(cell) > limits.cell_chars:
            raise BadFile(
                f"Line {line}, column {number} holds {len(cell):,} characters; at most {limits.cell_chars:,} are read."
                " Nothing was imported."
            )


def _is_excels_hint(cells: list[str]) -> bool:
    return bool(cells) and cells[0].lower().startswith("sep=")
