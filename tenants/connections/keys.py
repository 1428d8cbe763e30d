"""This broker's data keys: made when the first secret is sealed, unwrapped when they are needed."""

import uuid
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from atrium.kernel import clock, tenancy

from . import seal
from .models import DataKey


def sealed(plain: bytes, *, table: str, column: str, row: uuid.UUID) -> str:
    return seal.seal(plain, _newest(), _place(table, column, str(row)))


def opened(text: str, *, table: str, column: str, row: uuid.UUID) -> bytes:
    version = seal.version_of(text)
    stored = DataKey.objects.filter(version=version).first()
    if stored is None:
        raise seal.CannotOpen(
            f"The data key {version} is gone, and with it what it sealed. Enter the secret again."
        )
    return seal.open_sealed(text, _unwrapped(stored), _place(table, column, str(row)))


def opened_many(texts: Mapping[uuid.UUID, str], *, table: str, column: str) -> dict[uuid.UUID, bytes]:
    """By row, with one look at the data keys for all of them."""
    versions = {seal.version_of(text) for text in texts.values()}
    found = {row.version: _unwrapped(row) for row in DataKey.objects.filter(version__in=versions)}
    if missing := versions - found.keys():
        raise seal.CannotOpen(f"The data keys {sorted(missing)} are gone, and with them what they sealed.")
    return {
        row: seal.open_sealed(text, found[seal.version_of(text)], _place(table, column, str(row)))
        for row, text in texts.items()
    }


def newest() -> seal.DataKey:
    """The data key that seals now, for a room that seals many values at once."""
    return _newest()


def of_versions(versions: set[int]) -> dict[int, seal.DataKey]:
    """Those of them that are still there."""
    return {row.version: _unwrapped(row) for row in DataKey.objects.filter(version__in=versions)}


def add_version() -> int:
    """A new data key for everything sealed from now on; what older ones sealed stays readable."""
    newest = DataKey.objects.order_by("-version").first()
    return _add(newest.version + 1 if newest else 1).version


def rewrap(*, old_kek: str, new_kek: str) -> int:
    """After ATRIUM_KEK was changed: every data key under the new one. No secret is touched."""
    with transaction.atomic():
        rows = list(DataKey.objects.select_for_update().order_by("version"))
        for row in rows:
            place = _place("connections_datakey", "wrapped", str(row.version))
            key = seal.unwrap(row.version, bytes(row.wrapped), seal.key_encryption_key(old_kek), place)
            row.wrapped = seal.wrap(key, seal.key_encryption_key(new_kek), place)
            row.save(update_fields=["wrapped"])
    return len(rows)


def _newest() -> seal.DataKey:
    stored = DataKey.objects.order_by("-version").first()
    return _unwrapped(stored or _add(1))


def _add(version: int) -> DataKey:
    """Two who add the same version at once end with one row, and both use it."""
    place = _place("connections_datakey", "wrapped", str(version))
    wrapped = seal.wrap(seal.new_data_key(version), _kek(), place)
    row, _ = DataKey.objects.get_or_create(
        version=version, defaults={"wrapped": wrapped, "created_at": clock.now()}
    )
    return row


def _unwrapped(row: DataKey) -> seal.DataKey:
    place = _place("connections_datakey", "wrapped", str(row.version))
    return seal.unwrap(row.version, bytes(row.wrapped), _kek(), place)


def _kek() -> bytes:
    return seal.key_encryption_key(settings.ENV.kek)


def _place(table: str, column: str, row: str) -> seal.Place:
    return seal.Place(str(tenancy.require().broker_id), table, column, row)
