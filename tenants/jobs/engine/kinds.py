"""What a file is, by its content; its name is only compared with it."""

import zipfile
from pathlib import Path
from typing import Final

from .limits import LIMITS, BadFile, Limits

CSV, XLSX = "csv", "xlsx"
_TEXT_ENDINGS: Final = (".csv", ".txt", ".tsv")
_STRANGERS: Final = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a packed file (gzip)",
    b"Rar!": "a packed file (RAR)",
    b"7z\xbc\xaf": "a packed file (7-Zip)",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a text document (RTF)",
}
SAVE_AS: Final = "Save it as .xlsx or as CSV and upload that. Nothing was imported."


def kind_of(path: Path, name: str, limits: Limits = LIMITS) -> str:
    """csv or xlsx, or BadFile in words."""
    size = path.stat().st_size
    if size == 0:
        raise BadFile(f"“{name}” is empty. Nothing was imported.")
    if size > limits.file_bytes:
        raise BadFile(
            f"“{name}” has {size // 1024 // 1024} MB; at most {limits.file_bytes // 1024 // 1024} MB are read."
            " Split it into parts. Nothing was imported."
        )
    with path.open("rb") as file:
        head = file.read(16)
    for mark, what in _STRANGERS.items():
        if head.startswith(mark):
            raise BadFile(f"“{name}” is {what} by its content. {SAVE_AS}")
    if head.startswith(b"PK"):
        return _workbook(path, name)
    if not name.lower().endswith(_TEXT_ENDINGS):
        raise BadFile(_wrong_name(name))
    return CSV


def _workbook(path: Path, name: str) -> str:
    if name.lower().endswith(_TEXT_ENDINGS):
        raise BadFile(
            f"“{name}” is a workbook or packed file by its content, not text. Rename it to .xlsx if it is Excel’s."
            " Nothing was imported."
        )
    try:
        with zipfile.ZipFile(path) as packed:
            parts = set(packed.namelist())
    except zipfile.BadZipFile:
        raise BadFile(
            f"“{name}” is cut off or damaged: its end is missing. Save or download it again. Nothing was imported."
        ) from None
    if "[Content_Types].xml" not in parts or not any(part.startswith("xl/") for part in parts):
        raise BadFile(f"“{name}” is a packed file, but no Excel workbook. {SAVE_AS}")
    if any(part.endswith(".bin") and "workbook" in part for part in parts):
        raise BadFile(f"“{name}” is a binary workbook (.xlsb). {SAVE_AS}")
    return XLSX


def _wrong_name(name: str) -> str:
    if name.lower().endswith((".xlsx", ".xlsm")):
        return f"“{name}” is no Excel workbook by its content. If it is text, rename it to .csv. Nothing was imported."
    return f"“{name}” is neither CSV nor .xlsx. {SAVE_AS}"
