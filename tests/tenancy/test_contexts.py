"""The broker follows coroutines, thread hops and background tasks; two at a time never mix."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from asgiref.sync import sync_to_async
from django.core.cache import cache
from django.db import connection

from atrium.kernel import keys, tenancy
from tests.tenancy.stock import StockTenant, stock_connection

T = TypeVar("T")


def _schema_in_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


async def _ask() -> str:
    return await sync_to_async(_schema_in_database)()


def _hang_up() -> None:
    """asgiref's thread lives on, and with it its connection."""
    connection.close()


def _run(visit: Coroutine[Any, Any, T]) -> T:
    async def main() -> T:
        try:
            return await visit
        finally:
            await sync_to_async(_hang_up)()

    return asyncio.run(main())


def test_a_coroutine_and_its_children_stay_in_the_house(committed, acme):
    async def visit() -> tuple[list[str], str]:
        seen = await asyncio.gather(
            _ask(),
            sync_to_async(_schema_in_database, thread_sensitive=False)(),
            asyncio.to_thread(_schema_in_database),
            asyncio.create_task(_ask()),
        )
        return seen, connection.schema_name

    with tenancy.entered(acme):
        assert _run(visit()) == ([acme.schema] * 4, acme.schema)


def test_the_stock_backend_forgets_the_house_in_another_thread(committed, acme):
    """It keeps the tenant on the connection, and every thread makes a connection of its own."""

    def schema_of_a_new_stock_connection() -> str:
        with stock_connection() as stock:
            return str(stock.schema_name)

    with stock_connection() as stock, ThreadPoolExecutor(1) as pool:
        stock.set_tenant(StockTenant(acme.schema))
        assert pool.submit(schema_of_a_new_stock_connection).result() == "public"


def test_two_brokers_at_once_in_one_loop_never_mix(committed, acme, borealis):
    async def visit(tenant: tenancy.Tenant) -> set[str]:
        tenancy.switch(tenant)
        seen = set()
        for _ in range(20):
            seen.add(await _ask())
            await asyncio.sleep(0)
        return seen

    async def all_at_once() -> list[set[str]]:
        return await asyncio.gather(*(visit(tenant) for tenant in (acme, borealis) * 5))

    assert _run(all_at_once()) == [{acme.schema}, {borealis.schema}] * 5


def test_threads_of_two_brokers_never_mix(committed, acme, borealis):
    barrier = threading.Barrier(8)

    def visit(tenant: tenancy.Tenant) -> set[str]:
        barrier.wait(timeout=10)
        seen = set()
        for _ in range(50):
            with tenancy.entered(tenant):
                seen.add(_schema_in_database())
        connection.close()
        return seen

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(visit, [acme, borealis] * 4))
    assert results == [{acme.schema}, {borealis.schema}] * 4


def test_cache_entries_of_one_name_are_two_brokers_two_entries(ground, acme, borealis):
    with tenancy.entered(acme):
        cache.set("balance", "Acme's", 60)
    with tenancy.entered(borealis):
        assert cache.get("balance") is None
        cache.set("balance", "Borealis'", 60)
    with tenancy.entered(acme):
        assert cache.get("balance") == "Acme's"


def test_group_lock_and_file_names_carry_the_broker(acme, borealis):
    names = []
    for tenant in (acme, borealis):
        with tenancy.entered(tenant):
            names.append(
                (keys.group_name("staff", "member", 7), keys.lock_key("login", 7), keys.file_path("a.pdf"))
            )
    assert names[0][0] == f"{acme.schema}.staff.member.7"
    assert names[1][2] == f"{borealis.schema}/a.pdf"
    assert names[0][1] != names[1][1]


def test_a_name_in_a_shared_store_outside_every_house_is_refused():
    with pytest.raises(tenancy.NoBroker):
        keys.group_name("staff", "all")
