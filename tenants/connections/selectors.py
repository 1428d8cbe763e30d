"""Reads of connections; never of their credentials."""

import uuid

from django.db.models import QuerySet

from atrium.kernel.errors import NotFound

from . import vendors
from .models import Connection


def connections() -> QuerySet[Connection]:
    """For the settings page, whose route asks for the permission: who is staff is known to a room above this one."""
    return Connection.objects.defer("credentials").order_by("kind", "created_at")


def by_public_key(kind: str, public_key: str) -> Connection | None:
    """The active connection whose address was called; the caller is a stranger until the signature is checked."""
    active = Connection.objects.filter(kind=kind, state=Connection.State.ACTIVE)
    return active.filter(public_key=public_key).first()


def connection(connection_id: uuid.UUID) -> Connection:
    found = Connection.objects.filter(id=connection_id).first()
    if found is None:
        raise NotFound("There is no such connection.")
    return found


def active_psp(*, capability: str, currency: str) -> Connection | None:
    """The oldest active payment connection that can do this in this currency."""
    for found in Connection.objects.filter(kind="psp", state=Connection.State.ACTIVE).order_by("created_at"):
        if serves(found, capability=capability, currency=currency):
            return found
    return None


def serves(connection: Connection, *, capability: str, currency: str) -> bool:
    """Also whether everything is filled in that its provider wants for this."""
    known = vendors.serves(connection.vendor, capability=capability, currency=currency)
    return known and vendors.is_ready(connection.vendor, capability=capability, filled=connection.shown)


def currencies_of(connection: Connection, *, capability: str) -> frozenset[str]:
    """None if it cannot do this at all, or not yet."""
    if not vendors.is_ready(connection.vendor, capability=capability, filled=connection.shown):
        return frozenset()
    return vendors.currencies(connection.vendor, capability=capability)


def promises(connection_id: uuid.UUID, capability: str) -> bool:
    """Whether its provider can do this, in whatever currency."""
    found = connection(connection_id)
    return capability in vendors.manifest(found.kind, found.vendor).capabilities


def missing_fields(connection: Connection) -> list[str]:
    """Labels of what the broker still has to fill in."""
    fields = vendors.manifest(connection.kind, connection.vendor).fields
    return [field.label for field in fields if field.required and not connection.shown.get(field.name)]
