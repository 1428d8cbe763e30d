"""The key that is made with a page: a double click, a reload or a second device with the same page is one deed."""

import re
import secrets
from typing import Final

_KEY: Final = re.compile(r"[A-Za-z0-9_-]{20,64}\Z")


def new_key() -> str:
    return secrets.token_urlsafe(18)


def is_key(text: str) -> bool:
    return bool(_KEY.match(text))
