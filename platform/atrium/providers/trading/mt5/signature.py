"""The MetaTrader 5 Web API's challenge and answer. MD5 is the vendor's choice; TLS carries the secrecy."""

from __future__ import annotations

import hashlib
import hmac
import secrets


def password_hash(password: str) -> bytes:
    inner = hashlib.md5(password.encode("utf-16-le"), usedforsecurity=False).digest()
    return hashlib.md5(inner + b"WebAPI", usedforsecurity=False).digest()


def answer(hashed_password: bytes, challenge_hex: str) -> str:
    """The proof that its maker knows the password, for a challenge of 32 hex digits."""
    return hashlib.md5(hashed_password + bytes.fromhex(challenge_hex), usedforsecurity=False).hexdigest()


def is_answer(hashed_password: bytes, challenge_hex: str, claimed: str) -> bool:
    expected = answer(hashed_password, challenge_hex)
    return hmac.compare_digest(expected.encode(), claimed.strip().lower().encode())


def new_challenge() -> str:
    return secrets.token_hex(16)
