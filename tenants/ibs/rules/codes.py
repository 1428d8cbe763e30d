"""What a code in a link looks like."""

import re
import secrets
from typing import Final

from atrium.kernel.errors import InvalidInput

_CODE: Final = re.compile(r"[A-Za-z0-9_-]{2,24}\Z", re.ASCII)
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another


def is_code(text: str) -> bool:
    return _CODE.match(text) is not None


def read_code(text: str) -> str:
    code = text.strip()
    if not is_code(code):
        raise InvalidInput(
            "A code has 2 to 24 letters without accents, digits, - or _. Nothing was made.", field="code"
        )
    return code


def new_code(length: int = 10) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
