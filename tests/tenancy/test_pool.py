"""The pool that the product runs with: connections go from broker to broker, and what they were told goes with none of them."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, connections, transaction

from atrium.kernel import tenancy
from infra.celery import app
from infra.settings.database import connection_settings


@pytest.fixture
def pooled(committed) -> Iterator[None]:
    """Three connections for eight threads, so that each serves both brokers."""
    known = connections["default"].settings_dict
    connection.close()
    before = dict(known)
    products = connection_settings("postgresql://", role_per_broker=True)
    known["CONN_HEALTH_CHECKS"] = products["CONN_HEALTH_CHECKS"]
    known["OPTIONS"] = {**before["OPTIONS"], "pool": {"min_size": 1, "max_size": 3, "timeout": 30}}
    yield
    connection.close()
    connection.close_pool()
    known.update(before)


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


def test_a_process_of_a_worker_keeps_its_connections_from_one_task_to_the_next(pooled):
    fixup, task = _fixup_of_a_process(), SimpleNamespace(request=SimpleNamespace(is_eager=False))
    backends = set()
    for _ in range(12):
        fixup.on_task_prerun(task)
        backends.add(_backend())
        fixup.on_task_postrun(task)
        assert connection.connection is None  # back in the pool

    assert len(backends) <= 3  # as many as the pool has
    fixup.on_worker_process_init()
    assert _backend() not in backends  # what a process was forked with is not its own


def test_a_connection_that_the_database_has_ended_is_not_handed_out_again(pooled):
    ended = _backend()
    with ThreadPoolExecutor(1) as elsewhere:
        assert elsewhere.submit(_end, ended).result()
    connection.close()  # the pool cannot know yet

    for _ in range(4):  # more than the pool has
        assert _backend() != ended
        connection.close()


def _fixup_of_a_process() -> Any:
    (found,) = app._fixups
    worker_fixup = type(found.worker_fixup)(app)
    worker_fixup.worker = SimpleNamespace(pool_cls="prefork")
    return worker_fixup


def _end(backend: int) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [backend])
            return bool(cursor.fetchone()[0])
    finally:
        connection.close()


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _admin() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM identity_user")
        return str(cursor.fetchone()[0])


def _after_rollback() -> str:
    with transaction.atomic():
        found = _admin()
        transaction.set_rollback(True)
    return found
