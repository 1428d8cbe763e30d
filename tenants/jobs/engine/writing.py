"""Tables that people take away. A cell that a spreadsheet would take for a formula is written so that it is text."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CSV_MARK: Final = "\ufeff"  # Excel reads a CSV as UTF-8 only when it begins with this
EXCEL_ROWS: Final = 1_048_576


def safe(text: str) -> str:
    """An apostrophe in front: shown as text by every spreadsheet. Numbers do not come through here."""
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def cell(value: Any) -> str:
    """Times in UTC, decimals exact, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    if isinstance(value, date):
        return _moment(value)
    if isinstance(value, (list, tuple, set)):
        return safe(", ".join(str(one) for one in value))
    return safe(str(value))


def _moment(value: date) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return value.isoformat()


def csv_lines(rows: Iterable[Sequence[Any]], *, first: bool = True) -> Iterator[str]:
    """One line a row; the file's mark before the first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    if first:
        buffer.write(CSV_MARK)
    for row in rows:
        writer.writerow([cell(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def write_xlsx(path: Path, rows: Iterable[Sequence[Any]], *, title: str) -> int:
    """Row by row, without holding the sheet in memory. How many rows."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    count = 0

    def text(value: str) -> Any:
        made = WriteOnlyCell(sheet, value=_printable(value))
        made.data_type = "s"  # never a formula, whatever it begins with
        return made

    for row in rows:
        sheet.append([_native(value) if _is_number(value) else text(cell(value)) for value in row])
        count += 1
    book.save(path)
    return count


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _native(value: int | Decimal) -> Any:
    """Excel keeps 15 digits: a longer number stays exact as text."""
    digits = len(str(abs(value)).replace(".", "").strip("0"))
    return value if digits <= 15 else cell(value)


def _printable(text: str) -> str:
    """XML knows no control characters but tab and line ends."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")
