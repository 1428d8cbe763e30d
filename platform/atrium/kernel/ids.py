"""Identifiers: time-ordered UUIDs for rows, short tokens for places that have only a few characters."""

import os
import secrets
import time
import uuid
from datetime import datetime
from typing import Final

_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz234567"
_TOKEN_LENGTH: Final = 10


def new_id() -> uuid.UUID:
    """UUID version 7 (RFC 9562): 48 bits of milliseconds, then random; new rows land at the end of an index."""
    value = time.time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def first_id_at(moment: datetime) -> uuid.UUID:
    """No id that `new_id` made before that moment is greater, none made after it smaller: it cuts a table by time."""
    return uuid.UUID(int=int(moment.timestamp() * 1000) << 80)


def random_base32(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def short_token(prefix: str) -> str:
    """`prefix` + 10 random base32 characters + a check character: fits a trading platform's comment."""
    body = random_base32(_TOKEN_LENGTH)
    return f"{prefix}{body}{_check_character(body)}"


def is_short_token(text: str, prefix: str) -> bool:
    body = text[len(prefix) : -1]
    return (
        text.startswith(prefix)
        and len(body) == _TOKEN_LENGTH
        and set(body) <= set(_ALPHABET)
        and text[-1] == _check_character(body)
    )


def _check_character(body: str) -> str:
    """Position-weighted sum modulo 32 with odd weights: catches every single wrong character."""
    total = sum((2 * place + 1) * _ALPHABET.index(letter) for place, letter in enumerate(body))
    return _ALPHABET[total % len(_ALPHABET)]
