"""Each person's key, fetched and made by the hundred. A destroyed one is gone for good: what was under it reads “erased”."""

import hashlib
import hmac
import os
import uuid
from collections.abc import Iterable, Mapping
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from atrium.kernel import clock, tenancy
from tenants.connections import keys as data_keys
from tenants.connections.seal import CannotOpen, Place, unwrap

from .models import PersonKey

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
NO_ADDRESS: Final = -1


class Keys:
    """The keys of some owners. None: that key was destroyed."""

    def __init__(self, secrets: Mapping[uuid.UUID, bytes | None]) -> None:
        self._secrets = secrets
        self._ciphers = {owner: AESGCM(secret) for owner, secret in secrets.items() if secret is not None}

    def encrypt(self, owner: uuid.UUID, plain: str, place: str) -> bytes:
        """Nonce and ciphertext. Empty if the owner's key was destroyed: what comes later is not kept either."""
        cipher = self._ciphers.get(owner)
        if cipher is None:
            return b""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + cipher.encrypt(nonce, plain.encode(), place.encode())

    def decrypt(self, owner: uuid.UUID, sealed: bytes, place: str) -> str | None:
        """None: erased."""
        cipher = self._ciphers.get(owner)
        if cipher is None or not sealed:
            return None
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode()).decode()

    def address_bucket(self, ip: str) -> int:
        """0 to 65535 by a digest under the house's key. A search looks into one bucket and opens what it finds there."""
        secret = self._secrets.get(house_owner())
        if not ip or secret is None:
            return NO_ADDRESS
        return int.from_bytes(hmac.new(secret, f"address|{ip}".encode(), hashlib.sha256).digest()[:2], "big")


def house_owner() -> uuid.UUID:
    """Whose key is used where no person is known: the broker's own."""
    return tenancy.require().broker_id


def keys_of(owners: Iterable[uuid.UUID]) -> Keys:
    """For reading: owners without a key are left out."""
    rows = PersonKey.objects.filter(owner__in=set(owners)).values_list("owner", "version", "wrapped")
    return Keys(_opened([(owner, version, _bytes(wrapped)) for owner, version, wrapped in rows]))


def ensured_keys_of(owners: set[uuid.UUID]) -> Keys:
    """For writing: whoever has no key gets one. In the transaction of what is written under them."""
    known = set(PersonKey.objects.filter(owner__in=owners).values_list("owner", flat=True))
    if missing := sorted(owners - known):
        _add(missing)
    return keys_of(owners)


def _add(owners: list[uuid.UUID]) -> None:
    """Wrapped by the broker's newest data key: a new ATRIUM_KEK wraps that one anew and touches none of these."""
    outer = data_keys.newest()
    cipher = AESGCM(outer.secret)
    wrapped = []
    for owner in owners:
        nonce = os.urandom(_NONCE_BYTES)
        wrapped.append(
            nonce + cipher.encrypt(nonce, os.urandom(_KEY_BYTES), _place_of(owner).associated_data)
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_add_keys(%s::uuid[], %s::int, %s::bytea[], %s)",
            [owners, outer.version, wrapped, clock.now()],
        )


def _opened(rows: list[tuple[uuid.UUID, int, bytes | None]]) -> dict[uuid.UUID, bytes | None]:
    outer = data_keys.of_versions({version for _, version, wrapped in rows if wrapped is not None})
    opened: dict[uuid.UUID, bytes | None] = {}
    for owner, version, wrapped in rows:
        if wrapped is None:
            opened[owner] = None
        elif version not in outer:
            raise CannotOpen(f"The data key {version} is gone, and with it the audit's keys of people.")
        else:
            opened[owner] = unwrap(0, wrapped, outer[version].secret, _place_of(owner)).secret
    return opened


def _place_of(owner: uuid.UUID) -> Place:
    return Place(str(tenancy.require().broker_id), "audit_personkey", "wrapped", str(owner))


def _bytes(value: object) -> bytes | None:
    return None if value is None else bytes(value)  # type: ignore[call-overload]
