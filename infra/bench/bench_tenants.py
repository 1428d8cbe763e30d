"""Creating a broker, and what finding a request's broker costs."""

import os
import statistics
import time
import uuid
from collections.abc import Callable
from typing import Any

import psycopg

from infra.bench.figures import Figure
from infra.bench.ground import product_of_its_own
from infra.supervisor import crew, product, programs

BROKERS, RAW, MIGRATED, REQUESTS = 10, 5, 2, 4000


def measure() -> list[Figure]:
    def bring_up(people: crew.Crew) -> None:
        product.migrate()
        product.vendor()
        people.start([programs.provisioning()])

    with product_of_its_own("tenants", bring_up):
        created = [_seconds_to_active(number) for number in range(BROKERS)]
        raw = [_timed(_template_alone) for _ in range(RAW)]
        adds, queries, bare = _resolution()
        migrated = [_timed(_by_migrations) for _ in range(MIGRATED)]
    template, slow = statistics.median(raw), statistics.median(migrated)
    return [
        Figure("broker from request to active, slowest of 10 (s)", max(created), 2.0, template),
        Figure(
            "times faster than its migrations",
            slow / statistics.median(created),
            10,
            slow / template,
            at_most=False,
        ),
        Figure("tenant resolution adds to a request, median (ms)", adds, 0.3, bare),
        Figure("registry queries of a warm request", queries, 0, 0),
    ]


def _seconds_to_active(number: int) -> float:
    """As the vendor console asks for one; the job runs in the provisioning worker."""
    from atrium.brokers import services
    from atrium.brokers.models import Broker
    from atrium.brokers.types import BrokerOrder
    from atrium.kernel import tenancy

    slug = f"bench{number}-{uuid.uuid4().hex[:6]}"
    order = BrokerOrder(name=slug, slug=slug, admin_email=f"admin@{slug}.example", admin_name="Ada Admin")
    began = time.monotonic()
    broker_id = services.request_broker(order)
    while True:
        with tenancy.public():
            broker = Broker.objects.get(id=broker_id)
        if broker.status == Broker.Status.ACTIVE:
            return time.monotonic() - began
        if broker.status == Broker.Status.FAILED or time.monotonic() - began > 60:
            raise SystemExit(
                f"The broker {slug} did not become active: {broker.failure or 'no answer in 60 s'}"
            )
        time.sleep(0.005)


def _template_alone() -> None:
    """The machine's limit: the same statements, straight to the server, and nothing else."""
    from atrium.brokers import template

    schema = f"t_{uuid.uuid4().hex[:12]}"
    text = template.load(schema)
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("SET LOCAL check_function_bodies = off")
        connection.execute(text.encode())


def _by_migrations() -> None:
    """The road not taken: the same schema by replaying every migration, as django-tenants does by itself."""
    from django.db import connection
    from psycopg import sql

    from atrium.brokers import provisioning
    from atrium.brokers.template import TOKEN
    from infra import migrating, template

    migrating.become_owner()
    connection.settings_dict["ROLE_PER_BROKER"] = False
    template.migrated_house()
    connection.close()
    with provisioning.owner_connection() as raw:
        raw.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(TOKEN)))


def _resolution() -> tuple[float, float, float]:
    """Milliseconds that our middleware adds, registry queries it makes when warm, and the request without it."""
    from django.db import connection
    from django.http import HttpRequest, HttpResponse
    from django.test import RequestFactory

    from atrium.brokers.models import Broker, Domain
    from atrium.kernel import tenancy
    from infra.middleware.broker import BrokerMiddleware

    with tenancy.public():
        host = Domain.objects.filter(tenant__kind=Broker.Kind.BROKER, surface="client").values_list("domain")[
            0
        ][0]

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("hello")

    factory, through = RequestFactory(), BrokerMiddleware(view)
    through(factory.get("/", HTTP_HOST=host))
    asked: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        warm = _median_ms(lambda: through(factory.get("/", HTTP_HOST=host)))
    bare = _median_ms(lambda: view(factory.get("/", HTTP_HOST=host)))
    registry = [sql for sql in asked if "brokers_" in sql]
    return warm - bare, len(registry) / REQUESTS, bare


def _median_ms(act: Callable[[], object]) -> float:
    took = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


def _timed(act: Callable[[], None]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began
