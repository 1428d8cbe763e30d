"""Verbs on connections. Credentials go in and are used; no verb gives them back."""

import json
import secrets
import uuid
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.db import transaction

from atrium.brokers.selectors import host_of
from atrium.kernel import clock, tenancy
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from atrium.providers.errors import ProviderError
from atrium.providers.psp.contract import Psp
from atrium.providers.trading.contract import TradingAdapter
from tenants.activity.services import note

from . import keys, vendors
from .models import Connection

_PUBLIC_KEY_BYTES: Final = 24


def create_connection(*, kind: str, vendor: str, label: str, credentials: Mapping[str, str]) -> Connection:
    """The connection with the key of its own address; what is still missing may be filled in later."""
    known = _known_fields(kind, vendor, credentials)
    at = clock.now()
    connection = Connection(
        kind=kind,
        vendor=vendor,
        label=label.strip() or vendors.manifest(kind, vendor).label,
        public_key=secrets.token_urlsafe(_PUBLIC_KEY_BYTES),
        created_at=at,
        changed_at=at,
    )
    with transaction.atomic():
        _put_credentials(connection, known)
        connection.save(force_insert=True)
        _note(connection, "created", f"Connection “{connection.label}” created")
    return connection


def change_credentials(*, connection_id: uuid.UUID, credentials: Mapping[str, str]) -> Connection:
    """Given fields replace, fields left empty stay; a single space empties an optional one."""
    with transaction.atomic():
        connection = _get(connection_id, lock=True)
        given = _known_fields(connection.kind, connection.vendor, credentials)
        merged = _credentials(connection) | {name: value for name, value in given.items() if value}
        _put_credentials(connection, {name: value.strip() for name, value in merged.items()})
        connection.changed_at = clock.now()
        connection.save(update_fields=["credentials", "shown", "changed_at"])
        changed = ", ".join(sorted(name for name, value in given.items() if value))
        _note(connection, "credentials", f"Credentials of “{connection.label}” changed: {changed}")
    return connection


def set_state(*, connection_id: uuid.UUID, active: bool) -> Connection:
    with transaction.atomic():
        connection = _get(connection_id, lock=True)
        connection.state = Connection.State.ACTIVE if active else Connection.State.DISABLED
        connection.save(update_fields=["state"])
        _note(connection, connection.state, f"Connection “{connection.label}” is {connection.state}")
    return connection


def reseal(*, connection_id: uuid.UUID) -> None:
    """Seal the same credentials with the newest data key."""
    with transaction.atomic():
        connection = _get(connection_id, lock=True)
        _put_credentials(connection, _credentials(connection))
        connection.save(update_fields=["credentials"])


def open_adapter(connection_id: uuid.UUID) -> TradingAdapter | Psp:
    """The provider's adapter, built with this broker's credentials."""
    connection = _get(connection_id)
    if connection.kind == Connection.Kind.PSP:
        return open_psp(connection_id)
    return vendors.open_trading(connection.vendor, _credentials(connection))


def open_psp(connection_id: uuid.UUID) -> Psp:
    connection = _get(connection_id, kind=Connection.Kind.PSP)
    return vendors.open_psp(connection.vendor, _credentials(connection))


def open_trading(connection_id: uuid.UUID) -> TradingAdapter:
    connection = _get(connection_id, kind=Connection.Kind.TRADING)
    return vendors.open_trading(connection.vendor, _credentials(connection))


def open_webhook(*, connection_id: uuid.UUID) -> str:
    """Ask the payment provider to call our address, and keep the secret that it answers. Returns the address."""
    url = webhook_url(_get(connection_id, kind=Connection.Kind.PSP))
    psp = open_psp(connection_id)
    try:
        door = psp.open_webhook(url)
    except ProviderError as error:
        raise Refused(error.message) from error
    finally:
        psp.close()
    change_credentials(connection_id=connection_id, credentials={"webhook_secret": door.secret})
    return url


def webhook_url(connection: Connection) -> str:
    host = host_of(tenancy.require(), "api")
    base = f"https://{host}" if settings.ENV.tls else f"http://{host}:{settings.ENV.port}"
    return f"{base}/webhooks/{connection.kind}/{connection.public_key}/"


def note_refused_webhook(*, connection_id: uuid.UUID, reason: str, address: str) -> None:
    """Somebody called our address without a good signature: one line, and nothing else follows from it."""
    note(
        subject_kind="connection",
        subject_id=connection_id,
        verb="webhook.refused",
        text=f"A call to the webhook address was refused: {reason}",
        data={"address": address},
    )


def _get(connection_id: uuid.UUID, *, kind: str = "", lock: bool = False) -> Connection:
    rows = Connection.objects.select_for_update() if lock else Connection.objects
    connection = rows.filter(id=connection_id).first()
    if connection is None or (kind and connection.kind != kind):
        raise NotFound("There is no such connection.")
    return connection


def _known_fields(kind: str, vendor: str, credentials: Mapping[str, str]) -> dict[str, str]:
    known = {field.name for field in vendors.manifest(kind, vendor).fields}
    for name in credentials:
        if name not in known:
            raise InvalidInput(f"This provider has no setting “{name}”.", field=name)
    return dict(credentials)


def _put_credentials(connection: Connection, credentials: Mapping[str, str]) -> None:
    plain = json.dumps({name: value for name, value in credentials.items() if value}, sort_keys=True).encode()
    connection.credentials = keys.sealed(
        plain, table=Connection._meta.db_table, column="credentials", row=connection.id
    )
    connection.shown = vendors.shown(connection.kind, connection.vendor, credentials)


def _credentials(connection: Connection) -> dict[str, str]:
    plain = keys.opened(
        connection.credentials, table=Connection._meta.db_table, column="credentials", row=connection.id
    )
    return dict(json.loads(plain))


def _note(connection: Connection, verb: str, text: str) -> None:
    note(subject_kind="connection", subject_id=connection.id, verb=verb, text=text)
