"""A server's adapter for the length of a few calls, opened with the credentials of its connection."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from atrium.providers.trading.contract import TradingAdapter
from tenants.connections.services import open_trading

from ..models import Server


@contextmanager
def calling(server: Server) -> Iterator[TradingAdapter]:
    """Raises the provider's errors. Never inside a transaction: a slow server would keep our rows locked."""
    _outside_transactions()
    adapter = open_trading(server.connection_id)
    try:
        yield adapter
    finally:
        adapter.close()


def _outside_transactions() -> None:
    """A test's own surrounding transaction does not count; Django marks it."""
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise RuntimeError("A trading server must not be called inside a transaction.")
