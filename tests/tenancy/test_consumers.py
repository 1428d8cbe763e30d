"""Two sockets of two brokers in one process: what the first one entered when it connected must hold when it next speaks."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import connection

from atrium.kernel import tenancy
from tests.tenancy.stock import StockTenant, stock_connection

_QUESTION = "SELECT current_schema()"


class _StockThread(threading.local):
    """Of each thread its own connection, as `django.db.connection` is."""

    def __init__(self) -> None:
        self.entering = stock_connection()
        self.connection = self.entering.__enter__()


class OverStock(AsyncWebsocketConsumer):
    """As it is written where the tenant is kept on the connection."""

    threads: Any = None

    async def connect(self) -> None:
        await database_sync_to_async(self._enter)()
        await self.accept()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.send(text_data=await database_sync_to_async(self._where)())

    def _enter(self) -> None:
        self.threads.connection.set_tenant(StockTenant(self.scope["tenant"].schema))

    def _where(self) -> str:
        with self.threads.connection.cursor() as cursor:
            cursor.execute(_QUESTION)
            return str(cursor.fetchone()[0])


class OverOurs(OverStock):
    async def connect(self) -> None:
        tenancy.switch(self.scope["tenant"])
        await self.accept()

    def _where(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute(_QUESTION)
            return str(cursor.fetchone()[0])


@pytest.fixture
def stock_threads(committed: None) -> Iterator[None]:
    OverStock.threads = _StockThread()
    yield
    OverStock.threads = None


async def _conversation(consumer: type[OverStock], *tenants: tenancy.Tenant) -> list[str]:
    """All connect, then each asks where it is."""
    sockets = [_socket(consumer, tenant) for tenant in tenants]
    for socket in sockets:
        await socket.send_input({"type": "websocket.connect"})
        assert (await socket.receive_output(timeout=10))["type"] == "websocket.accept"
    heard = []
    for socket in sockets:
        await socket.send_input({"type": "websocket.receive", "text": "Where am I?"})
        heard.append((await socket.receive_output(timeout=10))["text"])
    for socket in sockets:
        await socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await socket.wait(timeout=10)
    return heard


def _socket(consumer: type[OverStock], tenant: tenancy.Tenant) -> ApplicationCommunicator:
    scope = {"type": "websocket", "path": "/", "headers": [], "tenant": tenant}
    return ApplicationCommunicator(consumer.as_asgi(), scope)


def _hang_up() -> None:
    """asgiref's thread lives on, and with it its connections."""
    connection.close()
    OverStock.threads.entering.__exit__(None, None, None)


def _run(consumer: type[OverStock], *tenants: tenancy.Tenant) -> list[str]:
    async def main() -> list[str]:
        try:
            return await _conversation(consumer, *tenants)
        finally:
            await sync_to_async(_hang_up)()

    return asyncio.run(main())


def test_over_the_stock_backend_the_first_socket_then_reads_the_other_broker(stock_threads, acme, borealis):
    assert _run(OverStock, acme, borealis) == [borealis.schema, borealis.schema]


def test_over_ours_each_stays_where_it_connected(stock_threads, acme, borealis):
    assert _run(OverOurs, acme, borealis, acme) == [acme.schema, borealis.schema, acme.schema]
