"""Identifiers: time-ordered UUIDs for rows, short tokens for places that have only a few characters."""

import os
import secrets
import time
import uuid
from datetime import datetime
from typing import Final

_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz234567"
_TOKEN_LENGTH: Final = 10
_VERSION: Final = 0x7 << 76 | 0x2 << 62
_FREE: Final = ~(0xF << 76 | 0x3 << 62) & (1 << 80) - 1
"""The random bits: all of the lower eighty but those of version and variant."""


def new_id() -> uuid.UUID:
    """UUID version 7 (RFC 9562): 48 bits of milliseconds, then random; new rows land at the end of an index."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[uuid.UUID]:
    """Many of one millisecond, at the price of one question for the time and one for randomness."""
    head = time.time_ns() // 1_000_000 << 80 | _VERSION
    noise = os.urandom(10 * count)
    return [
        uuid.UUID(int=head | int.from_bytes(noise[start : start + 10], "big") & _FREE)
        for start in range(0, 10 * count, 10)
    ]


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
