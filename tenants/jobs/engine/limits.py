"""How much of a file is read. What is beyond is refused with its number and where it is."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    file_bytes: int = 50 * MEGABYTE
    unpacked_bytes: int = 400 * MEGABYTE  # of a workbook: a real one of 200,000 rows has about 150 MB
    strings_bytes: int = 80 * MEGABYTE  # of its table of texts, which alone is held in memory
    rows: int = 200_000
    columns: int = 100
    cell_chars: int = 10_000


LIMITS = Limits()


class BadFile(ValueError):
    """The file cannot be read as a table. The message says where and what to do; nothing was changed."""
