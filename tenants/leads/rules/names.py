"""A name as duplicates are found by it: Ángel Núñez, NUNEZ ANGEL and angel nunez are one."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Letters that Unicode does not take apart.
_SAME: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_WORD: Final = re.compile(r"\w+")
LONGEST: Final = 200


@lru_cache(maxsize=4096)  # an import asks for each name twice: to find duplicates, and to keep it
def folded(name: str) -> str:
    if name.isascii():
        lower = name.lower()
    else:
        apart = unicodedata.normalize("NFKD", name.casefold())
        lower = "".join(c for c in apart if not unicodedata.combining(c)).translate(_SAME)
    return " ".join(sorted(_WORD.findall(lower)))[:LONGEST]


def national_id(text: str) -> str:
    """Letters and digits alone, so that 12.345.678-Z and 12345678z are one document."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum()).upper()[:40]
