"""What a cell says: cleaned, read, or refused with the reason."""

import re
import unicodedata
from datetime import date
from typing import Final

_EMAIL: Final = re.compile(r"[^\s@\"(),:;<>\[\\\]]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}\Z")
# Controls, and signs that are not seen: zero-width, direction overrides.
_UNSEEN: Final = re.compile("[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_OTHER: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_DANGEROUS: Final = ("=", "+", "-", "@")


def clean(text: str) -> str:
    """One line, composed letters, no unseen signs. The apostrophe that our own exports put before + is taken off again."""
    if not text.isascii() or not text.isprintable():
        text = _UNSEEN.sub(" ", unicodedata.normalize("NFC", text))
    text = " ".join(text.split())
    return text[1:] if text.startswith("'") and text[1:].startswith(_DANGEROUS) else text


def email(text: str) -> str | None:
    """In small letters; None if it is no address."""
    lower = text.lower().removeprefix("mailto:")
    return lower if len(lower) <= 254 and _EMAIL.match(lower) else None


def day(text: str, order: str) -> date | None:
    """2001-12-31, 31.12.2001, or 12/31/2001 where the file writes the month first. None if there is no such day."""
    if iso := _ISO.match(text):
        year, month, number = map(int, iso.groups())
    elif other := _OTHER.match(text):
        first, second, year = map(int, other.groups())
        number, month = (first, second) if order == "day" else (second, first)
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None
