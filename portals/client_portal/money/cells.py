"""Text in a CSV file that a spreadsheet must not take for a formula."""

from typing import Final

_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe_cell(text: str) -> str:
    """An apostrophe before what would be calculated, also behind leading spaces. Amounts are ours and need none."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_DANGEROUS) else text
