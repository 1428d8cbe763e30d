"""A payment provider's adapter for the length of a few calls."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from atrium.providers.psp.contract import Psp
from tenants.connections.services import open_psp


@contextmanager
def calling(connection_id: uuid.UUID) -> Iterator[Psp]:
    """Raises the provider's errors. Never inside a transaction: a slow provider would keep our rows locked."""
    _outside_transactions()
    psp = open_psp(connection_id)
    try:
        yield psp
    finally:
        psp.close()


def _outside_transactions() -> None:
    """A test's own surrounding transaction does not count; Django marks it."""
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise RuntimeError("A payment provider must not be called inside a transaction.")
