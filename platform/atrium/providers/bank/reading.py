"""Which format a file is in, and its letters; then its own reader takes over."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from atrium.providers.bank import camt053, csv_lines, mt940
from atrium.providers.bank.contract import Head, Statement, Unreadable

LARGEST_BYTES: Final = 100 * 1024 * 1024
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@contextmanager
def opened(path: Path, *, currency: str) -> Iterator[Statement]:
    """The statement, read line by line while the block runs. Raises Unreadable, at once or at the line that is wrong."""
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("This file is empty. Nothing was booked.")
    if size > LARGEST_BYTES:
        raise Unreadable(
            "This file is larger than 100 MB. Ask the bank for shorter periods. Nothing was booked."
        )
    with path.open("rb") as file:
        start = file.read(4096)
        file.seek(0)
        if b"<" in start[:64] and _is_xml(start):
            yield camt053.read(file)
            return
        with io.TextIOWrapper(file, encoding=_encoding(path, start), newline="") as text:
            try:
                yield _of_text(text, start, currency)
            except UnicodeDecodeError as error:
                raise Unreadable(
                    "The file's letters change in the middle: it is damaged or mixes two ways of writing. "
                    "Download it from the bank once more. Nothing was booked."
                ) from error


def _of_text(text: io.TextIOWrapper, start: bytes, currency: str) -> Statement:
    head = start.replace(b"\x00", b"")
    is_mt940 = b":20:" in head and (b":25:" in head or b":60" in head)
    return mt940.read(text) if is_mt940 else csv_lines.read(text, currency=currency)


def _is_xml(start: bytes) -> bool:
    begin = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return begin.startswith((b"<?xml", b"<Document", b"<!DOCTYPE")) or (
        begin.startswith(b"<") and b"Document" in begin
    )


def _encoding(path: Path, start: bytes) -> str:
    """UTF-8 if all of it is; else the older Western letters, which every byte has a meaning in."""
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if start[:200].count(0) > 50:
        raise Unreadable("This file is not text: it is neither camt.053, MT940 nor CSV. Nothing was booked.")
    try:
        with path.open(encoding="utf-8") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def balance_warning(head: Head) -> str:
    """Opening and movements must come to the closing balance; where they do not, the report says so and nothing is lost."""
    if head.opening is None or head.closing is None or head.opening + head.total == head.closing:
        return ""
    return (
        f"The file does not add up: {head.opening} + {head.total} is not {head.closing}. "
        "Lines may be missing; what is there can be booked."
    )
