"""The pool that the product runs with: connections go from broker to broker, and what they were told goes with none of them."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from atrium.kernel import tenancy


@pytest.fixture
def pooled(committed) -> Iterator[None]:
    """Three connections for eight threads, so that each serves both brokers."""
    known = connections["default"].settings_dict
    connection.close()
    before = dict(known["OPTIONS"])
    known["OPTIONS"] = {**before, "pool": {"min_size": 1, "max_size": 3, "timeout": 30}}
    yield
    connection.close()
    connection.close_pool()
    known["OPTIONS"] = before


def test_pooled_connections_never_show_the_last_brokers_rows(pooled, acme, borealis):
    start = threading.Barrier(8)

    def visit(number: int) -> int:
        start.wait(timeout=30)
        wrong = 0
        for turn in range(60):
            tenant = (acme, borealis)[(turn + number) % 2]
            with tenancy.entered(tenant):
                wrong += _admin() != f"admin@{tenant.slug}.example"
                wrong += _after_rollback() != f"admin@{tenant.slug}.example"
            if turn % 7 == number % 7:
                connection.close()  # back to the pool; the next turn takes another
        connection.close()
        return wrong

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(visit, range(8))) == [0] * 8


def _admin() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM identity_user")
        return str(cursor.fetchone()[0])


def _after_rollback() -> str:
    with transaction.atomic():
        found = _admin()
        transaction.set_rollback(True)
    return found
