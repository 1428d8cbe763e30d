"""Servers, account types and symbols."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from atrium.kernel import clock, keys
from atrium.kernel.money import Money
from atrium.providers.trading.contract import SymbolInfo
from tenants.connections.selectors import connection

from .. import rules
from ..models import Product, Server, Symbol
from .calling import calling


def create_server(
    *, code: str, name: str, kind: str, connection_id: uuid.UUID, quiet_seconds: int = 60
) -> Server:
    """The feed notices it within seconds and begins to read its deals."""
    vendor = connection(connection_id).vendor
    return Server.objects.create(
        code=code,
        name=name,
        vendor=vendor,
        kind=kind,
        connection_id=connection_id,
        quiet_seconds=quiet_seconds,
    )


def create_product(
    *,
    code: str,
    name: str,
    kind: str,
    server: Server,
    group: str,
    currency: str,
    leverage: int = 100,
    starting_balance: Money | None = None,
    place: int = 0,
) -> Product:
    return Product.objects.create(
        code=code,
        name=name,
        kind=kind,
        server=server,
        group=group,
        currency=currency,
        leverage=leverage,
        starting_balance_minor=starting_balance.amount_minor if starting_balance else 0,
        place=place,
    )


def import_symbols(*, server: Server) -> int:
    """Adds the symbols that are new to us; what somebody has set by hand stays. The number added."""
    with calling(server) as adapter:
        found = adapter.symbols()
    return add_symbols(found)


def add_symbols(found: Iterable[SymbolInfo]) -> int:
    known = set(Symbol.objects.values_list("symbol", flat=True))
    new = [_symbol(info) for info in found if info.symbol not in known and info.contract_size > 0]
    Symbol.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _symbol(info: SymbolInfo) -> Symbol:
    family = info.path.replace("/", "\\").split("\\")[0].lower()
    pip = rules.default_pip_size(
        base=info.base, quote=info.quote, digits=info.digits, is_forex=family.startswith("forex")
    )
    return Symbol(
        symbol=info.symbol,
        description=info.description,
        base=info.base,
        quote=info.quote,
        digits=info.digits,
        contract_size=info.contract_size,
        pip_size=pip,
        groups=[family] if family else [],
    )


def note_server_state(*, server_id: uuid.UUID, state: str, error: str = "") -> None:
    """What the feed found. A good answer clears the error; the time of the last good one stays with a bad one."""
    at = clock.now()
    if state == Server.State.ONLINE:
        Server.objects.filter(id=server_id).update(
            state=state, last_seen_at=at, last_error="", last_error_at=None
        )
    else:
        Server.objects.filter(id=server_id).update(state=state, last_error=error, last_error_at=at)


def save_cursor(*, server_id: uuid.UUID, cursor: str, night_read_at: datetime | None = None) -> None:
    """Only after the deals up to it are stored."""
    changes: dict[str, Any] = {"cursor": cursor}
    if night_read_at is not None:
        changes["night_read_at"] = night_read_at
    Server.objects.filter(id=server_id).update(**changes)


def lock_deals_of(server: Server) -> None:
    """One writer of a server's deals and accounts at a time, until the caller's transaction ends.

    So a deal that is being stored and the account that is being opened for it cannot miss each other.
    """
    from django.db import connection as database

    assert transaction.get_connection().in_atomic_block
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [keys.lock_key("trading.deals", server.id)])
