"""Sealing secrets at rest: AES-256-GCM, each value bound to its broker, table, column and row.

The key-encryption key comes from ATRIUM_KEK and is never stored. Each broker has data keys of its own, stored wrapped
by it; deleting them makes the broker's secrets unreadable for good. A ciphertext that was copied to another broker,
column or row does not open. The broker is named by its id and not by its schema: a restore renames the schema.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT: Final = "v1"
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32


class CannotOpen(Exception):
    """The sealed value was damaged or moved, or the key is another one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value belongs."""

    broker: str
    table: str
    column: str
    row: str

    @property
    def associated_data(self) -> bytes:
        return "|".join((self.broker, self.table, self.column, self.row)).encode()


@dataclass(frozen=True, slots=True)
class DataKey:
    version: int
    secret: bytes

    def __repr__(self) -> str:
        return f"DataKey(version={self.version})"  # never the secret


def key_encryption_key(text: str) -> bytes:
    """ATRIUM_KEK is a long random text; this makes it a key."""
    derivation = HKDF(algorithm=hashes.SHA256(), length=_KEY_BYTES, salt=None, info=b"atrium kek v1")
    return derivation.derive(text.encode())


def new_data_key(version: int) -> DataKey:
    return DataKey(version, AESGCM.generate_key(bit_length=256))


def wrap(key: DataKey, kek: bytes, place: Place) -> bytes:
    return _encrypt(kek, key.secret, place)


def unwrap(version: int, wrapped: bytes, kek: bytes, place: Place) -> DataKey:
    return DataKey(version, _decrypt(kek, wrapped, place))


def seal(plain: bytes, key: DataKey, place: Place) -> str:
    """`v1:key version:nonce and ciphertext`, the last in base64."""
    return f"{FORMAT}:{key.version}:{base64.b64encode(_encrypt(key.secret, plain, place)).decode()}"


def version_of(sealed: str) -> int:
    form, _, rest = sealed.partition(":")
    version, _, _ = rest.partition(":")
    if form != FORMAT or not version.isdecimal():
        raise CannotOpen("This is not a sealed value.")
    return int(version)


def open_sealed(sealed: str, key: DataKey, place: Place) -> bytes:
    return _decrypt(key.secret, base64.b64decode(sealed.rpartition(":")[2]), place)


def _encrypt(key: bytes, plain: bytes, place: Place) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.associated_data)


def _decrypt(key: bytes, sealed: bytes, place: Place) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.associated_data)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(
            "A sealed value does not open: it was changed or moved, or ATRIUM_KEK is another one."
        ) from error
