"""What a serving process needs: database, Redis, a worker's heartbeat, migrations. Read by /readyz and `atrium doctor`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache
from django.db import connection

from atrium.brokers import migrating
from atrium.brokers.models import Broker
from atrium.kernel import clock, tenancy

HEARTBEAT_KEY: Final = "worker-heartbeat"
HEARTBEAT_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    ok: bool
    message: str = ""


def check() -> list[Check]:
    return [
        _try("database", _database),
        _try("redis", _redis),
        _try("worker", _worker),
        _try("migrations", _migrations),
    ]


def _try(name: str, probe: Callable[[], str]) -> Check:
    try:
        with tenancy.public():
            message = probe()
    except Exception as error:
        message = f"{type(error).__name__}: {error}".splitlines()[0]
    return Check(name, not message, message)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _redis() -> str:
    cache.set("readiness", "1", 10)
    return "" if cache.get("readiness") == "1" else "Redis did not keep a value for a second."


def _worker() -> str:
    beat = cache.get(HEARTBEAT_KEY)
    if beat is None:
        return f"No worker has shown a sign of life for {HEARTBEAT_SECONDS} s. Is the worker running?"
    return ""


def _migrations() -> str:
    behind = [
        broker.slug
        for broker in Broker.objects.filter(status="active")
        if migrating.is_behind(broker.schema_name)
    ]
    return f"Behind the code: {', '.join(behind[:5])}. Run `atrium migrate`." if behind else ""


def beat() -> None:
    with tenancy.public():
        cache.set(HEARTBEAT_KEY, clock.now().isoformat(), HEARTBEAT_SECONDS)
